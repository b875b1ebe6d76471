import { toMajor } from '../../../../worker/kernel/currency'
import type { OpportunityRow, Priority } from '../../../../worker/sales/contract'
import { plain } from '../../ui/commands'

/** What the reader wants to see of the deals; what is left out does not narrow. */
export interface DealFilters {
  /** `me`, or a person's id. */
  readonly owner?: string | undefined
  /** Closes before this day. */
  readonly before?: string | undefined
  readonly priority?: Priority | undefined
  /** In whole units, whatever the currency: "deals of 10,000 and more". */
  readonly min?: number | undefined
  readonly text?: string | undefined
  /** Only deals at risk, or only those worth a push. */
  readonly mark?: Mark | undefined
}

export const MARKS = ['risk', 'push'] as const
export type Mark = (typeof MARKS)[number]

export const PRIORITIES: readonly Priority[] = ['critical', 'high', 'medium', 'low']
export const PRIORITY_WORDS: Readonly<Record<Priority, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
}

type Query = Readonly<Record<string, string | string[] | undefined>>

const DAY = /^\d{4}-\d{2}-\d{2}$/

/** Filters as the address tells them. What makes no sense there is left out rather than shown as nothing found. */
export function readFilters(query: Query): DealFilters {
  const one = (name: string) => {
    const value = query[name]
    const first = (Array.isArray(value) ? value[0] : value)?.trim()
    return first === '' ? undefined : first
  }
  const min = Number(one('min'))
  const before = one('before')
  return {
    owner: one('owner'),
    before: before && DAY.test(before) && !Number.isNaN(Date.parse(before)) ? before : undefined,
    priority: PRIORITIES.find((priority) => priority === one('priority')),
    min: Number.isFinite(min) && min > 0 ? min : undefined,
    text: one('q'),
    mark: MARKS.find((mark) => mark === one('mark')),
  }
}

/** The same as the address writes them; null takes one out. */
export function writeFilters(filters: DealFilters): Record<string, string | null> {
  return {
    owner: filters.owner ?? null,
    before: filters.before ?? null,
    priority: filters.priority ?? null,
    min: filters.min === undefined ? null : String(filters.min),
    q: filters.text || null,
    mark: filters.mark ?? null,
  }
}

export function isNarrowed(filters: DealFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined && value !== '')
}

/** What filters, sorting and totals need to know of a deal. */
export type DealFacts = Pick<
  OpportunityRow,
  | 'id'
  | 'title'
  | 'customerName'
  | 'ownerId'
  | 'pipelineId'
  | 'stageId'
  | 'status'
  | 'amountMinor'
  | 'currency'
  | 'expectedCloseOn'
  | 'priority'
  | 'openedAt'
> & { readonly score: Marked | null }

interface Marked {
  readonly probability: number
  readonly risk?: object | null
  readonly push?: { readonly points: number } | null
}

/** Whether a deal passes; `me` is who reads. */
export function passes(deal: DealFacts, filters: DealFilters, me: string): boolean {
  const { owner, before, priority, min, text, mark } = filters
  if (mark !== undefined && !deal.score?.[mark]) return false
  if (owner !== undefined && deal.ownerId !== (owner === 'me' ? me : owner)) return false
  if (before !== undefined && (deal.expectedCloseOn === null || deal.expectedCloseOn >= before)) return false
  if (priority !== undefined && deal.priority !== priority) return false
  if (min !== undefined && toMajor(deal.amountMinor, deal.currency) < min) return false
  return text === undefined || contains(deal, text)
}

// Each word somewhere in title or customer, however it is written: "munchen press" finds "Press line, München".
function contains(deal: DealFacts, text: string): boolean {
  const written = plain(`${deal.title} ${deal.customerName}`)
  return plain(text)
    .split(/\s+/)
    .every((word) => written.includes(word))
}

export const SORTS = ['probability', 'push', 'amount', 'closes', 'newest'] as const
export type DealSort = (typeof SORTS)[number]
export const SORT_WORDS: Readonly<Record<DealSort, string>> = {
  probability: 'Probability',
  push: 'Worth a push',
  amount: 'Amount',
  closes: 'Close date',
  newest: 'Newest',
}

/** The most likely, the largest, the soonest or the newest first; what has no such value comes last. */
export function compareDeals(sort: DealSort): (a: DealFacts, b: DealFacts) => number {
  return (a, b) => by[sort](a, b) || (a.openedAt < b.openedAt ? 1 : a.openedAt > b.openedAt ? -1 : a.id < b.id ? -1 : 1)
}

const by: Readonly<Record<DealSort, (a: DealFacts, b: DealFacts) => number>> = {
  probability: (a, b) => (b.score?.probability ?? -1) - (a.score?.probability ?? -1),
  push: (a, b) => (b.score?.push?.points ?? 0) - (a.score?.push?.points ?? 0),
  amount: (a, b) => toMajor(b.amountMinor, b.currency) - toMajor(a.amountMinor, a.currency),
  closes: (a, b) => compareDays(a.expectedCloseOn, b.expectedCloseOn),
  newest: () => 0,
}

function compareDays(a: string | null, b: string | null): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? 1 : -1
  return a < b ? -1 : 1
}
