import { log2 } from '../arithmetic'
import type { CategoryColumn, Dataset, NumericColumn } from './dataset'

/** Bin of a value that is not there. */
export const MISSING = 0
/** Bin of a category too rare to have its own, or never seen in training. */
export const UNSEEN = 1

// A bin is one byte, and comparing `bin − 1` modulo 256 (see tree.ts) needs the last value free.
export const MAX_BINS = 255
// All bins of all features are numbered through in 16 bits.
const MAX_TOTAL_BINS = 65_535

/** Bin 0 is missing; bin b ≥ 1 holds the values x with cuts[b − 2] < x ≤ cuts[b − 1]. Cuts ascend strictly. */
export interface NumericBins {
  readonly kind: 'numeric'
  readonly name: string
  readonly cuts: Float64Array
}

/**
 * A second look at a numeric column with more values than bins: the values that many deals share, as categories.
 * People enter round numbers when they guess and exact ones when they know. Bin 0 is missing, 1 any other value, and
 * value k of the ascending list is bin k + 2.
 */
export interface CommonBins {
  readonly kind: 'common'
  readonly name: string
  readonly values: Float64Array
}

/** Bin 0 is missing, 1 rare or unseen, and category k of the list is bin k + 2. */
export interface CategoryBins {
  readonly kind: 'category'
  readonly name: string
  readonly categories: readonly string[]
  /** The same list from the other side: text → bin. */
  readonly binByText: ReadonlyMap<string, number>
}

/** How one feature reads the column of its name. A numeric column may have two features, a numeric and a common one. */
export type FeatureBins = NumericBins | CommonBins | CategoryBins

/** Rows as bins, twice: by column for walking one feature, by row for filling histograms. */
export interface BinnedMatrix {
  readonly rowCount: number
  readonly featureCount: number
  /** Bins of feature f are numbered offsets[f] … offsets[f + 1] − 1 when bins of all features are numbered through. */
  readonly offsets: Int32Array
  /** columns[f · rowCount + row] is the bin of the row within feature f. */
  readonly columns: Uint8Array
  /** cells[row · featureCount + f] is the same bin, numbered through. */
  readonly cells: Uint16Array
}

export function binCount(bins: FeatureBins): number {
  if (bins.kind === 'numeric') return bins.cuts.length + 2
  return (bins.kind === 'common' ? bins.values.length : bins.categories.length) + 2
}

/** How many bins each feature may have at most, so that all of them together can be numbered in 16 bits. */
function binLimit(featureCount: number, maxBins: number): number {
  return Math.max(4, Math.min(maxBins, MAX_BINS, Math.floor(MAX_TOTAL_BINS / Math.max(1, featureCount))))
}

export interface BinningSettings {
  readonly maxBins: number
  /** The least summed weight of a category with a bin of its own; lighter ones share `UNSEEN`. */
  readonly minCategoryWeight: number
  /** The least summed weight of a number that counts as common. */
  readonly minCommonWeight: number
}

/**
 * Learns the bins of every column from the given rows: cuts near the middle between neighbouring distinct values, or by
 * weight where there are more values than bins; the heaviest categories where there are more than bins. Numeric columns
 * named in `plain` get no second feature for their common values. Features of one column are neighbours.
 */
export function fitBins(
  dataset: Dataset,
  rows: Int32Array,
  settings: BinningSettings,
  plain: ReadonlySet<string> = new Set(),
): FeatureBins[] {
  // Half the numbers, because each numeric column may become two features.
  const limit = binLimit(dataset.columns.length * 2, settings.maxBins)
  const scratch = new Float64Array(rows.length) // one for all columns: a hundred thousand rows are a megabyte each
  return dataset.columns.flatMap((column): FeatureBins[] => {
    const { name } = column
    if (column.kind === 'category') {
      return [categoryBins(name, heaviest(column, dataset.weights, rows, limit - 2, settings.minCategoryWeight))]
    }
    const { points, weightAt } = distinctValues(column, dataset.weights, rows, scratch)
    if (points.length <= limit - 1) return [{ kind: 'numeric', name, cuts: middles(points) }]
    const total = weightAt.reduce((sum, weight) => sum + weight, 0)
    const features: FeatureBins[] = [{ kind: 'numeric', name, cuts: quantileCuts(points, weightAt, total, limit - 1) }]
    if (!plain.has(name)) {
      const values = commonValues(points, weightAt, limit - 2, settings.minCommonWeight)
      if (values.length > 0) features.push({ kind: 'common', name, values })
    }
    return features
  })
}

export function categoryBins(name: string, categories: readonly string[]): CategoryBins {
  return { kind: 'category', name, categories, binByText: new Map(categories.map((text, k) => [text, k + 2])) }
}

/** The distinct values that are present, ascending, and the summed weight of each. */
function distinctValues(
  { values }: NumericColumn,
  weights: Float64Array,
  rows: Int32Array,
  sorted: Float64Array,
): { points: Float64Array; weightAt: Float64Array } {
  let count = 0
  let areCounted = true // each row weighs one deal
  for (const row of rows) {
    const value = values[row]!
    if (isPresent(value)) sorted[count++] = value
    if (weights[row] !== 1) areCounted = false
  }
  sorted.subarray(0, count).sort()
  let distinct = 0
  const times = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    if (distinct === 0 || sorted[i] !== sorted[distinct - 1]) sorted[distinct++] = sorted[i]!
    times[distinct - 1]!++
  }
  const points = sorted.slice(0, distinct)
  if (areCounted) return { points, weightAt: times.slice(0, distinct) }
  const weightAt = new Float64Array(distinct)
  for (const row of rows) {
    const value = values[row]!
    if (isPresent(value)) weightAt[lowerBound(points, value)]! += weights[row]!
  }
  return { points, weightAt }
}

