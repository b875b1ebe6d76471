import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { addDealsToThirdStage, cardOf, cards, column, openBoard, stages, titleOf, watchBoard } from './board'
import { eventually, freshCompany, message, PHONE, stageHead, visit, visitAs } from './support'

it('moves a deal by mouse; counts and totals follow, and undo puts all back', async () => {
  const page = await visitAs('Sales rep')
  const [from = '', to = ''] = await openBoard(page)
  const before = [await stageHead(page, from), await stageHead(page, to)] as const
  const card = cards(column(page, from)).first()
  const title = await titleOf(card)

  const over = page.getByText(`Over ${to}.`)
  // Dragging comes after the first paint: a press before that lifts nothing.
  await eventually(async () => {
    const start = (await card.getByRole('heading').boundingBox())!
    const target = (await column(page, to).boundingBox())!
    await page.mouse.up()
    await page.mouse.move(start.x + 20, start.y + 8)
    await page.mouse.down()
    await page.mouse.move(start.x + 60, start.y + 30, { steps: 5 })
    await page.mouse.move(target.x + target.width / 2, target.y + 160, { steps: 12 })
    return over.waitFor({ state: 'attached', timeout: 2_000 }).then(
      () => true,
      () => false,
    )
  }).toBe(true)
  await page.mouse.up()

  await message(page, `Moved to ${to}`).waitFor()
  await cardOf(column(page, to), title).waitFor()
  await eventually(async () => (await stageHead(page, from)).count).toBe(before[0].count - 1)
  const after = [await stageHead(page, from), await stageHead(page, to)] as const
  expect(after[1].count).toBe(before[1].count + 1)
  expect(after[0].total).not.toBe(before[0].total)
  expect(after[1].total).not.toBe(before[1].total)
  expect(after[1].weighted).not.toBe(before[1].weighted)

  await page.getByRole('button', { name: /^Undo/ }).click()
  await cardOf(column(page, from), title).waitFor()
  // What the deal is worth and how likely it is came back with it.
  await eventually(async () => [await stageHead(page, from), await stageHead(page, to)]).toEqual(before)
  await page.getByText('Synced').waitFor()
  await page.reload()
  await cardOf(column(page, from), title).waitFor()
})

it('moves a deal by keyboard: lifted with space, carried with an arrow, dropped with space, undone with its keys', async () => {
  const page = await visitAs('Sales rep')
  const [from = '', to = ''] = await openBoard(page)
  const card = cards(column(page, from)).first()
  const title = await titleOf(card)
  const link = card.getByRole('link')
  const lifted = page.getByText(`Over ${from}.`)
  // Dragging comes after the first paint: a press before that lifts nothing.
  await eventually(async () => {
    await link.focus()
    await link.press('Space')
    return lifted.waitFor({ state: 'attached', timeout: 2_000 }).then(
      () => true,
      () => false,
    )
  }).toBe(true)
  await page.keyboard.press('ArrowRight')
  await page.getByText(`Over ${to}.`).waitFor({ state: 'attached' })
  await page.keyboard.press('Space')
  await page.getByText(`${title} moved to ${to}.`).waitFor({ state: 'attached' })
  await cardOf(column(page, to), title).waitFor()

  await message(page, `Moved to ${to}`).waitFor()
  await page.keyboard.press('Control+z')
  await cardOf(column(page, from), title).waitFor()
})

it('moves a deal by its menu, on the phone as well', async () => {
  const page = await visitAs('Sales rep', { size: PHONE })
  const [from = '', to = ''] = await openBoard(page)
  const card = cards(column(page, from)).first()
  const title = await titleOf(card)
  await card.getByRole('button', { name: `Actions for ${title}` }).click()
  const menu = page.getByRole('menu')
  expect(await menu.getByRole('menuitemcheckbox', { name: from, exact: true }).isChecked()).toBe(true)
  await menu.getByRole('menuitemcheckbox', { name: to, exact: true }).click()
  await message(page, `Moved to ${to}`).waitFor()
  await cardOf(column(page, to), title).waitFor({ state: 'attached' })
  await page.getByRole('button', { name: /^Undo/ }).click()
  await cardOf(column(page, from), title).waitFor()
})

it('begins on the phone at the first stage that holds a deal, drawn whole, with the empty ones a swipe away', async () => {
  const page = await visit({ size: PHONE })
  await freshCompany(page)
  const names = await addDealsToThirdStage(page)
  await page.goto('/pipeline')
  await cardOf(stages(page), 'Deal 1').waitFor()
  const left = async (stage: string) => Math.round((await column(page, stage).boundingBox())?.x ?? Number.NaN)
  await eventually(() => left(names[2] ?? '')).toBe(0)
  // What the screen has room for is there with the first of it.
  expect(await cards(column(page, names[2] ?? '')).count()).toBeGreaterThan(4)
  expect(await left(names[1] ?? '')).toBe(-PHONE.width)
  await stages(page).evaluate((board) => board.scrollTo({ left: 0, behavior: 'instant' }))
  await eventually(() => left(names[0] ?? '')).toBe(0)
})

