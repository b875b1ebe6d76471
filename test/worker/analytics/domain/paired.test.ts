import { expect, it } from 'vitest'
import { isSurelyLess, lossesByDeal } from '../../../../worker/analytics/domain/paired'

const losses = (values: readonly number[]) => new Map(values.map((loss, deal) => [deal, loss]))

it.each([
  ['less on every deal', [0.4, 0.5, 0.6, 0.3], true],
  ['less on the whole, by one lucky deal', [0.51, 0.62, 0.71, 0.1], false],
  ['just as much', [0.5, 0.6, 0.7, 0.4], false],
  ['more', [0.6, 0.7, 0.8, 0.5], false],
])('takes a model for clearly better that loses %s: %j, %s', (_, told, isClear) => {
  expect(isSurelyLess(losses(told), losses([0.5, 0.6, 0.7, 0.4]), 1)).toBe(isClear)
})

it('adds the looks at one deal together, as they weigh', () => {
  const told = lossesByDeal({
    probabilities: Float64Array.of(0.5, 0.25, 0.5),
    labels: Uint8Array.of(1, 0, 1),
    weights: Float64Array.of(1, 2, 3),
    groups: Int32Array.of(7, 8, 7),
  })
  expect(told.get(7)).toBeCloseTo(4 * Math.LN2, 12)
  expect(told.get(8)).toBeCloseTo(-2 * Math.log(0.75), 12)
})
