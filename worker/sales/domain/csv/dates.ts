import { err, ok, type Result } from '../../../kernel/result'
import { monthOf } from './month-names'
import { wordsOf } from './plain-text'
import type { DateProblem } from './problems'

export type DateOrder = 'dmy' | 'mdy' | 'undecided'

const FIRST_YEAR = 1970
const LAST_YEAR = 2200

// A clock time may follow; the day is taken as written, in whatever zone that was.
const TIME = String.raw`(?:[T ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?`
const YEAR_FIRST = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${TIME}$`)
const YEAR_LAST = new RegExp(`^(\\d{1,2})([-/. ])\\s?(\\d{1,2})\\2\\s?(\\d{4}|\\d{2})\\.?${TIME}$`)
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/
const TIME_AFTER = new RegExp(`^(.*?)${TIME}$`)

/** A calendar day, `YYYY-MM-DD`, from a date as people and programs write it. */
export function readDay(text: string, order: DateOrder): Result<string, DateProblem> {
  const yearFirst = YEAR_FIRST.exec(text) ?? COMPACT.exec(text)
  if (yearFirst) {
    const compact = yearFirst.length === 4
    const month = Number(yearFirst[compact ? 2 : 3])
    const day = Number(yearFirst[compact ? 3 : 4])
    return dayOf(Number(yearFirst[1]), month, day, 'ymd')
  }
  const yearLast = YEAR_LAST.exec(text)
  if (yearLast) {
    const [, a, separator, b, year] = yearLast
    return dayInOrder(Number(a), Number(b), fullYear(year!), separator === '.' ? 'dmy' : order)
  }
  return namedMonth(text)
}

function dayInOrder(a: number, b: number, year: number, order: DateOrder): Result<string, DateProblem> {
  if (order === 'dmy') return dayOf(year, b, a, 'dmy')
  if (order === 'mdy') return dayOf(year, a, b, 'mdy')
  if (a > 12 || a === b) return dayOf(year, b, a, 'dmy')
  if (b > 12) return dayOf(year, a, b, 'mdy')
  const dayFirst = dayOf(year, b, a, 'dmy')
  const monthFirst = dayOf(year, a, b, 'mdy')
  if (!dayFirst.ok || !monthFirst.ok) return dayFirst // both are out of range in the same way
  return err({ kind: 'could_be_two_days', dayFirst: dayFirst.value, monthFirst: monthFirst.value })
}

// "31. März 2026", "Mar 31, 2026", "31 de marzo de 2026", "31-Mar-26", "Tue, 31 Mar 2026"
function namedMonth(text: string): Result<string, DateProblem> {
  if (text.length > 60) return err({ kind: 'not_a_date' })
  const words = wordsOf(TIME_AFTER.exec(text)?.[1] ?? text)
  const numbers = words
    .map((word) => /^(\d{1,4})(?:st|nd|rd|th|er|o|º)?$/.exec(word)?.[1])
    .filter((n) => n !== undefined)
  // The last such word, because French mardi and mars are both "mar".
  const month = words.map(monthOf).findLast((found) => found !== null)
  if (!month || numbers.length !== 2 || words.length > 6) return err({ kind: 'not_a_date' })
  const [first, second] = numbers as [string, string]
  return first.length === 4
    ? dayOf(Number(first), month, Number(second), 'ymd')
    : dayOf(fullYear(second), month, Number(first), 'dmy')
}

function dayOf(year: number, month: number, day: number, order: 'dmy' | 'mdy' | 'ymd'): Result<string, DateProblem> {
  if (month < 1 || month > 12) return err({ kind: 'no_such_month', month, order })
  if (day < 1 || day > daysIn(year, month)) return err({ kind: 'no_such_day', day, month, year })
  if (year < FIRST_YEAR || year > LAST_YEAR) return err({ kind: 'year_out_of_range', year })
  return ok(`${year}-${pad(month)}-${pad(day)}`)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function fullYear(text: string): number {
  const year = Number(text)
  return text.length > 2 ? year : year < 70 ? 2000 + year : 1900 + year
}

function pad(n: number): string {
  return n < 10 ? `0${n}` : `${n}`
}

/** What one value says about the order of dates in a file. */
export function orderShownBy(text: string): 'dmy' | 'mdy' | 'either' | null {
  const match = YEAR_LAST.exec(text)
  if (!match || match[2] === '.') return null
  const a = Number(match[1])
  const b = Number(match[3])
  if (a > 12 && a <= 31 && b <= 12) return 'dmy'
  if (b > 12 && b <= 31 && a <= 12) return 'mdy'
  return a !== b && a <= 12 && b <= 12 ? 'either' : null
}

/** Counts what the dates of a file say about their order: the rows that can only be read one way decide. */
export function createDateOrderDetector() {
  const seen = { dmy: 0, mdy: 0, either: 0 }
  let example: string | null = null
  return {
    add(text: string): void {
      const shown = orderShownBy(text)
      if (!shown) return
      seen[shown]++
      if (shown === 'either') example ??= text
    },
    /** `mustChoose` names a date that could be two days, when no other date decides which. */
    result(): { order: DateOrder; mustChoose: string | null } {
      if (seen.dmy === seen.mdy) return { order: 'undecided', mustChoose: example }
      return { order: seen.dmy > seen.mdy ? 'dmy' : 'mdy', mustChoose: null }
    },
  }
}
