import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { eventually, message, PHONE, visitAs } from './support'

/** The page of the first deal of the board's second stage. */
async function openDeal(page: Page): Promise<string> {
  await page.goto('/pipeline')
  const link = page.getByRole('group', { name: 'Stages' }).getByRole('region').nth(1).getByRole('link').first()
  const title = await link.getByRole('heading').innerText()
  await link.click()
  await page.getByRole('complementary', { name: title }).waitFor()
  await link.click()
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
  return title
}

it('shows a deal whole: facts, days in each stage, its chance, confidence and signed reasons', async () => {
  const page = await visitAs('Sales rep')
  await openDeal(page)
  const details = page.getByRole('region', { name: 'Details' })
  for (const fact of ['Amount', 'Close date', 'Owner', 'Priority', 'Next step', 'Source', 'Competitor', 'Products'])
    await details.getByRole('term').getByText(fact, { exact: true }).waitFor()

  const steps = page.getByRole('group', { name: 'Stage', exact: true }).getByRole('button')
  await eventually(() => steps.first().innerText()).toMatch(/\d+ d/)
  await eventually(() => page.locator('[aria-current="step"]').innerText()).toMatch(/\d+ d/)

  const probability = page.getByRole('region', { name: 'Probability' })
  await probability.getByText(/^\d+ percent, (low|medium|high) confidence/).waitFor({ state: 'attached' })
  await probability.getByRole('heading', { name: 'Why' }).or(probability.getByText('Why')).first().waitFor()
  await eventually(() => probability.innerText()).toMatch(/[+−]\d/)
  await page.getByRole('region', { name: 'Activity' }).getByRole('listitem').first().waitFor()

  // The same as a table: from the usual rate, reason by reason, to this deal.
  await probability.getByRole('heading', { name: 'Why' }).getByRole('button', { name: 'Table' }).click()
  const reasons = probability.getByRole('table').filter({ hasText: 'Your usual win rate' })
  const points = await reasons.locator('tbody td:last-child').allInnerTexts()
  const [deal = 0, ...before] = points.map((words) => Number(words.replace('−', '-').replace('+', ''))).toReversed()
  expect(before.length).toBeGreaterThan(2)
  expect(before.reduce((sum, one) => sum + one, 0)).toBe(deal)
})

