import { snapshotMoments } from './snapshots'
import { closingOf, DAY_MS, type DealTimeline, type Instant } from './timeline'

/**
 * Right-censoring. Of the deals that were open in a recent month, only the quick ones have closed by now, and quick deals
 * are lost more often (or won more often) than slow ones: to learn from them alone is to learn a wrong rate. So:
 *
 * - a moment is *young* within the last 28 days: nothing has had time to close;
 * - a month is *immature* while the share of its deals that have closed since is below 90 % of the share in the older half
 *   of the history (not of 100 %: every pipeline holds deals that nobody will ever close, and for the same reason a deal
 *   is counted only up to the age by which 19 in 20 of the closed ones had closed);
 * - the frontier is the start of the newest month that is neither; snapshots after that month are not learned from.
 *
 * Undated deals have no month and are always mature.
 */
export const YOUNG_DAYS = 28
const MATURE_SHARE = 0.9

interface Cohort {
  open: number
  resolved: number
}

/** The moment from which on outcomes are not yet settled. Infinity when every deal has closed. */
export function maturityFrontier(timelines: readonly DealTimeline[], now: Instant): Instant {
  const cohorts = new Map<Instant, Cohort>()
  const longest = longestUsual(timelines)
  for (const timeline of timelines) {
    if (!timeline.dated) continue
    const closing = closingOf(timeline)
    for (const month of monthsOpen(timeline, closing?.at ?? now, longest)) {
      const cohort = cohorts.get(month) ?? { open: 0, resolved: 0 }
      cohort.open++
      if (closing) cohort.resolved++
      cohorts.set(month, cohort)
    }
  }
  const months = [...cohorts.keys()].sort((a, b) => a - b)
  if (months.every((month) => cohorts.get(month)!.open === cohorts.get(month)!.resolved))
    return Number.POSITIVE_INFINITY

  const settled = shareOf(months.slice(0, Math.max(1, months.length >> 1)).map((month) => cohorts.get(month)!))
  const newest = months.findLast((month) => {
    const cohort = cohorts.get(month)!
    return month <= now - YOUNG_DAYS * DAY_MS && cohort.resolved / cohort.open >= MATURE_SHARE * settled
  })
  const young = now - YOUNG_DAYS * DAY_MS
  return newest === undefined ? young : Math.min(young, nextMonth(newest))
}

/** The time by which 19 in 20 of the deals that closed had closed. */
function longestUsual(timelines: readonly DealTimeline[]): number {
  const spans = timelines.flatMap((timeline) => {
    const closing = timeline.dated ? closingOf(timeline) : null
    return closing ? [closing.at - timeline.createdAt] : []
  })
  return spans.sort((a, b) => a - b)[Math.floor(spans.length * 0.95)] ?? Number.POSITIVE_INFINITY
}

/** The months in which the deal would be looked at, each once. */
function monthsOpen(timeline: DealTimeline, until: Instant, longest: number): Set<Instant> {
  const moments = snapshotMoments(timeline, until)
  return new Set(moments.filter((at) => at - timeline.createdAt <= longest).map(monthOf))
}

function shareOf(cohorts: readonly Cohort[]): number {
  const open = cohorts.reduce((sum, cohort) => sum + cohort.open, 0)
  return cohorts.reduce((sum, cohort) => sum + cohort.resolved, 0) / Math.max(1, open)
}

function monthOf(at: Instant): Instant {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
}

function nextMonth(month: Instant): Instant {
  const date = new Date(month)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
}
