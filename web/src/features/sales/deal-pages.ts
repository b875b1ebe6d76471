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

type Place = string | number | null
type Placed = Pick<OpportunityRow, 'id' | 'title' | 'amountMinor' | 'expectedCloseOn' | 'openedAt'> & {
  readonly score: { readonly probability: number } | null
}

const placeBy: Readonly<Record<string, (deal: Placed) => Place>> = {
  title: ({ title }) => title,
  amount: ({ amountMinor }) => amountMinor,
  closes: ({ expectedCloseOn }) => expectedCloseOn,
  opened: ({ openedAt }) => openedAt,
  probability: ({ score }) => score?.probability ?? null,
}

/**
 * The order the server lists open deals in, for when it cannot be asked: by what is sorted by, and among equals by id, both the
 * same way round; what has no such value comes last either way.
 */
export function compareAsListed(order: OpportunityQuery['sort']): (a: Placed, b: Placed) => number {
  const placeOf = placeBy[order.replace('-', '')]!
  const sign = order.startsWith('-') ? -1 : 1
  return (a, b) => {
    const [first, second] = [placeOf(a), placeOf(b)]
    if ((first === null) !== (second === null)) return first === null ? 1 : -1
    return sign * (compareValues(first, second) || compareValues(a.id, b.id))
  }
}

function compareValues(a: Place, b: Place): number {
  if (a === b || a === null || b === null) return 0
  return a < b ? -1 : 1
}

/** The deals that answer a question. */
export function createDealPages(question: () => DealQuery): Pages<OpportunityRow> {
  return createPages({ path: '/opportunities', question })
}
