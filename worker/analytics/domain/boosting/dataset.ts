import { err, ok, type Result } from '../../../kernel/result'

/** One number per row. NaN and infinities are missing. */
export interface NumericColumn {
  readonly kind: 'numeric'
  readonly name: string
  readonly values: Float64Array
}

/** One dictionary index per row. An index outside the dictionary (−1 by convention) is missing. */
export interface CategoryColumn {
  readonly kind: 'category'
  readonly name: string
  readonly codes: Int32Array
  readonly dictionary: readonly string[]
}

export type Column = NumericColumn | CategoryColumn

/** What a model learns from. Every array has `rowCount` entries. */
export interface Dataset {
  readonly rowCount: number
  readonly columns: readonly Column[]
  /** 1 is won, 0 is lost. */
  readonly labels: Uint8Array
  /** How many independent deals a row stands for: the snapshots of one deal weigh 1/(snapshots of the deal). */
  readonly weights: Float64Array
  /** The deal of each row: rows of one deal never part company between what is fitted and what is held out. */
  readonly groups: Int32Array
  /** The moment of each row in any unit that grows with time, or null where the rows have no order. NaN is oldest. */
  readonly times: Float64Array | null
}

export interface DatasetParts {
  readonly columns: readonly Column[]
  readonly labels: ArrayLike<number>
  readonly weights?: Float64Array | null
  readonly groups?: Int32Array | null
  readonly times?: Float64Array | null
}

export type DatasetRefused =
  | { readonly kind: 'dataset_empty' }
  | { readonly kind: 'too_many_columns'; readonly limit: number; readonly count: number }
  | { readonly kind: 'column_repeated'; readonly name: string }
  | { readonly kind: 'length_differs'; readonly of: string; readonly expected: number; readonly actual: number }
  | { readonly kind: 'label_not_binary'; readonly row: number }
  | { readonly kind: 'weight_not_usable'; readonly row: number }

// Training keeps one two-byte cell per row and column; beyond this a wide import would not fit a Worker's memory.
export const MAX_COLUMNS = 512

/**
 * Checks that the parts belong together and fills what was left out: weight 1, every row its own deal, no order.
 * Refuses an empty set, repeated or too many columns, arrays of different lengths, labels other than 0 and 1, and
 * weights that are negative or not finite. A weight of 0 is allowed: that row is ignored by every fit.
 */
export function createDataset(parts: DatasetParts): Result<Dataset, DatasetRefused> {
  const rowCount = parts.labels.length
  if (rowCount === 0) return err({ kind: 'dataset_empty' })
  if (parts.columns.length > MAX_COLUMNS) {
    return err({ kind: 'too_many_columns', limit: MAX_COLUMNS, count: parts.columns.length })
  }
  const names = new Set<string>()
  for (const column of parts.columns) {
    if (names.has(column.name)) return err({ kind: 'column_repeated', name: column.name })
    names.add(column.name)
  }
  const weights = parts.weights ?? new Float64Array(rowCount).fill(1)
  const groups = parts.groups ?? Int32Array.from({ length: rowCount }, (_, row) => row)
  const times = parts.times ?? null
  const lengths: [string, number][] = [
    ['weights', weights.length],
    ['groups', groups.length],
    ['times', times?.length ?? rowCount],
    ...parts.columns.map((column): [string, number] => [
      column.name,
      column.kind === 'numeric' ? column.values.length : column.codes.length,
    ]),
  ]
  for (const [of, actual] of lengths) {
    if (actual !== rowCount) return err({ kind: 'length_differs', of, expected: rowCount, actual })
  }
  const labels = new Uint8Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    const label = parts.labels[row]
    if (label !== 0 && label !== 1) return err({ kind: 'label_not_binary', row })
    const weight = weights[row]! // lengths were compared above
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY)) return err({ kind: 'weight_not_usable', row })
    labels[row] = label
  }
  return ok({ rowCount, columns: parts.columns, labels, weights, groups, times })
}

/** Makes a category column from texts; null and the empty text are missing. Codes follow the order of appearance. */
export function categoryColumn(name: string, texts: Iterable<string | null>): CategoryColumn {
  const codeOf = new Map<string, number>()
  const dictionary: string[] = []
  const codes: number[] = []
  for (const text of texts) {
    if (text === null || text === '') {
      codes.push(-1)
      continue
    }
    let code = codeOf.get(text)
    if (code === undefined) {
      code = dictionary.length
      codeOf.set(text, code)
      dictionary.push(text)
    }
    codes.push(code)
  }
  return { kind: 'category', name, codes: Int32Array.from(codes), dictionary }
}

/** Makes a numeric column; null, NaN and infinities are missing. */
export function numericColumn(name: string, numbers: Iterable<number | null>): NumericColumn {
  return { kind: 'numeric', name, values: Float64Array.from(numbers, (number) => number ?? Number.NaN) }
}

/** The rows a fit may use: those with a weight. Ascending. */
export function usableRows(dataset: Dataset): Int32Array {
  const rows = new Int32Array(dataset.rowCount)
  let count = 0
  for (let row = 0; row < dataset.rowCount; row++) if (dataset.weights[row]! > 0) rows[count++] = row
  return rows.slice(0, count)
}
