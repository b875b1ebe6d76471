import { z } from 'zod'
import { fromCursor, pageFrom } from '../../kernel/cursor'
import { CustomerId } from '../../kernel/ids'
import type { Page } from '../../kernel/page'
import { err, ok, type Result } from '../../kernel/result'
import { prose } from '../../kernel/text'
import type { CustomerQuery, CustomerRow } from '../contract'
import type { CustomerError } from '../domain/customer-errors'
import type { PageError } from '../domain/errors'
import type { SalesWork } from './work'

const Place = z.tuple([prose(200), CustomerId])

export async function listCustomers(
  work: SalesWork,
  query: CustomerQuery,
): Promise<Result<Page<CustomerRow>, PageError>> {
  const after = query.cursor === undefined ? null : fromCursor(Place, query.cursor)
  if (query.cursor !== undefined && !after) return err({ kind: 'cursor_invalid' })
  const rows = await work.customerLists.page(query, after)
  return ok(pageFrom(rows, query.limit, ({ name, id }) => [name, id]))
}

/** The people who work for a company, as far as the caller may see them. */
export async function listPeople(
  work: SalesWork,
  id: CustomerId,
  query: Pick<CustomerQuery, 'limit' | 'cursor'>,
): Promise<Result<Page<CustomerRow>, PageError | Extract<CustomerError, { kind: 'customer_not_found' }>>> {
  const [company, people] = await Promise.all([
    work.customers.find(id),
    listCustomers(work, { ...query, companyId: id, sort: 'name' }),
  ])
  return company ? people : err({ kind: 'customer_not_found' })
}
