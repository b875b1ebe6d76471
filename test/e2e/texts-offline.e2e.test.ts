import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { app } from './app'
import { ask, axeViolations, CUT, eventually, PHONE, visitAs } from './support'
import { shown, text, write } from './task-page'

interface Answer {
  readonly id: string
  readonly userId: string
}

/** A task that a rep shares with their manager, and has only seen in a list. */
async function unopened(title: string, description: string) {
  const [rep, manager] = [
    await visitAs('Sales rep', { expected: CUT, size: PHONE }),
    await visitAs('Manager', { expected: CUT }),
  ]
  await Promise.all([rep.goto('/tasks'), manager.goto('/tasks')])
  for (const page of [rep, manager]) await page.getByRole('textbox', { name: 'Add a task', exact: true }).waitFor()
  const { userId } = await ask<Answer>(manager, 'GET', '/me')
  const collaborators = [{ userId, canEdit: true }]
  const made = { title, description, visibility: 'collaborative', collaborators }
  const { id } = await ask<Answer>(rep, 'POST', '/tasks', made)
  await rep.getByRole('navigation', { name: 'Tasks' }).getByRole('link', { name: title }).waitFor()
  await eventually(() => isOnDevice(rep, id)).toBe(true)
  return { rep, manager, taskId: id }
}

/** The device would show the text without any network, and the app. */
async function isOnDevice(page: Page, taskId: string): Promise<boolean> {
  const isKept = await page.evaluate(() => navigator.serviceWorker.controller !== null)
  return isKept && (await piecesOf(page, taskId)).length > 0
}

/** By which names parts of a text are kept on the device, beside what was seen of it. */
function piecesOf(page: Page, taskId: string): Promise<string[]> {
  return page.evaluate(async (id) => {
    const result = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('texts-'))?.name ?? ''
    const database = await result(indexedDB.open(name))
    const keys = (await result(database.transaction('pieces').objectStore('pieces').getAllKeys())) as [string, string][]
    database.close()
    return keys.flatMap(([task, piece]) => (task === id ? [piece] : []))
  }, taskId)
}

async function writeOffline(page: Page, words: string): Promise<void> {
  await write(page, words)
  await page.getByText('Offline. Kept on this device.').waitFor()
}

it('lets the text of a task be written without a network that was never opened there, and has it once', async () => {
  const { rep, manager, taskId } = await unopened('Survey the quay', 'Measure the quay.')
  await rep.context().setOffline(true)
  await rep.getByRole('navigation', { name: 'Tasks' }).getByRole('link', { name: 'Survey the quay' }).click()
  await eventually(() => shown(rep)).toBe('Measure the quay.')
  await writeOffline(rep, ' Twice.')
  expect(await axeViolations(rep)).toEqual([])

  await manager.goto(`/tasks/${taskId}`)
  await eventually(() => shown(manager)).toBe('Measure the quay.')
  await text(manager).click()
  await manager.keyboard.press('Control+Home')
  await manager.keyboard.type('Monday: ')
  // Begun anew on another page: nobody opens the task again.
  await rep.goto('/pending')
  await rep.getByRole('region', { name: 'Texts waiting' }).getByText('Survey the quay').waitFor()
  await rep.context().setOffline(false)
  await rep.getByText('Nothing waits').waitFor()
  // Whoever missed it in passing hears of it when their line is looked at next.
  await eventually(() => shown(manager), 60_000).toBe('Monday: Measure the quay. Twice.')
  await rep.goto(`/tasks/${taskId}`)
  await eventually(() => shown(rep)).toBe('Monday: Measure the quay. Twice.')
})

it('sends what was written and done without a network from the background, with no tab of the app open', async () => {
  const { rep, manager, taskId } = await unopened('Survey the crane', 'Look at the crane.')
  await rep.context().setOffline(true)
  await rep.getByRole('navigation', { name: 'Tasks' }).getByRole('link', { name: 'Survey the crane' }).click()
  await eventually(() => shown(rep)).toBe('Look at the crane.')
  await writeOffline(rep, ' From below.')
  await rep.getByRole('textbox', { name: 'Write a comment' }).fill('The ladder is short.')
  await rep.getByRole('button', { name: 'Comment', exact: true }).click()
  await rep.getByText('2 changes kept on this device').waitFor()

  const background = await rep.context().newPage()
  const devtools = await rep.context().newCDPSession(background)
  const registered = new Promise<string>((resolve) =>
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations
      if (first) resolve(first.registrationId)
    }),
  )
  await devtools.send('ServiceWorker.enable')
  const registrationId = await registered
  await rep.close()
  await background.context().setOffline(false)
  const { origin } = app
  await devtools.send('ServiceWorker.dispatchSyncEvent', { origin, registrationId, tag: 'outbox', lastChance: false })

  await manager.goto(`/tasks/${taskId}`)
  await eventually(() => shown(manager)).toBe('Look at the crane. From below.')
  await manager.getByText('The ladder is short.').waitFor()
  // What was sent alone is still there for who opens it, network or not.
  await background.context().setOffline(true)
  await background.goto(`/tasks/${taskId}`)
  await eventually(() => shown(background)).toBe('Look at the crane. From below.')
  // Seen with the rest, it is kept with the rest.
  await eventually(() => piecesOf(background, taskId)).toEqual([expect.stringMatching(/^fetched /)])
  await background.reload()
  await eventually(() => shown(background)).toBe('Look at the crane. From below.')
})
