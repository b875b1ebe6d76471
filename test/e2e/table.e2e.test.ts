import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { OpportunityRow } from '../../worker/sales/contract'
import { ask, eventually, follow, freshCompany, message, PHONE, visit, visitAs } from './support'

const table = (page: Page) => page.getByRole('table', { name: 'Deals' })
const rows = (page: Page) => table(page).locator('tbody tr')
const bulk = (page: Page) => page.getByRole('region', { name: 'Selected deals' })
const ids = (page: Page) =>
  rows(page)
    .locator('[data-row]')
    .evaluateAll((links) => links.map((link) => (link as HTMLElement).dataset.row ?? ''))
const rowOf = (page: Page, id: string) => rows(page).filter({ has: page.locator(`[data-row="${id}"]`) })

async function openTable(page: Page): Promise<string[]> {
  await page.goto('/pipeline?view=table')
  await rows(page).nth(10).waitFor()
  return ids(page)
}

/** What stands in a column of these rows. */
async function cellsOf(page: Page, head: string, wanted: readonly string[]): Promise<string[]> {
  const heads = await table(page).getByRole('columnheader').allInnerTexts()
  const place = heads.findIndex((text) => text.trim().startsWith(head)) + 1
  const all = await ids(page)
  const cells = await rows(page).locator(`td:nth-child(${place})`).allInnerTexts()
  return wanted.map((id) => (cells[all.indexOf(id)] ?? '').trim())
}

it('chooses rows by box, stretch and key, changes them all at once, and takes all of it back in one step', async () => {
  const page = await visitAs('Manager')
  const all = await openTable(page)
  const box = (at: number) => rows(page).nth(at).getByRole('checkbox')
  await box(0).check()
  await box(3).click({ modifiers: ['Shift'] })
  await bulk(page).getByText('4 deals selected').waitFor()
  await box(1).uncheck()
  await bulk(page).getByText('3 deals selected').waitFor()
  await rows(page).nth(1).getByRole('link').focus()
  await page.keyboard.press('x')
  await page.keyboard.press('x')
  await bulk(page).getByText('3 deals selected').waitFor()
  await rows(page).nth(3).getByRole('link').focus()
  await page.keyboard.press('Shift+ArrowDown')
  await bulk(page).getByText('4 deals selected').waitFor()
  await page.keyboard.press('Escape')
  await bulk(page).waitFor({ state: 'detached' })
  const whole = page.getByRole('checkbox', { name: 'Select all that are shown' })
  await whole.check()
  await bulk(page).getByText(`${all.length} deals selected`).waitFor()
  await whole.uncheck()

  await box(0).check()
  await box(2).check()
  const two = [all[0]!, all[2]!] // there are more than ten
  const days = () => cellsOf(page, 'Close date', two)
  const before = await days()
  await bulk(page).getByRole('button', { name: 'Close date' }).click()
  await page.getByLabel('Day', { exact: true }).fill('2027-03-09')
  await page.getByRole('button', { name: 'Set close date' }).click()
  const done = message(page, /^2 deals: to close .* 9 Mar 2027$/)
  await done.waitFor()
  await eventually(async () => (await days()).map((day) => day.includes('9 Mar 2027'))).toEqual([true, true])
  await page.getByText('Synced').waitFor()
  await page.keyboard.press('Control+z')
  await eventually(days).toEqual(before)
  await page.getByText('Synced').waitFor()
  await page.reload()
  await rows(page).nth(10).waitFor()
  await eventually(days).toEqual(before)
})

it('moves chosen deals to a stage and gives them to somebody, each back to where it was by one undo', async () => {
  const page = await visitAs('Manager')
  const all = await openTable(page)
  const stagesBefore = await cellsOf(page, 'Stage', all)
  const from = stagesBefore[0]!
  const two = all.filter((_, at) => stagesBefore[at] === from).slice(0, 2)
  const choose = async () => {
    for (const id of two) await rowOf(page, id).getByRole('checkbox').check()
  }
  await choose()
  await bulk(page).getByRole('button', { name: 'Move to' }).click()
  const item = page.getByRole('menuitem').and(page.locator(':not([aria-disabled="true"])')).first()
  const to = (await item.innerText()).trim()
  await item.click()
  await message(page, `2 deals moved to ${to}`).waitFor()
  await eventually(() => cellsOf(page, 'Stage', two)).toEqual([to, to])
  await page.getByText('Synced').waitFor()
  await page.keyboard.press('Control+z')
  await eventually(() => cellsOf(page, 'Stage', two)).toEqual([from, from])

  const owners = () => cellsOf(page, 'Owner', two)
  const ownersBefore = await owners()
  await choose()
  await bulk(page).getByRole('button', { name: 'Give to' }).click()
  await page.getByRole('menuitem', { name: 'Freya Holm' }).click()
  await message(page, '2 deals: given to Freya Holm').waitFor()
  await page.getByText('Synced').waitFor()
  await page.keyboard.press('Control+z')
  await eventually(owners).toEqual(ownersBefore)
})

it('tags chosen deals beside what they are tagged with already', async () => {
  const page = await visitAs('Manager')
  const [id = ''] = await openTable(page)
  const link = rowOf(page, id).getByRole('link')
  const title = await link.innerText()
  await rowOf(page, id).getByRole('checkbox').check()
  await bulk(page).getByRole('button', { name: 'Tag', exact: true }).click()
  await page.getByLabel('New tag').fill('#spring')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await message(page, 'tagged spring').waitFor()
  await page.getByText('Synced').waitFor()
  await link.click()
  await page.getByRole('complementary', { name: title }).waitFor()
  await link.click()
  await page.getByText('spring', { exact: true }).first().waitFor()
})

