import { csvRow } from '../kernel/csv'
import type { Column } from '../kernel/export'
import type { AppContext } from './context'
import { errorFields, log } from './log'
import { query } from './perform'
import type { UnitOfWork } from './unit-of-work'

interface CsvFile<Work, Row> {
  /** As the file is called, before the day. */
  readonly name: string
  readonly columns: readonly Column<Row>[]
  readonly makeWork: (unit: UnitOfWork) => Work
  /** The rows after the one with this id, in the order of their ids; none is the end. */
  readonly page: (work: Work, after: string | null) => Promise<readonly Row[]>
}

const BYTE_ORDER_MARK = '\uFEFF' // without it spreadsheets take UTF-8 for Latin-1

/** Answers a CSV file, written while it is read. That somebody takes it has been written down by then. */
export function csvDownload<Work, Row extends { readonly id: string }>(
  c: AppContext,
  file: CsvFile<Work, Row>,
): Response {
  const today = new Date().toISOString().slice(0, 10)
  return c.body(bytesOf(c, file), 200, {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${file.name}-${today}.csv"`,
  })
}

/**
 * A stream is the one exception from one round trip a query: each page is a batch of its own, fetched when the reader
 * has taken the one before, so that the Worker never holds more than a page. Rights are checked again with each. When a
 * page cannot be had the stream breaks off: a file that is not whole must not look whole.
 */
function bytesOf<Work, Row extends { readonly id: string }>(
  c: AppContext,
  { columns, makeWork, page }: CsvFile<Work, Row>,
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
          const rows: readonly Row[] = await query(c, makeWork, (work) => page(work, after))
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
