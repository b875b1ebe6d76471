import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { ModelOverview } from '../../worker/analytics/contract'
import type { ImportDetail, OpportunityRow } from '../../worker/sales/contract'
import { app } from './app'
import { type MadeFile, tellingExport } from './files'
import { ask, axeViolations, eventually, freshCompany, message, PHONE, visit, visitAs } from './support'

interface WorkingSet {
  readonly opportunities: readonly OpportunityRow[]
}

const TRAINING = 90_000 // milliseconds; seconds on a quiet machine

async function overviewOf(page: Page): Promise<ModelOverview> {
  return (await (await page.request.get('/api/v1/models')).json()) as ModelOverview
}

async function openModel(page: Page): Promise<ModelOverview> {
  await page.goto('/model')
  await page.getByRole('heading', { name: 'Model', level: 1 }).waitFor()
  await page.getByRole('table', { name: 'Versions' }).waitFor()
  return overviewOf(page)
}

const region = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const version = (page: Page, number: number) =>
  page
    .getByRole('table', { name: 'Versions' })
    .locator('tbody tr')
    .filter({ hasText: `v${number}` })

/** The rows of a figure's table, cell by cell. */
async function cells(table: Locator): Promise<string[][]> {
  const rows = await table.locator('tbody tr').all()
  return Promise.all(rows.map((row) => row.locator('td').allInnerTexts()))
}

/** What a deal's page says of its chance, as soon as it goes by this version: beside it, and exactly in its what-if. */
async function toldBy(page: Page, number: number): Promise<{ exact: number; words: string }> {
  const [chance, whatIf] = [region(page, 'Probability'), region(page, 'What if')]
  await chance.getByRole('link', { name: `Model v${number}`, exact: true }).waitFor({ timeout: TRAINING })
  await whatIf.getByText(`model v${number}, on this device`).waitFor({ timeout: TRAINING })
  const exact = await whatIf.locator('[data-exact]').getAttribute('data-exact')
  return { exact: Number(exact), words: await chance.innerText() }
}

/** Takes a file as its columns are guessed, past the screens that show it. */
async function importFile(page: Page, { name, buffer }: MadeFile): Promise<void> {
  const { run, inspection } = await page.evaluate(
    async ([called, text]) => {
      const headers = { 'content-type': 'text/csv' }
      const answer = await fetch(`/api/v1/imports?name=${called}`, { method: 'POST', headers, body: text })
      return (await answer.json()) as ImportDetail
    },
    [name, buffer.toString()] as const,
  )
  const { dialect, mapping, conventions } = inspection
  await ask(page, 'POST', `/imports/${run.id}/start`, { dialect, mapping, conventions })
}

const figure = (value: number, digits = 3) => value.toFixed(digits)

it('shows each version with what it learned from, its settings and its figures', async () => {
  const page = await visitAs('Org admin')
  const { champion, models } = await openModel(page)
  expect(await page.getByRole('table', { name: 'Versions' }).locator('tbody tr').count()).toBe(models.length)
  const row = await version(page, champion!.number).innerText()
  const { auc, logLoss, calibrationError } = champion!.metrics!
  for (const told of [auc!, logLoss, calibrationError]) expect(row).toContain(figure(told))
  expect(row).toContain('champion')
  expect(row).toMatch(/\d+ \w+( \d{4})? – \d+ \w+/)
  expect(row).toContain(champion!.deals.toLocaleString('en-GB'))
  expect(row).toMatch(/\d+ inputs · [\d,]+ looks/)
  expect(row).toMatch(/seed \d+/)
})

