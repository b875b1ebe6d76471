import type { Page, WebSocketRoute } from 'playwright-core'
import { expect, it } from 'vitest'
import { app } from './app'
import { ask, eventually, type VisitOptions, visitAs } from './support'
import { addStep, shown, text, write } from './task-page'

// What a browser says of its own accord when it is cut off, and where a driver stands between it and the server.
const CUT = /Failed to load resource|WebSocket connection|ERR_INTERNET_DISCONNECTED|already in CLOSING or CLOSED/

const reads = (page: Page) => eventually(() => shown(page), 60_000)
/** What the line at the foot of the page says. */
const says = (page: Page, words: string) => page.getByText(words, { exact: true }).waitFor({ timeout: 60_000 })

/** A rep and their manager, each with the same new task before them. */
async function together(title: string, reps: VisitOptions = {}): Promise<{ rep: Page; manager: Page; taskId: string }> {
  const rep = await visitAs('Sales rep', { expected: CUT, ...reps })
  const manager = await visitAs('Manager', { expected: CUT })
  await Promise.all([rep.goto('/tasks'), manager.goto('/tasks')])
  for (const page of [rep, manager]) await page.getByRole('textbox', { name: 'Add a task', exact: true }).waitFor()
  const { userId } = await ask<{ userId: string }>(manager, 'GET', '/me')
  const made = { title, visibility: 'collaborative', collaborators: [{ userId, canEdit: true }] }
  const { id } = await ask<{ id: string }>(rep, 'POST', '/tasks', made)
  return { rep, manager, taskId: id }
}

async function open(page: Page, taskId: string): Promise<void> {
  await page.goto(`/tasks/${taskId}`)
  await text(page).waitFor()
}

/** The server as this browser meets it: it can be taken away from it and given back. */
async function serverOf(page: Page) {
  const open = new Set<{ readonly here: WebSocketRoute; readonly there: WebSocketRoute }>()
  let isUp = true
  await page.context().route('**/api/v1/**', (route) => (isUp ? route.fallback() : route.abort('connectionrefused')))
  await page.context().routeWebSocket(/\/api\/v1\//, (here) => {
    if (!isUp) return void here.close({ code: 1012, reason: '' })
    open.add({ here, there: here.connectToServer() })
  })
  /** Every socket is closed from the other side, as when the server is replaced. */
  const cut = async () => {
    const all = [...open]
    open.clear()
    expect(all.length).toBeGreaterThan(0)
    await Promise.all(
      all.map(({ here, there }) => Promise.all([there.close(), here.close({ code: 1012, reason: '' })])),
    )
  }
  return {
    cut,
    sockets: () => open.size,
    async down() {
      isUp = false
      await cut()
    },
    up() {
      isUp = true
    },
  }
}

it('comes back when the server cuts its sockets in the middle of a word, with every letter once', async () => {
  const { rep, manager, taskId } = await together('Inspect the weir')
  const server = await serverOf(rep)
  await Promise.all([open(rep, taskId), open(manager, taskId)])
  await write(rep, 'Before the cut.')
  await reads(manager).toBe('Before the cut.')
  for (const words of [' First', ' second', ' third']) {
    await Promise.all([rep.keyboard.type(words), server.cut()])
    // The stream's and the room's.
    await eventually(async () => server.sockets() >= 2).toBe(true)
  }
  await reads(manager).toBe('Before the cut. First second third')
  await manager.keyboard.press('Control+End')
  await write(manager, '!')
  await reads(rep).toBe('Before the cut. First second third!')
  await says(rep, 'Synced')
})

it('says that it is offline while the server is away, and has lost nothing when it is back', async () => {
  const { rep, manager, taskId } = await together('Inspect the sluice')
  const server = await serverOf(rep)
  await Promise.all([open(rep, taskId), open(manager, taskId)])
  await write(rep, 'One.')
  await addStep(rep, 'Acknowledged')
  await reads(manager).toBe('One.')
  await manager.getByRole('checkbox', { name: 'Acknowledged' }).waitFor()

  await server.down()
  await says(rep, 'Offline')
  expect(await shown(rep)).toBe('One.')
  await write(rep, ' Two.')
  await addStep(rep, 'Added meanwhile')
  await rep.getByText('Offline. Kept on this device.').waitFor()
  await says(rep, '2 changes kept on this device')
  await write(manager, ' Three.')

  server.up()
  await says(rep, 'Synced')
  await reads(rep).toContain('Three.')
  await reads(manager).toContain('Two.')
  expect(await shown(rep)).toBe(await shown(manager))
  await manager.getByRole('checkbox', { name: 'Added meanwhile' }).waitFor()
  await rep.reload()
  await reads(rep).toBe(await shown(manager))
  expect(await rep.getByRole('checkbox', { name: /^(Acknowledged|Added meanwhile)$/ }).count()).toBe(2)
})

