import type { Dataset } from '../boosting/dataset'
import { sigmoid } from '../boosting/loss'
import { encodeDataset, predictLogOdds } from '../boosting/scoring'
import { priorFor } from '../prior/serve'
import { groupedFeatures, groupOf } from './groups'
import { FEWEST_DEALS, FEWEST_IN_CELL, MOST_DEALS, POOL_VERSION } from './terms'

/** How deals of one group of values ended, against what the shipped model said of them at the company's own rate. */
export interface Cell {
  readonly feature: string
  readonly group: number
  /** Whole tens: how many exactly is nobody's business. */
  readonly deals: number
  /** Sums over those deals of the loss's first and second derivative, to two digits. */
  readonly gradient: number
  readonly hessian: number
}

/** All that leaves a company that agreed to it. */
export interface Contribution {
  readonly version: number
  readonly deals: number
  readonly cells: readonly Cell[]
}

interface Sums {
  deals: number
  gradient: number
  hessian: number
}

/** Adds up a company's closed deals, or answers null where they are too few to hide one deal among. */
export function contributionOf(dataset: Dataset, outcomes: { won: number; lost: number }): Contribution | null {
  const deals = outcomes.won + outcomes.lost
  if (deals < FEWEST_DEALS || outcomes.won === 0 || outcomes.lost === 0) return null
  const prior = priorFor(outcomes)
  const features = groupedFeatures(prior)
  const width = prior.features.length
  const encoded = encodeDataset(prior, dataset)
  const share = Math.min(1, MOST_DEALS / deals)
  const sums = new Map<string, Sums>()
  for (const rows of rowsByDeal(dataset)) {
    const touched = new Set<string>()
    for (const row of rows) {
      const weight = dataset.weights[row]! * share
      const p = sigmoid(predictLogOdds(prior, encoded, row * width))
      for (const { name, at, bins } of features) {
        const key = `${name} ${groupOf(encoded[row * width + at]!, bins)}`
        const sum = sums.get(key) ?? { deals: 0, gradient: 0, hessian: 0 }
        sums.set(key, sum)
        sum.gradient += weight * (p - dataset.labels[row]!)
        sum.hessian += weight * p * (1 - p)
        touched.add(key)
      }
    }
    for (const key of touched) sums.get(key)!.deals++ // it has just been put there
  }
  return { version: POOL_VERSION, deals: inTens(deals), cells: cellsOf(sums) }
}

interface Counted extends Sums {
  readonly feature: string
  readonly group: number
}

function cellsOf(sums: ReadonlyMap<string, Sums>): Cell[] {
  const counted = [...sums].map(([key, sum]): Counted => {
    const [feature = '', group] = key.split(' ')
    return { ...sum, feature, group: Number(group) }
  })
  return [...Map.groupBy(counted, ({ feature }) => feature).values()]
    .flatMap(shareable)
    .map(({ deals, gradient, hessian, ...cell }) => ({
      ...cell,
      deals: inTens(deals),
      gradient: rounded(gradient),
      hessian: rounded(hessian),
    }))
    .sort((a, b) => (a.feature < b.feature ? -1 : a.feature > b.feature ? 1 : a.group - b.group))
}

/**
 * The groups of one input that may leave. All inputs are sums over the same deals, so what one of them holds back could be told
 * from the others by taking away the rest: where a small group is held back, so is the smallest of the others, and what is
 * missing is a sum over enough deals as well.
 */
function shareable(groups: readonly Counted[]): readonly Counted[] {
  const large = groups.filter(({ deals }) => deals >= FEWEST_IN_CELL).sort((a, b) => b.deals - a.deals)
  return large.length === groups.length ? large : large.slice(0, -1)
}

/** The rows of each deal: however many times one was looked at, it is one deal to hide behind. */
function rowsByDeal({ rowCount, groups, weights }: Dataset): Iterable<readonly number[]> {
  const rows = new Map<number, number[]>()
  for (let row = 0; row < rowCount; row++) {
    if (weights[row] === 0) continue
    const known = rows.get(groups[row]!)
    if (known) known.push(row)
    else rows.set(groups[row]!, [row])
  }
  return rows.values()
}

const inTens = (count: number) => Math.floor(count / 10) * 10
const rounded = (sum: number) => Math.round(sum * 100) / 100
