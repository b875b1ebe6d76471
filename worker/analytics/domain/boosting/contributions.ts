import type { TrainedModel } from './scoring'
import { type Forest, goesRight, LEAF } from './tree'

/** The exact shares of one score, in log-odds: base and inputs add up to it. */
export interface Explanation {
  /** What the model says on average over what it learned from. */
  readonly base: number
  /** One entry an input of the model, in its order. An explainer reuses it for the next row. */
  readonly inputs: Float64Array
}

/** Explains the encoded row that begins at `at`. */
export type Explainer = (rows: Uint8Array, at?: number) => Explanation

/**
 * Explains scores of one model, in buffers that are made once. The trees: exact path-dependent Shapley values, the game
 * of TreeSHAP (Lundberg, Erion and Lee 2018). The linear member: what its table says of the row beyond what it says on
 * average, which is the Shapley value of an additive model. Both enter as blend and calibration weigh them, and features
 * that read the same input are added up.
 */
export function createExplainer(model: TrainedModel): Explainer {
  const { forest, features, inputOf, inputs, linear, linearMeans, offsets, blend, calibration, base } = model
  const treeWeight = calibration.slope * blend.trees
  const linearWeight = calibration.slope * blend.linear
  const byFeature = new Float64Array(features.length)
  const byInput = new Float64Array(inputs.length)
  const explainForest = createForestExplainer(forest, byFeature)
  const expectedTrees = forest.roots.reduce((sum, root) => sum + expectation(forest, root), 0)
  const expectedLinear = linearMeans.reduce((sum, mean) => sum + mean, linear.intercept)
  const expected =
    calibration.intercept +
    calibration.slope * (blend.intercept + blend.trees * (base + expectedTrees) + blend.linear * expectedLinear)

  return (rows, at = 0) => {
    byFeature.fill(0)
    if (treeWeight !== 0) explainForest(rows, at)
    byInput.fill(0)
    for (let f = 0; f < features.length; f++) {
      const share = linear.table[offsets[f]! + rows[at + f]!]! - linearMeans[f]!
      byInput[inputOf[f]!]! += treeWeight * byFeature[f]! + linearWeight * share
    }
    return { base: expected, inputs: byInput }
  }
}

/** Explains one row. Whoever explains many keeps an explainer. */
export function explain(model: TrainedModel, row: Uint8Array, at = 0): Explanation {
  return createExplainer(model)(row, at)
}

/** The mean of a tree's answers over the rows it was grown from. */
export function expectation(forest: Forest, node: number): number {
  if (forest.feature[node] === LEAF) return forest.value[node]!
  const left = forest.left[node]!
  const sum = expectation(forest, left) * forest.cover[left]! + expectation(forest, left + 1) * forest.cover[left + 1]!
  return sum / forest.cover[node]!
}

/**
 * Returns a function that adds the Shapley values of every tree for one row to `shares`, one entry a feature.
 *
 * A leaf of value v is a product game: with a set S of features known it answers v · Π oᵢ (i in S) · zᵢ (i not in S),
 * where over the features of its path oᵢ says whether the row follows (0 or 1) and zᵢ which share of the training rows
 * does. Owen (1972) gives the Shapley value of such a game as an integral along the diagonal,
 *
 *     φⱼ = v (oⱼ − zⱼ) ∫₀¹ Π over i ≠ j of (zᵢ + t (oᵢ − zᵢ)) dt,
 *
 * of a polynomial in t, one degree below the number of features: half as many Gauss–Legendre points compute it exactly.
 * At each point the products grow downwards, a factor an edge, and the sums over leaves upwards, so that all leaves below
 * an edge are settled together: work goes with nodes × points, not with leaves × depth².
 */
