import type { Day } from '../../kernel/text'

/** Milliseconds since 1970, UTC. Numbers, because the trainer compares millions of them. */
export type Instant = number

export const DAY_MS = 86_400_000

export type Channel = 'call' | 'email' | 'meeting' | 'note'

export interface StageEntered {
  readonly type: 'stage_entered'
  readonly at: Instant
  readonly stageId: string
  /** 0 is the first open stage of the pipeline. */
  readonly stageIndex: number
  /** How many open stages the pipeline has. */
  readonly stageCount: number
}

export interface Interaction {
  readonly type: 'interaction'
  /** When it took place. */
  readonly at: Instant
  /**
   * When it was written down, if later. A call logged after the deal was won was not known before, and seeing it early
   * would teach the model the future.
   */
  readonly knownAt?: Instant
  readonly channel: Channel
  readonly direction: 'in' | 'out' | null
  readonly personId: string | null
  readonly durationMinutes: number | null
  /** −1 to 1. */
  readonly sentiment: number | null
  readonly outcome: string | null
}

export type DealEvent =
  | StageEntered
  | Interaction
  | { readonly type: 'amount_set'; readonly at: Instant; readonly amountMinor: number }
  | { readonly type: 'close_date_set'; readonly at: Instant; readonly day: Day | null }
  | { readonly type: 'next_step_set'; readonly at: Instant; readonly planned: boolean; readonly day: Day | null }
  | { readonly type: 'owner_set'; readonly at: Instant; readonly ownerId: string }
  | { readonly type: 'facts_set'; readonly at: Instant; readonly facts: Partial<DealFacts> }
  | { readonly type: 'closed'; readonly at: Instant; readonly outcome: Outcome }

export type Outcome = 'won' | 'lost'

/** What is known from the start; a later `facts_set` replaces single facts from its moment on. */
export interface DealFacts {
  readonly source: string | null
  readonly priority: string | null
  readonly competitor: string | null
  readonly productIds: readonly string[]
  readonly industry: string | null
  /** Employees of the customer. */
  readonly companySize: number | null
  readonly custom: Readonly<Record<string, number | string | null>>
}

/** All that happened to one deal. Every feature is read from this, as of a moment, and from nothing else. */
export interface DealTimeline extends DealFacts {
  readonly opportunityId: string
  readonly customerId: string
  /** The first owner; `owner_set` tells the later ones. */
  readonly ownerId: string
  readonly pipelineId: string
  readonly currency: string
  readonly createdAt: Instant
  /** False when an import told the outcome but not when: such a deal has no place in time. */
  readonly dated: boolean
  /**
   * From when events are recorded: creation, or the moment of import. Null when only facts were ever imported. Before it
   * a count of calls is unknown, not zero.
   */
  readonly recordedFrom: Instant | null
  /** Sorted by `at`. */
  readonly events: readonly DealEvent[]
}

export interface Closing {
  readonly at: Instant
  readonly won: boolean
}

/** How and when the deal ended; null while it is open. A deal closes once. */
export function closingOf(timeline: DealTimeline): Closing | null {
  const closed = timeline.events.findLast((event) => event.type === 'closed')
  return closed?.type === 'closed' ? { at: closed.at, won: closed.outcome === 'won' } : null
}

/** Events in order of time; the order of equal moments is kept. */
export function inOrder(events: readonly DealEvent[]): readonly DealEvent[] {
  return events.toSorted((a, b) => a.at - b.at)
}

/** The start of a calendar day, UTC. */
export function instantOf(day: Day): Instant {
  return Date.parse(`${day}T00:00:00Z`)
}

export function dayOf(instant: Instant): Day {
  return new Date(instant).toISOString().slice(0, 10) as Day
}
