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
