import type { ColumnGuess } from './columns'
import type { ConventionsFound } from './conventions'
import type { HeaderWarning } from './header'
import type { ColumnMapping, Dialect, MappedColumn } from './mapping'
import type { FoundWord } from './stage-words'

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
  /** The words of the stage and outcome columns, also those of no known meaning. */
  readonly words: readonly FoundWord[]
  readonly warnings: readonly ImportWarning[]
  /** The rows looked at that are not blank. */
  readonly rows: number
}

/** How a file is cut and what its columns are: all that the beginning of its text can tell. */
export interface Recognised {
  readonly dialect: Dialect
  readonly guesses: readonly ColumnGuess[]
  readonly columns: readonly MappedColumn[]
  readonly warnings: readonly HeaderWarning[]
}
