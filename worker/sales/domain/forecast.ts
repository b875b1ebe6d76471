import type { Currency } from '../../kernel/money'
import type { DealStatus } from './stage'

/** What deals of one currency come to: in full, and each times its probability. */
export interface Totals {
  readonly currency: Currency
  readonly amountMinor: number
  readonly weightedMinor: number
}

interface Forecastable {
  readonly status: DealStatus
  readonly amountMinor: number
  readonly currency: Currency
  readonly score: { readonly probability: number } | null
}

/**
 * Sums open deals by currency, alphabetically. A deal nobody has scored counts in full but not in the weighted sum: any
 * number put in its place would be made up. What is won or lost is no forecast.
 */
export function weightedTotals(opportunities: Iterable<Forecastable>): Totals[] {
  const sums = new Map<Currency, { amount: number; weighted: number }>()
  for (const { status, amountMinor, currency, score } of opportunities) {
    if (status !== 'open') continue
    const sum = sums.get(currency) ?? { amount: 0, weighted: 0 }
    sum.amount += amountMinor
    sum.weighted += amountMinor * (score?.probability ?? 0)
    sums.set(currency, sum)
  }
  return [...sums]
    .map(([currency, { amount, weighted }]) => ({
      currency,
      amountMinor: amount,
      weightedMinor: Math.round(weighted),
    }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
}
