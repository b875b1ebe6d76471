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
const USUAL_LIFE = 0.95

/** When a deal can be looked at, and whether it has closed since. */
export interface DealSpan {
  readonly createdAt: Instant
  readonly from: Instant
  readonly to: Instant
  /** Null while it is open. */
  readonly closedAt: Instant | null
}

/** Null for a deal without a place in time. */
export function spanOf(timeline: DealTimeline, now: Instant): DealSpan | null {
  if (!timeline.dated) return null
  const closing = closingOf(timeline)
  const { createdAt, recordedFrom } = timeline
  const end = closing?.at ?? now
  // Where nothing was recorded, a deal is only looked at as it began.
  const watched = recordedFrom !== null && recordedFrom < end
  return {
    createdAt,
    from: watched ? Math.max(createdAt, recordedFrom) : createdAt,
    to: watched ? end : createdAt,
    closedAt: closing?.at ?? null,
  }
}

interface Cohort {
  open: number
  resolved: number
}

/** The moment from which on outcomes are not yet settled. Infinity when every deal has closed. */
export function maturityFrontier(spans: readonly DealSpan[], now: Instant): Instant {
  if (spans.every(({ closedAt }) => closedAt !== null)) return Number.POSITIVE_INFINITY
  const lives = spans.flatMap(({ createdAt, closedAt }) => (closedAt === null ? [] : [closedAt - createdAt]))
  const longest = lives.toSorted((a, b) => a - b)[Math.floor(lives.length * USUAL_LIFE)] ?? Number.POSITIVE_INFINITY
  const cohorts = new Map<Instant, Cohort>()
  for (const { createdAt, from, to, closedAt } of spans) {
    const until = Math.min(to, createdAt + longest)
    for (let month = monthOf(from); month <= until; month = nextMonth(month)) {
      const cohort = cohorts.get(month) ?? { open: 0, resolved: 0 }
      cohort.open++
      if (closedAt !== null) cohort.resolved++
      cohorts.set(month, cohort)
    }
  }
  const months = [...cohorts.keys()].sort((a, b) => a - b)
  const share = (chosen: readonly Instant[]) => {
    const sum = (of: (cohort: Cohort) => number) => chosen.reduce((total, month) => total + of(cohorts.get(month)!), 0)
    return (
      sum(({ resolved }) => resolved) /
      Math.max(
        1,
        sum(({ open }) => open),
      )
    )
  }
  const settled = share(months.slice(0, Math.max(1, months.length >> 1)))
  const young = now - YOUNG_DAYS * DAY_MS
  const newest = months.findLast((month) => month <= young && share([month]) >= MATURE_SHARE * settled)
  return newest === undefined ? young : Math.min(young, nextMonth(newest))
}

function monthOf(at: Instant): Instant {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
}

function nextMonth(month: Instant): Instant {
  const date = new Date(month)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1)
}
