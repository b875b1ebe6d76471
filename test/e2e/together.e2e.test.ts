import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ask, axeViolations, CUT, eventually, PHONE, visitAs } from './support'
import { shown, text, write } from './task-page'

/** Whose carets stand in the text. */
const carets = (page: Page) =>
  page.locator('.peer').evaluateAll((all) => all.map((one) => one.getAttribute('data-name')))

interface Answer {
  readonly id: string
  readonly userId: string
  readonly name: string
}

interface Together {
  readonly rep: Page
  readonly manager: Page
  readonly taskId: string
  /** As they stand at their carets. */
  readonly names: { readonly rep: string; readonly manager: string }
}

/** A rep and their manager, each with the same new task before them. */
async function together(title: string): Promise<Together> {
  const [rep, manager] = [
    await visitAs('Sales rep', { expected: CUT, size: PHONE }),
    await visitAs('Manager', { expected: CUT }),
  ]
  await Promise.all([rep.goto('/tasks'), manager.goto('/tasks')])
  for (const page of [rep, manager]) await page.getByRole('textbox', { name: 'Add a task', exact: true }).waitFor()
  const [repIs, { userId, ...managerIs }] = [
    await ask<Answer>(rep, 'GET', '/me'),
    await ask<Answer>(manager, 'GET', '/me'),
  ]
  const first = ({ name }: Pick<Answer, 'name'>) => name.split(' ')[0] ?? name
  const collaborators = [{ userId, canEdit: true }]
  const { id } = await ask<Answer>(rep, 'POST', '/tasks', { title, visibility: 'collaborative', collaborators })
  await Promise.all([open(rep, id), open(manager, id)])
  return { rep, manager, taskId: id, names: { rep: first(repIs), manager: first(managerIs) } }
}

async function open(page: Page, taskId: string): Promise<void> {
  await page.goto(`/tasks/${taskId}`)
  await text(page).waitFor()
}

const reads = (page: Page) => eventually(() => shown(page))

/** Waits until the device would show the text without any network. */
async function isOnDevice(page: Page, taskId: string): Promise<void> {
  const known = () =>
    page.evaluate(async (id) => {
      const result = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result)
          request.onerror = () => reject(request.error)
        })
      const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('texts-'))?.name ?? ''
      const database = await result(indexedDB.open(name))
      const [texts, own] = [
        await result(database.transaction('texts').objectStore('texts').getAllKeys()),
        await navigator.serviceWorker.ready,
      ]
      database.close()
      return texts.includes(id) && own.active !== null && navigator.serviceWorker.controller !== null
    }, taskId)
  await eventually(known).toBe(true)
}

/** The same page, begun anew where nothing can be reached. */
async function restartOffline(page: Page, taskId: string): Promise<void> {
  await isOnDevice(page, taskId)
  await page.context().setOffline(true)
  await page.reload()
  await page.getByText('Offline. What you write is kept on this device.').waitFor()
}

it('shows two people in one task each other’s words, caret and name as they come', async () => {
  const { rep, manager, names } = await together('Survey the cold stores')
  await write(rep, 'Bring the probes.')
  await reads(manager).toBe('Bring the probes.')
  await write(manager, ' And a ladder.')
  await reads(rep).toContain('Bring the probes. And a ladder.')
  await eventually(() => carets(rep)).toEqual([names.manager])
  await eventually(() => carets(manager)).toEqual([names.rep])
  await rep
    .getByRole('status')
    .filter({ hasText: `${names.manager} is here` })
    .waitFor()
  for (const page of [rep, manager]) expect(await axeViolations(page)).toEqual([])

  await manager.getByRole('textbox', { name: 'Write a comment' }).fill('Which of them?')
  await rep.getByText(`${names.manager} is typing a comment`).waitFor()
  await manager.close()
  await eventually(() => rep.locator('.here').innerText()).toBe('')
})

it('takes back with undo only what one wrote oneself', async () => {
  const { rep, manager } = await together('Plan the tour')
  await write(rep, 'First the north.')
  await reads(manager).toBe('First the north.')
  await write(manager, ' Then the south.')
  await reads(rep).toContain('Then the south.')
  await text(rep).click()
  // As often as it takes, and more: there is nothing of the other's to take back.
  const until = (keys: string, page: Page) =>
    eventually(async () => {
      await rep.keyboard.press(keys)
      return shown(page)
    })
  await until('Control+z', manager).toBe(' Then the south.')
  await rep.keyboard.press('Control+z')
  await until('Control+y', manager).toBe('First the north. Then the south.')
  await reads(rep).toBe('First the north. Then the south.')

  // With Caps Lock the shifted letter is a small one.
  await rep.keyboard.press('Control+z')
  await reads(manager).toBe(' Then the south.')
  const keyboard = await rep.context().newCDPSession(rep)
  const key = { key: 'z', code: 'KeyZ', windowsVirtualKeyCode: 90, modifiers: 2 | 8 }
  await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key })
  await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key })
  await reads(manager).toBe('First the north. Then the south.')
})

