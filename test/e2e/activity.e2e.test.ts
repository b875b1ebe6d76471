import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ask, axeViolations, CUT, eventually, message, PHONE, picture, visitAs } from './support'

/** The page of a deal on which something was just said, and the entry that tells of it. */
async function justSaid(page: Page, words: string): Promise<Locator> {
  await page.goto('/pipeline')
  const link = page.getByRole('group', { name: 'Stages' }).getByRole('region').nth(1).getByRole('link').first()
  const href = await link.getAttribute('href')
  await page.goto(href ?? '')
  await page.getByRole('heading', { level: 1 }).waitFor()
  const form = page.getByRole('form', { name: 'Log activity' })
  await form.getByRole('textbox').fill(words)
  await form.getByRole('button', { name: 'Log call' }).click()
  await message(page, 'Call logged').waitFor()
  return page.getByRole('region', { name: 'Activity' }).getByRole('listitem').filter({ hasText: words })
}

const entryOf = (page: Page, words: string) =>
  page.getByRole('region', { name: 'Activity' }).getByRole('listitem').filter({ hasText: words })

async function change(page: Page, entry: Locator, words: string): Promise<void> {
  await entry.getByRole('button', { name: /^Change: / }).click()
  const form = page.getByRole('dialog').getByRole('form', { name: 'Change activity' })
  await form.getByRole('textbox', { name: /^What (was|should)/ }).fill(words)
  expect(await axeViolations(page.getByRole('dialog'))).toEqual([])
  await picture(page, 'change-activity')
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

it('corrects what was said where it stands, and takes the correction back', async () => {
  const page = await visitAs('Sales rep')
  const entry = await justSaid(page, 'They want a quote for line 3.')
  await change(page, entry, 'They want a quote for line 4.')
  await entryOf(page, 'They want a quote for line 4.').waitFor()
  await message(page, 'Call changed').hover()
  await page.reload()
  await entryOf(page, 'They want a quote for line 4.').waitFor()

  await change(page, entryOf(page, 'They want a quote for line 4.'), 'They want a quote for line 5.')
  await message(page, 'Call changed').hover()
  await page.getByRole('button', { name: /^Undo/ }).click()
  await entryOf(page, 'They want a quote for line 4.').waitFor()
  expect(await entryOf(page, 'They want a quote for line 5.').count()).toBe(0)
})

it('corrects what was said without a network, and sends it when there is one', async () => {
  const page = await visitAs('Sales rep', { expected: CUT })
  await page.goto('/pipeline')
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  const entry = await justSaid(page, 'The pump is to be blue.')
  await page.context().setOffline(true)
  await change(page, entry, 'The pump is to be green.')
  await message(page, /kept on this device/).waitFor()
  await entryOf(page, 'The pump is to be green.').waitFor()
  await page.context().setOffline(false)
  await page.getByText('Synced').waitFor({ state: 'attached' })
  await page.reload()
  await entryOf(page, 'The pump is to be green.').waitFor()
  await eventually(() => entryOf(page, 'The pump is to be blue.').count()).toBe(0)
})

/** Says something with no network; it is there at once, also after the page is opened anew, until it is the real one. */
async function saidOffline(page: Page, words: string): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  const form = page.getByRole('form', { name: 'Log activity' })
  await form.waitFor()
  await page.context().setOffline(true)
  await form.getByRole('textbox').fill(words)
  await form.getByRole('button', { name: 'Log call' }).click()
  const waiting = entryOf(page, words).getByText('not sent yet')
  await waiting.waitFor()
  await page.reload()
  await waiting.waitFor()
  expect(await axeViolations(page)).toEqual([])
  await picture(page, `waiting-${words.replace(/\W+/g, '-')}`)
  await page.context().setOffline(false)
  await waiting.waitFor({ state: 'detached' })
  expect(await entryOf(page, words).count()).toBe(1)
}

it('shows a call logged without a network on the deal at once, marked until it is sent', async () => {
  const page = await visitAs('Sales rep', { expected: CUT })
  await page.goto('/pipeline')
  const link = page.getByRole('group', { name: 'Stages' }).getByRole('region').nth(1).getByRole('link').first()
  await page.goto((await link.getAttribute('href')) ?? '')
  await saidOffline(page, 'The valve sticks.')
  await page.reload()
  await entryOf(page, 'The valve sticks.').waitFor()
})

it('shows a call logged without a network on the customer at once, marked until it is sent', async () => {
  const page = await visitAs('Sales rep', { expected: CUT, size: PHONE })
  await page.goto('/pipeline')
  const deal = page.getByRole('group', { name: 'Stages' }).getByRole('region').nth(1).getByRole('link').first()
  const id = (await deal.getAttribute('href'))?.split('/').at(-1)
  const { customerId } = await ask<{ customerId: string }>(page, 'GET', `/opportunities/${id}`)
  await page.goto(`/customers/${customerId}`)
  await saidOffline(page, 'The lift is slow.')
  await page.reload()
  await entryOf(page, 'The lift is slow.').waitFor()
  // What was said of a deal is told of its customer as well, and waits there too.
  await page.context().setOffline(true)
  await page.goto(`/deals/${id}`)
  await page.getByRole('group', { name: 'Sections' }).getByRole('button', { name: 'Activity' }).click()
  const form = page.getByRole('form', { name: 'Log activity' })
  await form.getByRole('textbox').fill('About the deal.')
  await form.getByRole('button', { name: 'Log call' }).click()
  await entryOf(page, 'About the deal.').getByText('not sent yet').waitFor()
  await message(page, /kept on this device/).waitFor()
  await page.goto(`/customers/${customerId}`)
  await entryOf(page, 'About the deal.').getByText('not sent yet').waitFor()
  await page.context().setOffline(false)
  await entryOf(page, 'About the deal.').getByText('not sent yet').waitFor({ state: 'detached' })
})

it('corrects what was said to a customer on the customer’s page', async () => {
  const page = await visitAs('Sales rep')
  await page.goto('/customers')
  await page.getByRole('table').getByRole('link').first().click()
  const form = page.getByRole('form', { name: 'Log activity' })
  await form.getByRole('textbox').fill('The gate opens at seven.')
  await form.getByRole('button', { name: 'Log call' }).click()
  await message(page, 'Call logged').waitFor()
  await change(page, entryOf(page, 'The gate opens at seven.'), 'The gate opens at six.')
  await entryOf(page, 'The gate opens at six.').waitFor()
  await page.reload()
  await entryOf(page, 'The gate opens at six.').waitFor()
})

it('is corrected with a thumb in a sheet', async () => {
  const page = await visitAs('Sales rep', { size: PHONE, dark: true })
  await page.goto('/pipeline')
  const link = page.getByRole('group', { name: 'Stages' }).getByRole('region').first().getByRole('link').first()
  await page.goto(await link.evaluate((element) => (element as HTMLAnchorElement).href))
  await page.getByRole('group', { name: 'Sections' }).getByRole('button', { name: 'Activity' }).click()
  const form = page.getByRole('form', { name: 'Log activity' })
  await form.getByRole('textbox').fill('The crane is booked.')
  await form.getByRole('button', { name: 'Log call' }).click()
  const first = page.getByRole('button', { name: /^Change: / }).first()
  await picture(page, 'activity-phone')
  await first.click()
  await page.getByRole('dialog').getByRole('form', { name: 'Change activity' }).waitFor()
  await picture(page, 'change-activity-phone')
})
