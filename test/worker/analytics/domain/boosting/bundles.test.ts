import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bundled, handOn } from '../../../../../worker/analytics/domain/boosting/bundles'
import { categoryColumn } from '../../../../../worker/analytics/domain/boosting/dataset'
import { accumulate, accumulatePairs, accumulateSome } from '../../../../../worker/analytics/domain/boosting/histogram'
import { createRandom } from '../../../../../worker/analytics/domain/boosting/random'
import { binned, deals } from './builders'

const plain = deals(400)
const draw = createRandom(5)
const shortList = (name: string, size: number) =>
  categoryColumn(
    name,
    plain.labels.reduce<string[]>((texts) => [...texts, `${name} ${Math.floor(draw() * size)}`], []),
  )
const { matrix, rows } = binned({
  ...plain,
  columns: [shortList('source', 5), ...plain.columns, shortList('priority', 3), shortList('industry', 9)],
})
const size = matrix.offsets.at(-1)!

/** Whole numbers, as gradients are packed: their sums are exact. */
const values = (seed: number) => {
  const random = createRandom(seed)
  return Float64Array.from(rows, () => Math.floor(random() * 2 ** 20) + 1)
}

it('counts several short lists at once, with fewer additions and to the same bits', () => {
  const bundles = bundled(matrix)
  expect(bundles.pairsARow * 2).toBeLessThan(matrix.featureCount)
  fc.assert(
    fc.property(fc.integer(), fc.nat({ max: 300 }), (seed, start) => {
      const expected = new Float64Array(size)
      accumulate(matrix, rows, start, rows.length, values(seed), expected)
      const sums = new Float64Array(bundles.binTotal)
      accumulatePairs(bundles.pairs, bundles.pairsARow, rows, start, rows.length, values(seed), sums)
      handOn(bundles, sums)
      expect(sums.subarray(0, size)).toEqual(expected)
      // What stands for several is empty again, or the next count would begin with it.
      expect(sums.subarray(size).every((sum) => sum === 0)).toBe(true)
    }),
    { numRuns: 20 },
  )
})

it.each([1, 2, 3, 5])('counts any stretch of rows in %d times as many columns, to the same bits', (times) => {
  const columns = Array.from({ length: times }, (_, i) =>
    plain.columns.map((column) => ({ ...column, name: `${column.name} ${i}` })),
  ).flat()
  const wide = binned({ ...plain, columns }).matrix
  const bundles = bundled(wide)
  const width = wide.offsets.at(-1)!
  fc.assert(
    fc.property(fc.nat({ max: rows.length }), fc.nat({ max: rows.length }), (one, other) => {
      const [start, end] = [Math.min(one, other), Math.max(one, other)]
      const expected = new Float64Array(width)
      accumulate(wide, rows, start, end, values(start), expected)
      const sums = new Float64Array(bundles.binTotal)
      accumulatePairs(bundles.pairs, bundles.pairsARow, rows, start, end, values(start), sums)
      handOn(bundles, sums)
      expect(sums.subarray(0, width)).toEqual(expected)
    }),
    // Small nodes, whose rows are asked for early, and an empty one.
    {
      numRuns: 50,
      examples: [
        [7, 20],
        [300, 311],
        [5, 5],
      ],
    },
  )
})

it('counts only the features that are asked for, to the same bits', () => {
  const wanted = Int32Array.from({ length: matrix.featureCount }, (_, f) => f).filter((f) => f % 2 === 1)
  const whole = new Float64Array(size)
  accumulate(matrix, rows, 0, rows.length, values(3), whole)
  const some = new Float64Array(size)
  accumulateSome(matrix, wanted, rows, 0, rows.length, values(3), some)
  for (let f = 0; f < matrix.featureCount; f++) {
    const [first, end] = [matrix.offsets[f]!, matrix.offsets[f + 1]!]
    expect(some.subarray(first, end)).toEqual(f % 2 === 1 ? whole.subarray(first, end) : new Float64Array(end - first))
  }
})
