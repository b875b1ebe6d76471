import { minorDigits } from '../../../../worker/kernel/currency'
import type { OpportunityQuery, OpportunityRow } from '../../../../worker/sales/contract'
import { createPages, type Pages, type Question } from '../../api/pages'
import type { DealFilters } from './deal-filters'

/** What the server is asked: the filters as its own query names them, without the place to go on from. */
export type DealQuery = Question

/** Filters in the server's words. An amount is meant in the company's currency. */
export function toDealQuery(
  filters: DealFilters,
  more: Pick<Partial<OpportunityQuery>, 'status' | 'pipelineId' | 'sort'>,
  who: { readonly userId: string; readonly currency: string },
): DealQuery {
  const { owner, before, priority, min, text, mark } = filters
  return {
    ...more,
    q: text,
    ownerId: owner === 'me' ? who.userId : owner,
    priority,
    signal: mark,
    minAmountMinor: min === undefined ? undefined : Math.round(min * 10 ** minorDigits(who.currency)),
    closesTo: before === undefined ? undefined : dayBefore(before),
  }
}

// The server's bound is the last day that counts; the reader's is the first that does not.
function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
}

/** The deals that answer a question. */
export function createDealPages(question: () => DealQuery): Pages<OpportunityRow> {
  return createPages({ path: '/opportunities', question })
}
