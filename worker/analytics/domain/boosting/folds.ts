import type { BinnedMatrix } from './binning'
import type { Dataset } from './dataset'
import { createRandom, shuffle } from './random'

/** Rows to learn from and rows to test on, both ascending. No deal is on both sides. */
export interface Holdout {
  readonly fitted: Int32Array
  readonly heldOut: Int32Array
}

interface Deal {
  readonly group: number
  readonly rows: number[]
  label: number
  weight: number
  latest: number
}

/** The deals of the given rows by group number. A deal's moment is its latest, its label that of its first row. */
function dealsOf({ groups, labels, weights, times }: Dataset, rows: Int32Array): Deal[] {
  const dealOf = new Map<number, Deal>()
  for (const row of rows) {
    const group = groups[row]!
    let deal = dealOf.get(group)
    if (!deal) {
      deal = { group, rows: [], label: labels[row]!, weight: 0, latest: Number.NEGATIVE_INFINITY }
      dealOf.set(group, deal)
    }
    deal.rows.push(row)
    deal.weight += weights[row]!
    const time = times ? times[row]! : 0
    if (time > deal.latest) deal.latest = time
  }
  return [...dealOf.values()].sort((a, b) => a.group - b.group)
}

export function countDeals(dataset: Dataset, rows: Int32Array): { won: number; lost: number } {
  const deals = dealsOf(dataset, rows)
  const won = deals.filter(({ label }) => label === 1).length
  return { won, lost: deals.length - won }
}

/** Deals dealt to `count` folds at random, won and lost alike evenly: each fold is held out once. */
export function crossFolds(dataset: Dataset, rows: Int32Array, count: number, seed: number): Holdout[] {
  const deals = dealsOf(dataset, rows)
  const order = shuffle(Int32Array.from(deals.keys()), createRandom(seed))
  const foldOf = new Uint8Array(dataset.rowCount)
  for (const label of [1, 0]) {
    let next = 0
    for (const i of order) {
      if (deals[i]!.label !== label) continue
      for (const row of deals[i]!.rows) foldOf[row] = next
      next = (next + 1) % count
    }
  }
  return Array.from({ length: count }, (_, fold) => ({
    fitted: rows.filter((row) => foldOf[row] !== fold),
    heldOut: rows.filter((row) => foldOf[row] === fold),
  }))
}

/** The newest deals, by their latest moment, until they are `share` of the weight; deals without a moment are oldest. */
export function newestSlice(dataset: Dataset, rows: Int32Array, share: number): Holdout {
  const deals = dealsOf(dataset, rows).sort((a, b) => compare(b.latest, a.latest) || a.group - b.group)
  const total = deals.reduce((sum, { weight }) => sum + weight, 0)
  const isNew = new Uint8Array(dataset.rowCount)
  let taken = 0
  for (const deal of deals) {
    if (taken >= share * total) break
    taken += deal.weight
    for (const row of deal.rows) isNew[row] = 1
  }
  return { fitted: rows.filter((row) => isNew[row] === 0), heldOut: rows.filter((row) => isNew[row] === 1) }
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
