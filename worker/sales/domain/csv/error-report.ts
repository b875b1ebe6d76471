import type { RowProblem } from './mapping'
import { type CsvCell, csvRow } from './write'

const HEADER: readonly CsvCell[] = ['Row', 'Column', 'Value', 'Reason']

/** The rows that were not taken, as a CSV to download: mended there, they can be imported again. */
export function errorReport(problems: Iterable<RowProblem>): string {
  let text = csvRow(HEADER)
  for (const problem of problems) text += csvRow(errorCells(problem))
  return text
}

/** One line of the report, for a report that is streamed. */
export function errorCells({ row, column, value, reason }: RowProblem): readonly CsvCell[] {
  return [row, column ?? '', value, reason]
}

export function errorHeader(): readonly CsvCell[] {
  return HEADER
}
