import type { Locator, Page } from 'playwright-core'
import { ask } from './support'

export const stages = (page: Page) => page.getByRole('group', { name: 'Stages' })
export const column = (page: Page, stage: string) => page.getByRole('region', { name: stage, exact: true })
export const cards = (within: Locator) => within.getByRole('listitem')

/** Shows the board with its deals; answers what its stages are called. */
export async function openBoard(page: Page): Promise<string[]> {
  await page.goto('/pipeline')
  await cards(stages(page)).first().waitFor()
  return stages(page).getByRole('region').getByRole('heading', { level: 2 }).locator('span:first-child').allInnerTexts()
}

export const titleOf = (card: Locator) => card.getByRole('heading', { level: 3 }).innerText()
export const cardOf = (within: Locator, title: string) =>
  cards(within).filter({ has: within.page().getByRole('heading', { name: title, exact: true }) })

type Pipelines = readonly { id: string; stages: readonly { id: string; name: string; status: string }[] }[]

/** Eight deals in the third stage of a company that has none; answers what the stages are called. */
export async function addDealsToThirdStage(page: Page): Promise<string[]> {
  const { rows } = await ask<{ rows: Pipelines }>(page, 'GET', '/pipelines')
  const [pipeline] = rows
  const open = pipeline?.stages.filter(({ status }) => status === 'open') ?? []
  const customer = await ask<{ id: string }>(page, 'POST', '/customers', { kind: 'company', name: 'Quayside' })
  const deal = { customerId: customer.id, pipelineId: pipeline?.id, stageId: open[2]?.id }
  for (let n = 1; n <= 8; n++)
    await ask(page, 'POST', '/opportunities', { ...deal, title: `Deal ${n}`, amountMinor: n * 100_000 })
  return open.map(({ name }) => name)
}

interface Changed {
  /** The titles of cards. */
  readonly cards: string[]
  /** The names of stages. */
  readonly heads: string[]
  /** The addresses of deals. */
  readonly remade: string[]
}

/** Which cards and which heads of stages change from now on, and which cards of those there are made anew. */
export async function watchBoard(page: Page): Promise<() => Promise<Changed>> {
  const watching = await page.evaluateHandle(() => {
    const inside = new Set<string>()
    const heads = new Set<string>()
    const remade: string[] = []
    const deal = (card: Element) => card.querySelector('a')?.getAttribute('href') ?? ''
    const before = new Set([...document.querySelectorAll('[aria-label="Stages"] li')].map(deal))
    new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        const element = target instanceof Element ? target : target.parentElement
        const made = [...addedNodes].flatMap((node) => (node instanceof HTMLLIElement ? deal(node) : []))
        remade.push(...made.filter((one) => before.has(one)))
        const head = element?.closest('header')?.parentElement?.getAttribute('aria-label')
        if (head) heads.add(head)
        const card = element?.closest('li')?.querySelector('h3')?.textContent
        if (card) inside.add(card)
      }
    }).observe(document.querySelector('[aria-label="Stages"]')!, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    })
    return { inside, heads, remade }
  })
  return () => watching.evaluate(({ inside, heads, remade }) => ({ cards: [...inside], heads: [...heads], remade }))
}
