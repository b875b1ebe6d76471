import { csvRow } from '../../kernel/csv'
import type { ImportId } from '../../kernel/ids'
import type { AppContext } from '../../platform/context'
import { query } from '../../platform/perform'
import { salesWork } from '../index'

const ROWS_A_PAGE = 2000
const HEADER = ['Row', 'Column', 'Value', 'Reason']

interface Place {
  readonly row: number
  readonly column: string
}

/** The place a page of errors ended at, as its answer said it. */
export function placeOf(after: string | undefined): Place | null {
  const match = /^(\d{1,9}):(.*)$/s.exec(after ?? '')
  return match ? { row: Number(match[1]), column: match[2] ?? '' } : null
}

/** Pages from the database as the reader takes them: a stream is the one exception from one round trip a query. */
export function errorFile(c: AppContext, id: ImportId): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let text = `\uFEFF${csvRow(HEADER)}`
  let after: Place | null = null
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const place = after
      const rows = await query(c, salesWork, (work) => work.imports.errorsAfter(id, place, ROWS_A_PAGE))
      for (const { rowNumber, column, value, reason } of rows) text += csvRow([rowNumber, column, value, reason])
      if (text !== '') controller.enqueue(encoder.encode(text))
      text = ''
      const last = rows.at(-1)
      if (!last || rows.length < ROWS_A_PAGE) controller.close()
      else after = { row: last.rowNumber, column: last.column }
    },
  })
}