function middles(points: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.max(0, points.length - 1) }, (_, i) => between(points[i]!, points[i + 1]!))
}

function commonValues(points: Float64Array, weightAt: Float64Array, most: number, minWeight: number): Float64Array {
  const common: number[] = []
  for (let i = 0; i < points.length; i++) if (weightAt[i]! >= minWeight) common.push(i)
  const heaviestFirst = common.sort((a, b) => weightAt[b]! - weightAt[a]! || a - b)
  return Float64Array.from(heaviestFirst.slice(0, most), (i) => points[i]!).sort()
}

/**
 * Cuts for more distinct values than bins. A value as common as a whole bin gets one to itself, and so is told apart
 * from its rarer neighbours (people enter round numbers when they guess, and exact ones when they know); the stretches
 * between common values are shared out by weight, each with at least one bin.
 */
function quantileCuts(points: Float64Array, weightAt: Float64Array, total: number, bins: number): Float64Array {
  for (let share = total / bins; ; share *= 1.25) {
    const cuts: number[] = []
    let inBin = 0
    for (let i = 0; i + 1 < points.length; i++) {
      inBin += weightAt[i]!
      if (inBin < share && weightAt[i + 1]! < share) continue
      cuts.push(between(points[i]!, points[i + 1]!))
      inBin = 0
    }
    // Ends: once the share is everything there is, no cut is left.
    if (cuts.length < bins) return Float64Array.from(cuts)
  }
}

/**
 * The number with the shortest binary fraction in the middle half of a < b; at least a, below b. As good a cut as the
 * midpoint, and it compresses to a fraction of its bytes.
 */
export function between(a: number, b: number): number {
  const quarter = b / 4 - a / 4
  const low = a + quarter
  const high = b - quarter
  if (low <= 0 && high >= 0 && b > 0) return 0
  // The largest power of two of which a multiple fits: at least half the width, at most twice.
  let step = 2 ** Math.floor(log2(high - low) + 1)
  let cut = Math.ceil(low / step) * step
  for (let tries = 0; tries < 3 && cut > high; tries++) {
    step /= 2
    cut = Math.ceil(low / step) * step
  }
  // Neighbouring doubles have no room between them: `x ≤ a` parts them too.
  return cut >= a && cut < b ? cut : a
}

function heaviest(
  { codes, dictionary }: CategoryColumn,
  weights: Float64Array,
  rows: Int32Array,
  most: number,
  minWeight: number,
): string[] {
  const weightOf = new Float64Array(dictionary.length)
  const seen = new Uint8Array(dictionary.length)
  for (const row of rows) {
    const code = codes[row]!
    if (!(code >= 0 && code < dictionary.length)) continue
    weightOf[code]! += weights[row]!
    seen[code] = 1
  }
  const candidates = dictionary.map((text, code) => ({ text, code })).filter(({ code }) => seen[code])
  // Ties by text, so that the order in which an import met its categories changes nothing.
  candidates.sort((a, b) => weightOf[b.code]! - weightOf[a.code]! || (a.text < b.text ? -1 : 1))
  return candidates
    .filter(({ code }) => weightOf[code]! >= minWeight)
    .slice(0, most)
    .map(({ text }) => text)
}

/** The bin of one raw value. A number in a category feature is read as its text; a text in a numeric one is missing. */
export function binOf(bins: FeatureBins, value: number | string | null | undefined): number {
  if (value === null || value === undefined || value === '') return MISSING
  if (bins.kind === 'category') {
    if (typeof value === 'number' && !isPresent(value)) return MISSING
    return bins.binByText.get(String(value)) ?? UNSEEN
  }
  if (typeof value !== 'number' || !isPresent(value)) return MISSING
  if (bins.kind === 'numeric') return lowerBound(bins.cuts, value) + 1
  const at = lowerBound(bins.values, value)
  return bins.values[at] === value ? at + 2 : UNSEEN
}

/** Encodes a whole dataset. Columns are found by name and kind: one that is gone reads as missing in every row. */
export function binDataset(dataset: Dataset, features: readonly FeatureBins[]): BinnedMatrix {
  const { rowCount } = dataset
  const featureCount = features.length
  const offsets = new Int32Array(featureCount + 1)
  for (let f = 0; f < featureCount; f++) offsets[f + 1] = offsets[f]! + binCount(features[f]!)
  const columns = new Uint8Array(rowCount * featureCount)
  const cells = new Uint16Array(rowCount * featureCount)
  const columnByName = new Map(dataset.columns.map((column) => [column.name, column]))
  features.forEach((bins, f) => {
    const column = columnByName.get(bins.name)
    const bin = columns.subarray(f * rowCount, (f + 1) * rowCount)
    if (column?.kind === 'numeric' && bins.kind !== 'category') {
      for (let row = 0; row < rowCount; row++) bin[row] = binOf(bins, column.values[row]!)
    } else if (column?.kind === 'category' && bins.kind === 'category') {
      const binOfCode = Uint8Array.from(column.dictionary, (text) => binOf(bins, text))
      for (let row = 0; row < rowCount; row++) bin[row] = binOfCode[column.codes[row]!] ?? MISSING
    }
    for (let row = 0; row < rowCount; row++) cells[row * featureCount + f] = offsets[f]! + bin[row]!
  })
  return { rowCount, featureCount, offsets, columns, cells }
}

function isPresent(value: number): boolean {
  return value - value === 0 // false for NaN and for both infinities
}

/** The number of entries of the ascending `sorted` that are below `value`. */
function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0
  // Added, not branched on: which half it is, a processor would guess wrong every other time.
  for (let size = sorted.length; size > 0; ) {
    const half = (size + 1) >> 1
    low += half * +(sorted[low + half - 1]! < value)
    size -= half
  }
  return low
}
