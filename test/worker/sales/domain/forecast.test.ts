import { expect, it } from 'vitest'
import type { Currency } from '../../../../worker/kernel/money'
import { weightedTotals } from '../../../../worker/sales/domain/forecast'

const [EUR, USD] = ['EUR', 'USD'] as Currency[] as [Currency, Currency]
const deal = (
  amountMinor: number,
  probability: number | null,
  currency = EUR,
  status: 'open' | 'won' | 'lost' = 'open',
) => ({
  amountMinor,
  currency,
  status,
  score: probability === null ? null : { probability },
})

it('adds up each currency by itself', () => {
  expect(weightedTotals([deal(1000, 0.5, USD), deal(300, 0.1), deal(200, 0.5)])).toEqual([
    { currency: 'EUR', amountMinor: 500, weightedMinor: 130 },
    { currency: 'USD', amountMinor: 1000, weightedMinor: 500 },
  ])
})

it('leaves a deal nobody scored out of the weighted sum only', () => {
  expect(weightedTotals([deal(1000, null), deal(100, 0.25)])).toEqual([
    { currency: 'EUR', amountMinor: 1100, weightedMinor: 25 },
  ])
})

it('counts no deal that is won or lost', () => {
  expect(weightedTotals([deal(1000, 0.9, EUR, 'won'), deal(1000, 0.9, EUR, 'lost')])).toEqual([])
})

it('rounds once, at the end', () => {
  expect(weightedTotals(Array.from({ length: 10 }, () => deal(1, 0.25)))).toMatchObject([{ weightedMinor: 3 }])
})
