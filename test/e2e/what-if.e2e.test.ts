import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { build } from 'vite'
import { expect, it } from 'vitest'
import type { DealSight, Prediction, ServingModel } from '../../worker/analytics/contract'
import { eventually, PHONE, visitAs } from './support'

/** The page of a deal of the board's second stage, with its what-if ready. */
async function openWhatIf(page: Page, card = 0): Promise<Locator> {
  await page.goto('/pipeline')
  const link = page.getByRole('group', { name: 'Stages' }).getByRole('region').nth(1).getByRole('link').nth(card)
  await page.goto(await link.evaluate((element) => (element as HTMLAnchorElement).href))
  return whatIf(page)
}

async function whatIf(page: Page): Promise<Locator> {
  const panel = page.getByRole('region', { name: 'What if' })
  await panel.getByRole('slider', { name: 'Amount' }).waitFor()
  return panel
}

const exact = async (panel: Locator) => Number(await panel.locator('[data-exact]').getAttribute('data-exact'))

/** Moves a slider as a finger does, to a share of its way. */
async function slide(panel: Locator, name: string, share: number): Promise<void> {
  const slider = panel.getByRole('slider', { name })
  await slider.scrollIntoViewIfNeeded()
  const box = (await slider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  await slider.page().mouse.click(box.x + box.width * share, box.y + box.height / 2)
}

it('moves the chance as amount, date and people are moved, shares it out, and takes it back', async () => {
  const page = await visitAs('Sales rep')
  const panel = await openWhatIf(page)
  const before = await exact(panel)
  const [start] = (await panel.locator('[data-exact]').innerText()).match(/\d+/) ?? []
  await slide(panel, 'Amount', 0.97)
  await slide(panel, 'Close date', 0.02)
  await slide(panel, 'People engaged', 0.6)
  await panel.getByText('Would be').waitFor()
  expect(await exact(panel)).not.toBe(before)

  const [shown] = (await panel.locator('[data-exact]').innerText()).match(/\d+/) ?? []
  // What each is worth follows the chance, which the finger waits for.
  await eventually(async () => {
    const parts = (await panel.locator('.wi b.num').allInnerTexts()).filter((words) => words !== '')
    const sum = parts.reduce((total, words) => total + Number(words.replace('−', '-').replace('+', '')), 0)
    return { parts: parts.length, chance: Number(start) + sum }
  }).toEqual({ parts: 3, chance: Number(shown) })

  await panel.getByRole('button', { name: 'Reset' }).click()
  await panel.getByText('As things are').waitFor()
  expect(await exact(panel)).toBe(before)
})

it('moves the chance as a meeting is imagined, and as the stage is another', async () => {
  const page = await visitAs('Sales rep')
  const panel = await openWhatIf(page)
  const before = await exact(panel)
  await panel.getByRole('button', { name: /Next meeting/ }).click()
  await page.getByRole('option', { name: 'Held today', exact: true }).click()
  await eventually(() => exact(panel)).not.toBe(before)
  const met = await exact(panel)
  await panel.getByRole('button', { name: /Stage/ }).click()
  await page.getByRole('option').last().click()
  await eventually(() => exact(panel)).not.toBe(met)
  await panel.getByRole('button', { name: 'Reset' }).click()
  await eventually(() => exact(panel)).toBe(before)
})

it('begins from the very chance that the deal shows', async () => {
  const page = await visitAs('Sales rep')
  const panel = await openWhatIf(page, 2)
  const logged = await page.request.post('/api/v1/interactions', {
    data: {
      opportunityId: new URL(page.url()).pathname.split('/').at(-1),
      channel: 'note',
      content: 'Asked for figures.',
    },
    headers: { origin: new URL(page.url()).origin },
  })
  const { prediction } = (await logged.json()) as { prediction: Prediction }
  await eventually(() => exact(panel)).toBe(prediction.probability)
})

it('needs no network: neither as it moves, nor when the page is opened again without one', async () => {
  const page = await visitAs('Sales rep', { expected: /ERR_INTERNET_DISCONNECTED|Failed to load resource/ })
  const panel = await openWhatIf(page)
  const before = await exact(panel)
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
  await page.context().setOffline(true)
  await slide(panel, 'Amount', 0.03)
  await slide(panel, 'Close date', 0.9)
  await panel.getByText('Would be').waitFor()
  expect(await exact(panel)).not.toBe(before)

  await page.reload()
  const again = await whatIf(page)
  await slide(again, 'Amount', 0.03)
  await again.getByText('Would be').waitFor()
})

it('marks what no closed deal was like', async () => {
  const page = await visitAs('Sales rep', { size: PHONE })
  const panel = await openWhatIf(page, 1)
  await eventually(async () => {
    await slide(panel, 'People engaged', 0.99)
    return panel.getByText('Outside your closed deals: a guess').count()
  }).toBeGreaterThan(0)
})

const asked = (page: Page, path: string) => page.request.get(`/api/v1${path}`)

it('computes in the browser what the server computed, to the last bit', async () => {
  const page = await visitAs('Sales rep')
  await openWhatIf(page)
  const bundled = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL('./device-code.ts', import.meta.url)),
        formats: ['iife'],
        name: 'deviceCode',
        fileName: 'device-code',
      },
    },
  })
  const code = [bundled].flat().flatMap((one) => ('output' in one ? one.output : []))[0]
  if (code?.type !== 'chunk') throw new Error('nothing was bundled')

  const board = (await (await asked(page, '/working-set')).json()) as { opportunities: { id: string }[] }
  const serving = (await (await asked(page, '/models/serving')).json()) as ServingModel
  const artifact = [...(await (await asked(page, '/models/serving/artifact')).body())]
  // Scored anew, so that nothing that became known of their customers since stands between the two.
  const deals = await Promise.all(
    board.opportunities.slice(0, 12).map(async ({ id }) => {
      const logged = await page.request.post('/api/v1/interactions', {
        data: { opportunityId: id, channel: 'note', content: 'Looked at the figures.' },
        headers: { origin: new URL(page.url()).origin },
      })
      const { prediction } = (await logged.json()) as { prediction: Prediction }
      return { told: prediction, sight: (await (await asked(page, `/opportunities/${id}/sight`)).json()) as DealSight }
    }),
  )
  await page.evaluate(`${code.code}; globalThis.deviceCode = deviceCode`)
  const here = await page.evaluate(
    ({ serving, artifact, deals }) => {
      const device = (globalThis as unknown as { deviceCode: typeof import('./device-code') }).deviceCode
      const model = device.assembleModel(
        { ...serving, book: device.bookFromJson(serving.book) },
        Uint8Array.from(artifact),
      )
      if (!model.ok) throw new Error(model.error.kind)
      return deals.map(({ sight, told }) => {
        const places = new Map(sight.places.map(({ stageId, ...place }) => [stageId, place]))
        const timeline = device.timelineOf(sight.record, (stageId) => places.get(stageId))
        return device.scoreDeal(model.value, timeline, Date.parse(told.asOf), sight.customer).probability
      })
    },
    { serving, artifact, deals },
  )
  expect(here.length).toBe(12)
  expect(here).toEqual(deals.map(({ told }) => told.probability))
})

