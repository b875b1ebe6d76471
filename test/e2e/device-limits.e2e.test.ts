import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { app } from './app'
import { ask, axeViolations, CUT, eventually, visitAs } from './support'

const FULL = 'This device is full'

async function add(page: Page, title: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Add a task', exact: true }).fill(title)
  await page.keyboard.press('Enter')
}

const taskLink = (page: Page, title: string) =>
  page.getByRole('navigation', { name: 'Tasks' }).getByRole('link', { name: title })

/** From now on the disk has no room for anything of this address. */
async function fillDisk(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Storage.overrideQuotaForOrigin', { origin: app.origin, quotaSize: 1 })
}

it('says that the device is full, sends what is done while somebody stands there, and puts back what it can neither keep nor send', async () => {
  const page = await visitAs('Sales rep', { expected: CUT })
  await fillDisk(page)
  await page.goto('/tasks')
  await add(page, 'Order more shelves')
  await taskLink(page, 'Order more shelves').waitFor()
  await page.getByText(FULL).first().waitFor({ state: 'attached' })
  await page.goto('/tasks')
  await taskLink(page, 'Order more shelves').waitFor()

  await page.context().setOffline(true)
  await add(page, 'Order a ladder')
  // What was written stands where it was written.
  await eventually(() => page.getByRole('textbox', { name: 'Add a task', exact: true }).inputValue()).toBe(
    'Order a ladder',
  )
  expect(await taskLink(page, 'Order a ladder').count()).toBe(0)
  await page.context().setOffline(false)
  await page.getByRole('link', { name: 'what you do lasts only while this tab is open' }).click()
  await page.getByText('This device has no room left.').waitFor()
  expect(await axeViolations(page)).toEqual([])
})

it('says where a text is written that a full device cannot keep', async () => {
  const page = await visitAs('Sales rep', { expected: CUT })
  await fillDisk(page)
  await page.goto('/tasks')
  await add(page, 'Paint the hall')
  await taskLink(page, 'Paint the hall').click()
  const text = page.getByRole('textbox', { name: 'Description' })
  await text.waitFor()
  // A device without room forgets a task that the server never had.
  const id = new URL(page.url()).searchParams.get('task')
  await eventually(() => ask(page, 'GET', `/tasks/${id}`).then(Boolean, () => false)).toBe(true)
  await page.context().setOffline(true)
  await text.click()
  await page.keyboard.type('White.')
  // A cut that nobody tells of is found by its silence, which takes its time.
  await page.getByText('Offline, and not kept: this device has no room left.').waitFor({ timeout: 60_000 })
  await page.context().setOffline(false)
  await page.getByText('Offline, and not kept: this device has no room left.').waitFor({ state: 'detached' })
})

it('says that the app does not open without a network where the browser keeps none of it', async () => {
  const page = await visitAs('Sales rep')
  // As where site data is blocked.
  await page.addInitScript(() => {
    ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('blocked', 'SecurityError'))
  })
  await page.goto('/pending')
  await page.getByText('This browser does not let the app be kept on this device').waitFor()
  expect(await axeViolations(page)).toEqual([])
})

const isKept = (page: Page) => page.evaluate(() => navigator.serviceWorker.controller !== null)

it('keeps the app on this device though the browser is wrong about there being no network', async () => {
  const page = await visitAs('Sales rep', { expected: CUT })
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false }))
  await page.goto('/pending')
  await eventually(() => isKept(page)).toBe(true)
  await page.context().setOffline(true)
  await page.reload()
  await page.getByText('Nothing waits').waitFor()
})

it('keeps the app on this device as soon as it can be fetched, should the network have been away at first', async () => {
  const page = await visitAs('Sales rep', { expected: CUT })
  await page.goto('/pending')
  await page.getByText('Nothing waits').waitFor()
  const missed = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/service-worker.js'))
  await page.context().setOffline(true)
  await missed
  expect(await page.getByText('This browser does not let the app be kept on this device').count()).toBe(0)
  await page.context().setOffline(false)
  await eventually(() => isKept(page)).toBe(true)
})
