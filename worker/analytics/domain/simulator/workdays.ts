import { DAY_MS, type Instant } from '../timeline'

export const HOUR_MS = 3_600_000

export function startOfDay(at: Instant): Instant {
  return Math.floor(at / DAY_MS) * DAY_MS
}

/** Monday to Friday, without the days between Christmas and New Year. */
export function isWorkday(day: Instant): boolean {
  const date = new Date(day)
  const weekday = date.getUTCDay()
  if (weekday === 0 || weekday === 6) return false
  const isHoliday = date.getUTCMonth() === 11 && date.getUTCDate() >= 24
  return !isHoliday && !(date.getUTCMonth() === 0 && date.getUTCDate() === 1)
}

/** The day so many working days later. */
export function addWorkdays(day: Instant, count: number): Instant {
  let at = startOfDay(day)
  for (let left = count; left > 0; ) {
    at += DAY_MS
    if (isWorkday(at)) left--
  }
  return at
}

/** The day itself, or the last working day before it. */
export function workdayUpTo(day: Instant): Instant {
  let at = startOfDay(day)
  while (!isWorkday(at)) at -= DAY_MS
  return at
}

/** The last two weeks of a quarter, when buyers sign. */
export function isQuarterEnd(day: Instant): boolean {
  const date = new Date(day)
  return date.getUTCMonth() % 3 === 2 && date.getUTCDate() > 15
}
