import { asOf } from './as-of'
import { RunningMedian } from './running-median'
import { closingOf, DAY_MS, type DealTimeline, type Instant } from './timeline'

/** Deals closed, and how many of them were won. */
export interface Tally {
  readonly won: number
  readonly closed: number
}

export interface Median {
  readonly value: number
  /** Of how many values. */
  readonly count: number
}

/**
 * What the tenant had learned before a moment, as far as one deal is concerned. Training takes it from a `HistoryBook`,
 * scoring from counts in SQL; both are the same numbers, because shrinkage and comparison are done by the features.
 */
export interface Evidence {
  /** Every dated deal closed before the moment. */
  readonly all: Tally
  readonly customer: Tally
  readonly owner: Tally
  /** Deals of the same source; null when the deal has none. */
  readonly source: Tally | null
  /** One tally for each product of the deal. */
  readonly products: readonly Tally[]
  /** Amounts in major units of the deal's currency, won and lost alike: of this customer, and of everyone. */
  readonly customerAmount: Median | null
  readonly usualAmount: Median | null
  /** Days won deals spent in a stage, by stage id. */
  readonly stageDays: Readonly<Record<string, Median>>
}

/** The part of a closed deal that history keeps. */
export interface ClosedDeal {
  readonly at: Instant
  readonly won: boolean
  readonly customerId: string
  readonly ownerId: string
  readonly source: string | null
  readonly productIds: readonly string[]
  readonly currency: string
  readonly amount: number | null
  /** Days spent in each stage, summed over repeated visits. */
  readonly stageDays: Readonly<Record<string, number>>
}

/** Whom a deal is compared with. */
export interface Subject {
  readonly customerId: string
  readonly ownerId: string
  readonly source: string | null
  readonly productIds: readonly string[]
  readonly currency: string
}

const NONE: Tally = { won: 0, closed: 0 }

export const NO_EVIDENCE: Evidence = {
  all: NONE,
  customer: NONE,
  owner: NONE,
  source: null,
  products: [],
  customerAmount: null,
  usualAmount: null,
  stageDays: {},
}

/** What the history keeps of a deal; null while it is open, or when nobody knows when it closed. */
export function closedDealOf(timeline: DealTimeline): ClosedDeal | null {
  const closing = closingOf(timeline)
  if (!closing || !timeline.dated) return null
  const deal = asOf(timeline, closing.at)
  return {
    at: closing.at,
    won: closing.won,
    customerId: timeline.customerId,
    ownerId: deal.ownerId,
    source: deal.facts.source,
    productIds: deal.facts.productIds,
    currency: timeline.currency,
    amount: deal.amount,
    stageDays: daysInStages(timeline, closing.at),
  }
}

function daysInStages(timeline: DealTimeline, until: Instant): Record<string, number> {
  const days: Record<string, number> = {}
  let current: { stageId: string; at: Instant } | null = null
  const leave = (at: Instant) => {
    if (current) days[current.stageId] = (days[current.stageId] ?? 0) + (at - current.at) / DAY_MS
  }
  for (const event of timeline.events) {
    if (event.type !== 'stage_entered' || event.at > until) continue
    leave(event.at)
    current = { stageId: event.stageId, at: event.at }
  }
  leave(until)
  return days
}

/** Accumulates closed deals in the order of their closing, and tells at any point what was known by then. */
export class HistoryBook {
  private last: Instant = Number.NEGATIVE_INFINITY
  private readonly tallies = new Map<string, { won: number; closed: number }>()
  private readonly medians = new Map<string, RunningMedian>()
  private readonly stageIds = new Set<string>()

  add(deal: ClosedDeal): void {
    if (deal.at < this.last) throw new Error('closed deals must be added in the order of their closing')
    this.last = deal.at
    const keys = ['all', `customer ${deal.customerId}`, `owner ${deal.ownerId}`]
    if (deal.source !== null) keys.push(`source ${deal.source}`)
    for (const productId of new Set(deal.productIds)) keys.push(`product ${productId}`)
    for (const key of keys) this.count(key, deal.won)

    if (deal.amount !== null) {
      this.measure(`amount ${deal.currency}`, deal.amount)
      this.measure(`amount ${deal.currency} ${deal.customerId}`, deal.amount)
    }
    if (!deal.won) return
    for (const [stageId, days] of Object.entries(deal.stageDays)) {
      this.stageIds.add(stageId)
      this.measure(`stage ${stageId}`, days)
    }
  }

  evidenceFor(subject: Subject): Evidence {
    return {
      all: this.tally('all'),
      customer: this.tally(`customer ${subject.customerId}`),
      owner: this.tally(`owner ${subject.ownerId}`),
      source: subject.source === null ? null : this.tally(`source ${subject.source}`),
      products: subject.productIds.map((productId) => this.tally(`product ${productId}`)),
      customerAmount: this.median(`amount ${subject.currency} ${subject.customerId}`),
      usualAmount: this.median(`amount ${subject.currency}`),
      stageDays: this.stageDays(),
    }
  }

  private stageDays(): Record<string, Median> {
    const days: Record<string, Median> = {}
    for (const stageId of this.stageIds) days[stageId] = this.median(`stage ${stageId}`)!
    return days
  }

  private count(key: string, won: boolean): void {
    const tally = this.tallies.get(key) ?? { won: 0, closed: 0 }
    tally.closed++
    if (won) tally.won++
    this.tallies.set(key, tally)
  }

  private tally(key: string): Tally {
    const tally = this.tallies.get(key)
    return tally ? { ...tally } : NONE
  }

  private measure(key: string, value: number): void {
    const median = this.medians.get(key) ?? new RunningMedian()
    median.add(value)
    this.medians.set(key, median)
  }

  private median(key: string): Median | null {
    const median = this.medians.get(key)
    const value = median?.value ?? null
    return median && value !== null ? { value, count: median.count } : null
  }
}

/** Walks moments and closings together, so that each moment sees the deals closed strictly before it and no other. */
export function walkHistory<Moment extends { readonly at: Instant }>(
  closedDeals: readonly ClosedDeal[],
  moments: readonly Moment[],
  visit: (moment: Moment, book: HistoryBook) => void,
): void {
  const book = new HistoryBook()
  const closings = closedDeals.toSorted((a, b) => a.at - b.at)
  let next = 0
  for (const moment of moments.toSorted((a, b) => a.at - b.at)) {
    while (next < closings.length && closings[next]!.at < moment.at) book.add(closings[next++]!)
    visit(moment, book)
  }
}
