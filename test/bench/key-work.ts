import { setTimeout as wait } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright-core'
import { type Figure, figure, quantile } from './figure'

/** What came of the keys that do something, and of as many that do nothing. */
export interface TracedKeys {
  readonly doing: readonly KeyWork[]
  readonly idle: readonly KeyWork[]
}

interface KeyWork {
  readonly key: string
  /** From the key's arrival until the frame that follows it is painted, in milliseconds. */
  readonly total: number
  /** Of these, when the page was at work: not the wait for the screen to want a frame, when nothing of the page can run. */
  readonly work: number
}

/**
 * Follows every key on a page until told to stop, by the browser's own trace. A clock in the page cannot tell work from
 * waiting: between a key and its frame Chromium keeps back whatever else there is to run, the clock as well.
 */
export async function traceKeys(page: Page): Promise<(doing: string, idle: string) => Promise<TracedKeys>> {
  const heed = await page.evaluateHandle((mark) => {
    const heard = ({ key, timeStamp }: KeyboardEvent) => {
      performance.mark(mark + key, { startTime: timeStamp })
      // A key that does nothing would be followed by no frame.
      requestAnimationFrame(() => {})
    }
    addEventListener('keydown', heard, true)
    return { end: () => removeEventListener('keydown', heard, true) }
  }, MARK)
  const session = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'benchmark', 'blink.user_timing'] },
  })
  return async (doing, idle) => {
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
    await ended(session)
    await heed.evaluate(({ end }) => end())
    const all = worksOf(events)
    const of = (wanted: string) => all.filter(({ key }) => key === wanted)
    return { doing: of(doing), idle: of(idle) }
  }
}

const STILL_MS = 60 // some frames

/** What a driver asks of the page meanwhile would count as work of the page. */
export async function pressUndisturbed(page: Page, key: string): Promise<void> {
  await wait(STILL_MS)
  await page.keyboard.press(key)
  await wait(STILL_MS)
}

/** The work of a key, and all of the time until it is painted: with the wait for the screen, which every key has. */
export function keyFigures(name: string, keys: TracedKeys, target?: { readonly workAtMost: number }): Figure[] {
  const compared = (of: 'work' | 'total', share: number) => {
    const at = (some: readonly KeyWork[]) =>
      quantile(
        some.map((one) => one[of]),
        share,
      )
    return { value: at(keys.doing), unit: 'ms', floor: { name: 'a key that does nothing', value: at(keys.idle) } }
  }
  return [
    figure({ name: `${name}: work until painted, p50`, ...compared('work', 0.5) }),
    figure({
      name: `${name}: work until painted, p95`,
      ...compared('work', 0.95),
      ...(target && { target: { of: 'value', atMost: target.workAtMost } }),
    }),
    figure({ name: `${name}: key to painted, p50`, ...compared('total', 0.5) }),
    figure({ name: `${name}: key to painted, p95`, ...compared('total', 0.95) }),
  ]
}

const MARK = 'key '

// As the trace format has it: microseconds, and complete events are "X".
interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
}

async function ended(session: CDPSession): Promise<void> {
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()))
  await session.send('Tracing.end')
  await complete
  await session.detach()
}

function worksOf(events: readonly TraceEvent[]): KeyWork[] {
  const marks = events.filter(({ name, ph }) => name.startsWith(MARK) && 'RIi'.includes(ph))
  return marks.map(({ name, pid, tid, ts: from }) => {
    const here = events.filter((one) => one.pid === pid && one.tid === tid && one.ph === 'X')
    const frame = here
      .filter((one) => one.name === 'ProxyMain::BeginMainFrame' && one.ts >= from)
      .sort((a, b) => a.ts - b.ts)[0]
    if (!frame) throw new Error(`${name} was never followed by a frame`)
    const until = end(frame)
    const work = here
      .filter((one) => one.name === 'ThreadControllerImpl::RunTask' && end(one) > from && one.ts < until)
      .reduce((sum, one) => sum + Math.min(end(one), until) - Math.max(one.ts, from), 0)
    return { key: name.slice(MARK.length), total: (until - from) / 1000, work: work / 1000 }
  })
}

const end = ({ ts, dur = 0 }: TraceEvent) => ts + dur
