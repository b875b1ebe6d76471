import { err, ok, type Result } from '../../kernel/result'
import { asOf } from './as-of'
import { type Column, createDataset, type Dataset } from './boosting/dataset'
import { type GrowingColumn, growingColumn } from './columns'
import { featuresWith, readFeatures, STANDARD_FEATURES, subjectOf } from './features/catalogue'
import { type CustomFeature, CustomFieldSurvey, type LeftOutField } from './features/custom'
import type { FeatureDefinition } from './features/definition'
import { type ClosedDeal, closedDealOf, HistoryBook } from './history'
import { findLeaks, type LeakReason } from './leak'
import { type DealSpan, maturityFrontier, spanOf } from './maturity'
import { type Snapshot, snapshotsUntil, thinned } from './snapshots'
import { type Split, type SplitDeal, splitRows } from './split'
import { type Closing, closingOf, type DealTimeline, type Instant } from './timeline'
import { type YoungLooks, YoungLooksBuilder } from './young-looks'

/** Something that was not taken into the model, and why, for the page that says so. */
export type LeftOut =
  | { readonly kind: 'field'; readonly name: string; readonly reason: LeftOutField['reason'] }
  | { readonly kind: 'feature'; readonly name: string; readonly reason: 'constant' }
  | { readonly kind: 'leak'; readonly name: string; readonly reason: LeakReason }

export interface TrainingSet {
  readonly dataset: Dataset
  /** One for each column, in the order of the columns. */
  readonly features: readonly FeatureDefinition[]
  /** What scoring needs to rebuild the features of this version. */
  readonly custom: readonly CustomFeature[]
  readonly leftOut: readonly LeftOut[]
  /**
   * Rows to learn from while a model is on trial, and rows to judge it on, as if it had been trained on the day before the
   * holdout began and used from then on. No deal has rows in both, and some rows are in neither. Once judged, a model may
   * learn from all.
   */
  readonly training: Int32Array
  readonly holdout: Int32Array
  /** The opportunity of each group of the dataset. */
  readonly opportunityIds: readonly string[]
  /** When each of them closed; NaN where nobody knows. */
  readonly closings: Float64Array
  /** The moment of each row. */
  readonly moments: Float64Array
  readonly window: TrainingWindow
  readonly young: YoungLooks | null
}

export interface TrainingWindow {
  /** Closings of the deals used, first and last; null when none has a date. */
  readonly from: Instant | null
  readonly to: Instant | null
  /** When the holdout began; null when it was drawn by hash. */
  readonly holdoutFrom: Instant | null
  readonly deals: number
  readonly won: number
  readonly lost: number
  readonly holdoutWon: number
  readonly holdoutLost: number
  /** Closed deals that were not learned from because others of their time are still open. */
  readonly immature: number
}

export type TrainingSetRefused = { readonly kind: 'no_closed_deals' } | { readonly kind: 'no_features' }

export interface TrainingOptions {
  readonly now: Instant
  /** Instead of as many as there is memory for. */
  readonly mostRows?: number
  /** Labels of custom fields, by key. */
  readonly labels?: Readonly<Record<string, string>>
  /** Keys of custom fields that have been taken out of use. */
  readonly archived?: ReadonlySet<string>
}

const MOST_ROWS = 120_000
// A number takes eight bytes while it is read and three more for each time it is binned, and a Worker has 128 MB for that and
// for what is kept of a hundred thousand deals. It bounds the time as well: a round goes through half of the cells.
const MOST_CELLS = 3_000_000
const OF_FACTS = 20 // standard features that deals can fill of which only facts were imported
const MOST_OPEN_DEALS = 2000 // enough to see that a column is never filled on open deals
const MOST_YOUNG_DEALS = 1000 // enough to see how the newest deals end

/** For callers that hold every deal at once. */
export function assembleTrainingSet(
  timelines: Iterable<DealTimeline>,
  options: TrainingOptions,
): Result<TrainingSet, TrainingSetRefused> {
  const survey = new TrainingSurvey(options)
  for (const timeline of timelines) survey.add(timeline)
  const builder = survey.finish()
  for (const timeline of timelines) builder.add(timeline)
  return builder.finish()
}

/**
 * The first of two readings of a tenant's deals, open ones included, in any order and page by page: what the past held,
 * which outcomes are settled, which custom fields are of use. Keeps a few numbers of each deal, never the deal.
 */
export class TrainingSurvey {
  private readonly options: TrainingOptions
  private readonly closed: ClosedDeal[] = []
  private readonly spans: DealSpan[] = []
  private readonly fields = new CustomFieldSurvey()
  private snapshots = 0
  private isWatched = false

