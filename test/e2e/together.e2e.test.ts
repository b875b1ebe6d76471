import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations, eventually, type PHONE, visitAs } from './support'

// What a browser says of its own accord when it is cut off or shut out.
const CUT = /Failed to load resource|WebSocket connection|ERR_INTERNET_DISCONNECTED/

const text = (page: Page) => page.getByRole('textbox', { name: 'Description' })
/** Whose carets stand in the text. */
const carets = (page: Page) =>
  page.locator('.peer').evaluateAll((all) => all.map((one) => one.getAttribute('data-name')))
const synced = (page: Page) => page.getByText('Synced').waitFor()

interface Answer {
  readonly id: string
  readonly userId: string
  readonly name: string
}

/** Asks the API as the person in that window. */
function ask(page: Page, method: string, path: string, body?: unknown): Promise<Answer> {
  return page.evaluate(
    async ([how, where, what]) => {
      const answer = await fetch(`/api/v1${where}`, {
        method: how ?? 'GET',
        headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        ...(what !== undefined && { body: what }),
      })
      if (!answer.ok) throw new Error(`${how} ${where} was answered ${answer.status}: ${await answer.text()}`)
      return answer.json()
    },
    [method, path, body === undefined ? undefined : JSON.stringify(body)],
  )
}

interface Together {
  readonly rep: Page
  readonly manager: Page
  readonly taskId: string
  /** As they stand at their carets. */
  readonly names: { readonly rep: string; readonly manager: string }
}

/** A rep and their manager, each with the same new task before them. */
async function together(title: string, sizes: { rep?: typeof PHONE; dark?: boolean } = {}): Promise<Together> {
  const options = { expected: CUT, dark: sizes.dark }
  const [rep, manager] = [
    await visitAs('Sales rep', { ...options, size: sizes.rep }),
    await visitAs('Manager', options),
  ]
  await Promise.all([rep.goto('/tasks'), manager.goto('/tasks')])
  await Promise.all([synced(rep), synced(manager)])
  const [repIs, { userId, ...managerIs }] = [await ask(rep, 'GET', '/me'), await ask(manager, 'GET', '/me')]
  const first = ({ name }: Pick<Answer, 'name'>) => name.split(' ')[0] ?? name
  const collaborators = [{ userId, canEdit: true }]
  const { id } = await ask(rep, 'POST', '/tasks', { title, visibility: 'collaborative', collaborators })
  await Promise.all([open(rep, id), open(manager, id)])
  return { rep, manager, taskId: id, names: { rep: first(repIs), manager: first(managerIs) } }
}

async function open(page: Page, taskId: string): Promise<void> {
  await page.goto(`/tasks/${taskId}`)
  await text(page).waitFor()
}

/** Writes at the end of the text, as somebody types. */
async function write(page: Page, words: string): Promise<void> {
  await text(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(words)
}

const reads = (page: Page, within: Locator = text(page)) => eventually(() => within.innerText())

it('shows two people in one task each other’s words, caret and name as they come', async () => {
  const { rep, manager, names } = await together('Survey the cold stores')
  await write(rep, 'Bring the probes.')
  await reads(manager).toBe('Bring the probes.')
  await write(manager, ' And a ladder.')
  await eventually(() => text(rep).innerText()).toContain('Bring the probes. And a ladder.')
  await eventually(() => carets(rep)).toEqual([names.manager])
  await eventually(() => carets(manager)).toEqual([names.rep])
  await rep
    .getByRole('status')
    .filter({ hasText: `${names.manager} is here` })
    .waitFor()
  expect(await axeViolations(rep)).toEqual([])
  expect(await axeViolations(manager)).toEqual([])

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
  await eventually(() => text(rep).innerText()).toContain('Then the south.')
  await text(rep).click()
  await rep.keyboard.press('Control+z')
  await eventually(() => text(manager).innerText()).not.toContain('First')
  expect(await text(manager).innerText()).toContain('Then the south.')
  await rep.keyboard.press('Control+Shift+z')
  await eventually(() => text(manager).innerText()).toContain('First the north. Then the south.')
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
  await rep.evaluate(async () => void (await navigator.serviceWorker.ready))
  await eventually(() => rep.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  await eventually(() => rep.locator('.room-s').first().innerText()).toBe('Saved')

  await rep.context().setOffline(true)
  await rep.evaluate(() => dispatchEvent(new Event('offline')))
  await rep.getByText('Offline. What you write is kept on this device.').waitFor()
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
  await eventually(() => text(manager).innerText()).toContain('Ask for Sigrid.')
  expect(await text(manager).innerText()).toContain('By phone.')
  await second.getByText('Nothing waits').waitFor()
})

it('takes a task off the screen of somebody it is no longer shared with within a second, and keeps their words', async () => {
  const { rep, manager, taskId } = await together('Sign the framework')
  await write(rep, 'Terms are with legal.')
  await reads(manager).toBe('Terms are with legal.')
  await manager.context().setOffline(true)
  await manager.evaluate(() => dispatchEvent(new Event('offline')))
  await manager.getByText('Offline. What you write is kept on this device.').waitFor()
  await write(manager, ' Ask Ada.')
  await manager.getByText('Offline. Kept on this device.').waitFor()
  await ask(rep, 'PUT', `/tasks/${taskId}/sharing`, { visibility: 'private', collaborators: [] })
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
  await ask(rep, 'PUT', `/tasks/${taskId}/sharing`, { visibility: 'private', collaborators: [] })
  await text(manager).waitFor({ state: 'detached', timeout: 1000 })
  expect(await manager.getByText('Terms are with legal.').count()).toBe(0)
})
