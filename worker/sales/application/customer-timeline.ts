import { z } from 'zod'
import { fromCursor, pageFrom } from '../../kernel/cursor'
import type { CustomerId } from '../../kernel/ids'
import type { Page, PageQuery } from '../../kernel/page'
import { err, ok, type Result } from '../../kernel/result'
import { Moment } from '../../kernel/text'
import type { TimelineEntry } from '../contract'
import type { CustomerError } from '../domain/customer-errors'
import type { PageError } from '../domain/errors'
import type { Dated } from './customer-stores'
import type { SalesWork } from './work'

const Place = z.tuple([Moment, z.string().regex(/^[a-z][0-9a-f-]{1,40}$/)])

/** What was said to a customer, what became of their deals and what was edited, newest first. */
export async function customerTimeline(
  work: SalesWork,
  id: CustomerId,
  { limit, cursor }: PageQuery,
): Promise<Result<Page<TimelineEntry>, PageError | Extract<CustomerError, { kind: 'customer_not_found' }>>> {
  const before = cursor === undefined ? null : fromCursor(Place, cursor)
  if (cursor !== undefined && !before) return err({ kind: 'cursor_invalid' })
  const [customer, sources] = await Promise.all([
    work.customers.find(id),
    work.customerLists.past(id, before, limit + 1),
  ])
  if (!customer) return err({ kind: 'customer_not_found' })
  const page = pageFrom(sources.flat().sort(newestFirst), limit, ({ entry, key }) => [entry.at, key])
  return ok({ ...page, rows: page.rows.map(({ entry }) => entry) })
}

// As the database orders them: by moment, then by key, byte by byte.
function newestFirst(a: Dated, b: Dated): number {
  if (a.entry.at !== b.entry.at) return a.entry.at < b.entry.at ? 1 : -1
  return a.key < b.key ? 1 : a.key > b.key ? -1 : 0
}
