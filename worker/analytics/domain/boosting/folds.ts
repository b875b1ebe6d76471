import type { BinnedMatrix } from './binning'
import type { Dataset } from './dataset'
import { createRandom, shuffle } from './random'

/** Rows to learn from and rows to test on, both ascending. No deal is on both sides. */
export interface Holdout {
  readonly fitted: Int32Array
  readonly heldOut: Int32Array
}

/** The deals of some rows, in the order of their group numbers. Plain arrays: there may be a hundred thousand. */
interface Deals {
  readonly count: number
  /** The deal of each row of the dataset, −1 for rows that were not asked about. */
  readonly ofRow: Int32Array
  /** By deal: the outcome of its last row, the summed weight of its rows, and its latest moment. */
  readonly labels: Uint8Array
  readonly weights: Float64Array
  readonly latest: Float64Array
}

function dealsOf({ rowCount, groups, labels, weights, times }: Dataset, rows: Int32Array): Deals {
  const sorted = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i++) sorted[i] = groups[rows[i]!]!
  sorted.sort()
  let count = 0
  for (let i = 0; i < sorted.length; i++) {
    if (count === 0 || sorted[i] !== sorted[count - 1]) sorted[count++] = sorted[i]!
  }
  const deals: Deals = {
    count,
    ofRow: new Int32Array(rowCount).fill(-1),
    labels: new Uint8Array(count),
    weights: new Float64Array(count),
    latest: new Float64Array(count).fill(Number.NEGATIVE_INFINITY),
  }
  for (const row of rows) {
    const deal = positionOf(sorted, count, groups[row]!)
    deals.ofRow[row] = deal
    deals.labels[deal] = labels[row]!
    deals.weights[deal]! += weights[row]!
    if (times && times[row]! > deals.latest[deal]!) deals.latest[deal] = times[row]!
  }
  return deals
}

/** Where a number that is in it stands in an ascending list. */
function positionOf(sorted: Int32Array, count: number, wanted: number): number {
  let low = 0
  let high = count - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (wanted <= sorted[middle]!) high = middle
    else low = middle + 1
  }
  return low
}

export function countDeals(dataset: Dataset, rows: Int32Array): { won: number; lost: number } {
  const { labels, count } = dealsOf(dataset, rows)
  const won = labels.reduce((sum, label) => sum + label, 0)
  return { won, lost: count - won }
}

/** Deals dealt to `count` folds at random, won and lost alike evenly: each fold is held out once. */
export function crossFolds(dataset: Dataset, rows: Int32Array, count: number, seed: number): Holdout[] {
  const deals = dealsOf(dataset, rows)
  const order = shuffle(counting(deals.count), createRandom(seed))
  const foldOf = new Uint8Array(deals.count)
  for (const label of [1, 0]) {
    let next = 0
    for (const deal of order) {
      if (deals.labels[deal] !== label) continue
      foldOf[deal] = next
      next = (next + 1) % count
    }
  }
  return Array.from({ length: count }, (_, fold) => ({
    fitted: rows.filter((row) => foldOf[deals.ofRow[row]!] !== fold),
    heldOut: rows.filter((row) => foldOf[deals.ofRow[row]!] === fold),
  }))
}

/** The newest deals, by their latest moment, until they are `share` of the weight; deals without a moment are oldest. */
export function newestSlice(dataset: Dataset, rows: Int32Array, share: number): Holdout {
  const { count, ofRow, latest, weights } = dealsOf(dataset, rows)
  const newestFirst = counting(count).sort((a, b) => compare(latest[b]!, latest[a]!) || a - b)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const isNew = new Uint8Array(count)
  let taken = 0
  for (const deal of newestFirst) {
    if (taken >= share * total) break
    taken += weights[deal]!
    isNew[deal] = 1
  }
  return {
    fitted: rows.filter((row) => isNew[ofRow[row]!] === 0),
    heldOut: rows.filter((row) => isNew[ofRow[row]!] === 1),
  }
}

function counting(count: number): Int32Array {
  const numbers = new Int32Array(count)
  for (let i = 0; i < count; i++) numbers[i] = i
  return numbers
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1 // subtraction would make NaN of two infinities
}

/**
 * Deals that read alike in every feature become one group, where most rows are like no other: there, an exact repeat is
 * one deal entered twice, and to test on it what was learnt from its twin flatters. Where repeats are the rule they are
 * different deals, and the groups stay as they are. `cells` of the matrix decide what is alike.
 */
export function joinTwins(dataset: Dataset, rows: Int32Array, { cells, featureCount }: BinnedMatrix): Int32Array {
  const groups = dataset.groups.slice()
  const groupOf = new Map<string, number>()
  const joined = new Map<number, number>()
  let repeats = 0
  for (const row of rows) {
    const key = String.fromCharCode(...cells.subarray(row * featureCount, (row + 1) * featureCount))
    const twin = groupOf.get(key)
    if (twin === undefined) groupOf.set(key, find(joined, groups[row]!))
    else if (find(joined, twin) !== find(joined, groups[row]!)) {
      joined.set(find(joined, groups[row]!), find(joined, twin))
      repeats++
    }
  }
  if (repeats * 2 > rows.length) return dataset.groups
  for (const row of rows) groups[row] = find(joined, groups[row]!)
  return groups
}

function find(joined: ReadonlyMap<number, number>, group: number): number {
  let at = group
  for (let next = joined.get(at); next !== undefined; next = joined.get(at)) at = next
  return at
}
