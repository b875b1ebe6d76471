import type { Column, Dataset } from './boosting/dataset'

/** Why a column is not believed. */
export type LeakReason =
  /** Alone it tells won from lost better than anything known before the end could. */
  | { readonly kind: 'too_good'; readonly auc: number }
  /** It is filled on deals that have closed, and never on open ones. */
  | { readonly kind: 'only_on_closed'; readonly filledShare: number }
  /** It is filled on deals with one outcome only: a loss reason, a contract number. */
  | { readonly kind: 'one_outcome_only'; readonly outcome: 'won' | 'lost'; readonly filledShare: number }

export interface Leak {
  readonly name: string
  readonly reason: LeakReason
}

// The honest inputs seen so far stay below 0.85 alone; this much, two standard errors below the estimate, is the answer
// written down.
const IMPLAUSIBLE_AUC = 0.93
const FEWEST_DEALS = 20 // of each outcome, or filled: fewer coincide by chance
const CHANCE = 0.001 // how likely a coincidence may be and still be suspected

const MOST_BINS = 32

/** How the columns look on deals that are still open. */
export interface OpenDeals {
  readonly count: number
  /** Columns that at least one of them fills. */
  readonly filled: ReadonlySet<string>
}

/** Looks for columns that know the outcome. */
export function findLeaks(dataset: Dataset, open: OpenDeals): Leak[] {
  const deals = countDeals(dataset)
  if (deals.won < FEWEST_DEALS || deals.lost < FEWEST_DEALS) return []
  return dataset.columns.flatMap((column) => {
    const reason =
      oneOutcomeOnly(column, dataset, deals) ?? onlyOnClosed(column, dataset, open) ?? tooGood(column, dataset, deals)
    return reason ? [{ name: column.name, reason }] : []
  })
}

interface Deals {
  readonly won: number
  readonly lost: number
}

/** Rows of one deal together weigh 1. */
function countDeals({ labels, weights }: Dataset): Deals {
  let won = 0
  let lost = 0
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] === 1) won += weights[row]!
    else lost += weights[row]!
  }
  return { won, lost }
}

function isFilled(column: Column, row: number): boolean {
  return column.kind === 'numeric' ? Number.isFinite(column.values[row]) : column.codes[row]! >= 0
}

function oneOutcomeOnly(column: Column, { labels, weights }: Dataset, deals: Deals): LeakReason | null {
  const filled = [0, 0]
  for (let row = 0; row < labels.length; row++) if (isFilled(column, row)) filled[labels[row]!]! += weights[row]!
  const [lost = 0, won = 0] = filled
  const all = lost + won
  if (all < FEWEST_DEALS || (lost > 0 && won > 0)) return null
  // A column that is rarely filled may be one-sided by luck; the rarer its outcome, the less so.
  const outcome = won > 0 ? 'won' : 'lost'
  const usual = deals[outcome] / (deals.won + deals.lost)
  return usual ** all < CHANCE ? { kind: 'one_outcome_only', outcome, filledShare: all / deals[outcome] } : null
}

function onlyOnClosed(column: Column, { weights }: Dataset, open: OpenDeals): LeakReason | null {
  if (open.filled.has(column.name)) return null
  let filled = 0
  let all = 0
  for (let row = 0; row < weights.length; row++) {
    all += weights[row]!
    if (isFilled(column, row)) filled += weights[row]!
  }
  if (filled < FEWEST_DEALS) return null
  return (1 - filled / all) ** open.count < CHANCE ? { kind: 'only_on_closed', filledShare: filled / all } : null
}

function tooGood(column: Column, dataset: Dataset, deals: Deals): LeakReason | null {
  const auc = aloneAuc(column, dataset)
  return auc - 2 * aucError(auc, deals) > IMPLAUSIBLE_AUC ? { kind: 'too_good', auc } : null
}

/**
 * How well a column alone ranks won above lost. Each value is scored by the win rate of its bin among the *other* half of
 * the deals, so that a column that merely numbers them scores 0.5.
 */
export function aloneAuc(column: Column, dataset: Dataset): number {
  const { rowCount, labels, weights, groups } = dataset
  const bins = binsOf(column)
  const binCount = bins.reduce((most, bin) => Math.max(most, bin), 0) + 1
  const won = new Float64Array(2 * binCount)
  const all = new Float64Array(2 * binCount)
  const total = { won: 0, all: 0 }
  for (let row = 0; row < rowCount; row++) {
    const cell = halfOf(groups[row]!) * binCount + bins[row]!
    all[cell]! += weights[row]!
    total.all += weights[row]!
    if (labels[row] !== 1) continue
    won[cell]! += weights[row]!
    total.won += weights[row]!
  }
  const usual = total.won / total.all
  const scores = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    const cell = (1 - halfOf(groups[row]!)) * binCount + bins[row]!
    scores[row] = (won[cell]! + usual) / (all[cell]! + 1)
  }
  return weightedAuc(scores, labels, weights)
}

// Neighbouring deals often come from one customer, so halves are drawn by a mixed bit rather than alternately.
const halfOf = (group: number) => (Math.imul(group + 1, 0x9e3779b1) >>> 16) & 1

/** Bin 0 is missing; numbers fall into bins of about equal size, texts into one bin each. */
function binsOf(column: Column): Int32Array {
  if (column.kind === 'category') return column.codes.map((code) => code + 1)
  const sorted = column.values.filter(Number.isFinite).sort()
  const cuts: number[] = []
  for (let k = 1; k < MOST_BINS; k++) {
    const cut = sorted[Math.floor((k * sorted.length) / MOST_BINS)]
    if (cut !== undefined && cut !== cuts.at(-1)) cuts.push(cut)
  }
  return Int32Array.from(column.values, (value) => {
    if (!Number.isFinite(value)) return 0
    const above = cuts.findIndex((cut) => value < cut)
    return 1 + (above === -1 ? cuts.length : above)
  })
}

/** The chance that a won row scores above a lost one, equal scores counting half. */
function weightedAuc(scores: Float64Array, labels: Uint8Array, weights: Float64Array): number {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!)
  let below = 0
  let pairs = 0
  const totals = [0, 0]
  for (let start = 0; start < order.length; ) {
    const tied = [0, 0]
    let end = start
    for (; end < order.length && scores[order[end]!] === scores[order[start]!]; end++) {
      tied[labels[order[end]!]!]! += weights[order[end]!]!
    }
    pairs += tied[1]! * (below + tied[0]! / 2)
    below += tied[0]!
    totals[0]! += tied[0]!
    totals[1]! += tied[1]!
    start = end
  }
  return pairs / (totals[0]! * totals[1]!)
}

/** Standard error of an AUC, Hanley and McNeil 1982. */
function aucError(auc: number, { won, lost }: Deals): number {
  const q1 = auc / (2 - auc)
  const q2 = (2 * auc ** 2) / (1 + auc)
  const variance = auc * (1 - auc) + (won - 1) * (q1 - auc ** 2) + (lost - 1) * (q2 - auc ** 2)
  return Math.sqrt(Math.max(0, variance) / (won * lost))
}
