import { Hono } from 'hono'
import type { Column } from '../../kernel/export'
import { authenticate, requires } from '../../platform/authenticate'
import type { AppContext, AppEnv } from '../../platform/context'
import { csvDownload } from '../../platform/csv-download'
import { describe } from '../../platform/described'
import { attempt } from '../../platform/perform'
import { rateLimit } from '../../platform/rate-limit'
import { validated } from '../../platform/validated'
import type { ExportStore } from '../application/export-records'
import type { SalesWork } from '../application/work'
import { CustomerExport, InteractionExport, OpportunityExport } from '../contract'
import type { CustomField } from '../domain/custom-field'
import { CUSTOMER_COLUMNS, DEAL_COLUMNS, INTERACTION_COLUMNS, withCustomColumns } from '../domain/export'
import { beginExport, salesWork } from '../index'

interface Download<Row> {
  readonly what: keyof ExportStore
  readonly filters: Readonly<Record<string, unknown>>
  readonly columns: (fields: readonly CustomField[]) => readonly Column<Row>[]
  readonly page: (work: SalesWork, after: string | null) => Promise<readonly Row[]>
}

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
      return download(c, {
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
      return download(c, {
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
      return download(c, {
        what: 'interactions',
        filters,
        columns: () => INTERACTION_COLUMNS,
        page: (work, after) => work.exports.interactions(filters, after),
      })
    },
  )

/** Who takes a file is in the change log before its first byte leaves. */
async function download<Row extends { readonly id: string }>(
  c: AppContext,
  { what, filters, columns, page }: Download<Row>,
): Promise<Response> {
  const begun = await attempt(c, { as: 'actor', actor: c.var.actor }, (unit) =>
    beginExport(salesWork(unit), what, filters),
  )
  if (!begun.ok) return begun.error
  return csvDownload(c, { name: what, columns: columns(begun.value), makeWork: salesWork, page })
}

function of<Field extends { readonly entity: string }>(entity: string, fields: readonly Field[]): Field[] {
  return fields.filter((field) => field.entity === entity)
}
