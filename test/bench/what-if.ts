import type { Page } from 'playwright-core'
import { type Figure, figure, median, quantile } from './figure'

const THROTTLE = 4 // a phone of the middle class, against this machine
const MOVES = 120
const CONTROLS = ['Amount', 'Close date', 'People engaged'] as const

/** From a finger's move to a laid out page, on a processor slowed down: all controls moved, one after the other. */
export async function whatIfFigures(page: Page): Promise<Figure[]> {
  const href = await page.locator('[data-deal]').first().getAttribute('href')
  await page.goto(new URL(href ?? '', page.url()).href)
  const panel = page.getByRole('region', { name: 'What if' })
  await panel.getByRole('slider', { name: 'Amount' }).waitFor()
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE })
  const moved: number[] = []
  const idle: number[] = []
  for (let i = 0; i < MOVES; i++) {
    const control = CONTROLS[i % CONTROLS.length]! // never past the end
    const slider = panel.getByRole('slider', { name: control })
    moved.push(await slider.evaluate(moveTo, ((i * 37) % 97) / 97))
    idle.push(await slider.evaluate(moveTo, null))
  }
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  await session.detach()
  const floor = { name: 'an event nobody hears, and its layout', value: quantile(idle, 0.95) }
  return [
    figure({
      name: `what-if at ${THROTTLE}× throttle: move to laid out, p50`,
      value: median(moved),
      unit: 'ms',
      floor: { ...floor, value: median(idle) },
    }),
    figure({
      name: `what-if at ${THROTTLE}× throttle: move to laid out, p95`,
      value: quantile(moved, 0.95),
      unit: 'ms',
      floor,
      target: { of: 'value', atMost: 16 },
    }),
  ]
}

/** In the page: what the browser does between the event and the frame. Null sends an event that changes nothing. */
function moveTo(element: SVGElement | HTMLElement, share: number | null): number {
  const input = element as HTMLInputElement
  const began = performance.now()
  if (share !== null) input.value = String(Number(input.min) + share * (Number(input.max) - Number(input.min)))
  input.dispatchEvent(new Event(share === null ? 'nothing' : 'input', { bubbles: true }))
  void document.documentElement.getBoundingClientRect() // lays out what was changed
  return performance.now() - began
}
