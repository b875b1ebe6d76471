import { asinh } from '../arithmetic'
import { type BinnedMatrix, type FeatureBins, MISSING } from './binning'
import type { NumericColumn } from './dataset'
import { accumulate } from './histogram'
import { baseLogOdds, logisticLoss, sigmoid } from './loss'

/**
 * How bins become the columns of a linear model: bin b (numbered through) adds scale[b] to column parameter[b], or
 * nothing where parameter[b] is −1. A number is one column of standardised values and one flag for missing; a category
 * is one column a bin. The linear model therefore is a table with one log-odds a bin, read from the same bytes as trees.
 */
export interface LinearDesign {
  readonly parameterCount: number
  readonly parameter: Int32Array
  readonly scale: Float64Array
}

/** log-odds = intercept + Σ over features of table[bin of the feature, numbered through]. */
export interface LinearModel {
  readonly intercept: number
  readonly table: Float64Array
}

export interface LogisticInput {
  readonly matrix: BinnedMatrix
  readonly design: LinearDesign
  readonly labels: Uint8Array
  readonly weights: Float64Array
  /** Rows to learn from. */
  readonly rows: Int32Array
}

export interface LogisticFit {
  readonly intercept: number
  /** One a column of the design. */
  readonly coefficients: Float64Array
  /** Whether the last gradient was small enough; false after `MAX_STEPS`. */
  readonly converged: boolean
}

/**
 * Lays out the columns. A bin of numbers is scored by the mean, over its rows, of asinh((x − median) / spread): straight
 * in the middle, logarithmic in the tails, so that one enormous deal does not set the slope; then standardised.
 */
export function designLinear(
  matrix: BinnedMatrix,
  features: readonly FeatureBins[],
  numericColumn: (name: string) => NumericColumn | undefined,
  weights: Float64Array,
  rows: Int32Array,
): LinearDesign {
  const binTotal = matrix.offsets[matrix.featureCount]!
  const parameter = new Int32Array(binTotal).fill(-1)
  const scale = new Float64Array(binTotal)
  const weightOf = new Float64Array(binTotal)
  accumulate(matrix, rows, 0, rows.length, weights, weightOf)
  const scratch = new Float64Array(rows.length)
  let parameterCount = 0
  features.forEach((bins, f) => {
    const first = matrix.offsets[f]!
    const end = matrix.offsets[f + 1]!
    if (bins.kind === 'numeric') {
      const scores = numericScores(matrix, f, numericColumn(bins.name), weights, rows, scratch)
      if (scores) {
        scale.set(scores, first)
        parameter.fill(parameterCount++, first + 1, end)
      }
      if (weightOf[first + MISSING]! > 0) {
        parameter[first + MISSING] = parameterCount++
        scale[first + MISSING] = 1
      }
      return
    }
    for (let bin = first; bin < end; bin++) {
      if (weightOf[bin]! <= 0) continue
      parameter[bin] = parameterCount++
      scale[bin] = 1
    }
  })
  return { parameterCount, parameter, scale }
}

