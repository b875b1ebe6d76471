import { Hono } from 'hono'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppEnv } from '../../platform/context'
import { describe } from '../../platform/described'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import { CustomerExport, InteractionExport, OpportunityExport } from '../contract'
import { CUSTOMER_COLUMNS, DEAL_COLUMNS, INTERACTION_COLUMNS, withCustomColumns } from '../domain/export'
import { csvDownload } from './csv-download'

const file = (summary: string) =>
  describe({ summary, tag: 'exports', answers: { 200: { description: 'A CSV file', contentType: 'text/csv' } } })

export const exports = new Hono<AppEnv>()
  .use(authenticate, rateLimit(10, 'exports'))
  .get(
    '/opportunities.csv',
    file('Deals as a file, by the filters of their list'),
    requires('org.export_data'),
    validated('query', OpportunityExport),
    (c) => {
      const filters = c.req.valid('query')
      return csvDownload(c, {
        what: 'opportunities',
        filters,
        columns: (fields) => withCustomColumns(DEAL_COLUMNS, of('opportunity', fields)),
        page: (work, after) => work.exports.opportunities(filters, after),
      })
    },
  )
  .get(
    '/customers.csv',
    file('Customers as a file, by the filters of their list'),
    requires('org.export_data'),
    validated('query', CustomerExport),
    (c) => {
      const filters = c.req.valid('query')
      return csvDownload(c, {
        what: 'customers',
        filters,
        columns: (fields) => withCustomColumns(CUSTOMER_COLUMNS, of('customer', fields)),
        page: (work, after) => work.exports.customers(filters, after),
      })
    },
  )
  .get(
    '/interactions.csv',
    file('Interactions as a file, by the filters of their list'),
    requires('org.export_data'),
    validated('query', InteractionExport),
    (c) => {
      const filters = c.req.valid('query')
      return csvDownload(c, {
        what: 'interactions',
        filters,
        columns: () => INTERACTION_COLUMNS,
        page: (work, after) => work.exports.interactions(filters, after),
      })
    },
  )

function of<Field extends { readonly entity: string }>(entity: string, fields: readonly Field[]): Field[] {
  return fields.filter((field) => field.entity === entity)
}
