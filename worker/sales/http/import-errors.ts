import { csvRow } from '../../kernel/csv'
import type { AppContext } from '../../platform/context'
import { query } from '../../platform/perform'
import type { ImportRun } from '../contract'
import { NOT_ALL_LISTED } from '../domain/csv/limits'
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
export function errorFile(
  c: AppContext,
  { id, rowsFailed }: Pick<ImportRun, 'id' | 'rowsFailed'>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let text = `\uFEFF${csvRow(HEADER)}`
  let after: Place | null = null
  let rowsListed = 0
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const place = after
      const rows = await query(c, salesWork, (work) => work.imports.errorsAfter(id, place, ROWS_A_PAGE))
      for (const [i, { rowNumber, column, value, reason }] of rows.entries()) {
        text += csvRow([rowNumber, column, value, reason])
        if (rowNumber !== (i === 0 ? place?.row : rows[i - 1]?.rowNumber)) rowsListed++
      }
      const last = rows.at(-1)
      const isEnd = !last || rows.length < ROWS_A_PAGE
      if (isEnd && rowsListed < rowsFailed) text += csvRow(['', '', '', NOT_ALL_LISTED])
      if (text !== '') controller.enqueue(encoder.encode(text))
      text = ''
      if (isEnd) controller.close()
      else after = { row: last.rowNumber, column: last.column }
    },
  })
}
