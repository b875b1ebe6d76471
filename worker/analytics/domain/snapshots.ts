import { unitHash } from './hash'
import { DAY_MS, type DealTimeline, type Instant } from './timeline'

/** A moment at which a deal is looked at, to learn from. */
export interface Snapshot {
  readonly at: Instant
  /**
   * 1/k for the k-th look, so that a long deal does not outweigh ten short ones. It must not be 1/(looks in all): how long
   * a deal will be open is known only afterwards and goes with how it ends, so that quick losses would weigh most at the
   * very start and every young deal would look worse than it is.
   */
  readonly weight: number
}

const WEEK_MS = 7 * DAY_MS
// Weekly for six weeks, then ever more rarely: what a deal is like changes with the logarithm of its age. The choice may
// depend on the age so far only, never on the age to come.
const WEEKS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 26, 32, 39, 52, 78, 104, 156]
// A deal moved to and fro between stages says no more each time.
const MOST_STAGE_ENTRIES = 12

/**
 * The moments at which a deal is looked at until a moment: when it enters a stage, and at settled ages while it is open, as
 * long as its events are recorded. A deal of which only facts were imported is looked at once, when it began (an undated
 * one began, for all we know, with its import).
 */
export function snapshotsUntil(timeline: DealTimeline, until: Instant): Snapshot[] {
  const { createdAt, recordedFrom } = timeline
  if (recordedFrom === null || recordedFrom >= until) return [{ at: createdAt, weight: 1 }]
  const from = Math.max(createdAt, recordedFrom)
  const entries = timeline.events
    .filter(({ type, at }) => type === 'stage_entered' && at >= from && at < until)
    .slice(0, MOST_STAGE_ENTRIES)
    .map(({ at }) => at)
  const ages = WEEKS.map((weeks) => from + weeks * WEEK_MS).filter((at) => at < until)
  const moments = [...new Set([...entries, ...ages])].sort((a, b) => a - b)
  return moments.map((at, k) => ({ at, weight: 1 / (k + 1) }))
}

/**
 * A share of them, where all would be too many for the memory. Drawn by the hash of deal and position, again so that
 * nothing about the future decides what is seen.
 */
export function thinned(snapshots: readonly Snapshot[], share: number, opportunityId: string): Snapshot[] {
  return snapshots.filter((_, k) => share >= 1 || unitHash(`${opportunityId} ${k}`) < share)
}
