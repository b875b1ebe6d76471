import { type FewFit, fitFew } from './newton'

/** log-odds = intercept + trees · (margin of the trees) + linear · (margin of the linear model). Weights are ≥ 0. */
export interface Blend {
  readonly intercept: number
  readonly trees: number
  readonly linear: number
}

export interface BlendInput {
  /** Log-odds of each member on rows it was not fitted on, by row. */
  readonly treeMargins: Float64Array
  readonly linearMargins: Float64Array
  readonly labels: Uint8Array
  readonly weights: Float64Array
  /** The held-out rows: the newest slice where rows have an order, all rows out of fold where not. */
  readonly rows: Int32Array
}

// With few deals the members are averaged, because weights that fit so few rows are mostly luck; a hundred deals
// already outvote it. Each member was tuned to say little where there is no signal, so the average does too.
const EVEN = 0.5
const RIDGE = 40

/**
 * Stacks the two members (Wolpert 1992) with weights that may not be negative (Breiman 1996: otherwise two similar
 * members are played off against each other). The problem is convex and has two weights, so the minimum is the best
 * of four fits that keep to the signs: both members, either alone, neither.
 */
export function fitBlend({ treeMargins, linearMargins, labels, weights, rows }: BlendInput): Blend {
  const targets = Float64Array.from(labels)
  const stack = (...columns: Float64Array[]) => fitFew({ columns, targets, weights, rows, ridge: RIDGE, centre: EVEN })
  const both = stack(treeMargins, linearMargins)
  if (isAllowed(both)) {
    return { intercept: both.intercept, trees: both.coefficients[0]!, linear: both.coefficients[1]! }
  }
  const trees = stack(treeMargins)
  const linear = stack(linearMargins)
  const treesOnly = isAllowed(trees) && !(isAllowed(linear) && linear.objective < trees.objective)
  if (treesOnly) return { intercept: trees.intercept, trees: trees.coefficients[0]!, linear: 0 }
  if (isAllowed(linear)) return { intercept: linear.intercept, trees: 0, linear: linear.coefficients[0]! }
  return { intercept: stack().intercept, trees: 0, linear: 0 }
}

function isAllowed({ coefficients }: FewFit): boolean {
  return coefficients.every((coefficient) => coefficient >= 0)
}
