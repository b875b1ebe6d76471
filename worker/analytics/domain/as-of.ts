import { toMajor } from '../../kernel/currency'
import {
  type DealFacts,
  type DealTimeline,
  type Instant,
  type Interaction,
  instantOf,
  type StageEntered,
} from './timeline'

/** A deal as it stood at a moment: the one thing features read. Nothing that came to be known later is in it. */
export interface DealAsOf {
  readonly at: Instant
  readonly timeline: Omit<DealTimeline, 'events' | keyof DealFacts>
  readonly facts: DealFacts
  readonly ownerId: string
  /** False while nothing is recorded of it but facts: counts are then unknown. */
  readonly recorded: boolean
  /** Every stage entered so far, the present one last. */
  readonly stages: readonly StageEntered[]
  /** Major units; null when unknown or zero, since a zero in a pipeline means nobody has put a figure yet. */
  readonly amount: number | null
  readonly firstAmount: number | null
  readonly amountChanges: number
  /** The start of the day it is expected to close. */
  readonly closesAt: Instant | null
  /** How often the close date moved later, and by how many days in all. */
  readonly closeDateSlips: number
  readonly slippedMs: number
  /** Null when none was ever recorded. */
  readonly nextStep: { readonly planned: boolean; readonly dueAt: Instant | null } | null
  /** In order of time. */
  readonly interactions: readonly Interaction[]
}

/** Folds what was known of a deal at a moment. */
export function asOf(timeline: DealTimeline, at: Instant): DealAsOf {
  let facts: DealFacts = timeline
  let ownerId = timeline.ownerId
  let amount: number | null = null
  let firstAmount: number | null = null
  let amountChanges = 0
  let closesAt: Instant | null = null
  let closeDateSlips = 0
  let slippedMs = 0
  let nextStep: DealAsOf['nextStep'] = null
  const stages: StageEntered[] = []
  const interactions: Interaction[] = []

  for (const event of timeline.events) {
    if (event.at > at) break
    switch (event.type) {
      case 'stage_entered':
        stages.push(event)
        break
      case 'interaction':
        if ((event.knownAt ?? event.at) <= at) interactions.push(event)
        break
      case 'amount_set': {
        const next = event.amountMinor > 0 ? toMajor(event.amountMinor, timeline.currency) : null
        if (amount !== null && next !== amount) amountChanges++
        firstAmount ??= next
        amount = next
        break
      }
      case 'close_date_set': {
        const next = event.day === null ? null : instantOf(event.day)
        if (closesAt !== null && next !== null && next > closesAt) {
          closeDateSlips++
          slippedMs += next - closesAt
        }
        closesAt = next
        break
      }
      case 'next_step_set':
        nextStep = { planned: event.planned, dueAt: event.day === null ? null : instantOf(event.day) }
        break
      case 'owner_set':
        ownerId = event.ownerId
        break
      case 'facts_set':
        facts = { ...facts, ...event.facts }
        break
      case 'closed': // the label; no feature may know that there is one
        break
    }
  }

  return {
    at,
    timeline,
    facts,
    ownerId,
    recorded: timeline.recordedFrom !== null && timeline.recordedFrom <= at,
    stages,
    amount,
    firstAmount,
    amountChanges,
    closesAt,
    closeDateSlips,
    slippedMs,
    nextStep,
    interactions,
  }
}
