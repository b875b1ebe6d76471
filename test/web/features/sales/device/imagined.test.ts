import { describe, expect, it } from 'vitest'
import { amountScale, changesOf } from '../../../../../web/src/features/sales/device/imagined'

describe('what is wished on the page', () => {
  const placeOf = (id: string) => (id === 'pilot' ? { index: 2, count: 5 } : undefined)

  it('becomes the changes a deal would really go through', () => {
    const wish = { amountMinor: 500_000, closesOn: '2027-01-29', stageId: 'pilot', morePeople: 2 }
    expect(changesOf({ ...wish, meeting: { held: 'anna' } }, placeOf)).toEqual([
      { kind: 'meeting', personId: 'anna' },
      { kind: 'people', more: 2 },
      { kind: 'amount', amountMinor: 500_000 },
      { kind: 'close_date', day: '2027-01-29' },
      { kind: 'stage', stageId: 'pilot', stageIndex: 2, stageCount: 5 },
    ])
    expect(changesOf({ meeting: { planned: '2026-12-04' } }, placeOf)).toEqual([
      { kind: 'next_step', day: '2026-12-04' },
    ])
  })

  it('is nothing while nothing was moved, or for a stage that is gone', () => {
    expect(changesOf({}, placeOf)).toEqual([])
    expect(changesOf({ stageId: 'archived' }, placeOf)).toEqual([])
  })
})

describe('the places of the amount', () => {
  it.each([
    [1_095_000, 'EUR'],
    [184_000_00, 'EUR'],
    [9_900_000, 'JPY'],
    [12_345, 'KWD'],
  ])('lie around %i %s, each a larger, round sum', (amount, currency) => {
    const scale = amountScale(amount, currency, 1)
    const sums = Array.from({ length: scale.max - scale.min + 1 }, (_, i) => scale.amountAt(scale.min + i))
    expect(sums).toEqual(sums.toSorted((a, b) => a - b))
    expect(sums[0]).toBeLessThan(amount / 6)
    expect(sums.at(-1)).toBeGreaterThan(amount * 6)
    const place = scale.placeOf(amount)
    expect(place).toBeGreaterThan(scale.min)
    expect(place).toBeLessThan(scale.max)
    expect(Math.abs(scale.amountAt(place) / amount - 1)).toBeLessThan(0.05)
  })

  it('lie around the usual amount for a deal that has none', () => {
    const scale = amountScale(0, 'EUR', 40_000)
    expect(scale.amountAt(Math.round((scale.min + scale.max) / 2))).toBe(40_000_00)
  })
})
