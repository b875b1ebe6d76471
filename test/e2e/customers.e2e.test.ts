import { expect, it } from 'vitest'
import { eventually, message, PHONE, visitAs } from './support'

it('searches and narrows customers, and opens one: profile, deals, people, all that happened', async () => {
  const page = await visitAs('Manager')
  await page.goto('/customers')
  const rows = page.getByRole('table', { name: 'Customers' }).getByRole('row')
  await rows.nth(10).waitFor()
  const name = (await rows.nth(3).getByRole('link').first().textContent()) ?? ''

  await page.getByRole('searchbox', { name: 'Search customers' }).fill(name)
  await eventually(() => rows.count()).toBeLessThan(10)
  await page.getByRole('searchbox', { name: 'Search customers' }).fill('zzz nobody zzz')
  await page.getByRole('heading', { name: 'No customer fits' }).waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await rows.nth(10).waitFor()

  await page.getByRole('button', { name: /Companies and people/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Companies', exact: true }).click()
  await page.getByRole('searchbox', { name: 'Search customers' }).fill(name)
  await page.getByRole('link', { name, exact: true }).first().click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  await page.getByRole('region', { name: 'Details' }).getByText('Industry', { exact: true }).waitFor()
  await page.getByRole('region', { name: 'Open deals' }).waitFor()
  await page.getByRole('region', { name: 'People', exact: true }).waitFor()
  const activity = page.getByRole('region', { name: 'Activity' })
  await activity.getByRole('listitem').first().waitFor()

  const form = activity.getByRole('form', { name: 'Log activity' })
  await form.getByText('Note', { exact: true }).click()
  await form.getByRole('textbox').fill('They build a second hall next year.')
  await form.getByRole('button', { name: 'Save note' }).click()
  await message(page, 'Note saved').waitFor()
  await activity.getByRole('listitem').filter({ hasText: 'They build a second hall next year.' }).waitFor()
})

it('lists customers on the phone, and finds one by a few letters', async () => {
  const page = await visitAs('Sales rep', { size: PHONE })
  await page.goto('/customers')
  const lines = page.getByRole('list', { name: 'Customers' }).getByRole('listitem')
  await lines.nth(3).waitFor()
  const all = await lines.count()
  const name = (await lines.nth(2).getByRole('link').locator('span.b').textContent()) ?? ''
  await page.getByRole('searchbox', { name: 'Search customers' }).fill(name)
  await eventually(() => lines.count()).toBeLessThan(all)
  await lines.first().click()
  await page.getByRole('heading', { name, level: 1 }).waitFor({ state: 'attached' })
  expect(await page.getByRole('group', { name: 'Sections' }).getByRole('button').count()).toBe(3)
})

// Columns of the table, as one counts them; the first is the box.
const [NAME, INDUSTRY, TAGS, OWNER] = [2, 3, 8, 9]

it('narrows customers by kind, industry and owner, and keeps the view in its address', async () => {
  const page = await visitAs('Manager')
  await page.goto('/customers')
  const table = page.getByRole('table', { name: 'Customers' })
  const cells = (column: number) => table.locator(`tbody td:nth-child(${column})`)
  await cells(NAME).nth(10).waitFor()
  const choose = async (chip: string | RegExp, item: string) => {
    await page.getByRole('button', { name: chip }).click()
    await page.getByRole('menuitemcheckbox', { name: item, exact: true }).click()
  }

  await choose('Companies and people', 'Companies')
  await choose('Any industry', 'Energy')
  await eventually(async () => new Set(await cells(INDUSTRY).allInnerTexts())).toEqual(new Set(['Energy']))
  await choose('Owner: my team', 'Freya Holm')
  const owners = () =>
    cells(OWNER)
      .getByRole('img')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
  await eventually(async () => new Set(await owners())).toEqual(new Set(['Freya Holm']))
  const names = await cells(NAME).allInnerTexts()

  await page.reload()
  await page.getByRole('button', { name: 'Industry: Energy' }).waitFor()
  await eventually(() => cells(NAME).allInnerTexts()).toEqual(names)
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click()
  await eventually(() => cells(NAME).allInnerTexts()).toEqual(names.toReversed())
})

it('tells of a customer all that happened with each of its deals', async () => {
  const page = await visitAs('Sales rep')
  await page.goto('/pipeline')
  const card = page.getByRole('group', { name: 'Stages' }).getByRole('listitem').first()
  const title = await card.getByRole('heading').innerText()
  await page.goto((await card.getByRole('link').getAttribute('href')) ?? '')
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
  const form = page.getByRole('form', { name: 'Log activity' })
  await form.getByText('Meeting', { exact: true }).click()
  const said = `They walked us through hall ${Date.now()}.`
  await form.getByRole('textbox').fill(said)
  await form.getByRole('button', { name: 'Log meeting' }).click()
  await message(page, 'Meeting logged').waitFor()

  // The way to the customer stands above the deal.
  await page.getByRole('navigation', { name: 'You are here' }).getByRole('link').nth(1).click()
  const activity = page.getByRole('region', { name: 'Activity' })
  await activity.getByRole('listitem').filter({ hasText: said }).waitFor()
  await page.getByRole('region', { name: 'Open deals' }).getByRole('link', { name: title }).first().click()
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
})

it('begins a deal with the customer one looks at', async () => {
  const page = await visitAs('Sales rep')
  await page.goto('/customers?kind=company')
  await page.getByRole('table', { name: 'Customers' }).getByRole('link').first().click()
  const open = page.getByRole('region', { name: 'Open deals' })
  await open.getByRole('button', { name: 'New deal' }).click()
  await page.getByRole('heading', { name: 'Pipeline', level: 1 }).waitFor()
  const dialog = page.getByRole('dialog', { name: 'New deal' })
  const customer = await dialog.getByRole('combobox', { name: 'Customer' }).inputValue()
  const title = `Spare probes ${Date.now()}`
  await dialog.getByLabel('Title').fill(title)
  await dialog.getByLabel('Amount').fill('4200')
  await dialog.getByRole('button', { name: 'Create deal' }).click()
  const beside = page.getByRole('complementary', { name: title })
  await beside.getByText(customer, { exact: true }).first().waitFor()
  // Asked once: loading the page anew does not ask again.
  await page.reload()
  await beside.waitFor()
  expect(await dialog.count()).toBe(0)
})

it('says when there is no network, and goes on where it was once there is one', async () => {
  const page = await visitAs('Sales rep', { expected: /ERR_INTERNET_DISCONNECTED/ })
  await page.goto('/customers')
  const rows = page.getByRole('table', { name: 'Customers' }).getByRole('row')
  await rows.nth(10).waitFor()
  await page.route('**/api/v1/customers?*', (route) => route.abort('internetdisconnected'))
  const search = page.getByRole('searchbox', { name: 'Search customers' })
  await search.fill('a')
  await page.getByRole('heading', { name: 'You are offline' }).waitFor()
  expect(await search.inputValue()).toBe('a')
  await page.unroute('**/api/v1/customers?*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await rows.nth(1).waitFor()
  expect(await search.inputValue()).toBe('a')
})

it('gives chosen customers to a colleague and tags them, each taken back by one undo', async () => {
  const page = await visitAs('Manager')
  await page.goto('/customers')
  const rows = page.getByRole('table', { name: 'Customers' }).locator('tbody tr')
  await rows.nth(10).waitFor()
  const bulk = page.getByRole('region', { name: 'Selected customers' })
  const box = (at: number) => rows.nth(at).getByRole('checkbox')
  const two = [1, 3]
  const cell = (at: number, column: number) => rows.nth(at).locator(`td:nth-child(${column})`)
  const owners = () => Promise.all(two.map((at) => cell(at, OWNER).getByRole('img').getAttribute('aria-label')))
  const tags = () => Promise.all(two.map((at) => cell(at, TAGS).innerText()))
  const choose = async () => {
    for (const at of two) await box(at).check()
    await bulk.getByText('2 customers selected').waitFor()
  }
  const synced = () => page.getByText('Synced').waitFor()

  // A stretch by the mouse, one by its key, none by Escape.
  await box(1).check()
  await box(4).click({ modifiers: ['Shift'] })
  await bulk.getByText('4 customers selected').waitFor()
  await rows.nth(4).getByRole('link').first().focus()
  await page.keyboard.press('x')
  await bulk.getByText('3 customers selected').waitFor()
  await page.keyboard.press('Escape')
  await bulk.waitFor({ state: 'detached' })

  const before = { owners: await owners(), tags: await tags() }
  const to = before.owners.includes('Freya Holm') ? 'Kofi Mensah' : 'Freya Holm'
  await choose()
  await bulk.getByRole('button', { name: 'Give to' }).click()
  await page.getByRole('menuitem', { name: to }).click()
  await message(page, `2 customers: given to ${to}`).waitFor()
  await eventually(owners).toEqual([to, to])
  await synced()
  await page.keyboard.press('Control+z')
  await eventually(owners).toEqual(before.owners)
  await synced()

  const tag = `fair-${Date.now()}`
  await choose()
  await bulk.getByRole('button', { name: 'Tag', exact: true }).click()
  await page.getByLabel('New tag').fill(`#${tag}`)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await message(page, `2 customers: tagged ${tag}`).waitFor()
  await synced()
  await page.goto(`/customers?tag=${tag}`)
  await eventually(() => rows.count()).toBe(2)
  await page.goBack()
  await rows.nth(10).waitFor()
  expect(await owners()).toEqual(before.owners)
})

it('offers no boxes on the phone, where a customer is changed on their own page', async () => {
  const page = await visitAs('Manager', { size: PHONE })
  await page.goto('/customers')
  await page.getByRole('list', { name: 'Customers' }).getByRole('listitem').nth(3).waitFor()
  expect(await page.getByRole('checkbox').count()).toBe(0)
})
