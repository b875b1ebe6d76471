import { type Dataset, usableRows } from './boosting/dataset'
import { sigmoid } from './boosting/loss'
import { fitFew } from './boosting/newton'
import { encodeDataset, predictLogOdds, type TrainedModel } from './boosting/scoring'
import { type Hindsight, hindsightOf } from './hindsight'
import { DAY_MS, type Instant } from './timeline'
import type { TrainingSet } from './training-set'

/** The newest closings end as none before them led to expect, and there are too few of them yet to learn the new ways from. */
export interface Turn {
  /** When the closings that were looked at began. */
  readonly since: Instant
  readonly deals: number
  readonly won: number
  /** How much of what is said of the difference between two deals came true: 1 is all of it, 0 none. */
  readonly share: number
}

// A window is as short as still holds enough of both outcomes: the shorter, the sooner a turn is seen.
const WINDOW_DAYS = [60, 90, 120, 180] as const
const LEAST_OUTCOMES = 20 // won, and lost
const FEWEST_BEFORE = 5 // windows, to know how much they differ while nothing turns
const MOST_BEFORE = 8 // the longer ago, the less the ways of then are those of now
const SURE = 3 // standard deviations
// Windows that the spread is worth which the numbers of deals alone explain. Five to eight windows know their own so badly that
// three of their deviations are nothing rare: one training in ten saw a turn where there was none.
const BELIEVED = 8

/** What was said of some looks, and how the deals ended. */
interface Looks {
  readonly margins: readonly number[]
  readonly labels: readonly number[]
  readonly weights: readonly number[]
  readonly groups: readonly number[]
}

interface DatedLooks extends Looks {
  /** When the deal of each look closed. */
  readonly closings: readonly Instant[]
}

interface Window {
  readonly since: Instant
  readonly deals: number
  readonly won: number
  readonly looks: Looks
}

/** Log-odds as they should have been: slope · what was said + intercept. */
interface Line {
  readonly slope: number
  readonly intercept: number
}

/**
 * Whether the market has turned of late. Deals are taken by when they closed: those that closed in two months are, won and
 * lost, slow and quick, what the company closes in two months, whereas of those opened in two months only the quick ones have
 * ended. How far the newest window strays from what it was told is compared with how far those before it stray, so that what
 * comes and goes with the seasons is no turn.
 */
export function turnOf(set: TrainingSet, hindsight: Hindsight = hindsightOf(set)): Turn | null {
  if (set.window.holdoutFrom === null) return null
  const all = datedLooks(set, hindsight)
  const end = all.closings.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  for (const days of WINDOW_DAYS) {
    const window = (back: number) => windowOf(all, end - (back + 1) * days * DAY_MS, end - back * days * DAY_MS)
    const newest = window(0)
    if (!newest) continue
    const before = Array.from({ length: MOST_BEFORE }, (_, k) => window(k + 1)).filter((one) => one !== null)
    return before.length < FEWEST_BEFORE ? null : compared(newest, before)
  }
  return null
}

function compared(newest: Window, before: readonly Window[]): Turn | null {
  const usual = fitted(joined(before.map(({ looks }) => looks)))
  if (usual.slope <= 0) return null
  const now = strayOf(newest, usual)
  const then = before.map((window) => strayOf(window, usual))
  const chance = chanceOf(newest, usual)
  const strayed = (measure: keyof Stray) =>
    deviations(
      now[measure],
      then.map((stray) => stray[measure]),
      chance[measure],
    )
  // A turn shows in both, and each alone is too weak to see it soon. Answers that are worth more than before are no turn.
  if (Math.hypot(Math.min(0, strayed('slope')), strayed('shift')) <= SURE) return null
  const { since, deals, won } = newest
  return { since, deals, won, share: Math.min(1, Math.max(0, now.slope)) }
}

/** The answers drawn together as far as the turn asks for, around the rate at which deals have closed since. */
export function afterTurn(
  model: TrainedModel,
  { dataset, closings, young }: TrainingSet,
  { since, share }: Turn,
): TrainedModel {
  const newest = joined([
    saidOf(model, dataset, closings, since),
    ...(young ? [saidOf(model, young.dataset, young.closings, since)] : []),
  ])
  const { slope, intercept } = model.calibration
  return {
    ...model,
    calibration: { slope: share * slope, intercept: share * intercept + fitted(newest, share).intercept },
  }
}

interface Stray {
  /** What the window adds to the odds as those before it would have had them. */
  readonly shift: number
  /** What a point of them is worth in it. */
  readonly slope: number
}

function strayOf({ looks }: Window, usual: Line): Stray {
  return {
    shift: fitted(looks, usual.slope).intercept - usual.intercept,
    slope: fitted(looks).slope / usual.slope,
  }
}

