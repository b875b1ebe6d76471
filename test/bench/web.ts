import { join } from 'node:path'
import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'
import { type Browser, type BrowserContext, type Cookie, chromium, type Page } from 'playwright-core'
import { ROOT } from '../../worker/local/paths'
import { findBrowser, openBrowser } from '../support/browser'
import { type Demo, signedIn, startDemo } from './demo'
import { type BenchOptions, type Figure, figure, median, quantile } from './figure'
import { FIRST_LOAD_BYTES, firstLoad } from './first-load'
import { keyFigures, pressUndisturbed, traceKeys } from './key-work'
import { whatIfFigures } from './what-if'

export const name = 'web'

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo']
const MOVES = 60 // of fewer, a p95 is the worst but one
const WARM_UP = 10
const CARDS = 2000
const DESK = { width: 1440, height: 900 }

/** What a person waits for in the browser. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
  const demo = await startDemo('admin', report)
  try {
    const figures: Figure[] = []
    const { bytes, files } = firstLoad(join(ROOT, 'dist/web'))
    for (const { file, bytes: size } of files.slice(0, 5)) report(`${file}: ${size}`)
    figures.push(
      figure({
        name: 'JavaScript before the board is usable, gzip',
        value: bytes,
        unit: 'bytes',
        target: { of: 'value', atMost: FIRST_LOAD_BYTES },
      }),
    )
    const browser = await openBrowser()
    try {
      const context = await browser.newContext({ viewport: DESK })
      const page = await signIn(context, demo)
      report('command paint')
      figures.push(...(await commandPaint(page)))
      report('what-if')
      figures.push(...(await whatIfFigures(page)))
      report('lighthouse')
      figures.push(...(await lighthouseFigures(demo, await context.cookies())))
      report(`${CARDS} cards`)
      figures.push(...(await scrollFigures(browser, demo)))
    } finally {
      await browser.close()
    }
    return figures
  } finally {
    await demo.close()
  }
}

async function signIn(context: BrowserContext, demo: Demo): Promise<Page> {
  const page = await signedIn(context, demo)
  await page.goto(`${demo.origin}/pipeline`)
  await page.locator('[data-deal]').first().waitFor()
  return page
}

/**
 * From the key that chooses a stage in the menu to the frame that shows the card there; by somebody who looks where it went
 * before the next.
 */
async function commandPaint(page: Page): Promise<Figure[]> {
  const synced = page.getByText('Synced', { exact: true })
  const stop = await traceKeys(page)
  for (let i = 0; i < MOVES; i++) {
    await synced.waitFor()
    const card = page.locator('[data-deal]').nth(i % 3)
    await card.focus()
    await page.keyboard.press('m')
    const menu = page.getByRole('menu')
    await menu.waitFor()
    // It takes the focus a moment after it is there, and would take it from the choice.
    await page.waitForFunction(() => document.activeElement?.closest('[role="menu"]'))
    const choice = menu.getByRole('menuitemcheckbox', { checked: false, disabled: false }).first()
    await choice.focus()
    await pressUndisturbed(page, 'Enter')
    await menu.waitFor({ state: 'detached' })
    await synced.waitFor()
    await pressUndisturbed(page, 'Shift')
  }
  const { doing, idle } = await stop('Enter', 'Shift')
  return [
    // What a page runs for the first time is compiled for it. There is one for every move.
    figure({ name: 'the first command of a page: work until painted', value: doing[0]!.work, unit: 'ms' }),
    ...keyFigures('command', { doing: doing.slice(WARM_UP), idle: idle.slice(WARM_UP) }, { workAtMost: 16 }),
  ]
}