it('has the model by its tag: opened again, the page asks whether it is still the one and fetches nothing', async () => {
  const page = await visitAs('Sales rep')
  await openWhatIf(page)
  let fetched = 0
  page.on('request', (request) => {
    if (request.url().endsWith('/models/serving/artifact')) fetched++
  })
  const asked = page.waitForResponse(/\/models\/serving$/)
  await page.reload()
  const answer = await asked
  expect([answer.status(), answer.request().headers()['if-none-match']]).toEqual([
    304,
    expect.stringMatching(/^"\w+"$/),
  ])
  await whatIf(page)
  expect(fetched).toBe(0)
})

it('takes a new version into an open page, and lets the last good one serve when the new one is damaged', async () => {
  const page = await visitAs('Sales rep')
  const context = page.context()
  const panel = await openWhatIf(page)
  const before = await exact(panel)
  const look = () => page.evaluate(() => window.dispatchEvent(new Event('online')))
  const announce = async (change: Partial<ServingModel>) => {
    await context.route('**/api/v1/models/serving', async (route) => {
      const answer = await route.fetch({ headers: { ...route.request().headers(), 'if-none-match': '' } })
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as ServingModel), ...change } })
    })
    await look()
  }
  await announce({ number: 77 })
  await panel.getByText('model v77, on this device').waitFor()
  expect(await exact(panel)).toBeCloseTo(before, 1)
  await context.unroute('**/api/v1/models/serving')

  let damaged = 0
  await context.route('**/api/v1/models/serving/artifact', (route) => {
    damaged++
    return route.fulfill({ body: Buffer.from('half of a mod'), contentType: 'application/octet-stream' })
  })
  await announce({ number: 78, digest: 'f'.repeat(64) })
  await eventually(async () => damaged).toBeGreaterThan(0)
  await slide(panel, 'Amount', 0.9)
  await panel.getByText('Would be').waitFor()
  await panel.getByText('model v77, on this device').waitFor()
})

it('draws nothing over what can be moved, nor over the facts, on a window of middle width', async () => {
  const page = await visitAs('Sales rep', { size: { width: 1000, height: 800 } })
  await openWhatIf(page)
  const facts = page.getByRole('region', { name: 'Details' })
  const past = page.getByRole('region', { name: 'Activity' })
  const below = async (box: Locator) => ((await box.boundingBox())?.y ?? 0) + ((await box.boundingBox())?.height ?? 0)
  expect((await past.boundingBox())?.y).toBeGreaterThanOrEqual(await below(facts))
  expect(await facts.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeLessThanOrEqual(1)
})
