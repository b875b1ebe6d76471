import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBooster } from '../../../../../worker/analytics/domain/boosting/boosting'
import { createExplainer, expectation, explain } from '../../../../../worker/analytics/domain/boosting/contributions'
import { createForestExplainer } from '../../../../../worker/analytics/domain/boosting/forest-shares'
import { gaussLegendre } from '../../../../../worker/analytics/domain/boosting/gauss-legendre'
import { trainModel } from '../../../../../worker/analytics/domain/boosting/model'
import { createRandom } from '../../../../../worker/analytics/domain/boosting/random'
import { encodeDataset, predictLogOdds } from '../../../../../worker/analytics/domain/boosting/scoring'
import {
  type Forest,
  goesRight,
  LEAF,
  plantForest,
  predictForest,
} from '../../../../../worker/analytics/domain/boosting/tree'
import { binned, deals, SETTINGS } from './builders'

const BINS = 8

/** What a tree answers when only some features are known: the others are averaged over the training rows. */
function knowing(forest: Forest, node: number, row: Uint8Array, known: number): number {
  const f = forest.feature[node]!
  if (f === LEAF) return forest.value[node]!
  const left = forest.left[node]!
  if ((known >> f) & 1) return knowing(forest, left + goesRight(forest, node, row[f]!), row, known)
  const share = forest.cover[left]! / forest.cover[node]!
  return share * knowing(forest, left, row, known) + (1 - share) * knowing(forest, left + 1, row, known)
}

/** Shapley's own formula: the mean of what a feature adds over all orders in which features may become known. */
function shapley(forest: Forest, row: Uint8Array): number[] {
  const count = row.length
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1))
  const answer = (known: number) => forest.roots.reduce((sum, root) => sum + knowing(forest, root, row, known), 0)
  return Array.from(row, (_, f) => {
    let share = 0
    for (let known = 0; known < 2 ** count; known++) {
      if ((known >> f) & 1) continue
      const size = known.toString(2).replaceAll('0', '').length
      const weight = (factorial(size) * factorial(count - size - 1)) / factorial(count)
      share += weight * (answer(known | (1 << f)) - answer(known))
    }
    return share
  })
}

describe('contributions of trees', () => {
  it.each([1, 2, 3, 4, 6, 9])('are Shapley’s values, to depth %d', (maxDepth) => {
    const data = deals(300, maxDepth)
    const { matrix, features, rows } = binned(data)
    const settings = { ...SETTINGS, maxDepth, maxLeaves: 2 ** maxDepth, oneAgainstRest: 0 }
    const booster = createBooster({ matrix, features, ...data, rows, settings, seed: 1 })
    for (let round = 0; round < 3; round++) booster.grow()
    const binCounts = Int32Array.from(features, (_, f) => matrix.offsets[f + 1]! - matrix.offsets[f]!)
    const forest = plantForest(booster.trees, binCounts)
    const shares = new Float64Array(features.length)
    const explainForest = createForestExplainer(forest, shares)
    fc.assert(
      fc.property(fc.tuple(...[...binCounts].map((bins) => fc.integer({ min: 0, max: bins - 1 }))), (bins) => {
        const row = Uint8Array.from(bins)
        shares.fill(0)
        explainForest(row, 0)
        shapley(forest, row).forEach((share, f) => {
          expect(shares[f]).toBeCloseTo(share, 12)
        })
        const expected = forest.roots.reduce((sum, root) => sum + expectation(forest, root), 0)
        const sum = shares.reduce((a, b) => a + b, expected)
        expect(Math.abs(sum - predictForest(forest, row))).toBeLessThan(1e-12)
      }),
      { numRuns: 30 },
    )
  })
})

/** One tree of chance, breadth first: it asks about features again and again, and some paths end early. */
function grownByChance(seed: number, depth: number, featureCount: number): Forest {
  const random = createRandom(seed)
  const whole = (below: number) => Math.floor(random() * below)
  const feature: number[] = []
  const left: number[] = []
  const test: number[] = []
  const depths = [0]
  for (let node = 0; node < depths.length; node++) {
    const ends = depths[node] === depth || (node > 2 && random() < 0.1)
    feature.push(ends ? LEAF : whole(featureCount))
    test.push(whole(2) * 256 + 1 + whole(BINS - 2))
    left.push(ends ? 0 : depths.length)
    if (!ends) depths.push(depths[node]! + 1, depths[node]! + 1)
  }
  const cover = feature.map(() => 1 + whole(20))
  for (let node = cover.length - 1; node >= 0; node--) {
    if (feature[node] !== LEAF) cover[node] = cover[left[node]!]! + cover[left[node]! + 1]!
  }
  return {
    roots: Int32Array.of(0),
    feature: Int16Array.from(feature),
    test: Int32Array.from(test),
    left: Int32Array.from(left),
    value: Float64Array.from(feature, (f) => (f === LEAF ? random() - 0.5 : 0)),
    cover: Int32Array.from(cover),
    sets: new Uint32Array(0),
  }
}

