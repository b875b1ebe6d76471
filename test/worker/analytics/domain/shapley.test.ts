import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { shapley } from '../../../../worker/analytics/domain/shapley'

const games = fc
  .integer({ min: 0, max: 6 })
  .chain((players) =>
    fc
      .array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1 << players, maxLength: 1 << players })
      .map((worths) => ({ players, worth: (coalition: number) => worths[coalition] ?? 0 })),
  )

describe('shapley', () => {
  it('shares out exactly what all are worth together', () => {
    fc.assert(
      fc.property(games, ({ players, worth }) => {
        const sum = shapley(players, worth).reduce((total, value) => total + value, 0)
        expect(sum).toBeCloseTo(worth((1 << players) - 1) - worth(0), 9)
      }),
    )
  })

  it('gives each its own worth where nobody depends on another', () => {
    const own = [3, -1, 0.5]
    const worth = (coalition: number) => own.reduce((sum, value, i) => sum + (coalition & (1 << i) ? value : 0), 7)
    shapley(3, worth).forEach((value, i) => {
      expect(value).toBeCloseTo(own[i] ?? 0, 12)
    })
  })

  it('gives half each to two who are only worth something together, and nothing to one who changes nothing', () => {
    expect(shapley(3, (coalition) => ((coalition & 3) === 3 ? 1 : 0))).toEqual([0.5, 0.5, 0])
  })
})
