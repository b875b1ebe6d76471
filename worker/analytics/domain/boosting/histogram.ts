import type { BinnedMatrix } from './binning'
import type { Sums } from './loss'

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

export interface Packed extends Units {
  /** The packed sum of all rows. */
  readonly total: number
}

export const FIELD = 2 ** 26
export const PER_FIELD = 2 ** -26 // a multiplication by it is as exact as the division, and sooner done
// The reciprocal of anything much smaller is infinite. Sums this small are weights gone wrong, and may all be one unit.
const LEAST_UNIT = 1e-290

/** The gradient part of a packed sum, in units. Floor, not truncation: the hessian below it is never negative. */
export function packedGradient(packed: number): number {
  return Math.floor(packed * PER_FIELD)
}

/** The hessian part of a packed sum, in units. */
export function packedHessian(packed: number): number {
  return packed - Math.floor(packed * PER_FIELD) * FIELD
}

/**
 * Packs gradient and hessian of the given rows into `packed`, by row, and says in which units, and their sum. `sums` is what
 * the rows add up to, gradients without their signs. At most 2²⁵ rows.
 */
export function packGradients(
  gradients: Float64Array,
  hessians: Float64Array,
  sums: Sums,
  rows: Int32Array,
  packed: Float64Array,
): Packed {
  // Rounding may add one unit a row.
  const room = FIELD - 1 - rows.length
  const gradientUnit = Math.max(sums.gradients / room, LEAST_UNIT)
  const hessianUnit = Math.max(sums.hessians / room, LEAST_UNIT)
  const perGradient = 1 / gradientUnit
  const perHessian = 1 / hessianUnit
  let total = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    const hessian = Math.max(1, Math.floor(hessians[row]! * perHessian + 0.5))
    const value = Math.floor(gradients[row]! * perGradient + 0.5) * FIELD + hessian
    packed[row] = value
    total += value
  }
  return { gradientUnit, hessianUnit, total }
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

// Rows whose memory is asked for at once.
const AHEAD = 64

/**
 * The same of cells that lie two to a number (see bundles.ts): the processor loads half as often. Six or four pairs are
 * written out, so that the innermost loop is that of the rows: an engine then looks up its arrays once, not for every row.
 */
export function accumulatePairs(
  pairs: Uint32Array,
  pairsARow: number,
  rows: Int32Array,
  start: number,
  end: number,
  values: Float64Array,
  sums: Float64Array,
): void {
  // The rows of a small node lie far apart, and each is a wait for memory. Many waits at once take no longer than a few.
  const areFarApart = end - start < rows.length >> 4
  const step = areFarApart ? AHEAD : Math.max(1, end - start)
  for (let from = start; from < end; from += step) {
    const to = Math.min(from + step, end)
    if (areFarApart) touch(pairs, pairsARow, rows, from, to, values)
    for (let first = 0; first < pairsARow; ) {
      const left = pairsARow - first
      if (left % 6 === 0) {
        accumulateSix(pairs, pairsARow, first, rows, from, to, values, sums)
        first += 6
      } else if (left >= 4) {
        accumulateFour(pairs, pairsARow, first, rows, from, to, values, sums)
        first += 4
      } else {
        accumulateRest(pairs, pairsARow, first, rows, from, to, values, sums)
        first = pairsARow
      }
    }
  }
}

// What is read ahead is of no use but must go somewhere: an engine leaves out what it sees to be for nothing.
const touched = new Int32Array(1)

function touch(
  pairs: Uint32Array,
  pairsARow: number,
  rows: Int32Array,
  start: number,
  end: number,
  values: Float64Array,
): void {
  let read = 0
  for (let i = start; i < end; i++) {
    const row = rows[i]!
    const at = row * pairsARow
    read ^= pairs[at]! ^ pairs[at + pairsARow - 1]! ^ values[row]!
  }
  touched[0] = read
}

function accumulateSix(
  pairs: Uint32Array,
  pairsARow: number,
  first: number,
  rows: Int32Array,
  start: number,
  end: number,
  values: Float64Array,
  sums: Float64Array,
): void {
  for (let i = start; i < end; i++) {
    const row = rows[i]!
    const value = values[row]!
    const at = row * pairsARow + first
    const p = pairs[at]!
    const q = pairs[at + 1]!
    const r = pairs[at + 2]!
    const s = pairs[at + 3]!
    const t = pairs[at + 4]!
    const u = pairs[at + 5]!
    sums[p & 0xffff]! += value
    sums[p >>> 16]! += value
    sums[q & 0xffff]! += value
    sums[q >>> 16]! += value
    sums[r & 0xffff]! += value
    sums[r >>> 16]! += value
    sums[s & 0xffff]! += value
    sums[s >>> 16]! += value
    sums[t & 0xffff]! += value
    sums[t >>> 16]! += value
    sums[u & 0xffff]! += value
    sums[u >>> 16]! += value
  }
}

function accumulateFour(
  pairs: Uint32Array,
  pairsARow: number,
  first: number,
  rows: Int32Array,
  start: number,
  end: number,
  values: Float64Array,
  sums: Float64Array,
): void {
  for (let i = start; i < end; i++) {
    const row = rows[i]!
    const value = values[row]!
    const at = row * pairsARow + first
    const p = pairs[at]!
    const q = pairs[at + 1]!
    const r = pairs[at + 2]!
    const s = pairs[at + 3]!
    sums[p & 0xffff]! += value
    sums[p >>> 16]! += value
    sums[q & 0xffff]! += value
    sums[q >>> 16]! += value
    sums[r & 0xffff]! += value
    sums[r >>> 16]! += value
    sums[s & 0xffff]! += value
    sums[s >>> 16]! += value
  }
}

/** What is left of a row, one to three pairs. How many is the same in every row, so no branch is guessed wrong. */
function accumulateRest(
  pairs: Uint32Array,
  pairsARow: number,
  first: number,
  rows: Int32Array,
  start: number,
  end: number,
  values: Float64Array,
  sums: Float64Array,
): void {
  const count = pairsARow - first
  for (let i = start; i < end; i++) {
    const row = rows[i]!
    const value = values[row]!
    const at = row * pairsARow + first
    const p = pairs[at]!
    sums[p & 0xffff]! += value
    sums[p >>> 16]! += value
    if (count < 2) continue
    const q = pairs[at + 1]!
    sums[q & 0xffff]! += value
    sums[q >>> 16]! += value
    if (count < 3) continue
    const r = pairs[at + 2]!
    sums[r & 0xffff]! += value
    sums[r >>> 16]! += value
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