/** The most different features on a path. */
function breadth(forest: Forest, node = 0, above: ReadonlySet<number> = new Set()): number {
  const f = forest.feature[node]!
  if (f === LEAF) return above.size
  const path = new Set([...above, f])
  const child = forest.left[node]!
  return Math.max(breadth(forest, child, path), breadth(forest, child + 1, path))
}

it('explains trees that ask about more features on a path than one integral takes, and about some again', () => {
  const featureCount = 9
  const row = fc.array(fc.nat({ max: BINS - 1 }), { minLength: featureCount, maxLength: featureCount })
  fc.assert(
    fc.property(fc.nat(), row, (seed, bins) => {
      const forest = grownByChance(seed, 9, featureCount)
      fc.pre(breadth(forest) > 6)
      const shares = new Float64Array(featureCount)
      createForestExplainer(forest, shares)(Uint8Array.from(bins), 0)
      shapley(forest, Uint8Array.from(bins)).forEach((share, f) => {
        expect(shares[f]).toBeCloseTo(share, 12)
      })
    }),
    { numRuns: 10 },
  )
})

describe('contributions of a model', () => {
  const data = deals(900, 41)
  const model = trainModel(data)
  const rows = encodeDataset(model, data)
  const width = model.features.length
  const explainer = createExplainer(model)

  it('add up to the final log-odds within 10⁻⁹, in every row', () => {
    expect(model.blend.trees).toBeGreaterThan(0)
    expect(model.blend.linear).toBeGreaterThan(0)
    for (let row = 0; row < data.rowCount; row++) {
      const { base, inputs } = explainer(rows, row * width)
      const sum = inputs.reduce((a, b) => a + b, base)
      expect(Math.abs(sum - predictLogOdds(model, rows, row * width))).toBeLessThan(1e-9)
    }
  })

  it('start from what the model says on average of what it learned from', () => {
    let mean = 0
    for (let row = 0; row < data.rowCount; row++) mean += predictLogOdds(model, rows, row * width) / data.rowCount
    // Covers count the sampled rows of each tree, so the two averages differ by the luck of the draw.
    expect(explain(model, rows).base).toBeCloseTo(mean, 1)
  })

  it('of the linear member cancel out over what it learned from', () => {
    const linearOnly = createExplainer({ ...model, blend: { intercept: 0, trees: 0, linear: 1 } })
    const sums = new Float64Array(model.inputs.length)
    for (let row = 0; row < data.rowCount; row++) {
      linearOnly(rows, row * width).inputs.forEach((share, input) => {
        sums[input]! += share
      })
    }
    for (const sum of sums) expect(Math.abs(sum)).toBeLessThan(1e-9)
  })

  it('name inputs, not features: both looks at one column are one share', () => {
    expect(explainer(rows).inputs.length).toBe(model.inputs.length)
    const share = new Float64Array(model.inputs.length)
    for (let row = 0; row < data.rowCount; row++) {
      explainer(rows, row * width).inputs.forEach((value, input) => {
        share[input]! += Math.abs(value)
      })
    }
    const byName = new Map(model.inputs.map(({ name }, input) => [name, share[input]!]))
    expect(byName.get('noise')).toBeLessThan(byName.get('size')! / 3)
  })

  it('do not depend on what was explained before', () => {
    const fresh = explain(model, rows, 7 * width)
    explainer(rows, 3 * width)
    expect(explainer(rows, 7 * width).inputs).toEqual(fresh.inputs)
  })
})

describe('Gauss–Legendre points', () => {
  it.each([1, 2, 3, 4, 5, 8])('integrate every polynomial of degree up to 2 · %d − 1 exactly', (count) => {
    const { at, weights } = gaussLegendre(count)
    for (let degree = 0; degree < 2 * count; degree++) {
      const sum = at.reduce((total, t, k) => total + weights[k]! * t ** degree, 0)
      expect(sum).toBeCloseTo(1 / (degree + 1), 13)
    }
    for (const t of at) expect(t > 0 && t < 1).toBe(true)
  })
})
