import type { RowProblem } from './mapping'
import { type CsvCell, csvRow } from './write'

export const ERROR_HEADER: readonly CsvCell[] = ['Row', 'Column', 'Value', 'Reason']

/** One line of the report, for a report that is streamed. */
export function errorCells({ row, column, value, reason }: RowProblem): readonly CsvCell[] {
  return [row, column, value, reason]
}

/** The rows that were not taken, as a CSV to download. */
export function errorReport(problems: Iterable<RowProblem>): string {
  let text = csvRow(ERROR_HEADER)
  for (const problem of problems) text += csvRow(errorCells(problem))
  return text
}
