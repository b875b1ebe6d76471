import { describe, expect, it } from 'vitest'
import { binomialBand } from '../../../web/src/ui/chart/binomial'
import { leastGap, withRoom } from '../../../web/src/ui/chart/room'
import { initials } from '../../../web/src/ui/initials'
import { sparkPoints } from '../../../web/src/ui/spark-points'

// Quantiles at 0.025 and 0.975, computed apart from this code in exact rational arithmetic.
describe('what chance allows', () => {
  it.each([
    [10, 0.5, 2, 8],
    [88, 0.06, 1, 10],
    [100, 0.3, 21, 39],
    [9, 0.93, 7, 9],
    [2000, 0.31, 580, 661],
  ])('%i deals at %d: %i to %i wins', (count, p, low, high) => {
    const [from, to] = binomialBand(count, p)
    expect([from * count, to * count].map((wins) => Math.round(wins * 1e6) / 1e6)).toEqual([low, high])
  })

  it('is everything for no deals and nothing but the point for a certainty', () => {
    expect(binomialBand(0, 0.4)).toEqual([0, 1])
    expect(binomialBand(20, 0)).toEqual([0, 0])
    expect(binomialBand(20, 1)).toEqual([1, 1])
  })

  it('does not underflow for many deals', () => {
    const [low, high] = binomialBand(50_000, 0.5)
    expect(low).toBeGreaterThan(0.49)
    expect(high).toBeLessThan(0.51)
  })
})

describe('the spark line', () => {
  it('fills its box from the first value to the last', () => {
    expect(sparkPoints([0.2, 0.6, 0.4], 84, 28)).toEqual([
      [3.5, 24.5],
      [42, 3.5],
      [80.5, 14],
    ])
  })

  it('runs through the middle when nothing changed', () => {
    expect(sparkPoints([0.3, 0.3], 84, 28).map(([, y]) => y)).toEqual([14, 14])
  })
})

describe('initials', () => {
  it.each([
    ['Inês Carvalho', 'IC'],
    ['Mei-Ling van der Berg', 'MB'],
    ['cher', 'CH'],
    ['  ', '?'],
    ['😀 Smith', '😀S'],
  ])('of %s are %s', (name, letters) => {
    expect(initials(name)).toBe(letters)
  })
})

describe('labels along a line', () => {
  it('are written where they do not run into the one before', () => {
    expect(withRoom([10, 20, 49, 50, 51, 200], 40)).toEqual([true, false, false, true, false, true])
    expect(withRoom([], 40)).toEqual([])
  })

  it('know how near the nearest two are', () => {
    expect(leastGap([10, 20, 23, 90])).toBe(3)
    expect(leastGap([10])).toBe(Number.POSITIVE_INFINITY)
  })
})
