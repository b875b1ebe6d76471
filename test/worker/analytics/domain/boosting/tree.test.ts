import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBooster } from '../../../../../worker/analytics/domain/boosting/boosting'
import {
  goesRight,
  LEAF,
  leafOf,
  plantForest,
  predictForest,
} from '../../../../../worker/analytics/domain/boosting/tree'
import { createWalker, walkerOf } from '../../../../../worker/analytics/domain/boosting/walking'
import { binned, deals, SETTINGS } from './builders'

const data = deals(600, 11)
const { matrix, features, rows } = binned(data)
const booster = createBooster({
  matrix,
  features,
  ...data,
  rows,
  settings: { ...SETTINGS, oneAgainstRest: 0 },
  seed: 1,
})
for (let round = 0; round < 20; round++) booster.grow()
const binCounts = Int32Array.from(features, (_, f) => matrix.offsets[f + 1]! - matrix.offsets[f]!)
const forest = plantForest(booster.trees, binCounts)

/** Any encoded row, met in training or not. */
const anyRow = fc
  .tuple(...[...binCounts].map((bins) => fc.integer({ min: 0, max: bins - 1 })))
  .map((bins) => Uint8Array.from(bins))

describe('a planted forest', () => {
  it('answers as the trees it was planted from', () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        let sum = 0
        for (const tree of booster.trees) {
          let node = 0
          for (let split = tree[0]!.split; split; split = tree[node]!.split) {
            node = tree[node]!.left + split.goesRight[row[split.feature]!]!
          }
          sum += tree[node]!.value
        }
        expect(predictForest(forest, row)).toBe(sum)
      }),
    )
  })

  it('asks both kinds of question, and one node at a time says what the walk does', () => {
    expect(forest.test.some((test) => test < 0)).toBe(true)
    expect(forest.test.some((test) => test > 0)).toBe(true)
    fc.assert(
      fc.property(anyRow, (row) => {
        for (const root of forest.roots) {
          let node = root
          while (forest.feature[node] !== LEAF) {
            node = forest.left[node]! + goesRight(forest, node, row[forest.feature[node]!]!)
          }
          expect(leafOf(forest, root, row)).toBe(node)
        }
      }),
    )
  })

  it('is breadth first: children of the i-th node that asks are nodes 2 i + 1 and 2 i + 2', () => {
    forest.roots.forEach((root, t) => {
      const end = forest.roots[t + 1] ?? forest.feature.length
      let asking = 0
      for (let node = root; node < end; node++) {
        if (forest.feature[node] !== LEAF) expect(forest.left[node]! - root).toBe(2 * asking++ + 1)
      }
      expect(end - root).toBe(2 * asking + 1)
    })
  })

  it('reads a row anywhere in a longer array', () => {
    const row = Uint8Array.from(features, (_, f) => matrix.columns[f * matrix.rowCount + 5]!)
    const many = new Uint8Array(row.length * 3)
    many.set(row, row.length)
    expect(predictForest(forest, many, row.length)).toBe(predictForest(forest, row))
  })
})

describe('walking abreast', () => {
  it('ends in the same leaves: one row, or any number of them', () => {
    const walker = createWalker(forest)
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 600 }), (rows) => {
        const width = features.length
        const together = new Uint8Array(rows.length * width)
        rows.forEach((row, i) => {
          together.set(row, i * width)
        })
        const sums = new Float64Array(rows.length)
        walker.many(together, width, sums)
        rows.forEach((row, i) => {
          expect(sums[i]).toBe(predictForest(forest, row))
          expect(walker.one(together, i * width)).toBe(predictForest(forest, row))
        })
      }),
      { numRuns: 20 },
    )
  })

  it('answers 0 in a forest without trees, and the leaf of a tree that is one', () => {
    const none = plantForest([], binCounts)
    expect(createWalker(none).one(new Uint8Array(features.length), 0)).toBe(0)
    const lone = plantForest([[{ split: null, left: -1, value: 0.25, cover: 3 }]], binCounts)
    expect(createWalker(lone).one(new Uint8Array(features.length), 0)).toBe(0.25)
  })

  it('makes one walker a forest', () => {
    expect(walkerOf(forest)).toBe(walkerOf(forest))
  })
})