/** One score a bin, mean 0 and variance 1 over the rows where the number is present; null if it never varies. */
function numericScores(
  matrix: BinnedMatrix,
  f: number,
  column: NumericColumn | undefined,
  weights: Float64Array,
  rows: Int32Array,
  scratch: Float64Array,
): Float64Array | null {
  const bins = matrix.offsets[f + 1]! - matrix.offsets[f]!
  if (!column || bins < 3) return null
  const bin = matrix.columns.subarray(f * matrix.rowCount, (f + 1) * matrix.rowCount)
  let present = 0
  for (const row of rows) if (bin[row] !== MISSING) scratch[present++] = column.values[row]!
  const sorted = scratch.subarray(0, present).sort()
  if (sorted.length < 2) return null
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!
  const median = at(0.5)
  // The first spread that is not 0: a column that is mostly one value still has tails.
  const spread = [at(0.75) - at(0.25), at(0.95) - at(0.05), at(1) - at(0)].find((width) => width > 0)
  if (!spread || spread === Number.POSITIVE_INFINITY) return null

  const sums = new Float64Array(bins)
  const weightOf = new Float64Array(bins)
  for (const row of rows) {
    if (bin[row] === MISSING) continue
    sums[bin[row]!]! += weights[row]! * asinh((column.values[row]! - median) / spread)
    weightOf[bin[row]!]! += weights[row]!
  }
  let weight = 0
  let mean = 0
  for (let b = 1; b < bins; b++) {
    weight += weightOf[b]!
    mean += sums[b]!
  }
  mean /= weight
  const scores = sums.map((sum, b) => (weightOf[b]! > 0 ? sum / weightOf[b]! - mean : 0))
  let variance = 0
  for (let b = 1; b < bins; b++) variance += (weightOf[b]! * scores[b]! * scores[b]!) / weight
  if (!(variance > 0)) return null
  const deviation = Math.sqrt(variance)
  return scores.map((score, b) => (b === MISSING ? 0 : score / deviation))
}

const MAX_STEPS = 50
const MAX_INNER_STEPS = 200

/**
 * Minimises Σ wᵢ loss(mᵢ, yᵢ) + ½ λ ‖coefficients‖², the intercept free, by Newton's method; each step is solved by
 * conjugate gradients with the diagonal as preconditioner, so that thousands of columns need no matrix. With rows of
 * one outcome only there is nothing to fit: the coefficients are 0. `start` shortens the way from a similar λ.
 */
