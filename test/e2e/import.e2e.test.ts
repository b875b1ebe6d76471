import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { ModelOverview } from '../../worker/analytics/contract'
import type { OpportunityRow } from '../../worker/sales/contract'
import {
  crmExport,
  type MadeFile,
  madeOf,
  packed,
  pipelineExport,
  tellingExport,
  unclearExport,
  usDay,
  wideExport,
} from './files'
import { axeViolations, eventually, freshCompany, PHONE, visit } from './support'

const SLOW = 300_000 // milliseconds; a busy machine takes its time for many rows, and for learning from them

interface WorkingSet {
  readonly opportunities: readonly OpportunityRow[]
}

/** Chooses a file and waits until its columns are shown. */
async function choose(page: Page, file: MadeFile): Promise<void> {
  await page.goto('/import')
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('list', { name: 'Columns of the file' }).waitFor()
}

const becomes = (page: Page, header: string) => page.getByLabel(`What “${header}” becomes`)
const preview = (page: Page) => page.getByRole('table', { name: 'What will happen to the first rows' })
const notTaken = (page: Page) => page.getByRole('table', { name: 'Rows that were not taken' })
const toCheck = (page: Page) => page.getByRole('button', { name: /^(Map|Check)/ }).click()
const start = (page: Page) => page.getByRole('button', { name: /^Import \d/ }).click()
const step = (page: Page) => page.getByRole('list', { name: 'Steps of the import' }).locator('[aria-current=step]')

it('brings in a real export, says what was not taken, and takes nothing twice', async () => {
  const page = await visit()
  await freshCompany(page)
  const file = crmExport(600)
  await choose(page, file)
  await eventually(() => step(page).innerText()).toContain('Columns')

  // Every column was guessed as a person would have said it, and can be corrected.
  const guessed = { opportunity_id: 'externalId', sales_agent: 'owner', account: 'customer', deal_stage: 'stage' }
  for (const [header, field] of Object.entries(guessed)) {
    expect(await becomes(page, header).inputValue()).toBe(`field:${field}`)
  }
  await becomes(page, 'product').selectOption('Do not import')
  await preview(page).getByText('Cancity').first().waitFor()
  await eventually(() => preview(page).getByText('MG Special').count()).toBe(0)
  await becomes(page, 'product').selectOption('Product')
  await preview(page).getByText('MG Special').first().waitFor()

  // The first rows, those that need a look before the others, and what is wrong with them where it stands.
  const first = preview(page).getByRole('row').nth(1)
  expect(await first.innerText()).toContain('Error')
  expect(await first.innerText()).toContain('Created is not a date')
  expect(await first.getByRole('cell').first().innerText()).toBe(String(file.bad[0]))

  // What the words mean: two of them are stages this company does not have.
  await toCheck(page)
  await eventually(() => step(page).innerText()).toContain('Check')
  await page.getByText(/\d+ closed deals to learn from: \d+ won, \d+ lost\./).waitFor()
  await page
    .getByText(/^2 stages are added to your pipeline: (Engaging, Prospecting|Prospecting, Engaging)\./)
    .waitFor()
  await page.getByLabel('Which stage “Prospecting” is').selectOption('Qualified')
  await page.getByText('1 stage is added to your pipeline: Engaging.').waitFor()
  await start(page)

  // Left and come back to: it went on by itself.
  await page.getByRole('heading', { name: 'Importing' }).waitFor()
  await page.getByRole('progressbar', { name: 'Progress of the import' }).waitFor()
  await page.goto('/import')
  await page.getByRole('link', { name: file.name }).first().click()
  await page.getByText('Import done').waitFor()

  // Each row that was not taken: where it stands, and why.
  await eventually(() => notTaken(page).getByRole('row').count()).toBe(file.bad.length + 1)
  const told = await notTaken(page).locator('tbody tr').allInnerTexts()
  expect(told.map((row) => row.split('\t'))).toEqual(
    file.bad.map((row) => [String(row), 'engage_date', '31 of never', 'Created is not a date']),
  )
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download as CSV' }).click()
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\r\n')
  expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(file.bad.map(String))

  await choose(page, file)
  await preview(page).getByText('Here already, as it stands in the file').first().waitFor()
  await toCheck(page)
  await start(page)
  await page.getByRole('heading', { name: 'Nothing changed' }).waitFor()
  const same = file.rows - file.bad.length
  await page
    .getByText(`${same} rows are here already, as they stand in the file. No deal was added or changed`)
    .waitFor()

  // The closed deals hold no signal, and the model page says so instead of pretending.
  await eventually(async () => {
    await page.goto('/model')
    return page.getByRole('heading', { name: 'Your closed deals do not tell winners from losers' }).count()
  }, 60_000).toBe(1)
  const { closedDeals } = (await (await page.request.get('/api/v1/models')).json()) as ModelOverview
  const closed = closedDeals.won + closedDeals.lost
  await page.getByText(`Your usual rate: ${closedDeals.won} of ${closed} closed deals were won.`).waitFor()

  // So does each open deal, in the place of reasons.
  const { opportunities } = (await (await page.request.get('/api/v1/working-set')).json()) as WorkingSet
  await page.goto(`/deals/${opportunities[0]?.id}`)
  const chance = page.getByRole('region', { name: 'Probability' })
  await chance
    .getByText('This is your usual win rate: the closed deals do not tell yet what sets one deal apart.')
    .waitFor()
  await chance.getByText(/usual win rate for now, so nothing you could change would move it/).waitFor()
  const usual = Math.round((closedDeals.won / closed) * 100)
  await chance.getByText(new RegExp(`^${usual} percent, low confidence`)).waitFor({ state: 'attached' })
  expect(await chance.getByRole('heading', { name: 'Why' }).count()).toBe(0)
})

