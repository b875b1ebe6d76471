import type { Stage } from '../../../../worker/sales/contract'
import { type Totals, weightedTotals } from '../../../../worker/sales/domain/forecast'
import { formatMoneyShort } from '../../ui/format'
import { compareDeals, type DealFacts, type DealSort } from './deal-filters'

/** One stage of the board: its deals in order, and what they come to. */
export interface BoardColumn {
  readonly ids: readonly string[]
  /** One entry a currency. */
  readonly totals: readonly Totals[]
  /** How many of them have a chance to win: without any there is nothing to weigh by. */
  readonly scored: number
}

/** Lays deals out by stage. Deals of stages the board does not show are nowhere on it. */
export function columnsOf(
  deals: Iterable<DealFacts>,
  stages: readonly Pick<Stage, 'id'>[],
  sort: DealSort,
): ReadonlyMap<string, BoardColumn> {
  const byStage = new Map<string, DealFacts[]>(stages.map(({ id }) => [id, []]))
  for (const deal of deals) byStage.get(deal.stageId)?.push(deal)
  const compare = compareDeals(sort)
  return new Map(
    [...byStage].map(([stageId, inStage]) => [
      stageId,
      {
        ids: inStage.sort(compare).map(({ id }) => id),
        totals: weightedTotals(inStage),
        scored: inStage.filter(({ score }) => score !== null).length,
      },
    ]),
  )
}

/** Columns as they are now; those that say what they said before are the very same, so that nobody looks at them again. */
export function keepUnchanged(
  before: ReadonlyMap<string, BoardColumn>,
  now: ReadonlyMap<string, BoardColumn>,
): ReadonlyMap<string, BoardColumn> {
  return new Map(
    Array.from(now, ([stageId, column]) => {
      const known = before.get(stageId)
      return [stageId, known && JSON.stringify(known) === JSON.stringify(column) ? known : column]
    }),
  )
}

/** Adds up what several columns come to. */
export function sumTotals(columns: Iterable<BoardColumn>): Totals[] {
  const sums = new Map<string, Totals>()
  for (const { totals } of columns) {
    for (const one of totals) {
      const sum = sums.get(one.currency)
      sums.set(one.currency, {
        currency: one.currency,
        amountMinor: one.amountMinor + (sum?.amountMinor ?? 0),
        weightedMinor: one.weightedMinor + (sum?.weightedMinor ?? 0),
      })
    }
  }
  return [...sums.values()]
}

/** `€434k`, or `€434k + $12k`: no rate turns one currency into another, so each stands for itself. The company's comes first. */
export function moneyWords(totals: readonly Totals[], of: 'amountMinor' | 'weightedMinor', home: string): string {
  if (totals.length === 0) return formatMoneyShort(0, home)
  return totals
    .toSorted((a, b) => Number(b.currency === home) - Number(a.currency === home))
    .map((one) => formatMoneyShort(one[of], one.currency))
    .join(' + ')
}

/** `€83.9k weighted`; says so where no deal has been scored, since nothing weighted is not a weight of nothing. */
export function weightedWords(column: BoardColumn, home: string): string {
  if (column.ids.length > 0 && column.scored === 0) return 'no scores yet'
  return `${moneyWords(column.totals, 'weightedMinor', home)} weighted`
}

/** How much of the money is likely to come, 0 to 1, by the currency most of it is in. */
export function weightedShare(totals: readonly Totals[]): number {
  const [largest] = totals.toSorted((a, b) => b.amountMinor - a.amountMinor)
  return largest && largest.amountMinor > 0 ? largest.weightedMinor / largest.amountMinor : 0
}

/** Where to go from a deal on the board: down and up its column and on into the next, or sideways at the same height. */
export function neighbour(
  columns: readonly (readonly string[])[],
  from: string | undefined,
  step: 'next' | 'previous' | 'right' | 'left',
): string | undefined {
  const filled = columns.filter((ids) => ids.length > 0)
  const column = filled.findIndex((ids) => from !== undefined && ids.includes(from))
  if (column < 0) return filled[0]?.[0]
  const row = filled[column]!.indexOf(from!) // both were found together just above
  if (step === 'next') return filled[column]?.[row + 1] ?? filled[column + 1]?.[0]
  if (step === 'previous') return row > 0 ? filled[column]?.[row - 1] : filled[column - 1]?.at(-1)
  const beside = filled[column + (step === 'right' ? 1 : -1)]
  return beside?.[Math.min(row, beside.length - 1)]
}