it('finds in a new tab what one that crashed had not sent yet, and sends it', async () => {
  const { rep, manager, taskId } = await together('Inspect the lock')
  await open(rep, taskId)
  await write(rep, 'The gate')
  await eventually(() => rep.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  await rep.context().setOffline(true)
  await write(rep, ' leaks.')
  await addStep(rep, 'Order a seal')
  await rep.getByText('Offline. Kept on this device.').waitFor()
  await says(rep, '2 changes kept on this device')

  const context = rep.context()
  const devtools = await context.newCDPSession(rep)
  const crashed = rep.waitForEvent('crash')
  // It is not there any more to answer.
  devtools.send('Page.crash').catch(() => {})
  await crashed
  await rep.close()
  const second = await context.newPage()
  await second.goto(`/tasks/${taskId}`)
  await reads(second).toBe('The gate leaks.')
  await second.getByRole('checkbox', { name: 'Order a seal' }).waitFor()
  await second.goto('/pending')
  await second.getByRole('region', { name: 'Texts waiting' }).getByText('Inspect the lock').waitFor()
  await second.getByRole('region', { name: 'Waiting', exact: true }).getByText('Add “Order a seal”').waitFor()
  await context.setOffline(false)
  await second.getByRole('region', { name: 'Sent' }).getByText('Add “Order a seal”').waitFor({ timeout: 60_000 })
  await eventually(() => second.getByRole('region', { name: /^(Texts w|W)aiting$/ }).count(), 60_000).toBe(0)
  await open(manager, taskId)
  await reads(manager).toBe('The gate leaks.')
  expect(await manager.getByRole('checkbox', { name: 'Order a seal' }).count()).toBe(1)
})

/** The kinds of databases this device keeps, those with something in them. */
const kept = (page: Page) =>
  page.evaluate(async () => {
    const kinds: string[] = []
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
      })
      const counts = Array.from(database.objectStoreNames, (store) => {
        const counting = database.transaction(store).objectStore(store).count()
        return new Promise<number>((resolve) => {
          counting.onsuccess = () => resolve(counting.result)
        })
      })
      if ((await Promise.all(counts)).some((count) => count > 0)) kinds.push(name.replace(/-[\da-f]{8}-.*/, ''))
      database.close()
    }
    return kinds.sort()
  })

/** As a browser does that runs out of room, or somebody who clears what it keeps of the site. */
async function evict(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Storage.clearDataForOrigin', { origin: app.origin, storageTypes: 'indexeddb' })
}

it('keeps anew what the browser took from the disk under an open tab, and sends what waited', async () => {
  const { rep, manager, taskId } = await together('Inspect the quay')
  await open(rep, taskId)
  await write(rep, 'Sent before.')
  await addStep(rep, 'Sent step')
  await says(rep, 'Synced')
  await eventually(() => rep.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  await rep.context().setOffline(true)
  await write(rep, ' Waits.')
  await addStep(rep, 'Waiting step')
  await rep.getByText('Offline. Kept on this device.').waitFor()
  await says(rep, '2 changes kept on this device')

  await evict(rep)
  await addStep(rep, 'Later step')
  await write(rep, ' Later.')
  await rep.getByText('Offline. Kept on this device.').waitFor()
  await says(rep, '3 changes kept on this device')
  // Whatever was cleared is begun anew as soon as that is over.
  await eventually(() => kept(rep)).toEqual(['outbox', 'own-texts', 'texts', 'working-set'])
  // All of it is on the disk again, the tasks and the text too: it opens with no network.
  const url = rep.url()
  await rep.close()
  const cold = await rep.context().newPage()
  await cold.goto(url)
  await reads(cold).toBe('Sent before. Waits. Later.')
  for (const step of ['Sent step', 'Waiting step', 'Later step'])
    await cold.getByRole('checkbox', { name: step }).waitFor()
  await cold.context().setOffline(false)
  await says(cold, 'Synced')
  await open(manager, taskId)
  await reads(manager).toBe('Sent before. Waits. Later.')
  expect(await manager.getByRole('checkbox', { name: /step$/ }).count()).toBe(3)
})

it('goes on with no word of it where the browser emptied the disk and nothing waited', async () => {
  const { rep, taskId } = await together('Inspect the slip')
  await open(rep, taskId)
  await says(rep, 'Synced')
  await evict(rep)
  await addStep(rep, 'After')
  await write(rep, 'All is here.')
  await says(rep, 'Synced')
  await eventually(() => rep.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  const parts = () =>
    ask<{ description: string }>(rep, 'GET', `/tasks/${taskId}`).then(({ description }) => description)
  await eventually(parts, 60_000).toBe('All is here.')
  await rep.context().setOffline(true)
  await rep.reload()
  await reads(rep).toBe('All is here.')
  await rep.getByRole('checkbox', { name: 'After' }).waitFor()
})
