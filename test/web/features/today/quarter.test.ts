import { describe, expect, it } from 'vitest'
import { expectedOf, quarterOf, sumsOf } from '../../../../web/src/features/today/quarter'
import type { OpportunityRow } from '../../../../worker/sales/contract'

describe('a quarter', () => {
  it.each([
    ['2026-01-01T12:00:00Z', 'Q1 2026', '2026-01-01', '2026-04-01'],
    ['2026-06-30T12:00:00Z', 'Q2 2026', '2026-04-01', '2026-07-01'],
    ['2026-11-29T12:00:00Z', 'Q4 2026', '2026-10-01', '2027-01-01'],
  ])('of %s is %s', (now, name, from, to) => {
    expect(quarterOf(new Date(now))).toEqual({ name, from, to })
  })

  it('adds up each currency by itself, each amount as far as it counts', () => {
    const deals = [
      { currency: 'EUR', amountMinor: 1000, share: 0.5 },
      { currency: 'JPY', amountMinor: 90_000 },
      { currency: 'EUR', amountMinor: 300 },
    ]
    expect(sumsOf(deals)).toEqual([
      { currency: 'JPY', amountMinor: 90_000 },
      { currency: 'EUR', amountMinor: 800 },
    ])
  })

  it('expects of open deals that close in time what their chance says, and says how many have none', () => {
    const deal = { status: 'open', currency: 'EUR', amountMinor: 1000, score: { probability: 0.25 } }
    const deals = [
      { ...deal, expectedCloseOn: '2026-12-31' },
      { ...deal, expectedCloseOn: '2026-12-01', score: null },
      { ...deal, expectedCloseOn: '2027-01-01' },
      { ...deal, expectedCloseOn: null },
    ] as unknown as OpportunityRow[]
    expect(expectedOf(deals, quarterOf(new Date('2026-11-29T12:00:00Z')))).toEqual({
      sums: [{ currency: 'EUR', amountMinor: 250 }],
      count: 1,
      unscored: 1,
    })
  })
})
