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

/**
 * Closed deals in the order of their closing, and what was known at any moment: the deals closed strictly before it. The
 * past is kept as running counts, so that a question about last year is answered as quickly as one about today.
 */
export class HistoryBook {
  private last: Instant = Number.NEGATIVE_INFINITY
  private readonly tallies = new Map<string, RunningTally>()
  private readonly medians = new Map<string, MedianOverTime>()
  private readonly stageIds = new Set<string>()

  /** A book of many deals, in whatever order they come. */
  static of(deals: readonly ClosedDeal[]): HistoryBook {
    const book = new HistoryBook()
    for (const deal of deals.toSorted((a, b) => a.at - b.at)) book.add(deal)
    return book
  }

  add(deal: ClosedDeal): void {
    if (deal.at < this.last) throw new Error('closed deals must be added in the order of their closing')
    this.last = deal.at
    const keys = ['all', `customer ${deal.customerId}`, `owner ${deal.ownerId}`]
    if (deal.source !== null) keys.push(`source ${deal.source}`)
    for (const productId of new Set(deal.productIds)) keys.push(`product ${productId}`)
    for (const key of keys) entry(this.tallies, key, () => new RunningTally()).add(deal.at, deal.won)

    if (deal.amount !== null) {
      this.measure(`amount ${deal.currency}`, deal.at, deal.amount)
      this.measure(`amount ${deal.currency} ${deal.customerId}`, deal.at, deal.amount)
    }
    if (!deal.won) return
    for (const [stageId, days] of Object.entries(deal.stageDays)) {
      this.stageIds.add(stageId)
      this.measure(`stage ${stageId}`, deal.at, days)
    }
  }

  /** As of now: with every deal of the book. */
  evidenceFor(subject: Subject): Evidence {
    return this.evidenceAt(Number.POSITIVE_INFINITY, subject)
  }

  evidenceAt(at: Instant, subject: Subject): Evidence {
    const tally = (key: string) => this.tallies.get(key)?.before(at) ?? NONE
    const median = (key: string) => this.medians.get(key)?.before(at) ?? null
    const stageDays: Record<string, Median> = {}
    for (const stageId of this.stageIds) {
      const days = median(`stage ${stageId}`)
      if (days) stageDays[stageId] = days
    }
    return {
      all: tally('all'),
      customer: tally(`customer ${subject.customerId}`),
      owner: tally(`owner ${subject.ownerId}`),
      source: subject.source === null ? null : tally(`source ${subject.source}`),
      products: subject.productIds.map((productId) => tally(`product ${productId}`)),
      customerAmount: median(`amount ${subject.currency} ${subject.customerId}`),
      usualAmount: median(`amount ${subject.currency}`),
      stageDays,
    }
  }

  private measure(key: string, at: Instant, value: number): void {
    entry(this.medians, key, () => new MedianOverTime()).add(at, value)
  }
}

class RunningTally {
  private readonly ats: Instant[] = []
  /** Won among the first so many. */
  private readonly won: number[] = [0]

  add(at: Instant, won: boolean): void {
    this.ats.push(at)
    this.won.push(this.won.at(-1)! + (won ? 1 : 0)) // starts with a zero
  }

  before(at: Instant): Tally {
    const closed = countBefore(this.ats, at)
    return { won: this.won[closed]!, closed } // one more entry than moments
  }
}

class MedianOverTime {
  private readonly ats: Instant[] = []
  private readonly values: number[] = []
  private readonly running = new RunningMedian()

  add(at: Instant, value: number): void {
    this.running.add(value)
    this.ats.push(at)
    this.values.push(this.running.value!) // something was just added
  }

  before(at: Instant): Median | null {
    const count = countBefore(this.ats, at)
    return count === 0 ? null : { value: this.values[count - 1]!, count }
  }
}

/** How many of the ascending moments lie strictly before one. */
function countBefore(ats: readonly Instant[], at: Instant): number {
  let low = 0
  let high = ats.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ats[middle]! < at) low = middle + 1
    else high = middle
  }
  return low
}

function entry<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const found = map.get(key) ?? create()
  map.set(key, found)
  return found
}
