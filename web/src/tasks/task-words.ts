import type { TaskPriority, TaskRow, TaskStatus, TaskVisibility } from '../../../worker/tasks/contract'
import { parseRecurrence } from '../../../worker/tasks/domain/recurrence'
import { daysBetween, formatDay, formatTime, plural } from '../ui/format'
import { type Locale, locale } from '../ui/locale'

export const STATUS_WORDS: Readonly<Record<TaskStatus, string>> = {
  pending: 'To do',
  in_progress: 'In progress',
  completed: 'Done',
  canceled: 'Canceled',
}
export const STATUS_VERBS: Readonly<Record<TaskStatus, string>> = {
  pending: 'Take up',
  in_progress: 'Start',
  completed: 'Complete',
  canceled: 'Cancel',
}
export const PRIORITY_WORDS: Readonly<Record<TaskPriority, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
}
export const VISIBILITY_WORDS: Readonly<Record<TaskVisibility, string>> = {
  private: 'Private',
  collaborative: 'Shared',
  public: 'Everyone',
}
export const VISIBILITY_NOTES: Readonly<Record<TaskVisibility, string>> = {
  private: 'Only who does it and who gave it',
  collaborative: 'Also the people below',
  public: 'Everyone in the company may look',
}

export type Due = Pick<TaskRow, 'dueAt' | 'dueIsDay' | 'status'>

export const isOpen = ({ status }: Pick<TaskRow, 'status'>): boolean => status === 'pending' || status === 'in_progress'

export function isLate({ dueAt, status }: Due, now: Date): boolean {
  return isOpen({ status }) && dueAt !== null && Date.parse(dueAt) < now.getTime()
}

/** When it is due, as short as it can be said beside its title: `2 days late`, `10:30`, `Wed`, `18 Dec`. */
export function dueWords(task: Due, now: Date, at: Locale = locale()): string {
  const { dueAt, dueIsDay } = task
  if (dueAt === null) return ''
  const days = daysBetween(now, dueAt, at)
  if (isLate(task, now))
    return days === 0 ? `since ${formatTime(dueAt, at)}` : `${plural(-days, 'day', 'days', at)} late`
  if (days === 0) return dueIsDay ? 'Today' : formatTime(dueAt, at)
  if (days === 1) return dueIsDay ? 'Tomorrow' : `Tomorrow ${formatTime(dueAt, at)}`
  const day = days > 0 && days < 7 ? weekdayOf(dueAt, at) : formatDay(dueAt, now, at)
  return dueIsDay || days < 0 ? day : `${day} ${formatTime(dueAt, at)}`
}

const NEAR: ReadonlyMap<number, string> = new Map([
  [-1, 'Yesterday'],
  [0, 'Today'],
  [1, 'Tomorrow'],
])

/** The same where there is room: `Today 15:00`, `Yesterday`, `Wed 18 Nov`. */
export function dueInFull(task: Due, now: Date, at: Locale = locale()): string {
  const { dueAt, dueIsDay } = task
  if (dueAt === null) return 'No due date'
  const days = daysBetween(now, dueAt, at)
  const day =
    NEAR.get(days) ??
    (days > 0 && days < 7 ? `${weekdayOf(dueAt, at)} ${formatDay(dueAt, now, at)}` : formatDay(dueAt, now, at))
  return dueIsDay ? day : `${day} ${formatTime(dueAt, at)}`
}

function weekdayOf(date: string, at: Locale): string {
  return new Intl.DateTimeFormat(at.language, { weekday: 'short', timeZone: at.timeZone }).format(new Date(date))
}

/** `45 min`, `2 h`, `1 h 30 min`. */
export function durationWords(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

/** Minutes out of what people type: `90`, `45 min`, `1:30`, `1h 30`, `1.5 h`. Undefined when it is none. */
export function readDuration(text: string): number | undefined {
  const plain = text.trim().toLowerCase().replace(',', '.')
  const clock = /^(\d{1,3}):(\d{2})$/.exec(plain)
  const parts = /^(?:(\d+(?:\.\d+)?)\s*h(?:ours?|rs?)?)?\s*(?:(\d+)\s*(?:m(?:in(?:ute)?s?)?)?)?$/.exec(plain)
  const minutes = clock
    ? Number(clock[1]) * 60 + Number(clock[2])
    : parts && (parts[1] || parts[2])
      ? Math.round(Number(parts[1] ?? 0) * 60) + Number(parts[2] ?? 0)
      : Number.NaN
  return Number.isNaN(minutes) || minutes < 1 || minutes > 60_000 ? undefined : minutes
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** `Every week on Monday and Thursday`, `Every 2 months`. */
export function recurrenceWords(text: string): string {
  const rule = parseRecurrence(text)
  if (!rule) return 'Repeats'
  const { every, interval, weekdays, until } = rule
  const isWorkdays = every === 'week' && interval === 1 && weekdays.join() === '0,1,2,3,4'
  const rate = isWorkdays ? 'Every working day' : interval === 1 ? `Every ${every}` : `Every ${interval} ${every}s`
  const days = weekdays.map((day) => DAYS[day])
  const on =
    isWorkdays || days.length === 0
      ? ''
      : ` on ${days.length > 1 ? `${days.slice(0, -1).join(', ')} and ` : ''}${days.at(-1)}`
  return `${rate}${on}${until ? ` until ${formatDay(until)}` : ''}`
}

/** A day and a time of the reader's clock as a moment; without a time the end of the day. */
export function momentOf(day: string, time: string | null): { readonly dueAt: string; readonly dueIsDay: boolean } {
  return { dueAt: new Date(`${day}T${time ?? '23:59:59.999'}`).toISOString(), dueIsDay: time === null }
}
