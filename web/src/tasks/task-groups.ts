import type { TaskRow, TaskStatus } from '../../../worker/tasks/contract'
import { plain } from '../ui/commands'
import { dayOf, daysBetween } from '../ui/format'
import { type Locale, locale } from '../ui/locale'
import { type Due, isLate, isOpen } from './task-words'

export interface TaskGroup<Task> {
  readonly key: 'late' | 'today' | 'week' | 'later' | 'never'
  readonly title: string
  readonly tasks: readonly Task[]
}

const TITLES = { late: 'Late', today: 'Today', week: 'Next 7 days', later: 'Later', never: 'No due date' } as const
const RANK = { critical: 0, high: 1, medium: 2, low: 3 } as const

type Sortable = Due & Pick<TaskRow, 'id' | 'priority' | 'title'>

/** What comes first: the sooner due, then the more urgent. */
export function byDue(a: Sortable, b: Sortable): number {
  const due = (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9')
  return due || RANK[a.priority] - RANK[b.priority] || a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1)
}

function groupOf(task: Sortable, now: Date, at: Locale): TaskGroup<never>['key'] {
  if (task.dueAt === null) return 'never'
  if (isLate(task, now)) return 'late'
  const days = daysBetween(now, task.dueAt, at)
  if (days <= 0) return 'today'
  return days < 7 ? 'week' : 'later'
}

/** Tasks under headings of time, each in the order it has to be done. Empty headings are left out. */
export function groupsOf<Task extends Sortable>(
  tasks: readonly Task[],
  now: Date,
  at: Locale = locale(),
): readonly TaskGroup<Task>[] {
  const sorted = tasks.toSorted(byDue)
  return (Object.keys(TITLES) as TaskGroup<Task>['key'][]).flatMap((key) => {
    const mine = sorted.filter((task) => groupOf(task, now, at) === key)
    return mine.length > 0 ? [{ key, title: TITLES[key], tasks: mine }] : []
  })
}

export interface TaskColumn<Task> {
  readonly status: TaskStatus
  readonly tasks: readonly Task[]
}

const DONE_SHOWN = 20 // what was finished is looked back at, not worked through

/** The board: what is to do and under way by their places, what is done newest first. */
export function boardOf<Task extends Sortable & Pick<TaskRow, 'position' | 'completedAt'>>(
  tasks: readonly Task[],
): readonly TaskColumn<Task>[] {
  const of = (status: TaskStatus) => tasks.filter((task) => task.status === status)
  const inPlace = (a: Task, b: Task) => (a.position < b.position ? -1 : a.position > b.position ? 1 : byDue(a, b))
  const newest = (a: Task, b: Task) => (b.completedAt ?? '').localeCompare(a.completedAt ?? '')
  return [
    { status: 'pending', tasks: of('pending').toSorted(inPlace) },
    { status: 'in_progress', tasks: of('in_progress').toSorted(inPlace) },
    { status: 'completed', tasks: of('completed').toSorted(newest).slice(0, DONE_SHOWN) },
  ]
}

export interface CalendarDay<Task> {
  readonly day: string
  /** Of the month shown, not of the ones around it. */
  readonly isInMonth: boolean
  readonly tasks: readonly Task[]
}

/** The weeks of a month, `YYYY-MM`, from Monday to Sunday, with what is due on each day. */
export function calendarOf<Task extends Sortable>(
  tasks: readonly Task[],
  month: string,
  at: Locale = locale(),
): readonly (readonly CalendarDay<Task>[])[] {
  const byDay = Map.groupBy(
    tasks.filter((task) => task.dueAt !== null),
    (task) => dayOf(task.dueAt ?? '', at),
  )
  const first = new Date(`${month}-01T00:00:00Z`)
  const lead = (first.getUTCDay() + 6) % 7
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return Array.from({ length: Math.ceil((lead + length) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_day, weekday) => {
      const offset = week * 7 + weekday - lead
      const day = new Date(first.getTime() + offset * 86_400_000).toISOString().slice(0, 10)
      return { day, isInMonth: day.startsWith(month), tasks: (byDay.get(day) ?? []).toSorted(byDue) }
    }),
  )
}

/** The month so many before or after one. */
export function monthAfter(month: string, steps: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + steps, 1)).toISOString().slice(0, 7)
}

export interface TaskFilters {
  readonly q?: string | undefined
  readonly priority?: TaskRow['priority'] | undefined
  readonly tag?: string | undefined
  readonly isBlocked?: boolean | undefined
}

/** Whether a task passes what the reader narrows by. */
export function passes(task: TaskRow, { q, priority, tag, isBlocked }: TaskFilters): boolean {
  if (priority && task.priority !== priority) return false
  if (tag && !task.tags.includes(tag)) return false
  if (isBlocked && !(task.openBlockers > 0 && isOpen(task))) return false
  if (!q) return true
  const text = plain(`${task.title} ${task.customerName ?? ''} ${task.opportunityTitle ?? ''} ${task.tags.join(' ')}`)
  return plain(q.trim())
    .split(/\s+/)
    .every((word) => text.includes(word))
}
