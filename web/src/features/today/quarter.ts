import type { OpportunityRow } from '../../../../worker/sales/contract'
import { dayOf } from '../../ui/format'

export interface Quarter {
  readonly name: string
  /** Its first day, and the first of the next. */
  readonly from: string
  readonly to: string
}

/** The quarter of the calendar that a day is in, by the reader's own. */
export function quarterOf(now: Date): Quarter {
  const [year = 0, month = 1] = dayOf(now).split('-').map(Number)
  const first = Math.floor((month - 1) / 3) * 3 + 1
  const day = (y: number, m: number) => `${y}-${String(m).padStart(2, '0')}-01`
  return {
    name: `Q${(first + 2) / 3} ${year}`,
    from: day(year, first),
    to: first === 10 ? day(year + 1, 1) : day(year, first + 3),
  }
}

export interface Sum {
  readonly currency: string
  readonly amountMinor: number
}

type Counted = Sum & { readonly share?: number }

/** Amounts in each currency, each as far as it counts; the largest first. */
export function sumsOf(deals: readonly Counted[]): Sum[] {
  const sums = new Map<string, number>()
  for (const { currency, amountMinor, share = 1 } of deals)
    sums.set(currency, (sums.get(currency) ?? 0) + amountMinor * share)
  return [...sums]
    .map(([currency, amount]) => ({ currency, amountMinor: Math.round(amount) }))
    .sort((a, b) => b.amountMinor - a.amountMinor)
}

/** Open deals that are to close by the end of the quarter, each by its chance; those without one are not counted. */
export function expectedOf(deals: readonly OpportunityRow[], { to }: Quarter) {
  const due = deals.filter(({ status, expectedCloseOn }) => status === 'open' && (expectedCloseOn ?? to) < to)
  const scored = due.flatMap((deal) => (deal.score ? [{ ...deal, share: deal.score.probability }] : []))
  return { sums: sumsOf(scored), count: scored.length, unscored: due.length - scored.length }
}
