import { err, ok, type Result } from '../../kernel/result'
import { asOf } from './as-of'
import {
  type CategoryColumn,
  type Column,
  categoryColumn,
  createDataset,
  type Dataset,
  numericColumn,
} from './boosting/dataset'
import { featuresWith, readFeatures, subjectOf } from './features/catalogue'
import { type CustomFeature, type LeftOutField, surveyCustomFields } from './features/custom'
import type { FeatureDefinition, FeatureValue } from './features/definition'
import { unitHash } from './hash'
import { type ClosedDeal, closedDealOf, type HistoryBook, walkHistory } from './history'
import { findLeaks, type LeakReason } from './leak'
import { maturityFrontier } from './maturity'
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
  /** Bounds memory: two bytes a cell while training, eight while reading. */
  readonly mostRows?: number
  /** Labels of custom fields, by key. */
  readonly labels?: Readonly<Record<string, string>>
}

const MOST_ROWS = 120_000
const HOLDOUT_SHARE = 0.2
const MOST_OPEN_DEALS = 2000 // enough to see that a column is never filled on open deals

interface Row {
  readonly timeline: DealTimeline
  readonly at: Instant
  readonly weight: number
  /** Null for an open deal. */
  readonly group: number | null
}

/** Turns everything a tenant's deals went through into what a model learns from, and what it is judged on. */
export function assembleTrainingSet(
  timelines: readonly DealTimeline[],
  { now, mostRows = MOST_ROWS, labels = {} }: TrainingOptions,
): Result<TrainingSet, TrainingSetRefused> {
  const frontier = maturityFrontier(timelines, now)
  const closed = timelines.filter((timeline) => closingOf(timeline) !== null)
  const perDeal = snapshotsPerDeal(closed.length, mostRows)
  const deals: DealTimeline[] = []
  const rows: Row[] = []
  for (const timeline of closed) {
    const snapshots = snapshotsOf(timeline, perDeal).filter(({ at }) => !timeline.dated || at < frontier)
    if (snapshots.length === 0) continue
    for (const { at } of snapshots) rows.push({ timeline, at, weight: 1 / snapshots.length, group: deals.length })
    deals.push(timeline)
  }
  if (deals.length === 0) return err({ kind: 'no_closed_deals' })

  const open = timelines
    .filter((timeline) => closingOf(timeline) === null)
    .slice(0, MOST_OPEN_DEALS)
    .map((timeline): Row => ({ timeline, at: now, weight: 0, group: null }))
  const survey = surveyCustomFields(deals, labels)
  const read = readAll(
    featuresWith(survey.taken),
    [...rows, ...open],
    timelines.flatMap((t) => closedDealOf(t) ?? []),
  )

  const varied = read.filter(({ column }) => !isConstant(column, rows.length))
  if (varied.length === 0) return err({ kind: 'no_features' })
  const whole = toDataset(
    varied.map(({ column }) => firstRows(column, rows.length)),
    rows,
    deals,
  )
  const leaks = findLeaks(
    whole,
    varied.map(({ column }) => restOfRows(column, rows.length)),
  )
  const leaking = new Set(leaks.map((leak) => leak.name))
  const features = varied.map(({ feature }) => feature).filter(({ name }) => !leaking.has(name))
  if (features.length === 0) return err({ kind: 'no_features' })

  const split = splitDeals(deals)
  const used = new Set(features.map(({ name }) => name))
  const constants = read.filter(({ column }) => isConstant(column, rows.length)).map(({ feature }) => feature.name)
  return ok({
    dataset: { ...whole, columns: whole.columns.filter((column) => used.has(column.name)) },
    features,
    custom: survey.taken.filter(({ field }) => used.has(`custom:${field}`)),
    leftOut: [
      ...survey.leftOut.map(({ field, reason }): LeftOut => ({ kind: 'field', name: field, reason })),
      ...constants.map((name): LeftOut => ({ kind: 'feature', name, reason: 'constant' })),
      ...leaks.map(({ name, reason }): LeftOut => ({ kind: 'leak', name, reason })),
    ],
    training: rowsWhere(rows, (group) => !split.held.has(group)),
    holdout: rowsWhere(rows, (group) => split.held.has(group)),
    opportunityIds: deals.map((deal) => deal.opportunityId),
    window: windowOf(deals, split, closed.length),
  })
}