export function fitLogistic(input: LogisticInput, lambda: number, start?: LogisticFit): LogisticFit {
  const { matrix, design, labels, weights, rows } = input
  const { parameterCount, parameter, scale } = design
  const base = baseLogOdds(labels, weights, rows)
  const constant: LogisticFit = { intercept: base, coefficients: new Float64Array(parameterCount), converged: true }
  if (!rows.some((row) => labels[row] === 1) || !rows.some((row) => labels[row] === 0)) return constant

  // The intercept is the last entry of every vector below.
  const size = parameterCount + 1
  const theta = new Float64Array(size)
  theta.set(start?.coefficients ?? constant.coefficients)
  theta[parameterCount] = start?.intercept ?? base
  const totalWeight = rows.reduce((sum, row) => sum + weights[row]!, 0)
  const tolerance = 1e-7 * totalWeight

  const margins = new Float64Array(matrix.rowCount)
  const change = new Float64Array(matrix.rowCount)
  const residuals = new Float64Array(matrix.rowCount)
  const curvatures = new Float64Array(matrix.rowCount)
  const products = new Float64Array(matrix.rowCount)
  const sums = new Float64Array(scale.length)
  const table = new Float64Array(scale.length)

  /** out[row] = design · vector. */
  function apply(vector: Float64Array, out: Float64Array): void {
    for (let bin = 0; bin < table.length; bin++) {
      table[bin] = parameter[bin]! < 0 ? 0 : vector[parameter[bin]!]! * scale[bin]!
    }
    sumTable(matrix, rows, table, vector[parameterCount]!, out)
  }

  /** out = designᵀ · values, and where `squared`, of the squared design: the diagonal of designᵀ diag(values) design. */
  function gather(values: Float64Array, out: Float64Array, squared = false): void {
    sums.fill(0)
    out.fill(0)
    accumulate(matrix, rows, 0, rows.length, values, sums)
    for (let bin = 0; bin < sums.length; bin++) {
      if (parameter[bin]! >= 0) out[parameter[bin]!]! += sums[bin]! * (squared ? scale[bin]! ** 2 : scale[bin]!)
    }
    for (const row of rows) out[parameterCount]! += values[row]!
  }

  function objective(step: number, direction: Float64Array | null): number {
    let loss = 0
    for (const row of rows) loss += weights[row]! * logisticLoss(margins[row]! + step * change[row]!, labels[row]!)
    for (let j = 0; j < parameterCount; j++) loss += 0.5 * lambda * (theta[j]! + step * (direction?.[j] ?? 0)) ** 2
    return loss
  }

  const gradient = new Float64Array(size)
  const diagonal = new Float64Array(size)
  const direction = new Float64Array(size)
  const residual = new Float64Array(size)
  const search = new Float64Array(size)
  const curved = new Float64Array(size)

  /** Solves (H + λ) direction = −gradient to a precision that tightens as the gradient vanishes. */
  function solve(gradientNorm: number): void {
    direction.fill(0)
    for (let j = 0; j < size; j++) residual[j] = -gradient[j]!
    for (let j = 0; j < size; j++) search[j] = residual[j]! / diagonal[j]!
    let energy = dot(residual, search)
    const enough = Math.min(0.1, Math.sqrt(gradientNorm / totalWeight)) ** 2 * energy
    for (let step = 0; step < MAX_INNER_STEPS && energy > enough; step++) {
      apply(search, products)
      for (const row of rows) products[row]! *= curvatures[row]!
      gather(products, curved)
      for (let j = 0; j < parameterCount; j++) curved[j]! += lambda * search[j]!
      const curvature = dot(search, curved)
      if (!(curvature > 0)) return
      const length = energy / curvature
      for (let j = 0; j < size; j++) {
        direction[j]! += length * search[j]!
        residual[j]! -= length * curved[j]!
      }
      let next = 0
      for (let j = 0; j < size; j++) next += residual[j]! ** 2 / diagonal[j]!
      for (let j = 0; j < size; j++) search[j] = residual[j]! / diagonal[j]! + (next / energy) * search[j]!
      energy = next
    }
  }

  apply(theta, margins)
  let current = objective(0, null)
  let converged = false
  for (let step = 0; step < MAX_STEPS && !converged; step++) {
    for (const row of rows) {
      const p = sigmoid(margins[row]!)
      residuals[row] = weights[row]! * (p - labels[row]!)
      curvatures[row] = weights[row]! * Math.max(p * (1 - p), 1e-12)
    }
    gather(residuals, gradient)
    for (let j = 0; j < parameterCount; j++) gradient[j]! += lambda * theta[j]!
    const norm = gradient.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0)
    if (norm <= tolerance) {
      converged = true
      break
    }
    gather(curvatures, diagonal, true)
    for (let j = 0; j < parameterCount; j++) diagonal[j]! += lambda
    for (let j = 0; j < size; j++) diagonal[j] = Math.max(diagonal[j]!, 1e-12)
    solve(norm)
    apply(direction, change)
    // Armijo: halve until the loss falls as a slope this steep should make it.
    const slope = dot(gradient, direction)
    let length = 1
    let next = objective(length, direction)
    while (next > current + 1e-4 * length * slope && length > 1e-6) {
      length /= 2
      next = objective(length, direction)
    }
    if (!(next < current)) {
      converged = true // as low as doubles can tell
      break
    }
    current = next
    for (let j = 0; j < size; j++) theta[j]! += length * direction[j]!
    for (const row of rows) margins[row]! += length * change[row]!
  }
  return { intercept: theta[parameterCount]!, coefficients: theta.slice(0, parameterCount), converged }
}

/** Turns a fit into its table. Values are rounded to 32 bits, which is what an artifact keeps. */
export function linearModel({ parameter, scale }: LinearDesign, fit: LogisticFit): LinearModel {
  const table = Float64Array.from(parameter, (j, bin) => (j < 0 ? 0 : Math.fround(fit.coefficients[j]! * scale[bin]!)))
  return { intercept: fit.intercept, table }
}

/** out[row] = intercept + Σ table[cell] over the features of the row, for the given rows. */
export function sumTable(
  { cells, featureCount }: BinnedMatrix,
  rows: Int32Array,
  table: Float64Array,
  intercept: number,
  out: Float64Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    let sum = intercept
    for (let cell = row * featureCount, end = cell + featureCount; cell < end; cell++) sum += table[cells[cell]!]!
    out[row] = sum
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!
  return sum
}
