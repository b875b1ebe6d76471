import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { eventually, loginOf, PHONE, signIn, visit, visitAs } from './support'

const cards = (page: Page) => page.getByRole('group', { name: 'Stages' }).getByRole('listitem')
const titled = (page: Page, name: string) => page.getByRole('heading', { name, level: 1, exact: true }).waitFor()
/** Whether this element has the focus, and shows it. */
const holdsFocus = (place: Locator) => place.evaluate((element) => element.matches(':focus-visible'))

/** Of the keys that the foot of a page names, the one that shows all of them. */
const hint = (page: Page) => page.locator('footer').getByText(/ keys$/)

async function openBoard(page: Page): Promise<void> {
  await page.goto('/pipeline')
  await cards(page).first().waitFor()
}

it('goes anywhere by two letters, and shows which', async () => {
  const page = await visitAs('Org admin')
  await openBoard(page)
  for (const [letter, heading] of [
    ['c', 'Customers'],
    ['i', /^Import/],
    ['m', 'Model'],
    ['a', 'Users'],
    ['s', 'Settings'],
    ['p', 'Pipeline'],
  ] as const) {
    const there = page.getByRole('heading', { name: heading, level: 1 })
    // The letter must follow soon, which a busy machine may not manage at the first try.
    await eventually(async () => {
      await page.keyboard.press('g')
      await page.keyboard.press(letter)
      return there.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      )
    }).toBe(true)
  }
  // A screen one came to is read out from its heading.
  await eventually(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Pipeline')

  await page.keyboard.press('?')
  const map = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await map.getByText('Next deal').waitFor()
  await map.getByText('Customers').waitFor()
  await page.keyboard.press('Escape')
  await map.waitFor({ state: 'detached' })
  // The keys of a screen stand at its foot.
  expect(await hint(page).count()).toBe(1)
})

it('steps through the board by J and K, opens by Enter, and comes back by Escape to where it was', async () => {
  const page = await visitAs('Sales rep')
  await openBoard(page)
  const [first, second] = [cards(page).nth(0).getByRole('link'), cards(page).nth(1).getByRole('link')]
  await page.keyboard.press('j')
  await eventually(() => holdsFocus(first)).toBe(true)
  await page.keyboard.press('j')
  await eventually(() => holdsFocus(second)).toBe(true)
  const title = await second.getByRole('heading').innerText()
  await page.keyboard.press('Enter')
  const peek = page.getByRole('complementary', { name: title })
  await peek.waitFor()
  await page.keyboard.press('k')
  await peek.waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await page.getByRole('complementary').waitFor({ state: 'detached' })
  await eventually(() => holdsFocus(first)).toBe(true)
  // A second Enter on what is open leads to its page, and Escape from there to the board.
  const opened = await first.getByRole('heading').innerText()
  await page.keyboard.press('Enter')
  await page.getByRole('complementary', { name: opened }).waitFor()
  await page.keyboard.press('Enter')
  await titled(page, opened)
  await page.keyboard.press('Escape')
  await titled(page, 'Pipeline')
})

