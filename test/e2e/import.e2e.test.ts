import { expect, it } from 'vitest'
import { crmExport } from './files'
import { eventually, freshCompany, visit } from './support'

it('brings in a real export, says what was not taken, and takes nothing twice', async () => {
  const page = await visit()
  await freshCompany(page)
  const file = crmExport(600)

  const bringIn = async () => {
    await page.goto('/import')
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('button', { name: /^Import \d/ }).waitFor()
  }
  await bringIn()
  // Every column was guessed as a person would have said it.
  const becomes = (header: string) => page.getByLabel(`What “${header}” becomes`).inputValue()
  expect(await becomes('opportunity_id')).toBe('field:externalId')
  expect(await becomes('sales_agent')).toBe('field:owner')
  expect(await becomes('close_value')).toBe('field:amount')
  // And can be corrected.
  await page.getByLabel('What “product” becomes').selectOption('Do not import')
  await page.getByLabel('What “product” becomes').selectOption('Product')
  await page.getByRole('table', { name: 'What will happen to the first rows' }).getByText('Error').first().waitFor()
  await page.getByRole('button', { name: /^Import \d/ }).click()

  // Left and come back to: it went on by itself.
  await page.goto('/pipeline')
  await page.goto('/import')
  await page.getByRole('link', { name: file.name }).first().click()
  await page.getByText('Import done').waitFor()
  await page.getByRole('table', { name: 'Rows that were not taken' }).getByRole('row').nth(1).waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download as CSV' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)

  await bringIn()
  await page.getByRole('button', { name: /^Import \d/ }).click()
  await page.getByText('Import done').waitFor()
  await page.getByText(new RegExp(`${file.rows - file.bad.length} unchanged`)).waitFor()

  // The closed deals hold no signal, and the model page says so instead of pretending.
  await eventually(async () => {
    await page.goto('/model')
    return page.getByRole('heading', { name: 'Your closed deals do not tell winners from losers' }).count()
  }, 60_000).toBe(1)
})