it('learns from a packed export with American dates and columns of its own, and tells each open deal its chance by them', {
  timeout: SLOW,
}, async () => {
  const page = await visit()
  await freshCompany(page)
  const file = packed(tellingExport(900, usDay))
  await choose(page, file)
  expect(await page.getByLabel('Dates as').inputValue()).toBe('mdy')
  expect(await becomes(page, 'Route to market').inputValue()).toBe('custom:text')
  expect(await becomes(page, 'Client size class').inputValue()).toBe('custom:number')
  await toCheck(page)
  await page.getByText(/^860 closed deals to learn from/).waitFor()
  await start(page)
  await page.getByText('Import done').waitFor()

  // A column that nobody knew is a field of the company's own.
  await page.goto('/admin/fields')
  const fields = page.getByRole('list', { name: 'Deals' })
  for (const label of ['Route to market', 'Client size class']) await fields.getByLabel(`Label of ${label}`).waitFor()

  const ready = async () => {
    const answer = await page.request.get('/api/v1/models')
    const { champion, scoredByChampion } = (await answer.json()) as ModelOverview
    return [champion?.rung, scoredByChampion]
  }
  await eventually(ready, 180_000).toEqual(['own', 40])
  const { opportunities } = (await (await page.request.get('/api/v1/working-set')).json()) as WorkingSet
  expect(opportunities.map(({ score }) => score?.confidence ?? null)).not.toContain(null)
  await page.goto('/pipeline?view=table')
  await eventually(() => page.locator('[data-row]').count()).toBe(40)
  await eventually(() => page.getByRole('img', { name: /^\d+ percent, (low|medium|high) confidence/ }).count()).toBe(40)

  await page.goto(`/deals/${opportunities[0]!.id}`)
  const chance = page.getByRole('region', { name: 'Probability' })
  await chance.getByText(/^\d+ percent, (low|medium|high) confidence/).waitFor({ state: 'attached' })
  await chance.getByText('Learned from 860 closed deals').waitFor()
  await chance
    .getByText(/^Route to market: /)
    .first()
    .waitFor()
  await page.getByRole('region', { name: 'Details' }).getByText('Route to market').first().waitFor()

  // The first order was opened on 6/3/2024: the third of June.
  const found = await page.request.get('/api/v1/opportunities?q=Order%201000')
  const { rows } = (await found.json()) as { rows: OpportunityRow[] }
  expect(rows.map(({ title, openedAt }) => [title, openedAt.slice(0, 10)])).toEqual([['Order 1000', '2024-06-03']])
})

