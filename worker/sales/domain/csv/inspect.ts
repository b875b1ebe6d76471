import type { Result } from '../../../kernel/result'
import { err, ok } from '../../../kernel/result'
import { type ColumnGuess, guessColumns } from './columns'
import { type ConventionDefaults, type ConventionsFound, createConventionsDetector } from './conventions'
import { sniffDialect } from './dialect'
import type { Field } from './fields'
import { type HeaderWarning, numberedHeader, readHeader } from './header'
import type { ColumnMapping, Dialect } from './mapping'
import { parseCsv } from './parse'
import type { CsvRefusal } from './refusals'
import { createWordsDetector, placeOf } from './stage-words'

/** What a person is told before the import: what was assumed and what is missing. */
export type ImportWarning =
  | HeaderWarning
  | { readonly kind: 'no_customer_column'; readonly customerName: string }
  | { readonly kind: 'customers_left_blank'; readonly customerName: string }
  | { readonly kind: 'no_id_column' }
  | { readonly kind: 'no_amount_column' }
  | { readonly kind: 'no_outcome' }
  | { readonly kind: 'date_order_unclear'; readonly example: string }
  | { readonly kind: 'decimals_unclear' }

/** A file as it is understood before anyone has corrected anything. */
export interface Inspection extends ConventionsFound {
  readonly dialect: Dialect
  readonly guesses: readonly ColumnGuess[]
  readonly mapping: ColumnMapping
  readonly warnings: readonly ImportWarning[]
  /** The rows looked at. */
  readonly rows: number
}

export interface InspectOptions extends ConventionDefaults {
  /** False when the text is only the beginning of the file. */
  readonly last: boolean
  /** What a person corrected. */
  readonly dialect?: Dialect
}

const ROWS = 2000 // enough to see rare words and to tell ids from choices; 2,000 wide rows take a tenth of a second

/** Understands a file by the beginning of its text: how it is cut, what its columns are, how its values are written. */
export function inspectCsv(text: string, options: InspectOptions): Result<Inspection, CsvRefusal> {
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
  const columns = guesses.map(({ name, target }) => ({ header: name, target }))
  const conventions = createConventionsDetector(columns, options)
  const words = createWordsDetector(columns)
  for (const cells of rows) {
    conventions.add(cells)
    words.add(cells)
  }
  const found = conventions.result()
  const mapping: ColumnMapping = { columns, ...words.result() }
  const warnings = [...header.value.warnings, ...warningsOn(mapping, found, options.customerName)]
  return ok({ dialect, guesses, mapping, warnings, rows: rows.length, ...found })
}

function warningsOn(mapping: ColumnMapping, found: ConventionsFound, customerName: string): ImportWarning[] {
  const has = (field: Field) => placeOf(mapping.columns, field) !== -1
  const warnings: ImportWarning[] = []
  if (!has('customer')) warnings.push({ kind: 'no_customer_column', customerName })
  else if (found.conventions.customerWhenBlank !== null) warnings.push({ kind: 'customers_left_blank', customerName })
  if (!has('externalId')) warnings.push({ kind: 'no_id_column' })
  if (!has('amount')) warnings.push({ kind: 'no_amount_column' })
  if (!has('stage') && !has('outcome')) warnings.push({ kind: 'no_outcome' })
  if (found.ambiguousDate !== null) warnings.push({ kind: 'date_order_unclear', example: found.ambiguousDate })
  if (!found.decimalsCertain) warnings.push({ kind: 'decimals_unclear' })
  return warnings
}

function usualWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0
}