  constructor(options: TrainingOptions) {
    this.options = options
  }

  add(timeline: DealTimeline): void {
    const closing = closingOf(timeline)
    const span = spanOf(timeline, this.options.now)
    if (span) this.spans.push(span)
    if (!closing) return
    this.snapshots += snapshotsUntil(timeline, closing.at).length
    this.isWatched ||= timeline.recordedFrom !== null
    this.fields.add(timeline.custom)
    const kept = closedDealOf(timeline)
    if (kept) this.closed.push(kept)
  }

  finish(): TrainingSetBuilder {
    const { now, labels, archived } = this.options
    const { taken, leftOut } = this.fields.verdict(labels, archived)
    const width = taken.length + (this.isWatched ? STANDARD_FEATURES.length : OF_FACTS)
    const mostRows = this.options.mostRows ?? Math.min(MOST_ROWS, Math.floor(MOST_CELLS / width))
    const frontier = maturityFrontier(this.spans, now)
    const young = this.spans.filter(({ to, closedAt }) => closedAt !== null && to >= frontier).length
    const book = HistoryBook.of(this.closed)
    this.closed.length = 0 // the book has them, and memory is short
    return new TrainingSetBuilder({
      now,
      book,
      spans: this.spans,
      frontier,
      share: mostRows / this.snapshots,
      youngShare: Math.min(mostRows / this.snapshots, MOST_YOUNG_DEALS / young),
      custom: taken,
      leftOut,
    })
  }
}

interface Plan {
  readonly now: Instant
  readonly book: HistoryBook
  readonly spans: readonly DealSpan[]
  readonly frontier: Instant
  /** Of the snapshots, to be looked at. */
  readonly share: number
  /** The same of those that are too young to learn from. */
  readonly youngShare: number
  readonly custom: readonly CustomFeature[]
  readonly leftOut: readonly LeftOutField[]
}

/** The second reading: turns each deal into rows, and all rows into what a model learns from and is judged on. */
export class TrainingSetBuilder {
  private readonly plan: Plan
  private readonly features: readonly FeatureDefinition[]
  private readonly columns: readonly GrowingColumn[]
  private readonly deals: SplitDeal[] = []
  private readonly groups: number[] = []
  private readonly weights: number[] = []
  private readonly moments: Instant[] = []
  private readonly filledOnOpen = new Set<string>()
  private openCount = 0
  private immature = 0
  private youngDeals = 0
  private readonly young = new YoungLooksBuilder()

  constructor(plan: Plan) {
    this.plan = plan
    this.features = featuresWith(plan.custom)
    this.columns = this.features.map(growingColumn)
  }

  /** What the closed deals of the first reading taught: scoring goes on from it. */
  get history(): HistoryBook {
    return this.plan.book
  }

  add(timeline: DealTimeline): void {
    const closing = closingOf(timeline)
    if (!closing) {
      this.glance(timeline)
      return
    }
    const { opportunityId, dated } = timeline
    const looks = snapshotsUntil(timeline, closing.at)
    const settled = looks.filter(({ at }) => !dated || at < this.plan.frontier)
    if (settled.length === 0) this.immature++
    const snapshots = thinned(settled, this.plan.share, opportunityId)
    this.keepYoung(timeline, closing, looks.slice(settled.length), snapshots.length > 0)
    if (snapshots.length === 0) return
    for (const { at, weight } of snapshots) {
      const values = this.read(timeline, at)
      this.columns.forEach((column, c) => {
        column.push(values[c]!) // one value for each feature
      })
      this.groups.push(this.deals.length)
      this.weights.push(weight)
      this.moments.push(at)
    }
    this.deals.push({ opportunityId, dated, closedAt: closing.at, won: closing.won })
  }

