import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { categoryBins, type FeatureBins } from '../../../../../worker/analytics/domain/boosting/binning'
import { packGradients } from '../../../../../worker/analytics/domain/boosting/histogram'
import {
  createSplitSearch,
  type Split,
  type SplitSettings,
} from '../../../../../worker/analytics/domain/boosting/splitting'
import { SETTINGS, sumsOf } from './builders'

interface Row {
  readonly bin: number
  readonly gradient: number
  readonly hessian: number
}

const BINS = 6
const number: FeatureBins = { kind: 'numeric', name: 'n', cuts: Float64Array.of(1, 2, 3, 4) }
const category = categoryBins('c', ['a', 'b', 'd', 'e'])

const rowsOf = fc.array(
  fc.record({
    bin: fc.integer({ min: 0, max: BINS - 2 }),
    gradient: fc.double({ min: -1, max: 1, noNaN: true }),
    hessian: fc.double({ min: 0.01, max: 0.25, noNaN: true }),
  }),
  { minLength: 2, maxLength: 40 },
)

/** The best split of the rows, in the sums the search really saw. */
function search(rows: readonly Row[], bins: FeatureBins, more: Partial<SplitSettings> = {}, direction = 0) {
  const packed = new Float64Array(rows.length)
  const gradients = Float64Array.from(rows, ({ gradient }) => gradient)
  const hessians = Float64Array.from(rows, ({ hessian }) => hessian)
  const all = Int32Array.from(rows.keys())
  const units = packGradients(gradients, hessians, sumsOf(gradients, hessians, all), all, packed)
  const sums = new Float64Array(BINS)
  rows.forEach(({ bin }, i) => {
    sums[bin]! += packed[i]!
  })
  const total = packed.reduce((a, b) => a + b, 0)
  const settings = { ...SETTINGS, ...more }
  const find = createSplitSearch({
    features: [bins],
    offsets: Int32Array.of(0, BINS),
    settings,
    monotone: Int8Array.of(direction),
  })
  return { split: find(sums, total, units, Int32Array.of(0)), settings }
}

function gainOf(rows: readonly Row[], goesRight: (bin: number) => boolean, { lambda, minHessian }: SplitSettings) {
  const sum = (some: readonly Row[]): [gradient: number, hessian: number] => [
    some.reduce((total, { gradient }) => total + gradient, 0),
    some.reduce((total, { hessian }) => total + hessian, 0),
  ]
  const worth = ([g, h]: readonly [number, number]) => (g * g) / (h + lambda)
  const left = sum(rows.filter(({ bin }) => !goesRight(bin)))
  const right = sum(rows.filter(({ bin }) => goesRight(bin)))
  if (left[1] < minHessian || right[1] < minHessian) return 0
  return worth(left) + worth(right) - worth(sum(rows))
}

const rightOf = (split: Split) => (bin: number) => split.goesRight[bin] === 1

describe('a threshold', () => {
  it('gains as much as the best of all, wherever missing goes', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const { split, settings } = search(rows, number)
        let best = 0
        for (let threshold = 1; threshold < BINS; threshold++) {
          for (const missing of [true, false]) {
            const gain = gainOf(rows, (bin) => (bin === 0 ? missing : bin > threshold), settings)
            best = Math.max(best, gain)
          }
        }
        if (split) expect(split.gain).toBeCloseTo(gainOf(rows, rightOf(split), settings), 4)
        expect(split?.gain ?? 0).toBeCloseTo(best, 4)
      }),
    )
  })

  it('is not set where nothing gains', () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ bin: 1 + (i % 4), gradient: 0, hessian: 0.25 }))
    expect(search(rows, number).split).toBeNull()
    expect(search([{ bin: 2, gradient: 1, hessian: 0.25 }], number).split).toBeNull()
  })

  it('respects the least hessian on either side', () => {
    const rows = [
      { bin: 1, gradient: -1, hessian: 0.2 },
      ...Array.from({ length: 20 }, (_, i) => ({ bin: 2 + (i % 3), gradient: 0.2, hessian: 0.2 })),
    ]
    expect(search(rows, number, { minHessian: 0.1 }).split?.threshold).toBe(1)
    expect(search(rows, number, { minHessian: 0.5 }).split?.threshold).not.toBe(1)
  })

  it('sends missing with the heavier side where none was missing', () => {
    const rows = [
      ...Array.from({ length: 9 }, () => ({ bin: 1, gradient: 0.5, hessian: 0.2 })),
      { bin: 3, gradient: -0.9, hessian: 0.2 },
    ]
    expect(search(rows, number).split).toMatchObject({ missingLeft: true })
  })

  it('never goes against a monotone direction', () => {
    fc.assert(
      fc.property(rowsOf, fc.constantFrom(1, -1), (rows, direction) => {
        const { split, settings } = search(rows, number, {}, direction)
        if (!split) return
        const value = (right: boolean) => {
          const side = rows.filter(({ bin }) => rightOf(split)(bin) === right)
          const gradient = side.reduce((sum, row) => sum + row.gradient, 0)
          return -gradient / (side.reduce((sum, row) => sum + row.hessian, 0) + settings.lambda)
        }
        expect(direction * (value(true) - value(false))).toBeGreaterThan(-1e-5)
      }),
    )
  })
})

describe('a set of categories', () => {
  it('gains as much as the best of all sets, without the handicaps', () => {
    fc.assert(
      fc.property(rowsOf, (rows) => {
        const even = rows.map((row) => ({ ...row, hessian: 0.2 })) // Fisher's order is exact for λ = 0
        const { split, settings } = search(even, category, {
          lambda: 0,
          categoryLambda: 0,
          categorySmoothing: 0,
          minHessian: 0.01,
        })
        let best = 0
        for (let set = 1; set < 2 ** BINS - 1; set++) {
          best = Math.max(
            best,
            gainOf(even, (bin) => ((set >> bin) & 1) === 1, settings),
          )
        }
        expect(split?.gain ?? 0).toBeCloseTo(best, 3)
      }),
    )
  })

  it('says of every bin, met or not, on which side it is', () => {
    const rows = [
      ...Array.from({ length: 9 }, () => ({ bin: 2, gradient: 0.5, hessian: 0.2 })),
      { bin: 3, gradient: -0.9, hessian: 0.2 },
    ]
    const { split } = search(rows, category)
    expect(split?.kind).toBe('set')
    // Bin 2 is the heavier: missing, unseen and the categories that are not here follow it.
    expect([0, 1, 4, 5].map((bin) => split?.goesRight[bin])).toEqual(Array(4).fill(split?.goesRight[2]))
    expect(split?.goesRight[3]).not.toBe(split?.goesRight[2])
  })

  it('leaves out categories with too little evidence', () => {
    const rows = [
      { bin: 2, gradient: -0.9, hessian: 0.2 },
      ...Array.from({ length: 20 }, (_, i) => ({ bin: 3 + (i % 3), gradient: 0.05, hessian: 0.2 })),
    ]
    expect(search(rows, category, { oneAgainstRest: 0, minCategoryHessian: 0 }).split?.goesRight[2]).toBe(0)
    const careful = search(rows, category, { oneAgainstRest: 0, minCategoryHessian: 0.5 }).split
    expect(careful?.goesRight[2] ?? 1).toBe(1)
  })
})