it('takes a call with outcome and follow-up; the chance answers and says why; undo takes the call back', async () => {
  const page = await visitAs('Sales rep')
  await openDeal(page)
  const chance = page.getByRole('region', { name: 'Probability' })
  await chance.getByText(/^\d+ percent/).waitFor({ state: 'attached' })
  // What moved a chance can be said of one whose reasons were here.
  await chance.getByRole('heading', { name: 'Why' }).or(chance.getByText('Why')).first().waitFor()
  const form = page.getByRole('form', { name: 'Log activity' })
  await form.getByRole('textbox').fill('They agreed to a pilot on line 3, and want a quote by Friday.')
  await form.getByRole('button', { name: 'Outcome' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Next step agreed' }).click()
  await form.getByRole('button', { name: 'Follow up' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'In three days' }).click()
  await form.getByRole('button', { name: 'Log call' }).click()

  // What is pointed at stays: the way back must outlast the new chance on a slow machine.
  await message(page, 'Call logged').hover()
  await eventually(() => chance.getByRole('status').innerText()).toMatch(/^(\d+ to \d+(: mostly .+)?|Still \d+)$/)
  const activity = page.getByRole('region', { name: 'Activity' })
  const entry = activity.getByRole('listitem').filter({ hasText: 'They agreed to a pilot on line 3' })
  await entry.waitFor()
  await eventually(async () => (await entry.innerText()).toLowerCase()).toContain('next step agreed')

  await page.getByRole('button', { name: /^Undo/ }).click()
  await entry.waitFor({ state: 'detached' })
})

it('says what moved the chance too when the news of a call come before the answer to it', async () => {
  const page = await visitAs('Sales rep')
  await openDeal(page)
  const chance = page.getByRole('region', { name: 'Probability' })
  await chance.getByRole('heading', { name: 'Why' }).or(chance.getByText('Why')).first().waitFor()
  const newsFetched = page.waitForResponse(/\/opportunities\/[^/]+\/prediction$/)
  await page.route(/\/api\/v1\/interactions$/, async (route) => {
    const response = await route.fetch()
    await newsFetched
    await route.fulfill({ response })
  })
  const form = page.getByRole('form', { name: 'Log activity' })
  await form.getByRole('textbox').fill('They sent the drawings of line 4.')
  await form.getByRole('button', { name: 'Log call' }).click()
  await eventually(() => chance.getByRole('status').innerText()).toMatch(/^(\d+ to \d+(: mostly .+)?|Still \d+)$/)
  await page.unrouteAll({ behavior: 'wait' })
})

it('changes facts where they stand, and keeps them', async () => {
  const page = await visitAs('Sales rep')
  const title = await openDeal(page)
  await page.getByRole('button', { name: /^Edit next step:/ }).click()
  const step = page.getByRole('textbox', { name: 'Next step', exact: true })
  await step.fill('Show them the plant in Ghent')
  await step.press('Enter')
  await message(page, /^Next step changed/)
    .first()
    .waitFor()
  await page.getByText('Synced').waitFor()
  await page.reload()
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Edit next step: Show them the plant in Ghent' }).waitFor()
})

it('keeps what is being typed when the rest of the deal arrives late', async () => {
  const page = await visitAs('Sales rep')
  await openDeal(page)
  const answered = Promise.withResolvers<void>()
  await page.route(/\/api\/v1\/opportunities\/[^/]+$/, async (route) => {
    await answered.promise
    await route.continue()
  })
  await page.reload()
  await page.getByRole('button', { name: /^Edit next step:/ }).click()
  const step = page.getByRole('textbox', { name: 'Next step', exact: true })
  await step.fill('Ask who signs in Antwerp')
  answered.resolve()
  // Only the whole deal knows where it came from.
  await page.getByRole('term').getByText('Source', { exact: true }).waitFor()
  await step.press('Enter')
  await message(page, /^Next step changed/).waitFor()
  await page.getByRole('button', { name: 'Edit next step: Ask who signs in Antwerp' }).waitFor()
})

it('moves on by its stages and by keys, and steps to the next deal', async () => {
  const page = await visitAs('Sales rep')
  const title = await openDeal(page)
  const steps = page.getByRole('group', { name: 'Stage', exact: true }).getByRole('button')
  await steps.nth(2).click()
  await message(page, /^Moved to/).waitFor()
  await eventually(() => steps.nth(2).getAttribute('aria-current')).toBe('step')
  await page.getByRole('button', { name: /^Undo/ }).click()
  await eventually(() => steps.nth(1).getAttribute('aria-current')).toBe('step')
  await page.getByText('Synced').waitFor()

  await page.keyboard.press('j')
  await page.getByRole('heading', { name: title, level: 1, exact: true }).waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Pipeline', level: 1 }).waitFor()
})

it('works with a thumb: the same deal in three sections, the activity in a sheet', async () => {
  const page = await visitAs('Sales rep', { size: PHONE })
  await page.goto('/pipeline')
  const link = page.getByRole('group', { name: 'Stages' }).getByRole('region').first().getByRole('link').first()
  await link.click()
  await page.getByRole('heading', { level: 2 }).first().waitFor()
  await page.goto(await link.evaluate((element) => (element as HTMLAnchorElement).href))
  const sections = page.getByRole('group', { name: 'Sections' })
  await sections.getByRole('button', { name: 'Details' }).click()
  await page.getByRole('region', { name: 'Details' }).waitFor()
  await sections.getByRole('button', { name: 'Probability' }).click()
  // The deal's next step may be one too, with a button of that name above.
  await page.getByRole('button', { name: 'Log activity' }).last().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('Note', { exact: true }).click()
  await sheet.getByRole('textbox').fill('Ring again after the fair.')
  await sheet.getByRole('button', { name: 'Save note' }).click()
  await message(page, 'Note saved').waitFor()
  await sections.getByRole('button', { name: 'Activity' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Ring again after the fair.' }).waitFor()
})
