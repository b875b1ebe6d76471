import type { Day } from '../../kernel/text'
import {
  type Channel,
  type DealEvent,
  type DealFacts,
  type DealTimeline,
  type Instant,
  inOrder,
  type Outcome,
} from './timeline'

/** The fields of a deal whose past matters, under their names in the change log. */
export interface TrackedFields {
  readonly amountMinor?: number | undefined
  readonly expectedCloseOn?: Day | null | undefined
  readonly nextStep?: string | null | undefined
  readonly nextStepOn?: Day | null | undefined
  readonly ownerId?: string | undefined
  readonly source?: string | null | undefined
  readonly priority?: string | null | undefined
  readonly competitor?: string | null | undefined
  readonly productIds?: readonly string[] | undefined
  readonly custom?: Readonly<Record<string, number | string | null>> | undefined
}

export type AllTracked = { readonly [K in keyof TrackedFields]-?: Exclude<TrackedFields[K], undefined> }

/** One entry of the deal's change log: only the fields that changed. */
export interface RecordedChange {
  readonly at: Instant
  readonly before: TrackedFields | null
  readonly after: TrackedFields | null
}

export interface RecordedInteraction {
  readonly at: Instant
  readonly knownAt: Instant
  readonly channel: Channel
  readonly direction: 'in' | 'out' | null
  readonly personId: string | null
  readonly durationMinutes: number | null
  readonly sentiment: number | null
  readonly outcome: string | null
}

/** A deal as the database keeps it: what it is now, and everything that is known of how it came to be so. */
export interface DealRecord {
  readonly id: string
  readonly customerId: string
  readonly pipelineId: string
  readonly currency: string
  readonly industry: string | null
  readonly employees: number | null
  readonly now: AllTracked
  /** When it began in the world. */
  readonly openedAt: Instant
  /** When the row was made: later than `openedAt` for an imported deal. */
  readonly createdAt: Instant
  readonly closedAt: Instant | null
  readonly outcome: Outcome | null
  readonly isDated: boolean
  readonly stages: readonly { readonly at: Instant; readonly stageId: string }[]
  readonly changes: readonly RecordedChange[]
  readonly interactions: readonly RecordedInteraction[]
}

/** Where a stage stands among the open stages of its pipeline. */
export interface StagePlace {
  readonly index: number
  readonly count: number
}

/**
 * Tells a deal's past in order. What a field was before its first recorded change is that change's `before`; a field
 * that never changed always was what it is now.
 */
export function timelineOf(record: DealRecord, placeOf: (stageId: string) => StagePlace | undefined): DealTimeline {
  const { now, changes } = record
  const began = beginning(now, changes)
  const begin = record.openedAt
  const events: DealEvent[] = [
    { type: 'amount_set', at: begin, amountMinor: began.amountMinor },
    { type: 'close_date_set', at: begin, day: began.expectedCloseOn },
  ]
  if (began.nextStep !== null) events.push({ type: 'next_step_set', at: begin, planned: true, day: began.nextStepOn })
  for (const { at, stageId } of record.stages) {
    const place = placeOf(stageId)
    if (place) events.push({ type: 'stage_entered', at, stageId, stageIndex: place.index, stageCount: place.count })
  }
  let nextStep = began.nextStep
  let nextStepOn = began.nextStepOn
  for (const { at, before, after } of changes) {
    // The entry that opened the deal says what it began with, which is told above.
    if (!after || before === null) continue
    if (after.amountMinor !== undefined) events.push({ type: 'amount_set', at, amountMinor: after.amountMinor })
    if (after.expectedCloseOn !== undefined) events.push({ type: 'close_date_set', at, day: after.expectedCloseOn })
    if (after.ownerId !== undefined) events.push({ type: 'owner_set', at, ownerId: after.ownerId })
    if (after.nextStep !== undefined || after.nextStepOn !== undefined) {
      if (after.nextStep !== undefined) nextStep = after.nextStep
      if (after.nextStepOn !== undefined) nextStepOn = after.nextStepOn
      events.push({ type: 'next_step_set', at, planned: nextStep !== null, day: nextStepOn })
    }
    const facts = changedFacts(after)
    if (facts) events.push({ type: 'facts_set', at, facts })
  }
  for (const interaction of record.interactions) events.push({ type: 'interaction', ...interaction })
  if (record.outcome !== null && record.closedAt !== null) {
    events.push({ type: 'closed', at: record.closedAt, outcome: record.outcome })
  }
  return {
    opportunityId: record.id,
    customerId: record.customerId,
    ownerId: began.ownerId,
    pipelineId: record.pipelineId,
    currency: record.currency,
    createdAt: begin,
    dated: record.isDated,
    // A deal that was over before it came here was never watched: its counts are unknown, not zero.
    recordedFrom: record.closedAt !== null && record.closedAt <= record.createdAt ? null : record.createdAt,
    source: began.source,
    priority: began.priority,
    competitor: began.competitor,
    productIds: began.productIds,
    industry: record.industry,
    companySize: record.employees,
    custom: began.custom,
    events: inOrder(events),
  }
}

function beginning(now: AllTracked, changes: readonly RecordedChange[]): AllTracked {
  let began = now
  // Backwards, so that the earliest change has the last word.
  for (const { before, after } of changes.toReversed()) {
    const first = before ?? after
    if (first) began = { ...began, ...(first as Partial<AllTracked>) } // a field that is there has a value
  }
  return began
}

function changedFacts(after: TrackedFields): Partial<DealFacts> | null {
  const facts: { -readonly [K in keyof DealFacts]?: DealFacts[K] } = {}
  if (after.source !== undefined) facts.source = after.source
  if (after.priority !== undefined) facts.priority = after.priority
  if (after.competitor !== undefined) facts.competitor = after.competitor
  if (after.productIds !== undefined) facts.productIds = after.productIds
  if (after.custom !== undefined) facts.custom = after.custom
  return Object.keys(facts).length > 0 ? facts : null
}