/**
 * What so many deals let them stray by chance: 1/√information, Σ w p (1 − p) of the shift and Σ w p (1 − p) (m − m̄)² of the
 * slope, with weights that add up to the deals.
 */
function chanceOf({ deals, looks: { margins, weights } }: Window, { slope, intercept }: Line): Stray {
  const scale = deals / weights.reduce((sum, weight) => sum + weight, 0)
  let information = 0
  let first = 0
  let second = 0
  margins.forEach((margin, i) => {
    const p = sigmoid(slope * margin + intercept)
    const curvature = scale * weights[i]! * p * (1 - p)
    information += curvature
    first += curvature * margin
    second += curvature * margin * margin
  })
  return { shift: 1 / Math.sqrt(information), slope: 1 / (slope * Math.sqrt(second - (first * first) / information)) }
}

/**
 * How many standard deviations a value lies off the mean of a few. Their variance is drawn towards that of chance alone:
 * (ν₀ σ₀² + Σ(x − x̄)²) / (ν₀ + n − 1), Smyth 2004.
 */
export function deviations(value: number, among: readonly number[], byChance: number): number {
  const mean = among.reduce((sum, one) => sum + one, 0) / among.length
  const squares = among.reduce((sum, one) => sum + (one - mean) ** 2, 0)
  const variance = (BELIEVED * byChance ** 2 + squares) / (BELIEVED + among.length - 1)
  return (value - mean) / Math.sqrt(variance * (1 + 1 / among.length))
}

/** Null where too few deals closed in it. */
function windowOf({ closings, ...looks }: DatedLooks, since: Instant, until: Instant): Window | null {
  const within = [...closings.keys()].filter((i) => closings[i]! > since && closings[i]! <= until)
  const of = (all: readonly number[]) => within.map((i) => all[i]!)
  const { margins, labels, weights, groups } = looks
  const some = { margins: of(margins), labels: of(labels), weights: of(weights), groups: of(groups) }
  const outcomes = new Map(some.groups.map((group, i) => [group, some.labels[i]!]))
  const won = [...outcomes.values()].filter((label) => label === 1).length
  const deals = outcomes.size
  return Math.min(won, deals - won) < LEAST_OUTCOMES ? null : { since, deals, won, looks: some }
}

function datedLooks({ dataset, closings, young }: TrainingSet, { rows, share, even }: Hindsight): DatedLooks {
  const parts = [datedPart(dataset, closings, even.margins, rows)]
  if (young) {
    const part = datedPart(young.dataset, young.closings, even.youngMargins, usableRows(young.dataset))
    parts.push({ ...part, weights: part.weights.map((weight) => share * weight) })
  }
  return { ...joined(parts), closings: parts.flatMap((part) => part.closings) }
}

function datedPart(dataset: Dataset, closings: Float64Array, margins: Float64Array, rows: Int32Array): DatedLooks {
  const closingOf = (row: number) => closings[dataset.groups[row]!]!
  const dated = rows.filter((row) => !Number.isNaN(closingOf(row)))
  return { ...looksAt(dataset, dated, (row) => margins[row]!), closings: Array.from(dated, closingOf) }
}

/** What a finished model says of the deals that closed since. */
function saidOf(model: TrainedModel, dataset: Dataset, closings: Float64Array, since: Instant): Looks {
  const encoded = encodeDataset(model, dataset)
  const rows = usableRows(dataset).filter((row) => closings[dataset.groups[row]!]! > since)
  return looksAt(dataset, rows, (row) => predictLogOdds(model, encoded, row * model.features.length))
}

function looksAt({ labels, weights, groups }: Dataset, rows: Int32Array, marginOf: (row: number) => number): Looks {
  return {
    margins: Array.from(rows, marginOf),
    labels: Array.from(rows, (row) => labels[row]!),
    weights: Array.from(rows, (row) => weights[row]!),
    groups: Array.from(rows, (row) => groups[row]!),
  }
}

function joined(parts: readonly Looks[]): Looks {
  return {
    margins: parts.flatMap(({ margins }) => margins),
    labels: parts.flatMap(({ labels }) => labels),
    weights: parts.flatMap(({ weights }) => weights),
    groups: parts.flatMap(({ groups }) => groups),
  }
}

const HELD = 1e9 // a pull that leaves a slope where it is

/** The line that suits the outcomes best; the slope may be given. */
function fitted({ margins, labels, weights }: Looks, slope: number | null = null): Line {
  const { intercept, coefficients } = fitFew({
    columns: [Float64Array.from(margins)],
    targets: Float64Array.from(labels),
    weights: Float64Array.from(weights),
    rows: Int32Array.from(margins.keys()),
    ...(slope === null ? { ridge: 1e-6 } : { ridge: HELD, centre: slope }),
  })
  return { slope: coefficients[0]!, intercept } // there is one column
}