it('gives the focus back to where a dialog or menu was opened from', async () => {
  const page = await visitAs('Sales rep')
  await openBoard(page)
  await page.keyboard.press('j')
  const card = cards(page).first().getByRole('link')
  await eventually(() => holdsFocus(card)).toBe(true)

  for (const [keys, opened] of [
    ['Control+k', page.getByRole('dialog', { name: 'Commands' })],
    ['?', page.getByRole('dialog', { name: 'Keyboard shortcuts' })],
    ['n', page.getByRole('dialog', { name: 'New deal' })],
    ['l', page.getByRole('dialog', { name: /^Log activity/ })],
    ['m', page.getByRole('menu')],
  ] as const) {
    await page.keyboard.press(keys)
    await opened.waitFor()
    await page.keyboard.press('Escape')
    await opened.waitFor({ state: 'detached' })
    await eventually(() => holdsFocus(card)).toBe(true)
  }

  const filter = page.getByRole('button', { name: 'Filter', exact: true })
  await filter.press('Enter')
  await page.getByRole('dialog', { name: 'Filters' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Filters' }).waitFor({ state: 'detached' })
  await eventually(() => holdsFocus(filter)).toBe(true)
})

it('keeps the menu of the next card open when the one before it has only just closed', async () => {
  const page = await visitAs('Sales rep')
  await openBoard(page)
  await cards(page).first().getByRole('link').focus()
  await page.keyboard.press('m')
  await page.getByRole('menuitem', { name: 'Open', exact: true }).waitFor()
  // In one breath, as a quick hand on a slow device does: what closes has not come to give the focus back.
  await cards(page)
    .nth(1)
    .getByRole('link')
    .evaluate((next: HTMLElement) => {
      const press = (key: string) =>
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
      press('Escape')
      next.focus()
      press('m')
    })
  const name = await cards(page).nth(1).getByRole('heading').innerText()
  const menu = page.getByRole('menu', { name })
  await eventually(() => menu.evaluate((element) => element.contains(document.activeElement))).toBe(true)
  await page.keyboard.press('ArrowDown')
  await eventually(() => holdsFocus(menu.getByRole('menuitem', { name: 'Open', exact: true }))).toBe(true)
})

it('finds a deal, a customer or a command from anywhere', async () => {
  // A session of its own: it ends with the test.
  const page = await visit()
  const { email, password } = loginOf('Sales rep')
  await signIn(page, email, password)
  await openBoard(page)
  const title = await cards(page).nth(2).getByRole('heading').innerText()
  const customer = await cards(page).nth(2).locator('p').first().innerText()
  await page.goto('/settings')
  await titled(page, 'Settings')

  const palette = page.getByRole('dialog', { name: 'Commands' })
  await page.keyboard.press('/')
  await palette.getByRole('combobox').fill(title)
  await palette
    .getByRole('option', { name: `${customer} · ${title}` })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
  await titled(page, title)

  await page.keyboard.press('Control+k')
  await palette.getByRole('combobox').fill(customer)
  await palette.getByRole('option', { name: customer, exact: true }).click()
  await titled(page, customer)

  await page.keyboard.press('Control+k')
  await palette.getByRole('combobox').fill('zzz')
  await palette.getByRole('option', { name: 'Search all customers for “zzz”' }).click()
  await page.getByRole('heading', { name: 'No customer fits' }).waitFor()
  expect(await page.getByRole('searchbox', { name: 'Search customers' }).inputValue()).toBe('zzz')

  await page.keyboard.press('Control+k')
  await palette.getByRole('combobox').fill('log off')
  await page.keyboard.press('Enter')
  await titled(page, 'Sign in')
})

it('steps through customers and table rows by J and K; a slash goes to the search, Escape leaves it', async () => {
  const page = await visitAs('Manager')
  await page.goto('/customers')
  const names = page.getByRole('table', { name: 'Customers' }).getByRole('link')
  await names.nth(2).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await eventually(() => holdsFocus(names.nth(1))).toBe(true)
  await page.keyboard.press('/')
  const search = page.getByRole('searchbox', { name: 'Search customers' })
  await eventually(() => holdsFocus(search)).toBe(true)
  // Letters typed here are letters, and a space between two words stays.
  await page.keyboard.type('jk')
  await page.getByRole('heading', { name: 'No customer fits' }).waitFor()
  await page.keyboard.type(' ')
  await page.keyboard.type('n')
  expect(await search.inputValue()).toBe('jk n')
  await page.keyboard.press('Escape')
  await eventually(() => search.inputValue()).toBe('')
  await page.keyboard.press('Escape')
  await names.nth(2).waitFor()
  await page.keyboard.press('j')
  await eventually(() => holdsFocus(names.first())).toBe(true)
  const name = await names.first().innerText()
  await page.keyboard.press('Enter')
  await titled(page, name)
  await page.keyboard.press('Escape')
  await titled(page, 'Customers')

  await page.goto('/pipeline?view=table')
  const rows = page.getByRole('table', { name: 'Deals' }).getByRole('link')
  await rows.nth(2).waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.getByRole('complementary', { name: await rows.nth(1).innerText() }).waitFor()
  await page.keyboard.press('k')
  await page.getByRole('complementary', { name: await rows.nth(0).innerText() }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('complementary').waitFor({ state: 'detached' })
})

it('leaves single keys alone for those who switch them off', async () => {
  const page = await visitAs('Sales rep')
  await page.goto('/settings')
  await page.getByRole('switch', { name: 'Single-key shortcuts' }).press('Space')
  await openBoard(page)
  await page.keyboard.press('n')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog', { name: 'Commands' }).waitFor()
  expect(await page.getByRole('dialog', { name: 'New deal' }).count()).toBe(0)
})

it('covers the board with the open deal on the phone, and gives it back', async () => {
  const page = await visitAs('Sales rep', { size: PHONE })
  await openBoard(page)
  // Where there are no keys, none are named, to the eye or to anything else.
  expect(await hint(page).count()).toBe(0)
  const card = cards(page).first().getByRole('link')
  const title = await card.getByRole('heading').innerText()
  await card.click()
  const sheet = page.getByRole('complementary', { name: title })
  await sheet.getByRole('button', { name: 'Close', exact: true }).click()
  await sheet.waitFor({ state: 'detached' })
  await eventually(() => card.evaluate((element) => element === document.activeElement)).toBe(true)
})
