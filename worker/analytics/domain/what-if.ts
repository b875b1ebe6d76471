import { assertNever } from '../../kernel/result'
import type { Day } from '../../kernel/text'
import { type Channel, type DealEvent, type DealTimeline, type Instant, inOrder } from './timeline'

/** Something a seller could do today, imagined. */
export type Change =
  | { readonly kind: 'amount'; readonly amountMinor: number }
  | { readonly kind: 'close_date'; readonly day: Day }
  | { readonly kind: 'stage'; readonly stageId: string; readonly stageIndex: number; readonly stageCount: number }
  /** Meeting somebody; a person not met before is one more engaged. */
  | { readonly kind: 'meeting'; readonly personId: string | null }
  | { readonly kind: 'call'; readonly personId: string | null }
  /** So many more people are part of it, however they came to be. */
  | { readonly kind: 'people'; readonly more: number }
  | { readonly kind: 'next_step'; readonly day: Day | null }

export type ChangeKind = Change['kind']

/**
 * The deal as it would be if the changes happened at this moment. They are ordinary events, read by the ordinary features,
 * so an imagined change scores exactly as the real one will.
 */
export function suppose(timeline: DealTimeline, changes: readonly Change[], at: Instant): DealTimeline {
  const known = timeline.events.filter((event) => event.at <= at)
  return { ...timeline, events: inOrder([...known, ...changes.flatMap((change) => toEvents(change, at))]) }
}

function toEvents(change: Change, at: Instant): DealEvent | DealEvent[] {
  switch (change.kind) {
    case 'amount':
      return { type: 'amount_set', at, amountMinor: change.amountMinor }
    case 'close_date':
      return { type: 'close_date_set', at, day: change.day }
    case 'stage':
      return {
        type: 'stage_entered',
        at,
        stageId: change.stageId,
        stageIndex: change.stageIndex,
        stageCount: change.stageCount,
      }
    case 'meeting':
      return talk('meeting', change.personId, at)
    case 'call':
      return talk('call', change.personId, at)
    case 'people':
      // A note engages a person and is no contact, so nothing but the number of people moves.
      return Array.from({ length: change.more }, (_, i) => talk('note', `imagined ${i}`, at))
    case 'next_step':
      return { type: 'next_step_set', at, planned: true, day: change.day }
    default:
      return assertNever(change)
  }
}

function talk(channel: Channel, personId: string | null, at: Instant): DealEvent {
  return {
    type: 'interaction',
    at,
    channel,
    direction: channel === 'call' ? 'out' : null,
    personId,
    durationMinutes: null,
    sentiment: null,
    outcome: null,
  }
}
