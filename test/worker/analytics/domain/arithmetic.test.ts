import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asinh, exp, log, log1p, log2, log10 } from '../../../../worker/analytics/domain/arithmetic'

/** Two results that differ by no more than two of the last place. */
function near(ours: number, theirs: number): boolean {
  return (
    Object.is(ours, theirs) || Math.abs(ours - theirs) <= 4 * Number.EPSILON * Math.abs(theirs) + 1e-16 * Number.EPSILON
  )
}

describe('arithmetic that is the same everywhere', () => {
  it.each([
    ['exp', exp, Math.exp, { min: -745, max: 709 }],
    ['log', log, Math.log, { min: 5e-324, max: 1.7e308 }],
    ['log near 1', log, Math.log, { min: 0.5, max: 2 }],
    ['log1p', log1p, Math.log1p, { min: 0, max: 1 }],
    ['log2', log2, Math.log2, { min: 1e-6, max: 1e15 }],
    ['asinh', asinh, Math.asinh, { min: -1e300, max: 1e300 }],
    ['asinh near 0', asinh, Math.asinh, { min: -4, max: 4 }],
    ['log10', log10, Math.log10, { min: 1e-6, max: 1e15 }],
  ] as const)('%s is the function of its name', (_, ours, theirs, range) => {
    fc.assert(
      fc.property(fc.double({ ...range, noNaN: true }), (x) => near(ours(x), theirs(x))),
      { numRuns: 5000 },
    )
  })

  it('meets the ends', () => {
    expect([exp(0), exp(-800), exp(800), exp(-Infinity), exp(Infinity)]).toEqual([1, 0, Infinity, 0, Infinity])
    expect([log(1), log(0), log(Infinity)]).toEqual([0, -Infinity, Infinity])
    expect([exp(Number.NaN), log(-1), log(Number.NaN)]).toEqual([Number.NaN, Number.NaN, Number.NaN])
    expect([log1p(0), log1p(1e-300)]).toEqual([0, 1e-300])
  })
})
