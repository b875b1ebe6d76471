import { z } from 'zod'
import { fromCursor, pageFrom } from '../../kernel/cursor'
import { OpportunityId } from '../../kernel/ids'
import { AmountMinor } from '../../kernel/money'
import type { Page } from '../../kernel/page'
import { err, ok, type Result } from '../../kernel/result'
import { Day, Moment, prose } from '../../kernel/text'
import type { OpportunityQuery, OpportunityRow } from '../contract'
import type { PageError } from '../domain/errors'
import type { DealPlace } from './deal-lists'
import type { SalesWork } from './work'

type Order = 'opened' | 'title' | 'amount' | 'closes' | 'probability'

// What may stand in a cursor: it comes back from outside, so it is checked like anything else.
const PLACE = {
  opened: Moment,
  title: prose(200),
  amount: AmountMinor,
  closes: Day.nullable(),
  probability: z.number().min(0).max(1).nullable(),
} satisfies Record<Order, z.ZodType>

/** A page of deals in the order asked for; deals without a value in that order come last, whichever way it runs. */
export async function listOpportunities(
  work: SalesWork,
  query: OpportunityQuery,
): Promise<Result<Page<OpportunityRow>, PageError>> {
  let after: DealPlace | null = null
  if (query.cursor !== undefined) {
    const place = fromCursor(z.tuple([z.literal(query.sort), PLACE[orderOf(query.sort)], OpportunityId]), query.cursor)
    if (!place) return err({ kind: 'cursor_invalid' })
    after = [place[1] as DealPlace[0], place[2]]
  }
  const rows = await work.opportunityLists.page(query, after)
  return ok(pageFrom(rows, query.limit, (row) => [query.sort, placeIn(orderOf(query.sort), row), row.id]))
}

function orderOf(sort: OpportunityQuery['sort']): Order {
  return (sort.startsWith('-') ? sort.slice(1) : sort) as Order
}

function placeIn(order: Order, row: OpportunityRow): string | number | null {
  switch (order) {
    case 'opened':
      return row.openedAt
    case 'title':
      return row.title
    case 'amount':
      return row.amountMinor
    case 'closes':
      return row.expectedCloseOn
    case 'probability':
      return row.score?.probability ?? null
  }
}
