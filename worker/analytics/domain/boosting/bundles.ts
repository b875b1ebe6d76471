import type { BinnedMatrix } from './binning'
import type { Histogram } from './histogram'

/**
 * Features with few bins, counted together: a row adds to the one bin that stands for its bins in all features of a bundle,
 * and what was counted is handed on to those afterwards. Sums are exact whatever their order, so every bin ends with the same
 * bits; only additions are saved, a third of them where half of the columns are short lists.
 */
export interface Bundles {
  /**
   * A row's cells, two in a number: bins of features that are by themselves, or behind those, bins that stand for several
   * at once. Where their count is odd the last of all bins makes a pair of the last; it stands for nothing.
   */
  readonly pairs: Uint32Array
  readonly pairsARow: number
  /** Bins of all features, behind them those of all bundles, and the one that stands for nothing. */
  readonly binTotal: number
  /** For each bin of a bundle, where the bins it stands for begin in `members`; one entry more. */
  readonly starts: Int32Array
  readonly members: Int32Array
}

interface Bundle {
  readonly features: readonly number[]
  readonly bins: number
}

const MOST_TOGETHER = 256 // bins of a bundle: more would crowd the nearest memory, and are mostly empty
const MOST_BINS = 65_535 // a cell is two bytes, and one bin stands for nothing

export function bundled(matrix: BinnedMatrix): Bundles {
  const { rowCount, featureCount, offsets, columns } = matrix
  const binsOf = (f: number) => offsets[f + 1]! - offsets[f]!
  const bundles = bundlesOf(matrix, binsOf)
  const pairsARow = (bundles.length + 1) >> 1
  const pairs = new Uint32Array(rowCount * pairsARow)
  const place = (row: number, k: number, bin: number) => {
    pairs[row * pairsARow + (k >> 1)]! |= bin << ((k & 1) * 16)
  }
  const starts: number[] = [0]
  const members: number[] = []
  let binTotal = offsets[featureCount]!
  bundles.forEach(({ features, bins }, k) => {
    const isAlone = features.length === 1
    const first = isAlone ? offsets[features[0]!]! : binTotal
    for (let row = 0; row < rowCount; row++) {
      let bin = 0
      for (let i = features.length - 1; i >= 0; i--) {
        bin = bin * binsOf(features[i]!) + columns[features[i]! * rowCount + row]!
      }
      place(row, k, first + bin)
    }
    if (isAlone) return
    binTotal += bins
    for (let bin = 0; bin < bins; bin++) {
      let rest = bin
      for (const f of features) {
        members.push(offsets[f]! + (rest % binsOf(f)))
        rest = Math.floor(rest / binsOf(f))
      }
      starts.push(members.length)
    }
  })
  if (bundles.length % 2 === 1) for (let row = 0; row < rowCount; row++) place(row, bundles.length, binTotal)
  return {
    ...{ pairs, pairsARow, binTotal: binTotal + 1 },
    starts: Int32Array.from(starts),
    members: Int32Array.from(members),
  }
}

/** The features with the fewest bins together, as many as fit; each of the others by itself. */
function bundlesOf({ featureCount, offsets }: BinnedMatrix, binsOf: (f: number) => number): Bundle[] {
  const fewestFirst = Array.from({ length: featureCount }, (_, f) => f).sort((a, b) => binsOf(a) - binsOf(b) || a - b)
  const bundles: Bundle[] = []
  let room = MOST_BINS - offsets[featureCount]! - MOST_TOGETHER
  for (const f of fewestFirst) {
    const last = bundles.at(-1)
    const together = last ? last.bins * binsOf(f) : Number.POSITIVE_INFINITY
    if (last && together <= MOST_TOGETHER && room >= 0) {
      bundles[bundles.length - 1] = { features: [...last.features, f], bins: together }
      continue
    }
    if (last && last.features.length > 1) room -= last.bins
    bundles.push({ features: [f], bins: binsOf(f) })
  }
  return bundles
}

/** Gives what the bins of bundles have counted to the bins they stand for, and empties them. */
export function handOn({ starts, members, binTotal }: Bundles, sums: Histogram): void {
  const first = binTotal - starts.length
  sums[binTotal - 1] = 0
  for (let bin = 0; bin + 1 < starts.length; bin++) {
    const sum = sums[first + bin]!
    if (sum === 0) continue
    sums[first + bin] = 0
    for (let i = starts[bin]!; i < starts[bin + 1]!; i++) sums[members[i]!]! += sum
  }
}
