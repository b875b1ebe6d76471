import type { TaskPriority } from './task'

/** What one typed line asks for. `due` is as on the wall of whoever typed it. */
export interface QuickTask {
  readonly title: string
  readonly due: { readonly day: string; readonly time: string | null } | null
  readonly priority: TaskPriority | null
  readonly tags: readonly string[]
}

/** The tag of tasks that are meetings. */
export const MEETING = 'meeting'
const MEETS = /^(meet|meeting|visit)\b/i

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const PRIORITIES: Readonly<Record<string, TaskPriority>> = {
  '!!!': 'critical',
  '!critical': 'critical',
  '!!': 'high',
  '!high': 'high',
  '!medium': 'medium',
  '!low': 'low',
}

type Found = { readonly day: string } | { readonly time: string }
interface Reader {
  readonly pattern: RegExp
  readonly read: (match: RegExpExecArray, today: string) => Found | null
}

const MONTH = `(${MONTHS.join('|')})[a-z]*`

// At the end of the line or between spaces only, so that "Monday.com" and "2 may-bugs" stay words of the title.
const word = (source: string) => new RegExp(`(?:^|\\s)(?:on |by |due |at )?${source}(?=\\s|$)`, 'i')

const READERS: readonly Reader[] = [
  { pattern: word('(\\d{4}-\\d{2}-\\d{2})'), read: ([, day = '']) => (isDay(day) ? { day } : null) },
  { pattern: word('(today|tonight)'), read: (_, today) => ({ day: today }) },
  { pattern: word('(tomorrow|tmr)'), read: (_, today) => ({ day: addDays(today, 1) }) },
  { pattern: word('in (\\d{1,3}) days?'), read: ([, n], today) => ({ day: addDays(today, Number(n)) }) },
  { pattern: word('in (\\d{1,2}) weeks?'), read: ([, n], today) => ({ day: addDays(today, Number(n) * 7) }) },
  { pattern: word('next week'), read: (_, today) => ({ day: addDays(today, 7 - weekdayOf(today)) }) },
  {
    pattern: word('(next )?(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?'),
    read: ([, isNext, name = ''], today) => ({ day: onWeekday(name, Boolean(isNext), today) }),
  },
  { pattern: word(`(\\d{1,2})\\.? ${MONTH}`), read: ([, day, month = ''], today) => onDate(day, month, today) },
  { pattern: word(`${MONTH} (\\d{1,2})`), read: ([, month = '', day], today) => onDate(day, month, today) },
  {
    pattern: word('(\\d{1,2})(?::(\\d{2}))? ?(am|pm)'),
    read: ([, hour, minute, half = '']) => {
      const twelve = Number(hour)
      if (twelve < 1 || twelve > 12) return null
      return timeOf((twelve % 12) + (half.toLowerCase() === 'pm' ? 12 : 0), Number(minute ?? 0))
    },
  },
  { pattern: word('(\\d{1,2}):(\\d{2})'), read: ([, hour, minute]) => timeOf(Number(hour), Number(minute)) },
  { pattern: word('noon'), read: () => ({ time: '12:00' }) },
]

/** Reads a line such as "Send quote to Ann tomorrow 3pm !! #legal". What it does not understand stays in the title. */
export function readQuickTask(line: string, now: { readonly day: string; readonly time: string }): QuickTask {
  let rest = line.trim().replace(/\s+/g, ' ')
  const tags: string[] = []
  rest = rest.replace(/(^|\s)#([\p{L}\p{N}_-]{1,50})/gu, (_, space: string, tag: string) => {
    tags.push(tag)
    return space
  })
  let priority: TaskPriority | null = null
  rest = rest.replace(/(^|\s)(!{2,3}|!critical|!high|!medium|!low)(?=\s|$)/gi, (_, space: string, mark: string) => {
    priority = PRIORITIES[mark.toLowerCase()] ?? null
    return space
  })
  let day: string | null = null
  let time: string | null = null
  for (const { pattern, read } of READERS) {
    const match = pattern.exec(rest)
    const found = match && read(match, now.day)
    if (!found || !match) continue
    if ('day' in found ? day !== null : time !== null) continue
    if ('day' in found) day = found.day
    else time = found.time
    rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`
  }
  // A time alone is the next time the clock shows it.
  if (time !== null) day ??= time > now.time ? now.day : addDays(now.day, 1)
  const title = rest.replace(/\s+/g, ' ').trim()
  // Nothing but a date is no task: then the line is its title.
  if (title === '') return { title: line.trim(), due: null, priority: null, tags: [] }
  // People meet at a time; "Meet the budget by Friday" is work.
  if (time !== null && MEETS.test(title) && !tags.some((tag) => tag.toLowerCase() === MEETING)) tags.push(MEETING)
  return { title, due: day === null ? null : { day, time }, priority, tags }
}

function timeOf(hour: number, minute: number): Found | null {
  if (hour > 23 || minute > 59) return null
  return { time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` }
}

function onWeekday(name: string, isNext: boolean, today: string): string {
  const wanted = WEEKDAYS.findIndex((day) => day.startsWith(name.toLowerCase().slice(0, 3)))
  const ahead = (wanted - weekdayOf(today) + 7) % 7 || 7
  // "Next Friday" is the one of the coming week, "Friday" the first to come.
  return addDays(today, isNext && wanted > weekdayOf(today) ? ahead + 7 : ahead)
}

function onDate(dayText: string | undefined, monthName: string, today: string): Found | null {
  const month = String(MONTHS.indexOf(monthName.toLowerCase().slice(0, 3)) + 1).padStart(2, '0')
  const day = `${month}-${String(dayText).padStart(2, '0')}`
  const year = Number(today.slice(0, 4))
  const date = `${day < today.slice(5) ? year + 1 : year}-${day}`
  return isDay(date) ? { day: date } : null
}

function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === day
}

function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

const weekdayOf = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
