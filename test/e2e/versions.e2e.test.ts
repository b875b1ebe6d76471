import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'
import { SCHEMA } from '../../web/src/sync/operation'
import { OLDEST_CLIENT } from '../../worker/kernel/client-version'
import { app } from './app'
import { ask, axeViolations, eventually, visitAs } from './support'

// What a browser says of its own accord where the server is away, or lets no socket through.
const CUT = /Failed to load resource|WebSocket connection/

/** Writes operations into the outbox as another version of the app left them. */
function leave(page: Page, operations: readonly object[]): Promise<void> {
  return page.evaluate(async (all) => {
    const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('outbox-'))?.name ?? ''
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => resolve(opening.result)
    })
    const transaction = database.transaction('operations', 'readwrite')
    for (const operation of all) transaction.objectStore('operations').add({ operation })
    await new Promise<void>((resolve) => {
      transaction.oncomplete = () => resolve()
    })
    database.close()
  }, operations)
}

/** Everything in the outbox, as it stands on the disk. */
function outbox(page: Page): Promise<readonly { readonly id: string }[]> {
  return page.evaluate(async () => {
    const name = (await indexedDB.databases()).find((one) => one.name?.startsWith('outbox-'))?.name ?? ''
    const database = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open(name)
      opening.onsuccess = () => resolve(opening.result)
    })
    const all = database.transaction('operations').objectStore('operations').getAll()
    await new Promise<void>((resolve) => {
      all.onsuccess = () => resolve()
    })
    database.close()
    return all.result.map(({ operation }) => operation)
  })
}