  finish(): Result<TrainingSet, TrainingSetRefused> {
    if (this.deals.length === 0) return err({ kind: 'no_closed_deals' })
    const columns = this.columns.flatMap((column) => column.finish() ?? [])
    if (columns.length === 0) return err({ kind: 'no_features' })
    const whole = this.toDataset(columns)
    const leaks = findLeaks(whole, { count: this.openCount, filled: this.filledOnOpen })
    const leaking = new Set(leaks.map(({ name }) => name))
    const honest = columns.filter(({ name }) => !leaking.has(name))
    if (honest.length === 0) return err({ kind: 'no_features' })

    const used = new Set(honest.map(({ name }) => name))
    const varied = new Set(columns.map(({ name }) => name))
    const { deals, groups, moments } = this
    const split = splitRows({ deals, groups, moments, spans: this.plan.spans })
    return ok({
      dataset: { ...whole, columns: honest },
      features: this.features.filter(({ name }) => used.has(name)),
      custom: this.plan.custom.filter(({ field }) => used.has(`custom:${field}`)),
      leftOut: [
        ...this.plan.leftOut.map(({ field, reason }): LeftOut => ({ kind: 'field', name: field, reason })),
        ...this.features
          .filter(({ name }) => !varied.has(name))
          .map(({ name }): LeftOut => ({ kind: 'feature', name, reason: 'constant' })),
        ...leaks.map(({ name, reason }): LeftOut => ({ kind: 'leak', name, reason })),
      ],
      training: split.training,
      holdout: split.holdout,
      opportunityIds: this.deals.map(({ opportunityId }) => opportunityId),
      closings: Float64Array.from(this.deals, ({ dated, closedAt }) => (dated ? closedAt : Number.NaN)),
      moments: Float64Array.from(this.moments),
      window: this.window(split),
      young: this.young.finish(this.features, honest, this.deals.length, whole.weights[0]! / this.weights[0]!),
    })
  }

  private keepYoung(timeline: DealTimeline, closing: Closing, looks: readonly Snapshot[], isLearned: boolean): void {
    const { at: closedAt, won } = closing
    const kept = thinned(looks, this.plan.youngShare, timeline.opportunityId)
    // Deals that are not learned from have no number of their own.
    const group = isLearned || kept.length === 0 ? this.deals.length : -++this.youngDeals
    // As if as many of them were looked at as of the others.
    const scale = Math.min(1, this.plan.share) / Math.min(1, this.plan.youngShare)
    for (const { at, weight } of kept) {
      this.young.add({ values: this.read(timeline, at), weight: weight * scale, group, won, closedAt })
    }
  }

  /** An open deal teaches nothing yet, but it shows which columns are filled before the end. */
  private glance(timeline: DealTimeline): void {
    if (this.openCount >= MOST_OPEN_DEALS) return
    this.openCount++
    this.read(timeline, this.plan.now).forEach((value, c) => {
      if (value !== null) this.filledOnOpen.add(this.features[c]!.name)
    })
  }

  private read(timeline: DealTimeline, at: Instant) {
    const deal = asOf(timeline, at)
    return readFeatures(this.features, { deal, evidence: this.plan.book.evidenceAt(at, subjectOf(deal)) })
  }

  private window({ from, holdout }: Split): TrainingWindow {
    const closings = this.deals.filter(({ dated }) => dated).map(({ closedAt }) => closedAt)
    const held = [...new Set(Array.from(holdout, (row) => this.groups[row]!))].map((group) => this.deals[group]!)
    const wonOf = (deals: readonly SplitDeal[]) => deals.filter(({ won }) => won).length
    return {
      from: closings.length === 0 ? null : closings.reduce((a, b) => Math.min(a, b)),
      to: closings.length === 0 ? null : closings.reduce((a, b) => Math.max(a, b)),
      holdoutFrom: from,
      deals: this.deals.length,
      won: wonOf(this.deals),
      lost: this.deals.length - wonOf(this.deals),
      holdoutWon: wonOf(held),
      holdoutLost: held.length - wonOf(held),
      immature: this.immature,
    }
  }

  /**
   * The order in time, by which the trainer parts old from new within its data. None where deals have several rows: the
   * early rows of deals that closed late are of deals known to stay open for long, and to calibrate on them is to
   * calibrate on the wrong deals; deals parted at random are the right ones.
   */
  private times(): Float64Array | null {
    if (this.moments.length > this.deals.length || !this.deals.some(({ dated }) => dated)) return null
    return Float64Array.from(this.moments, (at, row) => (this.deals[this.groups[row]!]!.dated ? at : Number.NaN))
  }

  private toDataset(columns: readonly Column[]): Dataset {
    const dealOf = (group: number) => this.deals[group]! // groups number the deals
    const dataset = createDataset({
      columns,
      labels: this.groups.map((group) => (dealOf(group).won ? 1 : 0)),
      weights: asManyAsDeals(this.weights, this.deals.length),
      groups: Int32Array.from(this.groups),
      times: this.times(),
    })
    if (!dataset.ok) throw new Error(`the training set does not hold together: ${dataset.error.kind}`)
    return dataset.value
  }
}

/** Scaled so that the rows together weigh as much as there are deals: what a weight of 1 means to the trainer. */
function asManyAsDeals(weights: readonly number[], deals: number): Float64Array {
  const scale = deals / weights.reduce((sum, weight) => sum + weight, 0)
  return Float64Array.from(weights, (weight) => weight * scale)
}
