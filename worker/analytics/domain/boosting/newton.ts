import { logisticLoss, sigmoid } from './loss'

export interface FewColumns {
  /** One array a column, each by row. The intercept is not among them. */
  readonly columns: readonly Float64Array[]
  /** The probability each row should get, 0 … 1, by row: labels, or labels pulled in a little. */
  readonly targets: Float64Array
  readonly weights: Float64Array
  readonly rows: Int32Array
  /** L2 on the distance of each coefficient from `centre`; the intercept is free. */
  readonly ridge: number
  readonly centre?: number
}

export interface FewFit {
  readonly intercept: number
  readonly coefficients: readonly number[]
  /** Σ wᵢ loss + ½ ridge ‖coefficients − centre‖² at the minimum. */
  readonly objective: number
}

/** Logistic regression on a handful of dense columns: Newton steps, halved while they do not descend. */
export function fitFew({ columns, targets, weights, rows, ridge, centre = 0 }: FewColumns): FewFit {
  const size = columns.length + 1
  let theta = new Float64Array(size)

  function marginOf(point: Float64Array, row: number): number {
    let margin = point[0]!
    for (let j = 1; j < size; j++) margin += point[j]! * columns[j - 1]![row]!
    return margin
  }

  function objectiveAt(point: Float64Array): number {
    let loss = 0
    for (const row of rows) {
      const margin = marginOf(point, row)
      const target = targets[row]!
      loss += weights[row]! * (target * logisticLoss(margin, 1) + (1 - target) * logisticLoss(margin, 0))
    }
    for (let j = 1; j < size; j++) loss += 0.5 * ridge * (point[j]! - centre) ** 2
    return loss
  }

  let objective = objectiveAt(theta)
  for (let step = 0; step < 100; step++) {
    const gradient = new Float64Array(size)
    const hessian = new Float64Array(size * size)
    for (const row of rows) {
      const p = sigmoid(marginOf(theta, row))
      const residual = weights[row]! * (p - targets[row]!)
      const curvature = weights[row]! * p * (1 - p)
      for (let j = 0; j < size; j++) {
        const a = j === 0 ? 1 : columns[j - 1]![row]!
        gradient[j]! += residual * a
        for (let k = 0; k <= j; k++) hessian[j * size + k]! += curvature * a * (k === 0 ? 1 : columns[k - 1]![row]!)
      }
    }
    for (let j = 1; j < size; j++) {
      gradient[j]! += ridge * (theta[j]! - centre)
      hessian[j * size + j]! += ridge
    }
    // A breath on the diagonal: two equal columns, or rows without doubt, leave nothing to divide by.
    for (let j = 0; j < size; j++) hessian[j * size + j]! += 1e-9
    const direction = solveCholesky(hessian, gradient)
    let length = 1
    let next = theta
    let reached = objective
    do {
      next = theta.map((value, j) => value - length * direction[j]!)
      reached = objectiveAt(next)
      length /= 2
    } while (!(reached < objective) && length > 1e-8)
    if (!(reached < objective)) break
    const gained = objective - reached
    theta = next
    objective = reached
    if (gained <= 1e-12 * objective) break
  }
  return { intercept: theta[0]!, coefficients: [...theta.subarray(1)], objective }
}

/** Solves A x = b for a positive definite A, of which the lower triangle is read and overwritten. */
function solveCholesky(a: Float64Array, b: Float64Array): Float64Array {
  const size = b.length
  for (let j = 0; j < size; j++) {
    for (let k = 0; k <= j; k++) {
      let sum = a[j * size + k]!
      for (let i = 0; i < k; i++) sum -= a[j * size + i]! * a[k * size + i]!
      a[j * size + k] = j === k ? Math.sqrt(Math.max(sum, 1e-300)) : sum / a[k * size + k]!
    }
  }
  const x = b.slice()
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < j; i++) x[j]! -= a[j * size + i]! * x[i]!
    x[j]! /= a[j * size + j]!
  }
  for (let j = size - 1; j >= 0; j--) {
    for (let i = j + 1; i < size; i++) x[j]! -= a[i * size + j]! * x[i]!
    x[j]! /= a[j * size + j]!
  }
  return x
}
