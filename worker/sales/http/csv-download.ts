import type { AppContext } from '../../platform/context'
import { errorFields, log } from '../../platform/log'
import { attempt, query } from '../../platform/perform'
import type { ExportStore } from '../application/export-records'
import type { SalesWork } from '../application/work'
import { csvRow } from '../domain/csv/write'
import type { CustomField } from '../domain/custom-field'
import type { Column } from '../domain/export'
import { beginExport, salesWork } from '../index'

interface Download<Row> {
  readonly what: keyof ExportStore
  readonly filters: Readonly<Record<string, unknown>>
  readonly columns: (fields: readonly CustomField[]) => readonly Column<Row>[]
  readonly page: (work: SalesWork, after: string | null) => Promise<readonly Row[]>
}

const BYTE_ORDER_MARK = '\uFEFF' // without it spreadsheets take UTF-8 for Latin-1

/** Answers a CSV file, written while it is read. Who takes it is in the change log before the first byte leaves. */
export async function csvDownload<Row extends { readonly id: string }>(
  c: AppContext,
  { what, filters, columns, page }: Download<Row>,
): Promise<Response> {
  const begun = await attempt(c, { as: 'actor', actor: c.var.actor }, (unit) =>
    beginExport(salesWork(unit), what, filters),
  )
  if (!begun.ok) return begun.error
  const today = new Date().toISOString().slice(0, 10)
  return c.body(bytesOf(c, columns(begun.value), page), 200, {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${what}-${today}.csv"`,
  })
}

/**
 * A stream is the one exception from one round trip a query: each page is a batch of its own, fetched when the reader
 * has taken the one before, so that the Worker never holds more than a page. Rights are checked again with each. When a
 * page cannot be had the stream breaks off: a file that is not whole must not look whole.
 */
function bytesOf<Row extends { readonly id: string }>(
  c: AppContext,
  columns: readonly Column<Row>[],
  page: Download<Row>['page'],
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let after: string | null = null
  return new ReadableStream(
    {
      start(controller) {
        controller.enqueue(encoder.encode(BYTE_ORDER_MARK + csvRow(columns.map(({ header }) => header))))
      },
      async pull(controller) {
        try {
          const rows: readonly Row[] = await query(c, salesWork, (work) => page(work, after))
          const last = rows.at(-1)
          if (!last) return controller.close()
          after = last.id
          controller.enqueue(encoder.encode(rows.map((row) => csvRow(columns.map(({ cell }) => cell(row)))).join('')))
        } catch (error) {
          log('warn', 'export.broke_off', { requestId: c.var.requestId, ...errorFields(error) })
          throw error
        }
      },
    },
    { highWaterMark: 0 },
  )
}
