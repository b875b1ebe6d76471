import { minorDigits, toMajor } from '../../../worker/kernel/currency'
import { whenIdle } from './after-paint'
import { type Locale, locale } from './locale'

const MINUS = '\u2212'
const DAY_MS = 86_400_000

// A formatter costs about 50 µs to make and a board asks for thousands: each is made once.
const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>()

function once<F extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: () => F,
): F {
  const known = made.get(key)
  if (known) return known as F
  const formatter = make()
  made.set(key, formatter)
  return formatter
}

function numbers(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return once(`n ${language} ${JSON.stringify(options)}`, () => new Intl.NumberFormat(language, options))
}

function dates(at: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const zoned = { timeZone: at.timeZone, ...options }
  return once(`d ${at.language} ${JSON.stringify(zoned)}`, () => new Intl.DateTimeFormat(at.language, zoned))
}

/**
 * Makes what a list of deals is written with, one piece each time the page has nothing else to do: the first of each kind
 * takes the browser long, and while rows are on their way nobody waits for it.
 */
export function prepareFormats(currency: string): void {
  const now = new Date()
  const pieces = [
    () => formatMoneyShort(0, currency),
    () => formatDay(now),
    () => formatDate(now),
    () => formatNumber(0),
  ]
  const next = () => {
    const piece = pieces.shift()
    if (!piece) return
    piece()
    whenIdle(next)
  }
  whenIdle(next)
}

/** A hyphen is too short to be seen before a figure: U+2212 is as wide as the digits. */
function signed(text: string): string {
  return text.replace('-', MINUS)
}

/** `1,234.5` in the reader's own writing. */
export function formatNumber(value: number, digits = 0, at: Locale = locale()): string {
  return signed(numbers(at.language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value))
}

/** A sentence from the server with its figures, “1,739 deals” and “64%”, in the reader's own writing. */
export function localFigures(words: string, at: Locale = locale()): string {
  return words
    .replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,]|\.\d)/g, (figure) =>
      formatNumber(Number(figure.replaceAll(',', '')), 0, at),
    )
    .replace(/(?<![\d.,])(\d+)\s?%/g, (_, points) => formatPercent(Number(points) / 100, 0, at))
}

/** `+14`, `−9`, `0`: the sign always stands there, so that colour is never needed to read it. */
export function formatChange(value: number, digits = 0, at: Locale = locale()): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: 'exceptZero' } as const
  return signed(numbers(at.language, options).format(value))
}

/** A fraction as a percentage: 0.314 → `31 %` or `31%` as the language writes it. */
export function formatPercent(fraction: number, digits = 0, at: Locale = locale()): string {
  const options = { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits } as const
  return signed(numbers(at.language, options).format(fraction))
}

/** The whole amount: `€184,000`; cents appear only when there are any. */
export function formatMoney(amountMinor: number, currency: string, at: Locale = locale()): string {
  const digits = minorDigits(currency)
  const options: Intl.NumberFormatOptions = {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: amountMinor % 10 ** digits === 0 ? 0 : digits,
    maximumFractionDigits: digits,
  }
  return signed(numbers(at.language, options).format(toMajor(amountMinor, currency)))
}

const STEPS = [
  [1e12, 't'],
  [1e9, 'bn'],
  [1e6, 'm'],
  [1e3, 'k'],
] as const

/** The amount where space is dear: `€48.2k`, `€184k`, `€1.84m`; three figures at most. */
export function formatMoneyShort(amountMinor: number, currency: string, at: Locale = locale()): string {
  const major = toMajor(amountMinor, currency)
  const size = Math.abs(major)
  // 999,950 would be written `1,000k`: it belongs to the next step.
  const step = STEPS.find(([floor]) => size >= floor * 0.9995)
  const scaled = step ? major / step[0] : major
  const options: Intl.NumberFormatOptions = {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 0,
    maximumFractionDigits: step
      ? Math.abs(scaled) >= 99.95
        ? 0
        : step[0] >= 1e6 && Math.abs(scaled) < 9.995
          ? 2
          : 1
      : 0,
  }
  return signed(
    numbers(at.language, options)
      .formatToParts(scaled)
      .map((part, index, parts) => (isLastDigit(part, index, parts) ? part.value + (step?.[1] ?? '') : part.value))
      .join(''),
  )
}

