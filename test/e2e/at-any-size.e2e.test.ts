import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { ask, eventually, freshCompany, PHONE, visit, visitAs } from './support'

const CUSTOMER =
  'Vereinigte Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft für Überwachung'
const DEAL = 'Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung, Bauabschnitt 7'

it('writes numbers and dates as the company does, whatever language the browser speaks', async () => {
  const page = await visitAs('Sales rep', { language: 'en-US' })
  await page.goto('/tasks?view=calendar&month=2027-03')
  const day = page
    .getByRole('region', { name: 'Calendar' })
    .getByRole('listitem')
    .filter({ hasText: /\b9 Mar 2027/ })
  await eventually(() => day.count()).toBe(1)
})

it('shows every line of the phone’s menu, the way out too, without a scroll', async () => {
  const page = await visitAs('Sales rep', { size: PHONE })
  await page.goto('/today')
  await page.getByRole('button', { name: 'More' }).click()
  const menu = page.getByRole('menu')
  await menu.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  await eventually(() => menu.evaluate((el) => el.scrollHeight - el.clientHeight)).toBe(0)
})

it('leaves no button on the phone that a thumb would miss', async () => {
  const page = await visitAs('Sales rep', { size: PHONE })
  const missed: string[] = []
  for (const [address, sign] of [
    ['/today', 'Log activity'],
    ['/pipeline', 'Closes any time'],
    ['/pipeline?view=table', 'Won'],
    ['/tasks', 'Priority'],
    ['/model', 'Curve'],
    ['/settings', 'As this device'],
  ] as const) {
    await page.goto(address)
    await page.getByRole('button', { name: sign, exact: true }).first().waitFor()
    missed.push(...(await tooSmall(page)).map((button) => `${address}: ${button}`))
  }
  expect(missed).toEqual([])
})

it('gives way to a long name: it runs neither under the buttons nor out of its panel, and can be read whole', async () => {
  const page = await visit()
  await freshCompany(page)
  const { id: customerId } = await ask<{ id: string }>(page, 'POST', '/customers', { kind: 'company', name: CUSTOMER })
  const { rows } = await ask<{ rows: { id: string; stages: { id: string }[] }[] }>(page, 'GET', '/pipelines')
  const { id } = await ask<{ id: string }>(page, 'POST', '/opportunities', {
    title: DEAL,
    customerId,
    pipelineId: rows[0]?.id,
    stageId: rows[0]?.stages[0]?.id,
    amountMinor: 9_876_543_210_900,
  })

  await page.goto(`/deals/${id}`)
  const crumbs = page.getByRole('navigation', { name: 'You are here' })
  const customer = crumbs.getByRole('link', { name: CUSTOMER })
  await customer.waitFor()
  const search = page.getByRole('button', { name: /^Search or jump to/ })
  expect(await rightOf(crumbs)).toBeLessThanOrEqual(await leftOf(search))
  expect(await rightOf(customer)).toBeLessThanOrEqual(await leftOf(search))
  expect((await customer.boundingBox())?.width).toBeGreaterThan(40)

  await customer.hover()
  await eventually(() => page.getByRole('tooltip').allInnerTexts()).toEqual([CUSTOMER])

  await page.goto(`/pipeline?deal=${id}`)
  const title = page.getByRole('heading', { name: DEAL, level: 2 })
  await title.waitFor()
  expect(await title.evaluate((el) => el.scrollWidth - el.clientWidth)).toBe(0)

  await page.goto('/pipeline?view=table')
  const table = page.getByRole('table', { name: 'Deals' })
  const chance = table.getByRole('columnheader', { name: 'Chance' })
  await chance.waitFor()
  expect(await rightOf(chance)).toBeLessThan(1440)
})

async function rightOf(place: Locator): Promise<number> {
  const box = await place.boundingBox()
  return (box?.x ?? 0) + (box?.width ?? 0)
}

async function leftOf(place: Locator): Promise<number> {
  return (await place.boundingBox())?.x ?? 0
}

/** The buttons in sight that are not met 19 pixels above and below their middle. */
function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main .btn, main .chip, main .seg button, main .tabs a')]
      .filter((button) => button.matches('button, a'))
      .filter((button) => {
        const { left, top, width, height } = button.getBoundingClientRect()
        const x = left + width / 2
        const middle = top + height / 2
        const isMet = (y: number) => button.contains(document.elementFromPoint(x, y))
        return isMet(middle) && middle < innerHeight - 120 && !(isMet(middle - 19) && isMet(middle + 19))
      })
      .map((button) => `${button.getAttribute('aria-label') ?? button.innerText} (${button.offsetHeight} px)`),
  )
}
