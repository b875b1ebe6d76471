import { type ConventionDefaults, type ConventionsFound, createConventionsDetector } from './conventions'
import type { Field } from './fields'
import type { ImportWarning, Inspection, Recognised } from './inspection'
import type { ColumnMapping } from './mapping'
import { createWordsDetector, placeOf } from './stage-words'

/** Watches the rows of a file, all of them or the first, and says what they show. Holds counts and words, no rows. */
export interface Survey {
  /** The rows seen so far that are not blank. */
  readonly rows: number
  add(cells: readonly string[]): void
  result(): Inspection
}

export function createSurvey(recognised: Recognised, defaults: ConventionDefaults): Survey {
  const { columns, dialect, guesses } = recognised
  const conventions = createConventionsDetector(columns, defaults)
  const words = createWordsDetector(columns)
  let rows = 0
  return {
    get rows() {
      return rows
    },
    add(cells) {
      if (cells.every((cell) => cell.trim() === '')) return
      rows++
      conventions.add(cells)
      words.add(cells)
    },
    result() {
      const found = conventions.result()
      const mapping: ColumnMapping = { columns: [...columns], ...words.result() }
      const warnings = [...recognised.warnings, ...warningsOn(mapping, found, defaults.customerName)]
      return { dialect, guesses, mapping, words: words.found(), warnings, rows, ...found }
    },
  }
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
