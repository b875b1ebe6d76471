import type { Result } from '../../../kernel/result'
import { err, ok } from '../../../kernel/result'
import { guessColumns } from './columns'
import type { ConventionDefaults } from './conventions'
import { sniffDialect } from './dialect'
import { numberedHeader, readHeader } from './header'
import type { Inspection, Recognised } from './inspection'
import type { Dialect, MappedColumn } from './mapping'
import { parseCsv } from './parse'
import type { CsvRefusal } from './refusals'
import { createSurvey } from './survey'

export interface InspectOptions extends ConventionDefaults {
  /** False when the text is only the beginning of the file. */
  readonly last: boolean
  /** What a person corrected: how the file is cut, and what its columns become. */
  readonly dialect?: Dialect | undefined
  readonly columns?: readonly MappedColumn[] | undefined
}

const ROWS = 2000 // enough to tell ids from choices; 2,000 wide rows take a tenth of a second

/** Recognises a file by the beginning of its text. */
export function recogniseCsv(
  text: string,
  options: Omit<InspectOptions, keyof ConventionDefaults>,
): Result<Recognised, CsvRefusal> {
  const looked = lookAt(text, options)
  return looked.ok ? ok(looked.value.recognised) : looked
}

/** Understands a file by the beginning of its text: how it is cut, what its columns are, how its values are written. */
export function inspectCsv(text: string, options: InspectOptions): Result<Inspection, CsvRefusal> {
  const looked = lookAt(text, options)
  if (!looked.ok) return looked
  const survey = createSurvey(looked.value.recognised, options)
  for (const cells of looked.value.rows) survey.add(cells)
  return ok(survey.result())
}

function lookAt(
  text: string,
  options: Omit<InspectOptions, keyof ConventionDefaults>,
): Result<{ readonly recognised: Recognised; readonly rows: readonly (readonly string[])[] }, CsvRefusal> {
  if (text.trim() === '') return err({ kind: 'empty_file' })
  const dialect = options.dialect ?? sniffDialect(text, options.last)
  const parsed = parseCsv(text, { ...dialect, limit: ROWS, last: options.last })
  if (!parsed.ok) return parsed
  const records = parsed.value.map(({ cells }) => cells)
  const rows = dialect.header ? records.slice(1) : records
  const width = usualWidth(rows)
  const header = dialect.header ? readHeader(records[0] ?? [], width) : numberedHeader(width)
  if (!header.ok) return header
  if (rows.length === 0) return err({ kind: 'no_rows' })

  const guesses = guessColumns(header.value.names, rows)
  const { columns: corrected } = options
  // Corrections of a file that was cut otherwise are about other columns.
  const fit = corrected?.length === guesses.length ? corrected : undefined
  const columns = guesses.map(({ name, target }, i) => ({ header: name, target: fit?.[i]?.target ?? target }))
  return ok({ recognised: { dialect, guesses, columns, warnings: header.value.warnings }, rows })
}

function usualWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0
}
