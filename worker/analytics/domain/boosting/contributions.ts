import type { TrainedModel } from './scoring'
import { type Forest, goesRight, LEAF } from './tree'

/** The exact shares of one score, in log-odds: base and inputs add up to it. */
export interface Explanation {
  /** What the model says on average over what it learned from. */
  readonly base: number
  /** One entry an input of the model, in its order. Reused by the next call. */
  readonly inputs: Float64Array
}

export type Explainer = (rows: Uint8Array, at: number) => Explanation

/**
 * Explains scores of one model. Trees: exact path-dependent Shapley values (Lundberg, Erion and Lee 2018, algorithm 2), with
 * buffers that are made once. Linear member: what its table says of the row, less what it says on average, which is exact
 * for an additive model. Both enter as the blend and the calibration weigh them, so nothing is lost on the way.
 */
export function createExplainer(model: TrainedModel): Explainer {
  const { forest, features, inputOf, inputs, linear, linearMeans, offsets, blend, calibration, base } = model
  const treeWeight = calibration.slope * blend.trees
  const linearWeight = calibration.slope * blend.linear
  const byFeature = new Float64Array(features.length)
  const byInput = new Float64Array(inputs.length)
  const explainTrees = treeExplainer(forest, byFeature)
  const expectedTrees = forest.roots.reduce((sum, root) => sum + expectation(forest, root), 0)
  const expectedLinear = linearMeans.reduce((sum, mean) => sum + mean, linear.intercept)
  const expected =
    calibration.intercept +
    calibration.slope * (blend.intercept + blend.trees * (base + expectedTrees) + blend.linear * expectedLinear)

  return (rows, at) => {
    byFeature.fill(0)
    if (treeWeight !== 0) explainTrees(rows, at)
    byInput.fill(0)
    for (let f = 0; f < features.length; f++) {
      const share = linear.table[offsets[f]! + rows[at + f]!]! - linearMeans[f]!
      byInput[inputOf[f]!]! += treeWeight * byFeature[f]! + linearWeight * share
    }
    return { base: expected, inputs: byInput }
  }
}

/** The mean of a tree's answers over its training rows. */
function expectation(forest: Forest, node: number): number {
  if (forest.feature[node] === LEAF) return forest.value[node]!
  const left = forest.left[node]!
  const [l, r] = [forest.cover[left]!, forest.cover[left + 1]!]
  return (expectation(forest, left) * l + expectation(forest, left + 1) * r) / (l + r)
}

function depthBelow(forest: Forest, node: number): number {
  if (forest.feature[node] === LEAF) return 0
  const left = forest.left[node]!
  return 1 + Math.max(depthBelow(forest, left), depthBelow(forest, left + 1))
}

/**
 * Walks every path of every tree once, keeping for each feature on it the share of rows that would follow without knowing
 * it (zero fraction) and whether this row does (one fraction), and for each size of coalition its weight.
 */
function treeExplainer(forest: Forest, phi: Float64Array): (rows: Uint8Array, at: number) => void {
  const { feature, left, value, cover, roots } = forest
  const depth = roots.reduce((most, root) => Math.max(most, depthBelow(forest, root)), 0)
  const width = depth + 2
  // One path a level, each copied from the one above and grown by a feature.
  const size = (width * (width + 1)) / 2 + width
  const pathFeature = new Int32Array(size)
  const zeros = new Float64Array(size)
  const ones = new Float64Array(size)
  const weights = new Float64Array(size)
  let row: Uint8Array = new Uint8Array()
  let start = 0

  function extend(o: number, length: number, zero: number, one: number, f: number): void {
    pathFeature[o + length] = f
    zeros[o + length] = zero
    ones[o + length] = one
    weights[o + length] = length === 0 ? 1 : 0
    for (let i = length - 1; i >= 0; i--) {
      weights[o + i + 1]! += (one * weights[o + i]! * (i + 1)) / (length + 1)
      weights[o + i] = (zero * weights[o + i]! * (length - i)) / (length + 1)
    }
  }

  /** Takes the feature at a position out of the path again. */
  function unwind(o: number, length: number, position: number): void {
    const zero = zeros[o + position]!
    const one = ones[o + position]!
    let next = weights[o + length]!
    for (let i = length - 1; i >= 0; i--) {
      if (one !== 0) {
        const kept = weights[o + i]!
        weights[o + i] = (next * (length + 1)) / ((i + 1) * one)
        next = kept - (weights[o + i]! * zero * (length - i)) / (length + 1)
      } else {
        weights[o + i] = (weights[o + i]! * (length + 1)) / (zero * (length - i))
      }
    }
    for (let i = position; i < length; i++) {
      pathFeature[o + i] = pathFeature[o + i + 1]!
      zeros[o + i] = zeros[o + i + 1]!
      ones[o + i] = ones[o + i + 1]!
    }
  }

  /** The summed weight of all coalitions without the feature at a position. */
  function unwoundSum(o: number, length: number, position: number): number {
    const zero = zeros[o + position]!
    const one = ones[o + position]!
    let total = 0
    if (one !== 0) {
      let next = weights[o + length]!
      for (let i = length - 1; i >= 0; i--) {
        const part = (next * (length + 1)) / ((i + 1) * one)
        total += part
        next = weights[o + i]! - (part * zero * (length - i)) / (length + 1)
      }
    } else {
      for (let i = length - 1; i >= 0; i--) total += (weights[o + i]! * (length + 1)) / (zero * (length - i))
    }
    return total
  }

  function walk(node: number, o: number, depthHere: number, zero: number, one: number, f: number): void {
    let length = depthHere
    extend(o, length, zero, one, f)
    const asked = feature[node]!
    if (asked === LEAF) {
      for (let i = 1; i <= length; i++) {
        phi[pathFeature[o + i]!]! += unwoundSum(o, length, i) * (ones[o + i]! - zeros[o + i]!) * value[node]!
      }
      return
    }
    const first = left[node]!
    const right = goesRight(forest, node, row[start + asked]!)
    const hot = first + right
    const cold = first + 1 - right
    let zeroHere = 1
    let oneHere = 1
    for (let i = 1; i <= length; i++) {
      if (pathFeature[o + i] !== asked) continue
      zeroHere = zeros[o + i]!
      oneHere = ones[o + i]!
      unwind(o, length, i)
      length--
      break
    }
    const total = cover[first]! + cover[first + 1]!
    const next = o + length + 1
    copy(o, next, length)
    walk(hot, next, length + 1, (zeroHere * cover[hot]!) / total, oneHere, asked)
    copy(o, next, length)
    walk(cold, next, length + 1, (zeroHere * cover[cold]!) / total, 0, asked)
  }

  function copy(from: number, to: number, length: number): void {
    for (let i = 0; i <= length; i++) {
      pathFeature[to + i] = pathFeature[from + i]!
      zeros[to + i] = zeros[from + i]!
      ones[to + i] = ones[from + i]!
      weights[to + i] = weights[from + i]!
    }
  }

  return (rows, at) => {
    row = rows
    start = at
    for (let t = 0; t < roots.length; t++) walk(roots[t]!, 0, 0, 1, 1, -1)
  }
}