it('asks for a reason before a deal is lost; what is closed stays closed', async () => {
  const page = await visitAs('Sales rep')
  const [first = ''] = await openBoard(page)
  const card = cards(column(page, first)).first()
  const title = await titleOf(card)
  await card.getByRole('button', { name: `Actions for ${title}` }).click()
  await page.getByRole('menuitem', { name: 'Mark as lost' }).click()
  const dialog = page.getByRole('dialog', { name: 'Mark as lost' })
  await dialog.getByRole('button', { name: 'Mark as lost' }).click()
  await dialog.getByText('Choose the reason that weighed most').waitFor()
  const reason = dialog.getByRole('radio').first()
  await reason.check()
  await dialog.getByLabel('Note').fill('They froze all buying until spring.')
  await dialog.getByRole('button', { name: 'Mark as lost' }).click()
  await message(page, `Lost: ${title}`).waitFor()
  await cardOf(column(page, first), title).waitFor({ state: 'detached' })

  await page.getByRole('link', { name: 'Table' }).click()
  await page
    .getByRole('radio', { name: 'Lost' })
    .or(page.getByRole('button', { name: 'Lost', exact: true }))
    .click()
  await page.getByRole('searchbox', { name: 'Search deals' }).fill(title)
  const rows = page.getByRole('table', { name: 'Deals' }).getByRole('link')
  // Until the others are gone it may move from under the mouse.
  await eventually(async () => [...new Set(await rows.allInnerTexts())]).toEqual([title])
  const row = rows.first()
  await row.click()
  await page.getByRole('complementary', { name: title }).waitFor()
  await row.click()
  await page.getByText('A closed deal has no chance to win any more.').waitFor()
  await page.getByText('They froze all buying until spring.').first().waitFor()
  expect(await page.getByRole('button', { name: 'Mark as won' }).count()).toBe(0)
  const steps = page.getByRole('group', { name: 'Stage', exact: true }).getByRole('button')
  await steps.first().waitFor()
  const open = steps.and(page.locator(':not([aria-disabled="true"])'))
  await eventually(() => open.count()).toBe(0)
})

it('asks before a deal is won, and lists it among the won ones for good', async () => {
  const page = await visitAs('Sales rep')
  const names = await openBoard(page)
  const last = names.at(-1) ?? ''
  const card = cards(column(page, last)).last()
  const title = await titleOf(card)
  const before = await stageHead(page, last)
  const act = async () => {
    await cardOf(column(page, last), title)
      .last()
      .getByRole('button', { name: `Actions for ${title}` })
      .click()
    await page.getByRole('menuitem', { name: 'Mark as won' }).click()
  }
  const dialog = page.getByRole('dialog', { name: 'Mark as won?' })
  await act()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await stageHead(page, last)).toEqual(before)

  await act()
  await dialog.getByRole('button', { name: 'Mark as won' }).click()
  await message(page, `Won: ${title}`).waitFor()
  await eventually(async () => (await stageHead(page, last)).count).toBe(before.count - 1)
  await page.getByText('Synced').waitFor()
  await page.reload()
  await eventually(async () => (await stageHead(page, last)).count).toBe(before.count - 1)

  await page.getByRole('link', { name: 'Table' }).click()
  await page.getByText('Won', { exact: true }).click()
  await page.getByRole('searchbox', { name: 'Search deals' }).fill(title)
  const row = page.getByRole('table', { name: 'Deals' }).getByRole('row').filter({ hasText: title }).first()
  await row.getByRole('cell', { name: 'Won', exact: true }).waitFor()
})

it('keeps a move when there is no server, says so, and sends it once there is one', async () => {
  const page = await visitAs('Sales rep', { expected: /ERR_CONNECTION|ERR_INTERNET|ERR_FAILED/ })
  const [from = '', to = ''] = await openBoard(page)
  const title = await titleOf(cards(column(page, from)).first())
  const moveTo = async (stage: string) => {
    await cards(stages(page))
      .getByRole('button', { name: `Actions for ${title}` })
      .first()
      .click()
    await page.getByRole('menuitemcheckbox', { name: stage, exact: true }).click()
    await cardOf(column(page, stage), title).waitFor()
  }
  await page.route('**/move', (route) => route.abort('connectionrefused'))
  await moveTo(to)
  await page.getByText('1 change kept on this device').waitFor()
  await cardOf(column(page, to), title).waitFor()

  await page.unroute('**/move')
  await page.getByText('Synced').waitFor()
  await page.reload()
  await cardOf(column(page, to), title).waitFor()
  await moveTo(from)
})

