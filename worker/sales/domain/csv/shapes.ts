import { currencyOf } from './currencies'
import { orderShownBy, readDay } from './dates'
import { decimalsShownBy, readNumber } from './numbers'

/** What the values of a column look like, over the rows looked at. */
export interface Shape {
  readonly values: readonly string[]
  readonly filled: number
  readonly distinct: readonly string[] // in order of appearance
  readonly unique: boolean
  readonly numbers: number // shares of the filled cells
  readonly integers: number
  readonly dates: number
  readonly emails: number
  readonly phones: number
  readonly currencies: number
  readonly averageLength: number
  readonly maxLength: number
}

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/
const PHONE = /^(\+|00|\(?0)[\d\s()./-]{6,20}$/
const INTEGER = /^\d+$/
// Files write "nothing" in these ways in columns of numbers and dates.
const NOTHING = new Set(['', '-', '–', '—', 'n/a', '#n/a', 'na', 'null', 'none', 'nan', '?'])

export function isNothing(text: string): boolean {
  return text.length <= 4 && NOTHING.has(text.toLowerCase())
}

export function isDate(text: string): boolean {
  const day = readDay(text, 'undecided')
  // A wrong or unclear day is a date nevertheless; eight digits alone are as likely a number.
  if (/^\d{8}$/.test(text)) return false
  return day.ok || day.error.kind !== 'not_a_date' || orderShownBy(text) !== null
}

export function isNumber(text: string): boolean {
  if (!/\d/.test(text) || text.length > 40) return false
  const decimals = decimalsShownBy(text)?.decimals ?? 'point'
  const read = readNumber(text, decimals)
  return read.ok || read.error.kind !== 'not_a_number'
}

export function shapeOf(values: readonly string[]): Shape {
  const filled = values.filter((value) => value !== '')
  const distinct = [...new Set(filled)]
  const telling = filled.filter((value) => !isNothing(value))
  const share = (is: (value: string) => boolean) =>
    telling.length === 0 ? 0 : telling.filter(is).length / telling.length
  const dates = share(isDate)
  return {
    values,
    filled: filled.length,
    distinct,
    unique: filled.length > 0 && distinct.length === filled.length,
    numbers: dates > 0.5 ? 0 : share(isNumber),
    integers: share((value) => INTEGER.test(value)),
    dates,
    emails: share((value) => EMAIL.test(value)),
    phones: share((value) => PHONE.test(value)),
    currencies: share((value) => currencyOf(value, null) !== null),
    averageLength: filled.length === 0 ? 0 : filled.reduce((sum, value) => sum + value.length, 0) / filled.length,
    maxLength: filled.reduce((max, value) => Math.max(max, value.length), 0),
  }
}
