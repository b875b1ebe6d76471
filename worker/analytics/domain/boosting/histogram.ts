import type { BinnedMatrix } from './binning'

/**
 * A histogram holds, for every bin of every feature, the sum over some rows of (gradient, hessian): as ONE number,
 *
 *     packed = gradient / gradientUnit · 2²⁶ + hessian / hessianUnit
 *
 * both rounded to whole units that are chosen so that no sum of a round leaves its 26 bits. A double holds 53 bits of
 * integer exactly, so sums and differences are exact: they do not depend on the order of the rows, a parent minus one
 * child is the other child to the last bit, and a bin without rows is exactly 0 (every row has a hessian of at least one
 * unit). One addition per row and feature is also half the memory traffic of two.
 */
export type Histogram = Float64Array

export interface Units {
  readonly gradientUnit: number
  readonly hessianUnit: number
}

export const FIELD = 2 ** 26
// The reciprocal of anything much smaller is infinite. Sums this small are weights gone wrong, and may all be one unit.
const LEAST_UNIT = 1e-290

/** The gradient part of a packed sum, in units. Floor, not truncation: the hessian below it is never negative. */
export function packedGradient(packed: number): number {
  return Math.floor(packed / FIELD)
}

/** The hessian part of a packed sum, in units. */
export function packedHessian(packed: number): number {
  return packed - Math.floor(packed / FIELD) * FIELD
}

/** Packs gradient and hessian of the given rows into `packed`, by row, and says in which units. At most 2²⁵ rows. */
export function packGradients(
  gradients: Float64Array,
  hessians: Float64Array,
  rows: Int32Array,
  packed: Float64Array,
): Units {
  let gradientSum = 0
  let hessianSum = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    gradientSum += Math.abs(gradients[row]!)
    hessianSum += hessians[row]!
  }
  // Rounding may add one unit a row.
  const room = FIELD - 1 - rows.length
  const gradientUnit = Math.max(gradientSum / room, LEAST_UNIT)
  const hessianUnit = Math.max(hessianSum / room, LEAST_UNIT)
  const perGradient = 1 / gradientUnit
  const perHessian = 1 / hessianUnit
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    const hessian = Math.max(1, Math.floor(hessians[row]! * perHessian + 0.5))
    packed[row] = Math.floor(gradients[row]! * perGradient + 0.5) * FIELD + hessian
  }
  return { gradientUnit, hessianUnit }
}

/** Adds `values[row]` of rows[start … end − 1] to the bin of the row in every feature. `sums` has one entry per bin. */
export function accumulate(
  { cells, featureCount }: Pick<BinnedMatrix, 'cells' | 'featureCount'>,
  rows: Int32Array,
  start: number,
  end: number,
  values: Float64Array,
  sums: Float64Array,
): void {
  const inFours = featureCount & ~3
  for (let i = start; i < end; i++) {
    const row = rows[i]!
    const value = values[row]!
    let cell = row * featureCount
    const rest = cell + inFours
    const next = cell + featureCount
    // Rows outside and features inside: neighbouring additions meet different bins and need not wait for each other.
    for (; cell < rest; cell += 4) {
      sums[cells[cell]!]! += value
      sums[cells[cell + 1]!]! += value
      sums[cells[cell + 2]!]! += value
      sums[cells[cell + 3]!]! += value
    }
    for (; cell < next; cell++) sums[cells[cell]!]! += value
  }
}

/** The same in some of the features only; the bins of the others stay as they are. */
export function accumulateSome(
  { cells, featureCount }: Pick<BinnedMatrix, 'cells' | 'featureCount'>,
  features: Int32Array,
  rows: Int32Array,
  start: number,
  end: number,
  values: Float64Array,
  sums: Float64Array,
): void {
  for (let i = start; i < end; i++) {
    const row = rows[i]!
    const value = values[row]!
    const first = row * featureCount
    for (let k = 0; k < features.length; k++) sums[cells[first + features[k]!]!]! += value
  }
}

/** Turns the histogram of a parent into that of one child by taking away the other child's. */
export function subtract(parent: Histogram, child: Histogram): void {
  for (let bin = 0; bin < parent.length; bin++) parent[bin]! -= child[bin]!
}
