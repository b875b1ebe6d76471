import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Prediction } from '../../worker/analytics/contract'
import type { OpportunityRow } from '../../worker/sales/contract'
import { eventually, visitAs } from './support'

async function dealsOf(page: Page): Promise<OpportunityRow[]> {
  const answer = await page.request.get('/api/v1/working-set')
  return ((await answer.json()) as { opportunities: OpportunityRow[] }).opportunities
}

/** The page of a deal that had a score a week ago. */
async function openOlderDeal(page: Page): Promise<Prediction> {
  await page.goto('/pipeline')
  const older = (await dealsOf(page)).find(({ score }) => score?.weekChange != null && score.weekChange !== 0)
  if (!older) throw new Error('the demo has no deal that is older than a week')
  await page.goto(`/deals/${older.id}`)
  return (await (await page.request.get(`/api/v1/opportunities/${older.id}/prediction`)).json()) as Prediction
}

const numberIn = (words: string) => Number(words.replace('−', '-').replace('+', ''))

it('tells what moved the chance since last week, in facts that add up to the change', async () => {
  const page = await visitAs('Sales rep')
  const prediction = await openOlderDeal(page)
  const since = page.getByRole('region', { name: 'Since last week' })
  const [from = 0, to = 0] = ((await since.getByText(/^\d+ to \d+$/).innerText()).match(/\d+/g) ?? []).map(Number)
  expect(to).toBe(Math.min(99, Math.max(1, Math.round(prediction.probability * 100))))
  const points = (await since.locator('b.num').allInnerTexts()).map(numberIn)
  expect(from + points.reduce((sum, one) => sum + one, 0)).toBe(to)
})

it('says what to do next and when, each with what says so, or that nothing can be said', async () => {
  const page = await visitAs('Sales rep')
  await openOlderDeal(page)
  const next = page.getByRole('region', { name: 'Would move it most' })
  await next.getByText(/closed deals/).waitFor()
  await next.getByText(/answers? (so far|came then|from)|of their \d+ answers/).waitFor()
})

it('draws how the chance went, and tells the same as a table', async () => {
  const page = await visitAs('Sales rep')
  const { history } = await openOlderDeal(page)
  const past = page.getByRole('region', { name: 'How it went' })
  await past.getByRole('img', { name: /^From \d+ percent on .+ to \d+ percent on/ }).waitFor()
  await past.getByRole('button', { name: 'Table' }).click()
  await eventually(() => past.getByRole('row').count()).toBe(history.length + 1)
})

it('names on that line what happened before the chance moved', async () => {
  const page = await visitAs('Sales rep')
  await openOlderDeal(page)
  const form = page.getByRole('form', { name: 'Log activity' })
  await form.getByRole('textbox').fill('They will decide in the board meeting.')
  await form.getByRole('button', { name: 'Log call' }).click()
  const past = page.getByRole('region', { name: 'How it went' })
  await past.getByRole('button', { name: 'Table' }).click()
  await eventually(() => past.getByRole('row').nth(1).getByRole('cell').last().innerText()).toMatch(/call/i)
})

it('says what the confidence rests on, in the words of the score', async () => {
  const page = await visitAs('Sales rep')
  const { confidence, confidenceWhy, modelNumber } = await openOlderDeal(page)
  const chance = page.getByRole('region', { name: 'Probability' })
  await chance.getByRole('link', { name: `Model v${modelNumber}`, exact: true }).waitFor()
  await chance.getByText(new RegExp(`^\\d+ percent, ${confidence} confidence`)).waitFor({ state: 'attached' })
  expect(confidenceWhy.length).toBeGreaterThan(0)
  const told = await chance.innerText()
  for (const why of confidenceWhy) expect(told).toContain(why)
})

it('tells the deal in words, and who wrote them', async () => {
  const page = await visitAs('Sales rep')
  const { probability } = await openOlderDeal(page)
  const words = page.getByRole('region', { name: 'In words' })
  await words.getByText('Put together by rules from the figures above.').waitFor()
  expect(await words.innerText()).toContain(`${Math.round(probability * 100)}%`)
})

it('finds the deals at risk on the board and in the table, each with its reason', async () => {
  const page = await visitAs('Manager')
  await page.goto('/pipeline')
  const risky = (await dealsOf(page)).filter(({ score }) => score?.risk)
  expect(risky.length).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Every deal' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'At risk' }).click()
  await page.getByText(`${risky.length} open`, { exact: true }).waitFor()
  const cards = page.getByRole('group', { name: 'Stages' }).getByRole('link')
  for (const card of await cards.all()) expect(await card.innerText()).toContain('At risk: ')

  await page.goto('/pipeline?view=table&mark=risk')
  await eventually(() => page.locator('[data-row]').count()).toBe(risky.length)
})

it('finds the deals worth a push, each with what would move it and by how much', async () => {
  const page = await visitAs('Manager')
  await page.goto('/pipeline?mark=push')
  const worth = (await dealsOf(page)).filter(({ score }) => score?.push)
  expect(worth.length).toBeGreaterThan(0)
  await page.getByText(`${worth.length} open`, { exact: true }).waitFor()
  const card = page.locator('[data-deal]').first()
  const id = await card.getAttribute('data-deal')
  const push = worth.find((deal) => deal.id === id)?.score?.push
  expect(await card.innerText()).toMatch(
    new RegExp(`Worth a push: (meeting|new person|call|next step) would bring about ${push?.points} points`),
  )
})

it('sorts each stage by chance, and by what a push would bring', async () => {
  const page = await visitAs('Manager')
  await page.goto('/pipeline')
  const scores = new Map((await dealsOf(page)).map(({ id, score }) => [id as string, score]))
  const column = page.getByRole('group', { name: 'Stages' }).getByRole('region').nth(1)
  const values = async (of: (id: string) => number) =>
    (
      await column
        .locator('[data-deal]')
        .evaluateAll((cards) => cards.map((card) => (card as HTMLElement).dataset.deal))
    ).map((id) => of(id ?? ''))
  const chance = (id: string) => scores.get(id)?.probability ?? -1
  const worth = (id: string) => scores.get(id)?.push?.points ?? 0
  const isDescending = (all: readonly number[]) =>
    all.length > 3 && all.every((one, i) => i === 0 || all[i - 1]! >= one)
  await eventually(async () => isDescending(await values(chance))).toBe(true)
  await page.getByRole('button', { name: 'Sorted by Probability' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Worth a push' }).click()
  await eventually(async () => isDescending(await values(worth))).toBe(true)
  expect(isDescending(await values(chance))).toBe(false)
})
