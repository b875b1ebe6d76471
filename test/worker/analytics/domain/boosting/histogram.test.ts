import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accumulate,
  packedGradient,
  packedHessian,
  packGradients,
  subtract,
} from '../../../../../worker/analytics/domain/boosting/histogram'
import { createRandom, shuffle } from '../../../../../worker/analytics/domain/boosting/random'
import { binned, deals, sumsOf } from './builders'

/** Gradients and hessians as a round of boosting has them, and as it never should: tiny, huge, one-sided. */
const rowsOf = fc.array(
  fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.25, noNaN: true })),
  { minLength: 1, maxLength: 200 },
)

function packed(pairs: readonly (readonly [number, number])[]) {
  const gradients = Float64Array.from(pairs, ([g]) => g)
  const hessians = Float64Array.from(pairs, ([, h]) => h)
  const rows = Int32Array.from(pairs.keys())
  const out = new Float64Array(pairs.length)
  return {
    rows,
    gradients,
    hessians,
    out,
    units: packGradients(gradients, hessians, sumsOf(gradients, hessians, rows), rows, out),
  }
}

describe('packGradients', () => {
  it('gives back both sums of any rows to within half a unit a row', () => {
    fc.assert(
      fc.property(rowsOf, (pairs) => {
        const { out, units, gradients, hessians } = packed(pairs)
        const sum = out.reduce((a, b) => a + b, 0)
        const gradient = gradients.reduce((a, b) => a + b, 0)
        const hessian = hessians.reduce((a, b) => a + b, 0)
        const slack = pairs.length / 2 + 1e-3
        expect(Math.abs(packedGradient(sum) - gradient / units.gradientUnit)).toBeLessThanOrEqual(slack)
        expect(Math.abs(packedHessian(sum) - hessian / units.hessianUnit)).toBeLessThanOrEqual(2 * slack)
        expect(Number.isSafeInteger(sum)).toBe(true)
      }),
    )
  })

  it('leaves no row without a hessian, so that an empty bin is known by its 0', () => {
    const { out } = packed([
      [0, 0],
      [1, 0.25],
      [-1e-9, 1e-12],
    ])
    for (const value of out) expect(packedHessian(value)).toBeGreaterThanOrEqual(1)
  })
})

describe('histograms', () => {
  const { matrix, rows } = binned(deals(500))
  const random = createRandom(2)
  const { out } = packed(Array.from(rows, () => [random() - 0.5, random() / 4] as const))
  const size = matrix.offsets.at(-1)!

  function histogramOf(members: Int32Array) {
    const sums = new Float64Array(size)
    accumulate(matrix, members, 0, members.length, out, sums)
    return sums
  }

  it('hold in every bin the sum of the rows that are in it', () => {
    const expected = new Float64Array(size)
    for (const row of rows) {
      for (let f = 0; f < matrix.featureCount; f++) {
        expected[matrix.offsets[f]! + matrix.columns[f * matrix.rowCount + row]!]! += out[row]!
      }
    }
    expect(histogramOf(rows)).toEqual(expected)
  })

  it('do not depend on the order of the rows, to the last bit', () => {
    expect(histogramOf(shuffle(rows.slice(), createRandom(9)))).toEqual(histogramOf(rows))
  })

  it('of a parent less one child are those of the other child, to the last bit', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const chance = createRandom(seed)
        const inLeft = rows.map(() => (chance() < 0.3 ? 1 : 0))
        const parent = histogramOf(rows)
        subtract(parent, histogramOf(rows.filter((row) => inLeft[row] === 1)))
        expect(parent).toEqual(histogramOf(rows.filter((row) => inLeft[row] === 0)))
      }),
      { numRuns: 20 },
    )
  })

  it('count only the rows from start to end', () => {
    const sums = new Float64Array(size)
    accumulate(matrix, rows, 10, 20, out, sums)
    expect(sums).toEqual(histogramOf(rows.slice(10, 20)))
  })
})
