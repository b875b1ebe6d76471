import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createGrower, type GrownTree, VALUE_UNIT } from '../../../../../worker/analytics/domain/boosting/grower'
import { packGradients } from '../../../../../worker/analytics/domain/boosting/histogram'
import { createRandom } from '../../../../../worker/analytics/domain/boosting/random'
import { binned, deals, SETTINGS, sumsOf } from './builders'

const data = deals(400, 3)
const { matrix, features } = binned(data)
const all = Int32Array.from({ length: data.rowCount }, (_, row) => row)

/** Grows one tree from some rows; the others only follow. */
function grown(seed: number, more: Partial<typeof SETTINGS> = {}, monotone: Int8Array | null = null) {
  const random = createRandom(seed)
  const settings = { ...SETTINGS, ...more }
  const isIn = Uint8Array.from(all, () => (random() < 0.7 ? 1 : 0))
  const inBag = all.filter((row) => isIn[row] === 1)
  const outside = all.filter((row) => isIn[row] === 0)
  const gradients = Float64Array.from(all, (row) => 0.2 + 0.6 * random() - data.labels[row]!)
  const hessians = Float64Array.from(all, () => 0.05 + 0.2 * random())
  const packed = new Float64Array(data.rowCount)
  const units = packGradients(gradients, hessians, sumsOf(gradients, hessians, inBag), inBag, packed)
  const margins = new Float64Array(data.rowCount)
  const grow = createGrower(matrix, { features, offsets: matrix.offsets, settings, monotone }, settings, 1)
  const members = inBag.slice()
  const tree = grow({
    ...{ inBag, outside, packed, units, gradients, hessians, margins },
    weights: data.weights,
    candidates: Int32Array.from(features.keys()),
  })
  return { tree, members, gradients, hessians, margins, settings, inBag, outside }
}

/** The rows that reach each node, by walking the splits from the top. */
function reaching(tree: GrownTree, rows: Int32Array): number[][] {
  const at: number[][] = tree.map(() => [])
  at[0] = [...rows]
  tree.forEach(({ split, left }, node) => {
    for (const row of split ? at[node]! : []) {
      const bin = matrix.columns[split!.feature * matrix.rowCount + row]!
      at[left + split!.goesRight[bin]!]!.push(row)
    }
  })
  return at
}

const seeds = fc.integer({ min: 0, max: 1e6 })

describe('a grown tree', () => {
  it('sends each of a parent’s rows to exactly one child, and none is left without rows', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { tree, members } = grown(seed)
        const at = reaching(tree, members)
        tree.forEach(({ split, left }, node) => {
          if (!split) return
          expect([...at[left]!, ...at[left + 1]!].sort((a, b) => a - b)).toEqual(at[node])
          expect(Math.min(at[left]!.length, at[left + 1]!.length)).toBeGreaterThan(0)
        })
      }),
      { numRuns: 20 },
    )
  })

  it('answers in each leaf with Newton’s step over its rows, and tells it to all rows alike', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { tree, members, gradients, hessians, margins, settings } = grown(seed)
        const at = reaching(tree, members)
        const everyone = reaching(tree, all)
        tree.forEach(({ split, value }, node) => {
          if (split) return
          const gradient = at[node]!.reduce((sum, row) => sum + gradients[row]!, 0)
          const hessian = at[node]!.reduce((sum, row) => sum + hessians[row]!, 0)
          const step = (-settings.learningRate * gradient) / (hessian + settings.lambda)
          expect(Math.abs(value - step)).toBeLessThanOrEqual(VALUE_UNIT)
          for (const row of everyone[node]!) expect(margins[row]).toBe(value)
        })
      }),
      { numRuns: 20 },
    )
  })

  it('covers in a parent what its children cover', () => {
    const { tree, members } = grown(5)
    const at = reaching(tree, members)
    expect(tree.map(({ cover }) => cover)).toEqual(at.map((rows) => rows.length))
  })

  it('gains with every split as much as the sides are worth beyond the whole', () => {
    const { tree, members, gradients, hessians, settings } = grown(6)
    const at = reaching(tree, members)
    const worth = (rows: number[]) => {
      const gradient = rows.reduce((sum, row) => sum + gradients[row]!, 0)
      return gradient ** 2 / (rows.reduce((sum, row) => sum + hessians[row]!, 0) + settings.lambda)
    }
    tree.forEach(({ split, left }, node) => {
      if (split?.kind !== 'threshold') return
      expect(split.gain).toBeCloseTo(worth(at[left]!) + worth(at[left + 1]!) - worth(at[node]!), 3)
    })
    expect(tree.length).toBeGreaterThan(10)
  })

  it('stops at the depth and at the leaves it is given', () => {
    expect(grown(7, { maxDepth: 0 }).tree.length).toBe(1)
    expect(grown(7, { maxDepth: 1 }).tree.length).toBe(3)
    expect(grown(7, { maxLeaves: 5, maxDepth: 20 }).tree.filter(({ split }) => !split).length).toBe(5)
  })

  it('keeps all rows, in and outside, only in another order', () => {
    const { members, inBag, outside } = grown(8)
    expect(inBag.slice().sort()).toEqual(members)
    expect(Int32Array.from([...inBag, ...outside]).sort()).toEqual(all)
  })

  it('never falls with a feature that may only rise', () => {
    const size = features.findIndex(({ name }) => name === 'size')
    const monotone = Int8Array.from(features, (_, f) => (f === size ? 1 : 0))
    for (let seed = 0; seed < 10; seed++) {
      const { tree } = grown(seed, { maxDepth: 6, maxLeaves: 40 }, monotone)
      for (const row of all.subarray(0, 50)) {
        let last = Number.NEGATIVE_INFINITY
        for (let bin = 1; bin < matrix.offsets[size + 1]! - matrix.offsets[size]!; bin++) {
          let node = 0
          for (let split = tree[0]!.split; split; split = tree[node]!.split) {
            const own = matrix.columns[split.feature * matrix.rowCount + row]!
            node = tree[node]!.left + split.goesRight[split.feature === size ? bin : own]!
          }
          expect(tree[node]!.value).toBeGreaterThanOrEqual(last - VALUE_UNIT)
          last = tree[node]!.value
        }
      }
    }
  })
})