it('finds deals: by words and by what is narrowed, and says what to do when none fits', async () => {
  const page = await visitAs('Manager')
  await openBoard(page)
  const all = await cards(stages(page)).count()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  const filters = page.getByRole('dialog', { name: 'Filters' })
  const wanted = await titleOf(cards(stages(page)).first())
  await filters.getByLabel('Title or customer').fill(wanted)
  await filters.getByRole('button', { name: 'Show' }).click()
  await eventually(() => cards(stages(page)).count()).toBeLessThan(all)
  await cardOf(stages(page), wanted).first().waitFor()

  await page.getByRole('link', { name: 'Table' }).click()
  const search = page.getByRole('searchbox', { name: 'Search deals' })
  await search.fill('zzz no such deal zzz')
  await page.getByRole('heading', { name: 'No deal fits' }).waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page.getByRole('table', { name: 'Deals' }).getByRole('row').nth(10).waitFor()
})

it('narrows deals to one owner, the same as that owner sees; sorts; keeps the view in its address', async () => {
  const openDeals = async (page: Page) =>
    Number(
      await page
        .getByText(/^\d+ open$/)
        .innerText()
        .then(parseInt),
    )
  const rep = await visitAs('Sales rep')
  await openBoard(rep)
  await rep.getByText('Synced').waitFor()
  const own = await openDeals(rep)

  const page = await visitAs('Manager')
  await openBoard(page)
  await page.getByRole('button', { name: 'Owner: my team' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Freya Holm', exact: true }).click()
  await eventually(() => openDeals(page)).toBe(own)
  await page.reload()
  await page.getByRole('button', { name: 'Owner: Freya Holm' }).waitFor()
  await eventually(() => openDeals(page)).toBe(own)

  await page.goto(page.url().replace('/pipeline?', '/pipeline?view=table&'))
  const table = page.getByRole('table', { name: 'Deals' })
  await table.getByRole('columnheader', { name: 'Amount' }).waitFor()
  const heads = await table.getByRole('columnheader').allInnerTexts()
  const place = heads.findIndex((head) => head.trim().startsWith('Amount')) + 1
  const amounts = table.locator(`tbody td:nth-child(${place})`)
  await eventually(() => amounts.count()).toBe(own)
  await page.getByRole('columnheader', { name: 'Amount' }).getByRole('button').click()
  const shown = async () => (await amounts.allInnerTexts()).map((text) => Number(text.replace(/\D/g, '')))
  await eventually(async () => {
    const now = await shown()
    return now.toSorted((a, b) => a - b).join() === now.join() || now.toSorted((a, b) => b - a).join() === now.join()
  }).toBe(true)
})

it('changes the card that is moved and the heads of two stages, and no other card', async () => {
  const page = await visitAs('Org admin')
  const names = await openBoard(page)
  const [from = '', to = ''] = await longest(page, names)
  const title = await titleOf(cards(column(page, from)).first())
  const undo = message(page, `Moved to ${to}`)
  await cards(column(page, from))
    .first()
    .getByRole('button', { name: `Actions for ${title}` })
    .click()
  const choice = page.getByRole('menuitemcheckbox', { name: to, exact: true })
  await choice.waitFor()
  const seen = await watchBoard(page)
  await choice.press('Enter')
  await undo.waitFor()
  await cardOf(column(page, to), title).waitFor()
  const { cards: changed, heads, remade } = await seen()
  expect(changed.filter((one) => one !== title)).toEqual([])
  expect(heads.toSorted()).toEqual([from, to].toSorted())
  // Itself, where it goes; at the far end of each of the two stages perhaps one that makes room or comes back.
  expect(new Set(remade).size).toBeLessThanOrEqual(3)
  await page.keyboard.press('Control+z')
  await cardOf(column(page, from), title).waitFor()
})

it('makes the cards near the screen only, and gives one that was in focus its focus back when it returns', async () => {
  const page = await visitAs('Org admin')
  const [name = ''] = await longest(page, await openBoard(page))
  const { count } = await stageHead(page, name)
  const body = page.locator('main > .body')
  const last = async () => titleOf(cards(column(page, name)).last())
  const first = await last()
  await cards(column(page, name)).first().getByRole('link').focus()
  const focused = await titleOf(cards(column(page, name)).first())

  // Again where the stages have come to their height only since.
  await eventually(async () => {
    await body.evaluate((element) => element.scrollTo(0, element.scrollHeight))
    return (await cardOf(column(page, name), focused).count()) === 0 ? last() : first
  }).not.toBe(first)
  expect(await cards(column(page, name)).count()).toBeLessThan(count)
  expect(await stages(page).evaluate((element) => element === document.activeElement)).toBe(true)

  await body.evaluate((element) => element.scrollTo(0, 0))
  await cardOf(column(page, name), focused).getByRole('link').and(page.locator(':focus')).waitFor()
  expect(await cards(column(page, name)).count()).toBeLessThan(count)
})

/** The stages with the most deals first. */
async function longest(page: Page, names: readonly string[]): Promise<string[]> {
  const heads = await Promise.all(names.map(async (name) => ({ name, count: (await stageHead(page, name)).count })))
  return heads.sort((a, b) => b.count - a.count).map(({ name }) => name)
}