it('takes what another product packed, on a phone in the dark: its own columns become fields that tell, and nothing is taken twice', {
  timeout: SLOW,
}, async () => {
  const page = await visit({ size: PHONE, dark: true })
  await freshCompany(page)
  const [closed, open] = [480, 20]
  const file = packed(pipelineExport(closed + open, open))
  await choose(page, file)
  const guessed = {
    'Opportunity Number': 'field:externalId',
    'Opportunity Result': 'field:outcome',
    'Opportunity Amount USD': 'field:amount',
    'Route To Market': 'custom:text',
    'Sales Stage Change Count': 'custom:number',
  }
  for (const [header, field] of Object.entries(guessed)) expect(await becomes(page, header).inputValue()).toBe(field)
  await toCheck(page)
  await page.getByText(new RegExp(`^${closed} closed deals to learn from`)).waitFor()
  await start(page)
  await page.getByText('Import done').waitFor()

  const ready = async () => {
    const { champion, scoredByChampion } = (await (await page.request.get('/api/v1/models')).json()) as ModelOverview
    return [champion?.rung, scoredByChampion]
  }
  await eventually(ready, 180_000).toEqual(['own', open])
  const { opportunities } = (await (await page.request.get('/api/v1/working-set')).json()) as WorkingSet
  await page.goto(`/deals/${opportunities[0]!.id}`)
  const chance = page.getByRole('region', { name: 'Probability' })
  await chance.getByText(`Learned from ${closed} closed deals`).waitFor()
  await chance
    .getByText(/^Route To Market: (Fields Sales|Reseller|Telesales)/)
    .first()
    .waitFor()
  // What is known only when a deal is over tells nothing of one that is open.
  expect(await chance.innerText()).not.toMatch(/Total Days|Ratio Days|Elapsed Days|Stage Change/)

  await choose(page, file)
  await toCheck(page)
  await start(page)
  await page.getByRole('heading', { name: 'Nothing changed' }).waitFor()
  await page.getByText(`${closed + open} rows are here already, as they stand in the file.`).waitFor()
})

it('asks what only a person can say, keeps the answers, and goes by them', async () => {
  const page = await visit()
  await freshCompany(page)
  const file = unclearExport()
  await choose(page, file)
  const dates = page.getByLabel('Dates as')
  expect(await dates.inputValue()).toBe('undecided')
  await page.getByText(/^\d\d\/\d\d\/2025 could be two days/).waitFor()
  expect(await page.getByLabel('Decimals as').inputValue()).toBe('comma')
  expect(await page.getByLabel('Currency').inputValue()).toBe('EUR')
  await page.getByText(`${file.rows / 4} rows name no customer`).waitFor()

  // A word of the house is no outcome before somebody says so; the column's own words come from the file.
  await becomes(page, 'Entscheid').selectOption('Outcome')
  await page.getByRole('button', { name: 'Map 2 words' }).click()
  expect(await page.getByRole('button', { name: /^Import \d/ }).getAttribute('data-tip')).toBe(
    'Choose how dates are written first',
  )
  await page.getByText(`${(file.rows / 3) * 2} rows cannot be taken before you say what their word means.`).waitFor()
  await page.getByLabel('What “Zuschlag” means').selectOption('Won')
  await page.getByLabel('What “Absage” means').selectOption('Lost')
  await page.getByText(`${(file.rows / 3) * 2} closed deals to learn from: ${file.rows / 3} won`).waitFor()
  expect(await axeViolations(page)).toEqual([])

  await page.getByRole('button', { name: 'Back' }).click()
  await dates.selectOption('month/day/year')
  await page.getByLabel('Currency').selectOption('CHF')
  await page.getByLabel('The customer they go under').fill('Walk-ins')
  await page.getByLabel('The customer they go under').press('Enter')
  await preview(page).getByText('CHF').first().waitFor()
  await preview(page).getByText('Walk-ins').first().waitFor()
  expect(await axeViolations(page)).toEqual([])

  // Left without a word, and found again as it was.
  await page.goto('/import')
  await page.getByText('Waiting for you').waitFor()
  await page.getByRole('link', { name: file.name }).click()
  await becomes(page, 'Entscheid').waitFor()
  expect(await becomes(page, 'Entscheid').inputValue()).toBe('field:outcome')
  expect(await dates.inputValue()).toBe('mdy')
  expect(await page.getByLabel('Currency').inputValue()).toBe('CHF')
  expect(await page.getByLabel('The customer they go under').inputValue()).toBe('Walk-ins')
  await toCheck(page)
  await eventually(() => page.getByLabel('What “Zuschlag” means').inputValue()).toBe('won')
  await start(page)
  await page.getByRole('heading', { name: 'Import done' }).waitFor()
  expect(await axeViolations(page)).toEqual([])

  await page.goto('/pipeline?view=table&status=won')
  const won = page.getByRole('table').getByRole('row')
  await won.filter({ hasText: 'Walk-ins' }).first().waitFor()
  await won.filter({ hasText: 'CHF' }).first().waitFor()
})