// `48,2 €` keeps its letter by the figure: `48,2k €`.
function isLastDigit(part: Intl.NumberFormatPart, index: number, parts: readonly Intl.NumberFormatPart[]): boolean {
  const isDigit = (p: Intl.NumberFormatPart) => p.type === 'integer' || p.type === 'fraction'
  return isDigit(part) && !parts.slice(index + 1).some(isDigit)
}

// A calendar day has no zone: it is read at noon UTC and written in UTC, so that it can never slip to its neighbour.
const isDay = (date: string | Date): date is string => typeof date === 'string' && date.length === 10
const moment = (date: string | Date) => (isDay(date) ? new Date(`${date}T12:00:00Z`) : new Date(date))
const zoneOf = (date: string | Date, at: Locale): Locale => (isDay(date) ? { ...at, timeZone: 'UTC' } : at)

/** The calendar day a moment falls on for this reader, `YYYY-MM-DD`. */
export function dayOf(date: string | Date, at: Locale = locale()): string {
  if (isDay(date)) return date
  // The device's own zone needs no formatter, the first of which is slow to make.
  if (at.timeZone === undefined) return ownDay(moment(date))
  return dates(
    { language: 'en-CA', timeZone: at.timeZone },
    { year: 'numeric', month: '2-digit', day: '2-digit' },
  ).format(moment(date))
}

function ownDay(date: Date): string {
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(String)
  return `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
}

/** Whole calendar days from one date to another, as this reader counts them. */
export function daysBetween(from: string | Date, to: string | Date, at: Locale = locale()): number {
  return Math.round((Date.parse(dayOf(to, at)) - Date.parse(dayOf(from, at))) / DAY_MS)
}

/** `Fri 18 Dec 2026`: the exact date, for headings, hover and screen readers. */
export function formatDate(date: string | Date, at: Locale = locale()): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const
  return dates(zoneOf(date, at), options).format(moment(date))
}

/** `Fri 18 Dec 2026, 14:05`. */
export function formatDateTime(date: string | Date, at: Locale = locale()): string {
  return `${formatDate(date, at)}, ${formatTime(date, at)}`
}

/** `14:05`, as people there write it. */
export function formatTime(date: string | Date, at: Locale = locale()): string {
  return dates(at, { timeStyle: 'short' }).format(moment(date))
}

/** `18 Dec`, with the year only when it is not this one. */
export function formatDay(date: string | Date, now: Date = new Date(), at: Locale = locale()): string {
  const sameYear = dayOf(date, at).slice(0, 4) === dayOf(now, at).slice(0, 4)
  const dayMonth = { day: 'numeric', month: 'short' } as const
  const options: Intl.DateTimeFormatOptions = sameYear ? dayMonth : { ...dayMonth, year: 'numeric' }
  return dates(zoneOf(date, at), options).format(moment(date))
}

/** Relative near now (`5 minutes ago`, `yesterday`, `in 3 days`), absolute after a week. Days know no minutes. */
export function formatWhen(date: string | Date, now: Date = new Date(), at: Locale = locale()): string {
  const days = daysBetween(now, date, at)
  if (Math.abs(days) > 7) return formatDay(date, now, at)

  // Words, which stand in our sentences: figures and dates are written as the reader does, these as we write.
  const relative = once('r', () => new Intl.RelativeTimeFormat('en', { numeric: 'auto' }))
  const minutes = Math.trunc((moment(date).getTime() - now.getTime()) / 60_000)
  if (isDay(date) || days !== 0) return relative.format(days, 'day')
  if (Math.abs(minutes) < 1) return relative.format(0, 'second')
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute')
  return relative.format(Math.trunc(minutes / 60), 'hour')
}

const FILE_STEPS = [
  [1e9, 'GB'],
  [1e6, 'MB'],
  [1e3, 'kB'],
] as const

/** `1.8 MB`, `240 kB`. */
export function formatBytes(bytes: number, at: Locale = locale()): string {
  const step = FILE_STEPS.find(([floor]) => bytes >= floor)
  if (!step) return `${formatNumber(bytes, 0, at)} B`
  const scaled = bytes / step[0]
  return `${formatNumber(scaled, scaled < 9.95 ? 1 : 0, at)} ${step[1]}`
}

/** `1 deal`, `3 deals`: English has two forms, and most of our words take an s. */
export function plural(count: number, one: string, many = `${one}s`, at: Locale = locale()): string {
  return `${formatNumber(count, 0, at)} ${count === 1 ? one : many}`
}