it('shows how right it was, by what it goes and in which stages, as plots and as tables with the same figures', async () => {
  const page = await visitAs('Org admin')
  const { champion } = await openModel(page)
  const metrics = champion!.metrics!

  const measures = await region(page, 'Measures').innerText()
  for (const told of [metrics.auc!, metrics.logLoss, metrics.brier, metrics.baseRateLogLoss]) {
    expect(measures).toContain(figure(told))
  }
  await region(page, 'Accuracy').getByRole('img').waitFor()
  expect(await region(page, 'Accuracy').innerText()).toContain(
    `Off by ${figure(metrics.calibrationError * 100, 1)} points`,
  )

  await page.keyboard.press('t')
  const accuracy = await cells(region(page, 'Accuracy').getByRole('table'))
  expect(accuracy.map((row) => row[4])).toEqual(metrics.reliability.map(({ count }) => count.toLocaleString('en-GB')))
  const inputs = await cells(region(page, 'What it goes by').getByRole('table'))
  expect(inputs.map(([phrase]) => phrase)).toEqual(champion!.topFeatures.map(({ phrase }) => phrase))
  const stages = await cells(region(page, 'By stage').getByRole('table'))
  expect(stages.map((row) => row[1])).toEqual(metrics.stages.map(({ auc }) => (auc === null ? '–' : figure(auc))))
  const ladder = await cells(region(page, 'How far your deals carry').getByRole('table'))
  expect(ladder.length).toBeGreaterThan(1)
  await page.keyboard.press('t')
  await region(page, 'Accuracy').getByRole('img').waitFor()
})

it('says what has moved since its first night, and how its scores came true', async () => {
  const page = await visitAs('Org admin')
  // The night of every company here, as the platform would call it.
  const night = await fetch(`${app.origin}/cdn-cgi/local/scheduled?cron=17+3+*+*+*`)
  expect(night.status).toBe(200)
  await eventually(async () => (await overviewOf(page)).watch !== null, TRAINING).toBe(true)
  const { watch } = await openModel(page)
  const moved = region(page, 'What has moved')
  await moved.getByRole('button', { name: 'Table' }).click()
  const rows = await cells(moved.getByRole('table'))
  expect(rows.at(-1)).toEqual(['Score itself', figure(watch!.score.index, 2), 'steady'])
  await region(page, 'How the scores came true').waitFor()
})

it('shows a rep the figures and nothing to act with', async () => {
  const page = await visitAs('Sales rep')
  await openModel(page)
  await region(page, 'Measures').waitFor()
  for (const name of ['Train now', /^Roll back/, 'Score again']) {
    expect(await page.getByRole('button', { name }).count()).toBe(0)
  }
  expect(await page.getByRole('switch').count()).toBe(0)
})

