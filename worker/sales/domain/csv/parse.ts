import { err, ok, type Result } from '../../../kernel/result'
import type { Dialect } from './mapping'
import { type CsvRefusal, CsvRefused } from './refusals'
import { createScanner, type RecordScanner } from './scan'

export interface CsvRecord {
  /** As a spreadsheet shows it: the header is row 1, blank lines count, a cell of several lines does not. */
  readonly row: number
  readonly cells: readonly string[]
  /** A quote opens in this row and nothing closes it. */
  readonly unclosedQuote: boolean
}

export interface ParseOptions {
  readonly delimiter: Dialect['delimiter']
  readonly sepLine?: boolean
  readonly firstRow?: number
}

/** Text in, records out; blank lines are counted and not told. Stops when `visit` answers false. */
export function createParser(
  { delimiter, sepLine = false, firstRow = 1 }: ParseOptions,
  visit: (record: CsvRecord) => false | undefined,
): RecordScanner {
  return createScanner({ delimiter, sepLine, firstRow }, ({ row, cells, unclosedQuote }) =>
    cells.length === 0 ? undefined : visit({ row, cells, unclosedQuote }),
  )
}

/** The records of a text held whole: a chunk, or with `last: false` the beginning of a file, whose cut end is left out. */
export function parseCsv(
  text: string,
  options: ParseOptions & { readonly limit?: number; readonly last?: boolean },
): Result<CsvRecord[], CsvRefusal> {
  const records: CsvRecord[] = []
  const limit = options.limit ?? Number.POSITIVE_INFINITY
  const parser = createParser(options, (record) => {
    records.push(record)
    return records.length >= limit ? false : undefined
  })
  const refusal = parser.push(text) ?? (options.last === false ? null : parser.end())
  return refusal ? err(refusal) : ok(records)
}

/** A stream of text to a stream of records, a batch for each piece of text; fails with CsvRefused. */
export function parseStream(options: ParseOptions): TransformStream<string, CsvRecord[]> {
  let batch: CsvRecord[] = []
  const parser = createParser(options, (record) => {
    batch.push(record)
    return undefined
  })
  const pass = (refusal: CsvRefusal | null, controller: TransformStreamDefaultController<CsvRecord[]>) => {
    if (batch.length > 0) controller.enqueue(batch)
    batch = []
    if (refusal) throw new CsvRefused(refusal)
  }
  return new TransformStream<string, CsvRecord[]>({
    transform: (text, controller) => pass(parser.push(text), controller),
    flush: (controller) => pass(parser.end(), controller),
  })
}
