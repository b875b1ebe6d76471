import { unitHash } from './hash'
import { closingOf, DAY_MS, type DealTimeline, type Instant } from './timeline'

/** A deal as of a moment, to learn from. */
export interface Snapshot {
  readonly timeline: DealTimeline
  readonly at: Instant
  /** Every deal weighs 1 in all, however long it was open. */
  readonly weight: number
}

export const MOST_SNAPSHOTS_PER_DEAL = 16
const WEEK_MS = 7 * DAY_MS

/**
 * The moments at which a deal is looked at: each stage entry, and weekly while it was open, as long as its events were
 * recorded. A deal of which only facts were imported is looked at once, when it began (an undated one began, for all we
 * know, with its import).
 */
export function snapshotMoments(timeline: DealTimeline, until: Instant): Instant[] {
  const { createdAt, recordedFrom } = timeline
  if (recordedFrom === null || recordedFrom >= until) return [createdAt]
  const from = Math.max(createdAt, recordedFrom)
  const moments = new Set<Instant>([from])
  for (const event of timeline.events) {
    if (event.type === 'stage_entered' && event.at >= from && event.at < until) moments.add(event.at)
  }
  for (let at = from + WEEK_MS; at < until; at += WEEK_MS) moments.add(at)
  return [...moments].sort((a, b) => a - b)
}

/**
 * At most `limit` of them, evenly spread. The hash of the deal shifts the choice, so that with one snapshot a deal all
 * ages are still represented.
 */
export function thinned(moments: readonly Instant[], limit: number, seed: string): Instant[] {
  if (moments.length <= limit) return [...moments]
  const shift = unitHash(seed)
  return Array.from({ length: limit }, (_, i) => moments[Math.floor(((i + shift) * moments.length) / limit)]!)
}

/** What there is to learn from a deal that has closed. */
export function snapshotsOf(timeline: DealTimeline, limit: number): Snapshot[] {
  const closing = closingOf(timeline)
  if (!closing) return []
  const moments = thinned(snapshotMoments(timeline, closing.at), limit, timeline.opportunityId)
  return moments.map((at) => ({ timeline, at, weight: 1 / moments.length }))
}

/** How many snapshots a deal may have so that all of them stay within a number of rows. */
export function snapshotsPerDeal(deals: number, mostRows: number): number {
  return Math.max(1, Math.min(MOST_SNAPSHOTS_PER_DEAL, Math.floor(mostRows / Math.max(1, deals))))
}