it('moves nothing under who writes when somebody else writes above', async () => {
  const { rep, manager } = await together('List the sites')
  await text(manager).click()
  const sites = Array.from({ length: 40 }, (_, at) => `Site ${at + 1}`)
  await manager.keyboard.insertText(sites.join('\n'))
  const last = rep.locator('.cm-line', { hasText: 'Site 40' })
  await last.click()
  await rep.keyboard.press('Control+End')
  const place = async () => Math.round((await last.boundingBox())?.y ?? Number.NaN)
  const before = await place()
  await manager.keyboard.press('Control+Home')
  await manager.keyboard.insertText('North\nSouth\nEast\nWest\n')
  await rep.locator('.cm-line', { hasText: 'East' }).waitFor({ state: 'attached' })
  await eventually(place).toBe(before)
  await rep.keyboard.type(' at last')
  await eventually(() => manager.locator('.cm-line').last().innerText()).toContain('Site 40 at last')
})

it('leaves the text by Escape and by Tab, and takes no letter of it for a shortcut', async () => {
  const { rep } = await together('Order ladders')
  await write(rep, 'jex?')
  await reads(rep).toBe('jex?')
  await rep.keyboard.press('Tab')
  expect(await rep.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.role ?? null)).toBe(null)
  await text(rep).click()
  await rep.keyboard.press('Escape')
  await rep.keyboard.press('Escape')
  await rep.waitForURL('**/tasks')
})

it('keeps what is written without a network over a restart, and brings it to the others when there is one', async () => {
  const { rep, manager, taskId } = await together('Ring the harbour')
  await write(rep, 'Before noon.')
  await reads(manager).toBe('Before noon.')
  await restartOffline(rep, taskId)
  await write(rep, ' Ask for Sigrid.')
  await rep.getByText('Offline. Kept on this device.').waitFor()
  await write(manager, ' By phone.')
  await rep.reload()
  await reads(rep).toBe('Before noon. Ask for Sigrid.')
  const second = await rep.context().newPage()
  await second.goto(`/tasks/${taskId}`)
  await reads(second).toBe('Before noon. Ask for Sigrid.')
  await rep.close()
  // Not in the task any more, and it is brought there all the same.
  await second.goto('/pending')
  await second.getByRole('region', { name: 'Texts waiting' }).getByText('Ring the harbour').waitFor()
  expect(await axeViolations(second)).toEqual([])
  await second.context().setOffline(false)
  await reads(manager).toContain('Ask for Sigrid.')
  expect(await shown(manager)).toContain('By phone.')
  await second.getByText('Nothing waits').waitFor()
})

it('keeps for their author the words of somebody the task is no longer shared with, and nothing else of it', async () => {
  const { rep, manager, taskId } = await together('Sign the framework')
  await write(rep, 'Terms are with legal.')
  await reads(manager).toBe('Terms are with legal.')
  await restartOffline(manager, taskId)
  await write(manager, ' Ask Ada.')
  await manager.getByText('Offline. Kept on this device.').waitFor()
  await ask<Answer>(rep, 'PUT', `/tasks/${taskId}/sharing`, { visibility: 'private', collaborators: [] })
  await manager.context().setOffline(false)
  await text(manager).waitFor({ state: 'detached' })
  await manager.goto('/pending')
  const kept = manager.getByRole('region', { name: 'Texts not taken' })
  await kept.getByText('Ask Ada.').waitFor()
  expect(await kept.innerText()).not.toContain('Terms are with legal.')
  expect(await axeViolations(manager)).toEqual([])
  await kept.getByRole('button', { name: 'Give up' }).click()
  await manager.getByText('Nothing waits').waitFor()
})

it('takes it off an open screen as soon as it is no longer theirs', async () => {
  const { rep, manager, taskId } = await together('Sign the annex')
  await write(rep, 'Terms are with legal.')
  await reads(manager).toBe('Terms are with legal.')
  await ask<Answer>(rep, 'PUT', `/tasks/${taskId}/sharing`, { visibility: 'private', collaborators: [] })
  await text(manager).waitFor({ state: 'detached' })
  expect(await manager.getByText('Terms are with legal.').count()).toBe(0)
})

it('brings the text of a new task to its room, though the server knew the task before the text was here', async () => {
  const page = await visitAs('Sales rep', { expected: CUT })
  // Or what is kept on the device would not have to be fetched.
  await page.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('blocked', 'SecurityError'))
  })
  let go = () => {}
  const isKnown = new Promise<void>((resolve) => {
    go = resolve
  })
  await page.route(/\/assets\/shared-text-/, (route) => isKnown.then(() => route.continue()))
  await page.goto('/tasks')
  await page.getByRole('textbox', { name: 'Add a task', exact: true }).fill('Paint the quay')
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Tasks' }).getByRole('link', { name: 'Paint the quay' }).click()
  const id = new URL(page.url()).searchParams.get('task')
  await eventually(() => ask(page, 'GET', `/tasks/${id}`).then(Boolean, () => false)).toBe(true)
  await page.getByText('Synced').waitFor()
  go()
  await write(page, 'White.')
  const told = () => ask<{ description: string }>(page, 'GET', `/tasks/${id}`).then(({ description }) => description)
  await eventually(told, 30_000).toBe('White.')
})