it('edits a fact where it stands: enter saves, escape restores, nonsense is refused in its place', async () => {
  const page = await visitAs('Sales rep')
  const [id = ''] = await openTable(page)
  const row = rowOf(page, id)
  const amount = row.getByRole('button', { name: /^Edit amount/ })
  const before = await amount.innerText()
  await amount.click()
  const field = row.getByRole('textbox', { name: 'Amount' })
  await field.fill('a lot')
  await field.press('Enter')
  await eventually(() => field.getAttribute('aria-invalid')).toBe('true')
  await field.press('Escape')
  expect(await amount.innerText()).toBe(before)

  await amount.click()
  await field.fill('7654')
  await field.press('Enter')
  await message(page, /^Amount changed to .*7,654/).waitFor()
  await eventually(() => amount.innerText()).toContain('7,654')
  await page.getByText('Synced').waitFor()
  await page.keyboard.press('Control+z')
  await eventually(() => amount.innerText()).toBe(before)

  await row.getByRole('button', { name: /^Edit next step/ }).click()
  const step = row.getByRole('textbox', { name: 'Next step' })
  await step.fill('Send the new offer')
  await step.press('Enter')
  await message(page, 'Next step changed').waitFor()
  await page.getByText('Synced').waitFor()
  await page.reload()
  await row.getByText('Send the new offer').waitFor()
})

type Pipelines = readonly { id: string; isDefault: boolean; stages: readonly { id: string; status: string }[] }[]

/** What the server lists, asked in this order. */
async function listed(page: Page, order: string) {
  const { rows } = await ask<{ rows: OpportunityRow[] }>(
    page,
    'GET',
    `/opportunities?status=open&limit=100&sort=${order}`,
  )
  return rows
}

it('sorts by each head as the server does, keeps that in the address, and sorts the same without a network', async () => {
  const page = await visit({ expected: /ERR_INTERNET_DISCONNECTED|WebSocket/ })
  await freshCompany(page)
  const { rows: pipelines } = await ask<{ rows: Pipelines }>(page, 'GET', '/pipelines')
  const open = pipelines[0]!.stages.filter(({ status }) => status === 'open') // every company has one
  const customer = await ask<{ id: string }>(page, 'POST', '/customers', { kind: 'company', name: 'Quayside' })
  const facts: readonly [string, number, string | null, number][] = [
    ['Zebra', 500_000, '2027-03-01', 0],
    ['alpha', 500_000, null, 1],
    ['Émile', 0, '2027-01-15', 2],
    ['Alpha', 90_000, '2027-03-01', 0],
    ['alpha', 2_000_000_000, null, 2],
    ['北京', 500_000, '2026-12-24', 1],
    ['Zebra', 0, '2027-03-01', 2],
  ]
  for (const [title, amountMinor, expectedCloseOn, stage] of facts) {
    const deal = { title, amountMinor, expectedCloseOn, stageId: open[stage]!.id, customerId: customer.id }
    await ask(page, 'POST', '/opportunities', deal)
  }
  await page.goto('/pipeline?view=table')
  await eventually(() => rows(page).count()).toBe(facts.length)

  const orders = new Map<string, string[]>()
  for (const head of ['Deal', 'Chance', 'Amount', 'Close date', 'Opened']) {
    for (const _ of ['one way', 'the other']) {
      const before = page.url()
      await table(page).getByRole('columnheader', { name: head }).getByRole('button').click()
      await eventually(async () => page.url()).not.toBe(before)
      const order = new URL(page.url()).searchParams.get('order') ?? '-opened'
      const wanted = (await listed(page, order)).map(({ id }) => id as string)
      await eventually(() => ids(page)).toEqual(wanted)
      orders.set(order, wanted)
    }
  }
  expect([...orders.keys()].toSorted()).toEqual(
    ['title', 'probability', 'amount', 'closes', 'opened'].flatMap((key) => [key, `-${key}`]).toSorted(),
  )
  // What has no close date is last either way.
  for (const order of ['closes', '-closes']) {
    const days = (await listed(page, order)).map(({ expectedCloseOn }) => expectedCloseOn)
    expect(days.slice(-2)).toEqual([null, null])
  }

  await page.goto('/pipeline?view=table&order=-amount')
  await eventually(() => ids(page)).toEqual(orders.get('-amount'))
  await page.reload()
  await eventually(() => ids(page)).toEqual(orders.get('-amount'))
  const sorted = table(page).getByRole('columnheader', { name: 'Amount' })
  expect(await sorted.getAttribute('aria-sort')).toBe('descending')

  await page.getByText('Synced').waitFor()
  await page.context().setOffline(true)
  for (const [order, wanted] of [...orders].toReversed()) {
    await follow(page, `/pipeline?view=table&order=${order}`)
    await page.getByText('these are the open deals as this device has them').waitFor()
    await eventually(() => ids(page)).toEqual(wanted)
  }
  await follow(page, '/pipeline?view=table&status=won')
  await page.getByRole('heading', { name: 'You are offline' }).waitFor()
  await follow(page, '/pipeline?view=table&order=closes')
  await eventually(() => ids(page)).toEqual(orders.get('closes'))
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('That is all').waitFor()
  await eventually(() => ids(page)).toEqual(orders.get('closes'))
})

it('scrolls sideways by itself on the phone, and the page under it does not', async () => {
  const page = await visitAs('Manager', { size: PHONE })
  const widths = () =>
    page.evaluate(() => ({ page: document.documentElement.scrollWidth, screen: document.documentElement.clientWidth }))
  for (const address of ['/pipeline', '/pipeline?view=table', '/model']) {
    await page.goto(address)
    await page.locator('[data-row], [data-deal], table').first().waitFor()
    const { page: wide, screen } = await widths()
    expect([address, wide]).toEqual([address, screen])
  }
})
