import type { TaskId } from '../../kernel/ids'
import { nextDay, parseRecurrence } from './recurrence'
import { newTask, type Task } from './task'
import { momentAt, wallClock } from './wall-clock'

/**
 * The next task of a series when one of it is done: the next day its rule names that is still to come, at the same time
 * of day where the company is, however the clocks are changed in between. Null when it does not come again.
 */
export function nextOfSeries(task: Task, id: TaskId, timeZone: string, at: Date): Task | null {
  const rule = task.recurrence === null ? null : parseRecurrence(task.recurrence)
  if (!rule || task.dueAt === null) return null
  const due = wallClock(new Date(task.dueAt), timeZone)
  const day = nextDay(rule, due.day, wallClock(at, timeZone).day)
  if (day === null) return null
  const { assignedBy, collaborators, position } = task
  const dueAt = momentAt({ day, timeMs: due.timeMs }, timeZone).toISOString()
  return newTask(id, { ...task, dueAt }, { assignedBy, collaborators, position, previousId: task.id }, at)
}