it('trains on request, says what became of the challenger, and puts an earlier version back', async () => {
  const page = await visit()
  await freshCompany(page)
  await page.goto('/import')
  await page.locator('input[type=file]').setInputFiles(tellingExport())
  await page.getByRole('list', { name: 'Columns of the file' }).waitFor()
  await page.getByRole('button', { name: /^(Map|Check)/ }).click()
  await page.getByRole('button', { name: /^Import \d/ }).click()
  await page.getByText('Import done').waitFor()
  const trained = async () => (await overviewOf(page)).models.filter(({ rung }) => rung === 'own').length
  await eventually(trained, TRAINING).toBe(1)

  const first = (await openModel(page)).champion!
  expect(first).toMatchObject({ status: 'champion', rung: 'own' })
  await page.getByRole('heading', { name: `v${first.number} was published` }).waitFor()
  await page.getByText('Your deals carry a model of their own').waitFor()

  // A challenger of the same deals, beside the champion and judged by the same rules.
  await page.getByRole('button', { name: 'Train now' }).click()
  const second = first.number + 1
  await eventually(async () => (await overviewOf(page)).models[0]?.number, TRAINING).toBe(second)
  await version(page, second)
    .getByText(/champion|kept back/)
    .waitFor({ timeout: TRAINING })
  const after = await overviewOf(page)
  const judged = page.getByRole('table', { name: `How v${second} was judged` })
  const rules = await cells(judged)
  expect(rules.length).toBe(after.models[0]!.verdict!.checks.length)
  expect(rules.every((row) => /pass|too/.test(row.at(-1)!))).toBe(true)
  await page.getByRole('heading', { name: new RegExp(`v${second} (was published|was not published)`) }).waitFor()

  // Every version that has served can serve again, and that can be undone. A deal that is open elsewhere follows by itself:
  // its chance, what it rests on, and what its what-if goes on from. The first version was the shipped model.
  const serving = after.champion!.number
  const earlier = after.models.findLast(({ canServe }) => canServe)!.number
  await eventually(async () => {
    const { scoredByChampion, openDeals } = await overviewOf(page)
    return openDeals - scoredByChampion
  }, TRAINING).toBe(0)
  const elsewhere = await visit({ session: await page.context().storageState() })
  const { opportunities } = await ask<WorkingSet>(page, 'GET', '/working-set')
  await elsewhere.goto(`/deals/${opportunities[0]!.id}`)
  let loads = 0
  const before = await toldBy(elsewhere, serving)
  elsewhere.on('framenavigated', () => loads++)
  await version(page, earlier)
    .getByRole('button', { name: `Roll back to v${earlier}` })
    .click()
  await message(page, `v${earlier} serves again`).waitFor()
  await version(page, earlier).getByText('champion').waitFor()
  const rolledBack = await toldBy(elsewhere, earlier)
  expect(Math.abs(rolledBack.exact - before.exact)).toBeGreaterThan(0.001)
  expect(rolledBack.words).not.toBe(before.words)
  await page.getByRole('button', { name: 'Undo' }).click()
  await version(page, serving).getByText('champion').waitFor()
  expect((await toldBy(elsewhere, serving)).exact).toBeCloseTo(before.exact, 2)
  expect(loads).toBe(0)

  const byItself = page.getByRole('switch', { name: 'Train by itself' })
  await byItself.click()
  await page.getByText(/^Paused since/).waitFor()
  await byItself.click()
  await message(page, 'Training goes by itself again.').waitFor()

  // Shared with nobody until somebody turns it on, and gone again when it is turned off.
  const together = region(page, 'Learning together')
  await together.getByText('Nothing of your company is shared.').waitFor()
  const share = together.getByRole('switch', { name: 'Share sums of our closed deals' })
  await share.click()
  await together.getByText(/Given on .+: sums over about [\d,]+ closed deals/).waitFor({ timeout: TRAINING })
  await share.click()
  await together.getByText('Nothing of your company is shared.').waitFor()
  expect(await axeViolations(page)).toEqual([])
})

it('brings the model that a company’s first closed deals train into a page that is open', async () => {
  const page = await visit()
  await freshCompany(page)
  const customer = await ask<{ id: string }>(page, 'POST', '/customers', { kind: 'company', name: 'Quayside' })
  const facts = { title: 'Crane', customerId: customer.id, amountMinor: 900_000 }
  const deal = await ask<{ id: string }>(page, 'POST', '/opportunities', facts)
  const elsewhere = await visit({ session: await page.context().storageState() })
  await elsewhere.goto(`/deals/${deal.id}`)
  const shipped = 1
  const before = await toldBy(elsewhere, shipped)
  let loads = 0
  elsewhere.on('framenavigated', () => loads++)

  await importFile(page, tellingExport(500))
  await eventually(async () => (await overviewOf(page)).champion?.number, TRAINING).toBeGreaterThan(shipped)
  const { champion } = await overviewOf(page)
  const after = await toldBy(elsewhere, champion!.number)
  expect(champion?.deals).toBe(460)
  expect(Math.abs(after.exact - before.exact)).toBeGreaterThan(0.001)
  expect(after.words).not.toBe(before.words)
  expect(loads).toBe(0)
})

it('fits a phone: nothing runs out of the screen sideways', async () => {
  const page = await visitAs('Org admin', { size: PHONE })
  await openModel(page)
  const { body, seen } = await page.evaluate(() => ({ body: document.body.scrollWidth, seen: innerWidth }))
  expect(body).toBeLessThanOrEqual(seen)
  expect(await axeViolations(page)).toEqual([])
})

it('tells a company without a closed deal what the next step takes', async () => {
  const page = await visit()
  await freshCompany(page)
  await page.goto('/model')
  await page.getByRole('heading', { name: 'The model learns from deals that have ended' }).waitFor()
  expect(await page.getByRole('button', { name: 'Train now' }).count()).toBe(0)
})
