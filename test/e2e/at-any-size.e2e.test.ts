import { expect, it } from 'vitest'
import { eventually, visitAs } from './support'

it('writes numbers and dates as the company does, whatever language the browser speaks', async () => {
  const page = await visitAs('Sales rep', { language: 'en-US' })
  await page.goto('/tasks?view=calendar&month=2027-03')
  const day = page
    .getByRole('region', { name: 'Calendar' })
    .getByRole('listitem')
    .filter({ hasText: /\b9 Mar 2027/ })
  await eventually(() => day.count()).toBe(1)
})
