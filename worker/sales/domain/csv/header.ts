import { err, ok, type Result } from '../../../kernel/result'
import { MAX_COLUMNS, MAX_NAME } from './limits'
import { statusOf } from './outcomes'
import { cut, wordsOf } from './plain-text'
import type { CsvRefusal } from './refusals'
import { isDate, isNumber } from './shapes'
import { fieldsNamed } from './vocabulary'

/** What a person is told about the header of a file. */
export type HeaderWarning =
  | { readonly kind: 'no_header' }
  | { readonly kind: 'repeated_header'; readonly column: number; readonly from: string; readonly to: string }
  | { readonly kind: 'empty_header'; readonly column: number; readonly to: string }
  | { readonly kind: 'long_header'; readonly column: number; readonly to: string }

export interface Header {
  readonly names: readonly string[]
  readonly warnings: readonly HeaderWarning[]
}

/** Names every column once: blank names are numbered, repeated ones counted, and both are told. */
export function readHeader(cells: readonly string[], width: number): Result<Header, CsvRefusal> {
  if (Math.max(cells.length, width) > MAX_COLUMNS) return err({ kind: 'too_many_columns', limit: MAX_COLUMNS })
  const warnings: HeaderWarning[] = []
  const names: string[] = []
  const taken = new Set<string>()
  const given = new Set(cells.map((cell) => tidy(cell).toLowerCase()))
  for (let column = 0; column < Math.max(cells.length, width); column++) {
    const from = tidy(cells[column] ?? '')
    let to = from.length > MAX_NAME ? `${cut(from, MAX_NAME - 10)}…` : from
    if (to !== from) warnings.push({ kind: 'long_header', column, to })
    if (to === '') {
      to = free(`Column ${column + 1}`, taken, given)
      warnings.push({ kind: 'empty_header', column, to })
    } else if (taken.has(to.toLowerCase())) {
      const repeated = to
      to = free(repeated, taken, given)
      warnings.push({ kind: 'repeated_header', column, from: repeated, to })
    }
    taken.add(to.toLowerCase())
    names.push(to)
  }
  return ok({ names, warnings })
}

/** Names for a file that has none. */
export function numberedHeader(width: number): Result<Header, CsvRefusal> {
  if (width > MAX_COLUMNS) return err({ kind: 'too_many_columns', limit: MAX_COLUMNS })
  const names = Array.from({ length: width }, (_, column) => `Column ${column + 1}`)
  return ok({ names, warnings: [{ kind: 'no_header' }] })
}

/** Whether the first row names the columns, or is data like the rows below it. */
export function hasHeader(first: readonly string[], below: readonly (readonly string[])[]): boolean {
  if (first.some((cell) => isColumnName(cell))) return true
  let typed = 0
  let typedLikeBelow = 0
  let repeatedBelow = 0
  first.forEach((cell, column) => {
    const value = cell.trim()
    const values = below.map((cells) => (cells[column] ?? '').trim()).filter((text) => text !== '')
    if (values.length === 0) return
    for (const is of [isDate, isNumber, isEmail]) {
      if (values.filter(is).length < values.length * 0.8) continue
      typed++
      if (is(value)) typedLikeBelow++
      break
    }
    if (value !== '' && values.includes(value)) repeatedBelow++
  })
  if (typed > 0) return typedLikeBelow * 2 < typed
  return repeatedBelow === 0
}

// "Won" is what a column may be called, and more often what a cell says.
function isColumnName(cell: string): boolean {
  return statusOf(cell) === null && fieldsNamed(wordsOf(cell)).some(({ confidence }) => confidence > 0.9)
}

function isEmail(text: string): boolean {
  return /^\S+@\S+\.\S+$/.test(text)
}

// A name a person will read in a list: one line, no control characters.
function tidy(cell: string): string {
  return cell
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .toWellFormed()
    .trim()
}

function free(name: string, taken: ReadonlySet<string>, given: ReadonlySet<string>): string {
  const isFree = (candidate: string) => !taken.has(candidate.toLowerCase()) && !given.has(candidate.toLowerCase())
  if (isFree(name)) return name
  for (let n = 2; ; n++) {
    const candidate = `${cut(name, MAX_NAME - 10)} (${n})`
    if (isFree(candidate)) return candidate
  }
}