it('sends what an earlier version of the app left, and keeps and names what a later one did', async () => {
  const page = await visitAs('Sales rep', { expected: CUT })
  await page.goto('/pending')
  await page.getByText('Nothing waits').waitFor()
  const { id } = await ask<{ id: string }>(page, 'POST', '/tasks', { title: 'Oil the crane' })
  const at = new Date().toISOString()
  // As the first version wrote them: with no lists in effects, and a place to ask for the record again.
  const earlier = {
    id: crypto.randomUUID(),
    schema: 1,
    at,
    after: [],
    state: 'waiting',
    what: 'Rename “Oil the crane”',
    method: 'PATCH',
    path: `/tasks/${id}`,
    body: { title: 'Oil both cranes' },
    effects: [{ entity: 'tasks', id, set: { title: 'Oil both cranes' } }],
    basis: { path: `/tasks/${id}`, id, version: 1, before: { title: 'Oil the crane' } },
  }
  const later = {
    id: crypto.randomUUID(),
    schema: SCHEMA + 1,
    at,
    state: 'waiting',
    what: 'Fold the crane',
    steps: [{ verb: 'FOLD', of: `/cranes/${id}` }],
  }
  await leave(page, [earlier, later])
  await page.reload()
  await page.getByRole('region', { name: 'Sent' }).getByText('Rename “Oil the crane”').waitFor()
  await eventually(() => ask<{ title: string }>(page, 'GET', `/tasks/${id}`).then(({ title }) => title)).toBe(
    'Oil both cranes',
  )
  await page.getByRole('region', { name: 'Made with a newer version' }).getByText('Fold the crane').waitFor()
  expect(await axeViolations(page)).toEqual([])
  // Left as it is, word for word.
  expect(await outbox(page)).toContainEqual(later)
  // And nobody signs out of it unasked.
  await page.getByRole('button', { name: /your menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  const question = page.getByRole('dialog').getByText('1 change made on this device never reached the server')
  await question.waitFor()
  await page.keyboard.press('Escape')
  await question.waitFor({ state: 'detached' })
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Commands' }).getByRole('combobox').fill('Sign out')
  await page.getByRole('option', { name: 'Sign out', exact: true }).click()
  await question.waitFor()
})

interface Door {
  /** A newer app is set out. */
  isNewer: boolean
  isServerAway: boolean
  /** The version the app is taken for, instead of what it says. */
  client: number | undefined
  /** Calls that did not say which app they come from. */
  readonly unsaid: string[]
}

/** The app behind a door of its own, at which a newer version of it can be set out. */
async function behindADoor() {
  const door: Door = { isNewer: false, isServerAway: false, client: undefined, unsaid: [] }
  const target = new URL(app.origin)
  const pass = (asked: IncomingMessage, answer: ServerResponse) => {
    const path = asked.url ?? '/'
    const { upgrade, 'client-version': client } = asked.headers
    // A browser lets no page say anything with a socket but its address: who it is comes with its hello.
    if (path.startsWith('/api/') && !upgrade && !client) door.unsaid.push(path)
    if (door.isServerAway && path.startsWith('/api/')) return answer.writeHead(503).end()
    const { 'if-none-match': _, 'if-modified-since': __, ...given } = asked.headers
    const headers: IncomingHttpHeaders = { ...given, host: target.host, 'accept-encoding': 'identity' }
    if (headers.origin) headers.origin = target.origin
    if (client && door.client !== undefined) headers['client-version'] = String(door.client)
    const inner = request({ ...urlOf(target), path, method: asked.method, headers }, (told) => {
      const isWorker = path === '/service-worker.js' && door.isNewer
      const { 'content-length': _length, etag: _etag, ...rest } = told.headers
      answer.writeHead(told.statusCode ?? 502, isWorker ? rest : told.headers)
      if (!isWorker) return told.pipe(answer)
      told.pipe(answer, { end: false })
      return told.on('end', () => answer.end('\n// a newer version'))
    })
    inner.on('error', () => answer.destroy())
    return asked.pipe(inner)
  }
  const server = createServer(pass)
  await new Promise<void>((resolve) => server.listen(0, target.hostname, resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return Object.assign(door, { origin: `http://${target.hostname}:${(server.address() as AddressInfo).port}` })
}

/** A rep's tasks before them, in an app that their device keeps; with the line that adds one. */
async function installed() {
  const door = await behindADoor()
  const page = await visitAs('Sales rep', { expected: CUT })
  await page.goto(`${door.origin}/tasks`)
  const line = page.getByRole('textbox', { name: 'Add a task', exact: true })
  await line.waitFor()
  await eventually(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  return { door, page, line }
}

const urlOf = ({ hostname, port }: URL) => ({ hostname, port })

it('offers a newer version, and takes it up with all that waits when that is accepted', async () => {
  const { door, page, line } = await installed()

  door.isServerAway = true
  await line.fill('Grease the winch')
  await line.press('Enter')
  await page.getByText('1 change kept on this device').waitFor({ timeout: 60_000 })
  door.isNewer = true
  // As when somebody comes back to a tab after an hour.
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
  const offer = page.getByRole('region', { name: 'Messages' }).filter({ hasText: 'A new version is ready' })
  await offer.waitFor()
  // Not before it is asked for: whoever is in the middle of something stays there.
  expect(await page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null)).toBe(true)
  const reloaded = page.waitForEvent('load')
  await offer.getByRole('button', { name: 'Reload' }).click()
  await reloaded
  await eventually(() => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBe(null)

  const added = page.getByRole('navigation', { name: 'Tasks' }).getByRole('link', { name: 'Grease the winch' })
  await added.waitFor()
  await page.getByText('1 change kept on this device').waitFor({ timeout: 60_000 })
  door.isServerAway = false
  await page.getByText('1 change kept on this device').waitFor({ state: 'detached', timeout: 60_000 })
  const other = await visitAs('Sales rep')
  await other.goto('/tasks')
  await other.getByRole('link', { name: 'Grease the winch' }).waitFor()
  expect(await other.getByRole('link', { name: 'Grease the winch' }).count()).toBe(1)
  // Whoever is not the newest can be told so by each of its calls, those before the app is here as well.
  expect(door.unsaid).toEqual([])
})

const waits = (page: Page) => page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null)

/** Whoever had it before them looks at something else; resolves when the page has made up its mind about that. */
function lookAway(page: Page): Promise<void> {
  return page.evaluate(async () => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' })
    document.dispatchEvent(new Event('visibilitychange'))
    await navigator.locks.query()
  })
}

it('takes up the version the server asks for by itself, while nobody looks and nothing is half written', async () => {
  const { door, page, line } = await installed()

  door.isNewer = true
  door.client = OLDEST_CLIENT
  // Served all the same, and brought the newer one without an hour's wait.
  await line.fill('Rig the mast')
  await line.press('Enter')
  await page.getByRole('navigation', { name: 'Tasks' }).getByRole('link', { name: 'Rig the mast' }).waitFor()
  await page.getByRole('region', { name: 'Messages' }).filter({ hasText: 'A new version is ready' }).waitFor()
  await line.fill('Half a')
  await lookAway(page)
  expect([await waits(page), await line.inputValue()]).toEqual([true, 'Half a'])
  await line.fill('')
  const reloaded = page.waitForEvent('load')
  await lookAway(page).catch(() => {}) // the page may be gone before it answers
  await reloaded
  await eventually(() => waits(page)).toBe(false)
})

it('keeps what was done in an app the server does not understand any more, says so, and sends it with the next', async () => {
  const { door, page, line } = await installed()

  door.client = OLDEST_CLIENT - 1
  await line.fill('Tar the hull')
  await line.press('Enter')
  const told = page.getByRole('region', { name: 'Messages' }).filter({ hasText: 'This version is too old' })
  await told.waitFor()
  await page.getByText('1 change kept on this device').waitFor({ timeout: 60_000 })
  expect(await axeViolations(page)).toEqual([])
  door.isNewer = true
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
  const offer = page.getByRole('region', { name: 'Messages' }).filter({ hasText: 'A new version is ready' })
  await offer.waitFor()
  door.client = undefined // the newer one is understood
  const reloaded = page.waitForEvent('load')
  await offer.getByRole('button', { name: 'Reload' }).click()
  await reloaded
  await page.getByRole('navigation', { name: 'Tasks' }).getByRole('link', { name: 'Tar the hull' }).waitFor()
  await page.getByText('1 change kept on this device').waitFor({ state: 'detached', timeout: 60_000 })
  const other = await visitAs('Sales rep')
  await other.goto('/tasks')
  await other.getByRole('link', { name: 'Tar the hull' }).waitFor()
  expect(await other.getByRole('link', { name: 'Tar the hull' }).count()).toBe(1)
})
