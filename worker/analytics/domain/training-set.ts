import { err, ok, type Result } from '../../kernel/result'
import { asOf } from './as-of'
import { type Column, createDataset, type Dataset } from './boosting/dataset'
import { type GrowingColumn, growingColumn } from './columns'
import { featuresWith, readFeatures, subjectOf } from './features/catalogue'
import { type CustomFeature, CustomFieldSurvey, type LeftOutField } from './features/custom'
import type { FeatureDefinition } from './features/definition'
import { unitHash } from './hash'
import { type ClosedDeal, closedDealOf, HistoryBook } from './history'
import { findLeaks, type LeakReason } from './leak'
import { type DealSpan, maturityFrontier, spanOf } from './maturity'
import { snapshotsOf, snapshotsPerDeal } from './snapshots'
import { closingOf, type DealTimeline, type Instant } from './timeline'

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
  /** Rows to learn from and rows to be judged on. No deal has rows in both. */
  readonly training: Int32Array
  readonly holdout: Int32Array
  /** The opportunity of each group of the dataset. */
  readonly opportunityIds: readonly string[]
  /** The moment of each row. */
  readonly moments: Float64Array
  readonly window: TrainingWindow
}

export interface TrainingWindow {
  /** Closings of the deals used, first and last; null when none has a date. */
  readonly from: Instant | null
  readonly to: Instant | null
  /** The first closing of the holdout; null when it was drawn by hash. */
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
  /** Bounds memory: eight bytes a cell while reading, two while training. */
  readonly mostRows?: number
  /** Labels of custom fields, by key. */
  readonly labels?: Readonly<Record<string, string>>
}

const MOST_ROWS = 120_000
const HOLDOUT_SHARE = 0.2
const MOST_OPEN_DEALS = 2000 // enough to see that a column is never filled on open deals

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
  private readonly lives: number[] = []
  private readonly fields = new CustomFieldSurvey()
  private closedCount = 0

  constructor(options: TrainingOptions) {
    this.options = options
  }

  add(timeline: DealTimeline): void {
    const closing = closingOf(timeline)
    const span = spanOf(timeline, this.options.now)
    if (span) this.spans.push(span)
    if (!closing) return
    this.closedCount++
    if (timeline.dated) this.lives.push(closing.at - timeline.createdAt)
    this.fields.add(timeline.custom)
    const kept = closedDealOf(timeline)
    if (kept) this.closed.push(kept)
  }

  finish(): TrainingSetBuilder {
    const { now, mostRows = MOST_ROWS, labels } = this.options
    const { taken, leftOut } = this.fields.verdict(labels)
    return new TrainingSetBuilder({
      now,
      book: HistoryBook.of(this.closed),
      frontier: maturityFrontier(this.spans, this.lives, now),
      snapshotsPerDeal: snapshotsPerDeal(this.closedCount, mostRows),
      custom: taken,
      leftOut,
    })
  }
}

interface Plan {
  readonly now: Instant
  readonly book: HistoryBook
  readonly frontier: Instant
  readonly snapshotsPerDeal: number
  readonly custom: readonly CustomFeature[]
  readonly leftOut: readonly LeftOutField[]
}

interface Deal {
  readonly opportunityId: string
  readonly closedAt: Instant
  readonly won: boolean
  readonly dated: boolean
}

/** The second reading: turns each deal into rows, and all rows into what a model learns from and is judged on. */
export class TrainingSetBuilder {
  private readonly plan: Plan
  private readonly features: readonly FeatureDefinition[]
  private readonly columns: readonly GrowingColumn[]
  private readonly deals: Deal[] = []
  private readonly groups: number[] = []
  private readonly weights: number[] = []
  private readonly moments: Instant[] = []
  private readonly filledOnOpen = new Set<string>()
  private openCount = 0
  private immature = 0

  constructor(plan: Plan) {
    this.plan = plan
    this.features = featuresWith(plan.custom)
    this.columns = this.features.map(growingColumn)
  }

  add(timeline: DealTimeline): void {
    const closing = closingOf(timeline)
    if (!closing) {
      this.glance(timeline)
      return
    }
    const snapshots = snapshotsOf(timeline, this.plan.snapshotsPerDeal)
    const settled = snapshots.filter(({ at }) => !timeline.dated || at < this.plan.frontier)
    if (settled.length === 0) {
      this.immature++
      return
    }
    for (const { at } of settled) {
      const values = this.read(timeline, at)
      this.columns.forEach((column, c) => {
        column.push(values[c]!) // one value for each feature
      })
      this.groups.push(this.deals.length)
      this.weights.push(1 / settled.length)
      this.moments.push(at)
    }
    const { opportunityId, dated } = timeline
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
    const split = splitDeals(this.deals)
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
      training: this.rowsOf((group) => !split.held.has(group)),
      holdout: this.rowsOf((group) => split.held.has(group)),
      opportunityIds: this.deals.map(({ opportunityId }) => opportunityId),
      moments: Float64Array.from(this.moments),
      window: windowOf(this.deals, split, this.immature),
    })
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

  private rowsOf(wanted: (group: number) => boolean): Int32Array {
    return Int32Array.from(this.groups.keys()).filter((row) => wanted(this.groups[row]!))
  }

  private toDataset(columns: readonly Column[]): Dataset {
    const dealOf = (group: number) => this.deals[group]! // groups number the deals
    const dataset = createDataset({
      columns,
      labels: this.groups.map((group) => (dealOf(group).won ? 1 : 0)),
      weights: Float64Array.from(this.weights),
      groups: Int32Array.from(this.groups),
      times: this.deals.some(({ dated }) => dated)
        ? Float64Array.from(this.groups, (group) => (dealOf(group).dated ? dealOf(group).closedAt : Number.NaN))
        : null,
    })
    if (!dataset.ok) throw new Error(`the training set does not hold together: ${dataset.error.kind}`)
    return dataset.value
  }
}

interface Split {
  /** Groups held out. */
  readonly held: ReadonlySet<number>
  readonly from: Instant | null
}

/** The newest fifth of the dated deals by closing, and a fifth of the undated ones by the hash of their id. */
function splitDeals(deals: readonly Deal[]): Split {
  const hashed = deals.map((deal, group) => ({ ...deal, group, hash: unitHash(deal.opportunityId) }))
  const dated = hashed.filter((deal) => deal.dated).sort((a, b) => a.closedAt - b.closedAt || a.hash - b.hash)
  const newest = dated.slice(dated.length - Math.floor(dated.length * HOLDOUT_SHARE))
  const drawn = hashed.filter((deal) => !deal.dated && deal.hash < HOLDOUT_SHARE)
  return { held: new Set([...newest, ...drawn].map(({ group }) => group)), from: newest[0]?.closedAt ?? null }
}

function windowOf(deals: readonly Deal[], split: Split, immature: number): TrainingWindow {
  const closings = deals.filter(({ dated }) => dated).map(({ closedAt }) => closedAt)
  const count = (wanted: (won: boolean, held: boolean) => boolean) =>
    deals.filter(({ won }, group) => wanted(won, split.held.has(group))).length
  return {
    from: closings.length === 0 ? null : closings.reduce((a, b) => Math.min(a, b)),
    to: closings.length === 0 ? null : closings.reduce((a, b) => Math.max(a, b)),
    holdoutFrom: split.from,
    deals: deals.length,
    won: count((won) => won),
    lost: count((won) => !won),
    holdoutWon: count((won, held) => won && held),
    holdoutLost: count((won, held) => !won && held),
    immature,
  }
}
