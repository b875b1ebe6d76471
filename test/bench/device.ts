import { gunzipSync, gzipSync } from 'node:zlib'
import type { BrowserContext, Page } from 'playwright-core'
import type { WorkingSetPage } from '../../worker/sales/contract'
import { openBrowser } from '../support/browser'
import { bigCompany } from './big-company'
import { type Demo, signedIn, startDemo } from './demo'
import { type BenchOptions, type Figure, figure, median } from './figure'
import { keyFigures, pressUndisturbed, traceKeys } from './key-work'
import { ask } from './load'
import { startStack } from './stack'

export const name = 'device'

const DEALS = 64_000 // a tenth of them open, which with their customers is a working set of ten thousand rows
const BOOTSTRAPS = 5
const PHONE = { width: 390, height: 844 }
const THROTTLE = 4 // a phone of the middle class, against this machine
const COLD_STARTS = 5
const KEYS = 60

/** What a device of its own has to do: fetch the working set, start without a network, show a key that was pressed. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
  const figures = await bootstraps(report)
  const demo = await startDemo('rep', report)
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({ viewport: PHONE, serviceWorkers: 'allow' })
    const page = await signedIn(context, demo)
    report('keys')
    figures.push(...(await localEcho(page)))
    report('cold starts without a network')
    figures.push(...(await coldStarts(context, page, demo)))
    return figures
  } finally {
    await browser.close()
    await demo.close()
  }
}

/** All pages of the working set of somebody who sees everything, one after the other, read. */
async function bootstraps(report: (line: string) => void): Promise<Figure[]> {
  const stack = await startStack(report)
  try {
    report(`making ${DEALS} deals`)
    const company = await bigCompany(stack.db, { keys: stack.keys, origin: stack.origin, deals: DEALS })
    await company.signIn()
    report('fetching the working set')
    const took: number[] = []
    const rows = new Set<string>()
    let bytes = 0
    for (let i = 0; i < BOOTSTRAPS; i++) {
      const { token } = company.admins[i]! // there are twenty
      rows.clear()
      bytes = 0
      let cursor: string | null = null
      const began = performance.now()
      do {
        const query: string = cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''
        const { body, headers } = await ask({
          url: `${stack.origin}/api/v1/working-set${query}`,
          headers: { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' },
        })
        const isPacked = headers['content-encoding'] === 'gzip'
        const page = JSON.parse((isPacked ? gunzipSync(body) : body).toString()) as WorkingSetPage
        // A customer comes with every page that has a deal of theirs, and is kept once.
        for (const { id } of [...page.opportunities, ...page.customers]) rows.add(id)
        bytes += isPacked ? body.length : gzipSync(body).length
        cursor = page.nextCursor
      } while (cursor)
      took.push(performance.now() - began)
    }
    const label = `working set of ${rows.size} rows`
    return [
      figure({
        name: `${label}: fetched and read`,
        value: median(took),
        unit: 'ms',
        target: { of: 'value', atMost: 1000 },
      }),
      figure({ name: `${label}: packed`, value: bytes, unit: 'bytes', target: { of: 'value', atMost: 1_000_000 } }),
    ]
  } finally {
    await stack.close()
  }
}

/** From a key in a shared text to the frame that shows it. */
async function localEcho(page: Page): Promise<Figure[]> {
  await page.goto(new URL('/tasks', page.url()).href)
  const quickAdd = page.getByRole('textbox', { name: 'Add a task', exact: true })
  await quickAdd.fill('Measure how soon a key is seen')
  await quickAdd.press('Enter')
  await page.getByRole('link', { name: 'Measure how soon a key is seen' }).click()
  const text = page.getByRole('textbox', { name: 'Description' })
  await text.click()
  const stop = await traceKeys(page)
  for (let i = 0; i < KEYS; i++) {
    await pressUndisturbed(page, 'k')
    await pressUndisturbed(page, 'Shift')
  }
  const keys = await stop('k', 'Shift')
  if ((await text.textContent())?.trim() !== 'k'.repeat(KEYS)) throw new Error('a key did not come into the text')
  return keyFigures('a key in a shared text', keys, { workAtMost: 16 })
}

/** The app opened anew where there is no network, on a slow processor: until the board's first card is there. */
async function coldStarts(context: BrowserContext, page: Page, { origin }: Demo): Promise<Figure[]> {
  await page.goto(`${origin}/pipeline`)
  await page.locator('[data-deal]').first().waitFor()
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
  // On a phone it is said to those who listen, and not shown.
  await page.getByText('Synced').waitFor({ state: 'attached' })
  await page.close()
  await context.setOffline(true)
  const took: number[] = []
  for (let i = 0; i < COLD_STARTS; i++) {
    const cold = await context.newPage()
    const session = await context.newCDPSession(cold)
    await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
    await cold.addInitScript(() => {
      const seen = new MutationObserver(() => {
        if (!document.querySelector('[data-deal]')) return
        seen.disconnect()
        requestAnimationFrame(() => setTimeout(() => performance.mark('board')))
      })
      seen.observe(document, { childList: true, subtree: true })
    })
    await cold.goto(`${origin}/pipeline`)
    const mark = await cold.waitForFunction(() => performance.getEntriesByName('board')[0]?.startTime)
    took.push(await mark.evaluate((at) => Number(at)))
    await cold.close()
  }
  return [
    figure({
      name: `cold start without a network at ${THROTTLE}× throttle: until the board shows deals`,
      value: median(took),
      unit: 'ms',
      target: { of: 'value', atMost: 1000 },
    }),
  ]
}
