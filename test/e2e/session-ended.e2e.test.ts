import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ask, axeViolations, DESKTOP, eventually, loginOf, PHONE, picture, signIn, visit } from './support'

// What a browser says of its own accord when it is cut off, or its session is over.
const EXPECTED =
  /Failed to load resource|WebSocket connection|ERR_INTERNET_DISCONNECTED| 401 |HTTP Authentication failed/

const text = (page: Page) => page.getByRole('textbox', { name: 'Description' })

/** The kinds of databases this device keeps of anybody. */
const kept = (page: Page) =>
  page.evaluate(async () =>
    [...new Set((await indexedDB.databases()).map(({ name }) => name?.replace(/-[\da-f]{8}-.*/, '') ?? ''))].sort(),
  )

/** A rep at a task of their own, and the same person in another browser. */
async function twice(title: string): Promise<{ here: Page; there: Page; taskId: string }> {
  const { email, password } = loginOf('Sales rep')
  const here = await visit({ expected: EXPECTED, size: PHONE })
  await signIn(here, email, password)
  const { id } = await ask<{ id: string }>(here, 'POST', '/tasks', { title })
  await here.goto(`/tasks/${id}`)
  await text(here).waitFor()
  await here.evaluate(async () => void (await navigator.serviceWorker.ready))
  await eventually(() => here.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  const there = await visit({ expected: EXPECTED, session: await here.context().storageState() })
  return { here, there, taskId: id }
}

/** As when somebody is taken out of the company: the server knows the session no more. */
async function endSession(there: Page): Promise<void> {
  await there.goto('/settings/sessions')
  await there.getByText('This one').waitFor()
  await there.getByRole('button', { name: /your menu/ }).click()
  await there.getByRole('menuitem', { name: 'Sign out' }).click()
  await there.getByRole('heading', { name: 'Sign in' }).waitFor()
}

it('shows whoever is not let in again what they did there and never sent, until they wave it away', async () => {
  const { here, there } = await twice('Count the crates')
  await here.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await here.context().setOffline(true)
  await text(here).click()
  await here.keyboard.type('Forty in the shed.')
  await here.getByText('Offline. Kept on this device.').waitFor()
  await here.getByRole('textbox', { name: 'Write a comment' }).fill('Two are broken.')
  await here.getByRole('button', { name: 'Comment', exact: true }).click()
  await here.getByText('2 changes kept on this device').waitFor()
  await endSession(there)

  await here.context().setOffline(false)
  await here.getByText('Your session has ended.').waitFor()
  const panel = here.getByRole('region', { name: 'Not sent' })
  await panel.getByText('Comment: Two are broken.').waitFor()
  await panel.getByText('Forty in the shed.').waitFor()
  expect(await axeViolations(here)).toEqual([])
  await picture(here, 'not-sent-phone')
  // What the company wrote is not on the device any more; what they wrote themselves is.
  await eventually(() => kept(here)).toEqual(['outbox', 'own-texts'])
  await here.reload()
  await panel.getByRole('button', { name: 'Copy all' }).click()
  await here.getByText('Copied', { exact: true }).waitFor()
  const copied = await here.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain('Two are broken.')
  expect(copied).toContain('Description of “Count the crates”\nForty in the shed.')

  await panel.getByRole('button', { name: 'Do not show this again' }).click()
  await panel.waitFor({ state: 'detached' })
  await here.reload()
  await here.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await panel.count()).toBe(0)
  // Let in again, they have lost nothing.
  const { email, password } = loginOf('Sales rep')
  await signIn(here, email, password)
  await here.goto('/pending')
  await here.getByRole('region', { name: 'Sent' }).getByText('Count the crates').waitFor()
})

it('shows nobody else what somebody has not sent', async () => {
  const { here, there } = await twice('Count the drums')
  await here.context().setOffline(true)
  await here.getByRole('textbox', { name: 'Write a comment' }).fill('Nine are missing.')
  await here.getByRole('button', { name: 'Comment', exact: true }).click()
  await here.getByText('1 change kept on this device').waitFor()
  await endSession(there)
  await here.context().setOffline(false)
  await here.getByRole('region', { name: 'Not sent' }).getByText('Nine are missing.').waitFor()
  const { email, password } = loginOf('Manager')
  await here.getByLabel('Work e-mail').fill(email)
  await here.getByLabel('Password').fill(password)
  await here.getByRole('button', { name: 'Sign in' }).click()
  // Back at the task they were at, which the other may not see.
  await here.getByText('There is no such task').waitFor()
  await here.setViewportSize(DESKTOP)
  await here.goto('/today')
  await here.getByRole('button', { name: /your menu/ }).click()
  await here.getByRole('menuitem', { name: 'Sign out' }).click()
  await here.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await here.getByText('Nine are missing.').count()).toBe(0)
  // It is still theirs, whoever came and went meanwhile.
  const rep = loginOf('Sales rep')
  await signIn(here, rep.email, rep.password)
  await here.goto('/pending')
  await here.getByRole('region', { name: 'Sent' }).getByText('Count the drums').waitFor()
})

/** Where on this device anything of a task is kept, by database and store. */
function traces(page: Page, taskId: string): Promise<readonly string[]> {
  return page.evaluate(async (id) => {
    const result = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const found: string[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await result(indexedDB.open(name))
      for (const store of Array.from(database.objectStoreNames)) {
        const all = database.transaction(store).objectStore(store)
        const [keys, values] = await Promise.all([result(all.getAllKeys()), result(all.getAll())])
        if (JSON.stringify([keys, values]).includes(id)) found.push(`${name.replace(/-[\da-f]{8}-.*/, '')} ${store}`)
      }
      database.close()
    }
    return found.sort()
  }, taskId)
}

it('leaves nothing on the device of a task that is shared with somebody no more', async () => {
  const rep = await visit({ expected: EXPECTED })
  const manager = await visit({ expected: EXPECTED })
  for (const [page, role] of [
    [rep, 'Sales rep'],
    [manager, 'Manager'],
  ] as const) {
    const { email, password } = loginOf(role)
    await signIn(page, email, password)
  }
  const { userId } = await ask<{ userId: string }>(manager, 'GET', '/me')
  const collaborators = [{ userId, canEdit: true }]
  const made = { title: 'Sign the lease', description: 'Ten years.', visibility: 'collaborative', collaborators }
  const { id } = await ask<{ id: string }>(rep, 'POST', '/tasks', made)
  await manager.goto(`/tasks/${id}`)
  await text(manager).getByText('Ten years.').waitFor()
  await eventually(() => traces(manager, id)).toEqual(expect.arrayContaining(['texts texts', 'working-set rows']))
  await eventually(() => manager.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  // Not looked at when it is taken away: it goes with the next contact all the same.
  await manager.context().setOffline(true)
  await ask(rep, 'PUT', `/tasks/${id}/sharing`, { visibility: 'private', collaborators: [] })
  await manager.context().setOffline(false)
  await text(manager).waitFor({ state: 'detached', timeout: 60_000 })
  await eventually(() => traces(manager, id), 60_000).toEqual([])
})
