import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { axeViolations, CUT, eventually, visitAs } from './support'

const stages = (page: Page) => page.getByRole('group', { name: 'Stages' })
const column = (page: Page, stage: string) => page.getByRole('region', { name: stage, exact: true })
const cards = (within: Locator) => within.getByRole('listitem')
const cardOf = (page: Page, stage: string, title: string) =>
  cards(column(page, stage)).filter({ has: page.getByRole('heading', { name: title, exact: true }) })

async function openBoard(page: Page): Promise<string[]> {
  await page.goto('/pipeline')
  await cards(stages(page)).first().waitFor()
  await page.getByText('Synced').waitFor()
  return stages(page).getByRole('region').getByRole('heading', { level: 2 }).locator('span:first-child').allInnerTexts()
}

async function firstTitle(page: Page, stage: string): Promise<string> {
  return cards(column(page, stage)).first().getByRole('heading', { level: 3 }).innerText()
}

async function moveBy(page: Page, from: string, title: string, to: string): Promise<void> {
  await cardOf(page, from, title)
    .getByRole('button', { name: `Actions for ${title}` })
    .click()
  await page.getByRole('menu').getByRole('menuitemcheckbox', { name: to, exact: true }).click()
  await cardOf(page, to, title).waitFor({ state: 'attached' })
}

it('shows at one desk what is moved at another, without anybody asking', async () => {
  const [here, there] = [await visitAs('Sales rep'), await visitAs('Sales rep')]
  const [from = '', to = ''] = await openBoard(here)
  await openBoard(there)
  const title = await firstTitle(here, from)
  await moveBy(here, from, title, to)
  await cardOf(there, to, title).waitFor({ state: 'attached' })
  await moveBy(there, to, title, from)
  await cardOf(here, from, title).waitFor({ state: 'attached' })
})

it('keeps what is done without a network through a reload and in a second tab, and sends it when there is one', async () => {
  const page = await visitAs('Sales rep', { expected: CUT })
  const [from = '', to = '', third = ''] = await openBoard(page)
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await eventually(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  const title = await firstTitle(page, from)

  await page.context().setOffline(true)
  await moveBy(page, from, title, to)
  await page.getByText('1 change kept on this device').waitFor()

  await page.reload()
  await cardOf(page, to, title).waitFor({ state: 'attached' })
  const second = await page.context().newPage()
  await second.goto('/pipeline')
  await cardOf(second, to, title).waitFor({ state: 'attached' })
  await moveBy(second, to, title, third)
  await cardOf(page, third, title).waitFor({ state: 'attached' })

  await page.getByRole('link', { name: '2 changes kept on this device' }).click()
  const waiting = page.getByRole('region', { name: 'Waiting' })
  await eventually(() => waiting.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringContaining(`Move “${title}” to ${to}`),
    expect.stringContaining(`Move “${title}” to ${third}`),
  ])
  expect(await axeViolations(page)).toEqual([])

  await page.context().setOffline(false)
  await page.getByText('Synced').waitFor()
  await page.getByRole('region', { name: 'Sent' }).getByText(`Move “${title}” to ${third}`).waitFor()

  const elsewhere = await visitAs('Sales rep')
  await openBoard(elsewhere)
  await cardOf(elsewhere, third, title).waitFor({ state: 'attached' })
  await moveBy(elsewhere, third, title, from)
})