async function lighthouseFigures({ origin }: Demo, session: Cookie[]): Promise<Figure[]> {
  const { path, args, env } = await findBrowser()
  const chrome = await launch({
    chromePath: path,
    chromeFlags: ['--headless', ...args],
    envVars: { ...process.env, ...env },
  })
  try {
    const figures: Figure[] = []
    // A header would sign in all but the socket.
    const driven = await chromium.connectOverCDP(`http://127.0.0.1:${chrome.port}`)
    for (const [screen, url, cookies] of [
      ['sign-in', `${origin}/sign-in`, []],
      ['board', `${origin}/pipeline`, session],
    ] as const) {
      await driven.contexts()[0]!.addCookies([...cookies]) // the default one is always there
      const result = await lighthouse(url, {
        port: chrome.port,
        output: 'json',
        logLevel: 'error',
        onlyCategories: CATEGORIES,
      })
      if (!result || result.lhr.runtimeError) throw new Error(`lighthouse: ${result?.lhr.runtimeError?.message}`)
      const { categories, audits } = result.lhr
      refuseBroken(screen, audits['errors-in-console'])
      for (const id of CATEGORIES) {
        const category = categories[id]
        const failing = category?.auditRefs.filter(
          ({ id: audit, weight }) => weight > 0 && (audits[audit]?.score ?? 1) < 0.9,
        )
        const lost = failing?.map(({ id: audit }) => `${audit} ${audits[audit]?.displayValue ?? ''}`.trim())
        if (lost?.length) console.log(`  · ${screen}, ${id}: ${lost.join(', ')}`)
        figures.push(
          figure({
            name: `Lighthouse mobile, ${screen}: ${id}`,
            value: Math.round((category?.score ?? 0) * 100),
            unit: 'points',
            target: { of: 'value', atLeast: 95 },
          }),
        )
      }
    }
    return figures
  } finally {
    chrome.kill()
  }
}

/** An error screen is quick and accessible too, and not what was to be measured. */
function refuseBroken(screen: string, audit: { readonly details?: object } | undefined): void {
  const { items = [] } = (audit?.details ?? {}) as { items?: { description?: string }[] }
  const [broken] = items
  if (broken) throw new Error(`${screen} is broken: ${broken.description}`)
}

/** The demo board with its deals told over until there are two thousand, scrolled by the wheel. */
async function scrollFigures(browser: Browser, demo: Demo): Promise<Figure[]> {
  // The worker would answer for the page, past the rows laid in here.
  const context = await browser.newContext({ viewport: DESK, serviceWorkers: 'block' })
  await context.route('**/api/v1/working-set*', async (route) => {
    const response = await route.fetch()
    const set = (await response.json()) as { opportunities: Row[]; nextCursor: string | null }
    const open = set.opportunities.filter(({ status }) => status === 'open')
    const opportunities = Array.from({ length: CARDS }, (_, i) => {
      const row = open[i % open.length]! // the demo has open deals
      return { ...row, id: `${i.toString(16).padStart(8, '0')}${row.id.slice(8)}` }
    })
    await route.fulfill({ response, json: { ...set, opportunities, nextCursor: null } })
  })
  const page = await signIn(context, demo)
  await page.locator('[data-deal]').first().waitFor()
  const card = await page.locator('[data-deal]').first().boundingBox()
  if (!card) throw new Error('no card to scroll over')
  await page.mouse.move(card.x + card.width / 2, card.y + card.height / 2)
  const resting = await frames(page, () => page.waitForTimeout(2000))
  const scrolling = await frames(page, async () => {
    for (let i = 0; i < 250; i++) await page.mouse.wheel(0, 120)
  })
  const floor = { name: 'the same board at rest', value: quantile(resting, 0.95) }
  const late = (times: readonly number[]) => times.filter((ms) => ms > 1.5 * (1000 / 60)).length / times.length
  return [
    figure({ name: `${CARDS} cards, scrolling: frames counted`, value: scrolling.length, unit: 'frames' }),
    figure({
      name: `${CARDS} cards, scrolling: frame p50`,
      value: median(scrolling),
      unit: 'ms',
      floor: { ...floor, value: median(resting) },
    }),
    figure({
      name: `${CARDS} cards, scrolling: frame p95`,
      value: quantile(scrolling, 0.95),
      unit: 'ms',
      floor,
      target: { of: 'value', atMost: 17.5 },
    }),
    figure({ name: `${CARDS} cards, scrolling: frames dropped`, value: late(scrolling) * 100, unit: '%' }),
  ]
}

async function frames(page: Page, during: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = []
    let last = performance.now()
    const tick = (now: number) => {
      times.push(now - last)
      last = now
      if ((window as unknown as { counting: boolean }).counting) requestAnimationFrame(tick)
    }
    Object.assign(window, { counting: true, frameTimes: times })
    requestAnimationFrame((now) => {
      last = now
      requestAnimationFrame(tick)
    })
  })
  await during()
  return page.evaluate(() => {
    Object.assign(window, { counting: false })
    return (window as unknown as { frameTimes: number[] }).frameTimes
  })
}

interface Row {
  readonly id: string
  readonly status: string
}