it('reads the words of another column when that one is the stage, on a phone too', async () => {
  const page = await visit({ size: PHONE, dark: true })
  await freshCompany(page)
  await choose(page, crmExport(300))
  await page.getByText('Step 2 of 4').waitFor()
  await becomes(page, 'product').selectOption('Stage')
  expect(await becomes(page, 'deal_stage').inputValue()).toBe('skip')
  await page.getByRole('button', { name: 'Map 5 stages' }).click()
  const words = page.getByRole('list', { name: 'Words of the file' })
  await words.getByText('GTX Plus Basic', { exact: true }).waitFor()
  expect(await words.getByText('Engaging').count()).toBe(0)
  expect(await axeViolations(page)).toEqual([])

  // And the file itself, cut otherwise, has other columns.
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByLabel('First row', { exact: true }).selectOption('is a deal')
  await page.getByText('The file has no header; its columns are numbered.').waitFor()
  await becomes(page, 'Column 1').waitFor()
  await page.getByLabel('First row', { exact: true }).selectOption('names the columns')
  await eventually(() => becomes(page, 'deal_stage').inputValue()).toBe('field:stage')
})

it('says how fast it goes and how long it will take, and goes on with no browser there', {
  timeout: SLOW,
}, async () => {
  const page = await visit()
  await freshCompany(page)
  const file = crmExport(20_000)
  await choose(page, file)
  await toCheck(page)
  // As people press a button who know icons: the second press meets what stands there by then.
  let starts = 0
  page.on('request', (request) => request.url().endsWith('/start') && starts++)
  await page.getByRole('button', { name: /^Import \d/ }).dblclick()
  await page.getByText(/^[\d,]+ of 20,000 rows$/).waitFor()
  await page.getByText(/rows a second$/).waitFor()
  await page.getByText(/left$/).waitFor()
  expect(starts).toBe(1)
  expect(await page.evaluate(() => String(getSelection()))).toBe('')
  const address = page.url()
  const context = page.context()
  await page.close()

  const later = await context.newPage()
  await later.goto('/import')
  await later
    .getByRole('list', { name: 'Imports' })
    .getByText(`${file.bad.length} not taken`)
    .waitFor({ timeout: 200_000 })
  await later.goto(address)
  await later.getByText(/^It took .+ rows a second\.$/).waitFor()
  await eventually(() => notTaken(later).locator('tbody tr').count()).toBe(file.bad.length)
})

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1]

it('says of each file it cannot take why, and keeps what was there', async () => {
  // The browser notes each refusal the server answers.
  const page = await visit({ expected: /imports\?name=.* (413|422) / })
  await freshCompany(page)
  await choose(page, crmExport(40))
  await page.goto('/import')
  const refused = async (file: MadeFile, why: string) => {
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByText(`${file.name}: ${why}`).waitFor()
  }
  await refused(madeOf('photo.csv', PNG), 'This is an image, not a CSV.')
  await refused(madeOf('nothing.csv', ''), 'The file is empty.')
  await refused(madeOf('head.csv', 'Deal id,Title,Amount\r\n'), 'The file has a header but no rows.')
  await refused(wideExport(301), 'The file has more than 300 columns.')

  // One too large to be worth sending is not sent.
  const folder = mkdtempSync(join(tmpdir(), 'import-'))
  try {
    const large = join(folder, 'large.csv')
    writeFileSync(large, 'Deal id,Title\r\n')
    truncateSync(large, 200 * 1024 * 1024)
    let sent = 0
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes('/imports')) sent++
    })
    await page.locator('input[type=file]').setInputFiles(large)
    await page.getByText('large.csv: The file is larger than 100 MB: split it and import the parts.').waitFor()
    expect(sent).toBe(0)
  } finally {
    rmSync(folder, { recursive: true })
  }

  // Nothing was lost, and the next file is taken: as wide as one may be.
  expect(await page.getByRole('list', { name: 'Imports' }).getByRole('listitem').count()).toBe(1)
  await choose(page, wideExport(300))
  await page.getByText('of 300 matched').waitFor()

  // What nobody wants any more is set aside.
  await page.goto('/import')
  const setAside = page.waitForResponse(/\/imports\/[^/]+\/cancel$/)
  await page.getByRole('button', { name: 'Set wide.csv aside' }).click()
  await eventually(() => page.getByRole('list', { name: 'Imports' }).getByRole('listitem').count()).toBe(1)
  await setAside
  await page.reload()
  await eventually(() => page.getByRole('list', { name: 'Imports' }).getByRole('listitem').count()).toBe(1)
})
