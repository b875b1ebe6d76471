/**
 * The part of RFC 5545 that people say out loud: every so many days, weeks (on these days), months or years, for ever or
 * until a day. Our own, because the packages that do all of it keep moments as if every zone were UTC, or bring a
 * calendar library several times the size of this app's first page.
 */
export interface Recurrence {
  readonly every: 'day' | 'week' | 'month' | 'year'
  readonly interval: number
  /** Of a weekly one: days of the week, 0 is Monday, in order. Empty is the day it fell on. */
  readonly weekdays: readonly number[]
  /** The last day it may fall on, `YYYY-MM-DD`. */
  readonly until: string | null
}

const FREQUENCIES = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' } as const
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const MAX_INTERVAL = 400

/** Reads a rule such as `FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH`; null when it is not one, or says more than we keep. */
export function parseRecurrence(text: string): Recurrence | null {
  const parts = new Map<string, string>()
  for (const part of text.toUpperCase().split(';')) {
    const [name, value, ...rest] = part.split('=')
    if (!name || !value || rest.length > 0 || parts.has(name)) return null
    parts.set(name, value)
  }
  const every = FREQUENCIES[parts.get('FREQ') as keyof typeof FREQUENCIES]
  const interval = Number(parts.get('INTERVAL') ?? 1)
  const weekdays = (parts.get('BYDAY') ?? '').split(',').filter(Boolean)
  const indexes = weekdays.map((day) => WEEKDAYS.indexOf(day as (typeof WEEKDAYS)[number]))
  const until = untilOf(parts.get('UNTIL'))
  const isKnown = [...parts.keys()].every((name) => ['FREQ', 'INTERVAL', 'BYDAY', 'UNTIL'].includes(name))
  if (!every || !isKnown || until === undefined || indexes.includes(-1)) return null
  if (!Number.isInteger(interval) || interval < 1 || interval > MAX_INTERVAL) return null
  if (every !== 'week' && weekdays.length > 0) return null
  return { every, interval, weekdays: [...new Set(indexes)].sort((a, b) => a - b), until }
}

/** The one way we write a rule down. */
export function writeRecurrence({ every, interval, weekdays, until }: Recurrence): string {
  const [frequency] = Object.entries(FREQUENCIES).find(([, word]) => word === every) ?? ['DAILY']
  return [
    `FREQ=${frequency}`,
    ...(interval > 1 ? [`INTERVAL=${interval}`] : []),
    ...(weekdays.length > 0 ? [`BYDAY=${weekdays.map((day) => WEEKDAYS[day]).join(',')}`] : []),
    ...(until ? [`UNTIL=${until.replaceAll('-', '')}`] : []),
  ].join(';')
}

/** The first day of the rule after another that is also after `today`; null when the series is over. */
export function nextDay(rule: Recurrence, from: string, today: string): string | null {
  for (let step = 1; step < 5000; step++) {
    const day = occurrence(rule, from, step)
    if (day === null || (rule.until && day > rule.until)) return null
    if (day > from && day > today) return day
  }
  return null
}

// A month too short for the day takes its last one.
function occurrence({ every, interval, weekdays }: Recurrence, from: string, step: number): string | null {
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number)
  switch (every) {
    case 'day':
      return dayOf(Date.UTC(year, month - 1, day + step * interval))
    case 'week': {
      const date = new Date(Date.UTC(year, month - 1, day))
      const weekday = (date.getUTCDay() + 6) % 7
      const days = weekdays.length > 0 ? weekdays : [weekday]
      const earlier = days.filter((one) => one <= weekday).length
      const index = earlier - 1 + step
      const weeks = Math.floor(index / days.length)
      const wanted = days[((index % days.length) + days.length) % days.length] ?? weekday
      return dayOf(Date.UTC(year, month - 1, day - weekday + weeks * interval * 7 + wanted))
    }
    case 'month':
      return clamped(year, month - 1 + step * interval, day)
    case 'year':
      return clamped(year + step * interval, month - 1, day)
  }
}

function clamped(year: number, month: number, day: number): string | null {
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return dayOf(Date.UTC(year, month, Math.min(day, lastDay)))
}

// Days are written with four digits of the year, and compared as text: after the last of them there is none.
const LAST_DAY = Date.UTC(9999, 11, 31)
const dayOf = (at: number) => (at <= LAST_DAY ? new Date(at).toISOString().slice(0, 10) : null)

function untilOf(text: string | undefined): string | null | undefined {
  if (text === undefined) return null
  const match = /^(\d{4})(\d{2})(\d{2})(T\d{6}Z?)?$/.exec(text)
  if (!match) return undefined
  const day = `${match[1]}-${match[2]}-${match[3]}`
  return Number.isNaN(Date.parse(day)) || dayOf(Date.parse(day)) !== day ? undefined : day
}
