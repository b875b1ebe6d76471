import type { TaskRow } from '../../../../worker/tasks/contract'
import { MEETING } from '../../../../worker/tasks/domain/quick-add'
import { byDue } from '../../tasks/task-groups'
import { isOpen } from '../../tasks/task-words'
import { daysBetween } from '../../ui/format'
import { type Locale, locale } from '../../ui/locale'

/** A task with this tag that is to be at a certain time is a meeting. */
export function isMeeting({ tags, dueAt, dueIsDay }: Pick<TaskRow, 'tags' | 'dueAt' | 'dueIsDay'>): boolean {
  return dueAt !== null && !dueIsDay && tags.some((tag) => tag.toLowerCase() === MEETING)
}

/** Somebody's meetings of the day, in their order: those they are to hold, and those shared with them. */
export function meetingsOf(tasks: readonly TaskRow[], me: string, now: Date, at: Locale = locale()): TaskRow[] {
  return tasks
    .filter((task) => isMeeting(task) && isOpen(task) && daysBetween(now, task.dueAt ?? '', at) === 0)
    .filter(({ assignedTo, collaborators }) => assignedTo === me || collaborators.some(({ userId }) => userId === me))
    .toSorted(byDue)
}
