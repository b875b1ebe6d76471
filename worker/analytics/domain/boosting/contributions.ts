import { createForestExplainer } from './forest-shares'
import type { TrainedModel } from './scoring'
import { type Forest, LEAF } from './tree'

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