/** One column a feature, read row by row in the order of time so that history is walked once. */
function readAll(
  features: readonly FeatureDefinition[],
  rows: readonly Row[],
  closedDeals: readonly ClosedDeal[],
): { feature: FeatureDefinition; column: Column }[] {
  const values = features.map((feature) =>
    feature.kind === 'numeric' ? new Float64Array(rows.length) : new Array<string | null>(rows.length),
  )
  const write = (row: number, read: readonly FeatureValue[]) => {
    for (let f = 0; f < values.length; f++) {
      const column = values[f]!
      const value = read[f]!
      if (column instanceof Float64Array) column[row] = typeof value === 'number' ? value : Number.NaN
      else column[row] = typeof value === 'string' ? value : null
    }
  }
  const visit = ({ row, at }: { row: number; at: Instant }, book: HistoryBook) => {
    const deal = asOf(rows[row]!.timeline, at)
    write(row, readFeatures(features, { deal, evidence: book.evidenceFor(subjectOf(deal)) }))
  }
  walkHistory(
    closedDeals,
    rows.map(({ at }, row) => ({ row, at })),
    visit,
  )
  return features.map((feature, f) => {
    const column = values[f]!
    return {
      feature,
      column:
        column instanceof Float64Array ? numericColumn(feature.name, column) : categoryColumn(feature.name, column),
    }
  })
}

function isConstant(column: Column, rowCount: number): boolean {
  const cells = column.kind === 'numeric' ? column.values : column.codes
  for (let row = 1; row < rowCount; row++) if (!Object.is(cells[row], cells[0])) return false
  return true
}

function firstRows(column: Column, count: number): Column {
  return column.kind === 'numeric'
    ? { ...column, values: column.values.subarray(0, count) }
    : { ...column, codes: column.codes.subarray(0, count) }
}

function restOfRows(column: Column, from: number): Column {
  return column.kind === 'numeric'
    ? { ...column, values: column.values.subarray(from) }
    : ({ ...column, codes: column.codes.subarray(from) } satisfies CategoryColumn)
}

function toDataset(columns: readonly Column[], rows: readonly Row[], deals: readonly DealTimeline[]): Dataset {
  const closings = deals.map((deal) => closingOf(deal)!) // only closed deals have groups
  const group = (row: Row) => row.group! // and only rows of closed deals are given
  const dated = deals.some((deal) => deal.dated)
  const dataset = createDataset({
    columns,
    labels: rows.map((row) => (closings[group(row)]!.won ? 1 : 0)),
    weights: Float64Array.from(rows, (row) => row.weight),
    groups: Int32Array.from(rows, group),
    times: dated
      ? Float64Array.from(rows, (row) => (row.timeline.dated ? closings[group(row)]!.at : Number.NaN))
      : null,
  })
  if (!dataset.ok) throw new Error(`the training set does not hold together: ${dataset.error.kind}`)
  return dataset.value
}

interface Split {
  /** Groups held out. */
  readonly held: ReadonlySet<number>
  readonly from: Instant | null
}

/** The newest fifth of the dated deals by closing, and a fifth of the undated ones by the hash of their id. */
function splitDeals(deals: readonly DealTimeline[]): Split {
  const groups = deals.map((deal, group) => ({ group, deal, closedAt: closingOf(deal)!.at }))
  const hashed = (deal: DealTimeline) => unitHash(deal.opportunityId)
  const dated = groups
    .filter(({ deal }) => deal.dated)
    .sort((a, b) => a.closedAt - b.closedAt || hashed(a.deal) - hashed(b.deal))
  const newest = dated.slice(dated.length - Math.floor(dated.length * HOLDOUT_SHARE))
  const drawn = groups.filter(({ deal }) => !deal.dated && hashed(deal) < HOLDOUT_SHARE)
  return { held: new Set([...newest, ...drawn].map(({ group }) => group)), from: newest[0]?.closedAt ?? null }
}

function rowsWhere(rows: readonly Row[], wanted: (group: number) => boolean): Int32Array {
  return Int32Array.from(rows.keys()).filter((row) => wanted(rows[row]!.group!)) // rows of closed deals
}

function windowOf(deals: readonly DealTimeline[], split: Split, closedCount: number): TrainingWindow {
  const closings = deals.map((deal) => closingOf(deal)!)
  const dated = closings.filter((_, group) => deals[group]!.dated).map(({ at }) => at)
  const count = (wanted: (won: boolean, held: boolean) => boolean) =>
    closings.filter(({ won }, group) => wanted(won, split.held.has(group))).length
  return {
    from: dated.length === 0 ? null : dated.reduce((a, b) => Math.min(a, b)),
    to: dated.length === 0 ? null : dated.reduce((a, b) => Math.max(a, b)),
    holdoutFrom: split.from,
    deals: deals.length,
    won: count((won) => won),
    lost: count((won) => !won),
    holdoutWon: count((won, held) => won && held),
    holdoutLost: count((won, held) => !won && held),
    immature: closedCount - deals.length,
  }
}