export function createForestExplainer(forest: Forest, shares: Float64Array): (rows: Uint8Array, at: number) => void {
  const { feature, left, value, cover, roots } = forest
  const pointsOf = Int32Array.from(roots, (root) => Math.max(1, Math.ceil(mostFeatures(forest, root, []) / 2)))
  const most = pointsOf.reduce((a, b) => Math.max(a, b), 1)
  const deepest = roots.reduce((depth, root) => Math.max(depth, depthBelow(forest, root)), 0)
  const rules = Array.from({ length: most + 1 }, (_, count) => gaussLegendre(count))
  // Products on the way down and sums on the way up, `points` entries a level.
  const products = new Float64Array((deepest + 1) * most)
  const sums = new Float64Array((deepest + 1) * most)
  // z and o of each feature on the present path. 1 and 1 before it is met: a factor of 1 that contributes nothing.
  const zeros = new Float64Array(shares.length).fill(1)
  const ones = new Float64Array(shares.length).fill(1)
  let row: Uint8Array = new Uint8Array(0)
  let start = 0
  let points = 1
  let at: Float64Array = new Float64Array(0)

  function walk(node: number, level: number): void {
    const f = feature[node]!
    const first = left[node]!
    const zero = zeros[f]!
    const one = ones[f]!
    const slope = one - zero
    const perCover = zero / cover[node]!
    const hot = first + goesRight(forest, node, row[start + f]!)
    const here = level * points
    const below = here + points
    let share = 0
    for (let k = 0; k < points; k++) sums[here + k] = 0
    for (let child = first; child <= first + 1; child++) {
      const zeroBelow = perCover * cover[child]!
      const oneBelow = child === hot ? one : 0
      const slopeBelow = oneBelow - zeroBelow
      // The same feature may have been asked about above: its old factor and share give way to the new.
      if (feature[child] === LEAF) {
        const says = value[child]!
        for (let k = 0; k < points; k++) {
          const perOld = 1 / (zero + at[k]! * slope)
          const without = says * products[here + k]! * perOld
          const sum = without * (zeroBelow + at[k]! * slopeBelow)
          sums[here + k]! += sum
          share += without * slopeBelow - sum * slope * perOld
        }
        continue
      }
      for (let k = 0; k < points; k++) {
        products[below + k] = (products[here + k]! * (zeroBelow + at[k]! * slopeBelow)) / (zero + at[k]! * slope)
      }
      zeros[f] = zeroBelow
      ones[f] = oneBelow
      walk(child, level + 1)
      for (let k = 0; k < points; k++) {
        const sum = sums[below + k]!
        sums[here + k]! += sum
        share += sum * (slopeBelow / (zeroBelow + at[k]! * slopeBelow) - slope / (zero + at[k]! * slope))
      }
    }
    zeros[f] = zero
    ones[f] = one
    shares[f]! += share
  }

  return (rows, from) => {
    row = rows
    start = from
    for (let t = 0; t < roots.length; t++) {
      if (feature[roots[t]!] === LEAF) continue
      points = pointsOf[t]!
      const rule = rules[points]!
      at = rule.at
      products.set(rule.weights)
      walk(roots[t]!, 0)
    }
  }
}

/** The most different features on one path of a tree. */
function mostFeatures(forest: Forest, node: number, above: readonly number[]): number {
  const f = forest.feature[node]!
  if (f === LEAF) return above.length
  const path = above.includes(f) ? above : [...above, f]
  const left = forest.left[node]!
  return Math.max(mostFeatures(forest, left, path), mostFeatures(forest, left + 1, path))
}

function depthBelow(forest: Forest, node: number): number {
  if (forest.feature[node] === LEAF) return 0
  const left = forest.left[node]!
  return 1 + Math.max(depthBelow(forest, left), depthBelow(forest, left + 1))
}

/** Points and weights on [0, 1] that integrate every polynomial of degree 2 · count − 1 exactly. */
export function gaussLegendre(count: number): { at: Float64Array; weights: Float64Array } {
  const at = new Float64Array(count)
  const weights = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    // Newton's method on the Legendre polynomial from Tricomi's estimate of its root.
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let slope = 1
    for (let step = 0; step < 20; step++) {
      let before = 1
      let polynomial = x
      for (let n = 2; n <= count; n++) {
        const next = ((2 * n - 1) * x * polynomial - (n - 1) * before) / n
        before = polynomial
        polynomial = next
      }
      slope = (count * (x * polynomial - before)) / (x * x - 1)
      x -= polynomial / slope
    }
    at[i] = (1 - x) / 2
    weights[i] = 1 / ((1 - x * x) * slope * slope)
  }
  return { at, weights }
}
