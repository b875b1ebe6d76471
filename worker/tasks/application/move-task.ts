import { newId, type TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { MoveTask, TaskAnswer } from '../contract'
import type { TaskError } from '../domain/errors'
import { nextOfSeries } from '../domain/series'
import { takeBack } from '../domain/taking-back'
import { isOpen, moveTask as move, type Overwritten, type Task } from '../domain/task'
import { type TaskFact, taskBecame, taskCreated, taskTakenBack } from '../domain/task-events'
import { asNew, toRow } from './wire'
import type { TaskWork } from './work'

/**
 * Takes a task to another status or another place. Completing one of a series makes the next; taking it up again takes
 * the next back, as long as nobody has touched it.
 */
export async function moveTask(
  work: TaskWork,
  id: TaskId,
  { version, takesBack, ...place }: MoveTask,
): Promise<Result<TaskAnswer, TaskError>> {
  const [known, successors, timeZone] = await Promise.all([
    work.tasks.find(id),
    work.tasks.successors([id]),
    work.references.timeZone(),
  ])
  if (!known) return err({ kind: 'task_not_found' })
  const moved = move(work.actor, known.task, place, known.openBlockers, work.now)
  if (!moved.ok) return moved
  const stands = takeBack(known.task, place, takesBack, known.task.version)
  if (!stands.ok) return stands
  const task = moved.value
  if (task === known.task) return ok({ task: toRow(known), overwritten: [], next: null, takenBack: null })
  work.tasks.save(known.task, task)
  for (const event of taskBecame(factOf(known.task, task), known.task, task)) work.emit(event)
  const series = continueSeries(work, known.task, task, successors, timeZone)
  const { opportunityTitle, customerName, checklistTotal } = known
  return ok({
    task: toRow({ ...known, task }),
    overwritten: statusGoneOver(known.task, task, version),
    next: series.next && toRow(asNew(series.next, { opportunityTitle, customerName }, checklistTotal)),
    takenBack: series.takenBack,
  })
}

/** A status that was written since the version a move was made on. A place is nobody's words: the last one stands. */
export function statusGoneOver(before: Task, after: Task, seen = before.version): Overwritten[] {
  const isNews = before.status !== after.status && (before.fieldVersions.status ?? 0) > seen
  return isNews ? [{ field: 'status', theirs: before.status }] : []
}

/** What a series does when one of it is done, or not done after all. */
export function continueSeries(
  work: TaskWork,
  before: Task,
  after: Task,
  successors: readonly Task[],
  timeZone: string,
): { readonly next: Task | null; readonly takenBack: TaskId | null } {
  const successor = successors.find(({ previousId }) => previousId === after.id)
  if (after.status === 'completed' && before.status !== 'completed') {
    // One that was done before has had its successor.
    const next = successor ? null : nextOfSeries(after, newId<TaskId>(), timeZone, work.now)
    if (next) {
      work.tasks.addSuccessor(next)
      for (const event of taskCreated(next)) work.emit(event)
    }
    return { next, takenBack: null }
  }
  if (before.status !== 'completed' || !isOpen(after) || !isUntouched(successor)) return { next: null, takenBack: null }
  work.tasks.takeBack(successor)
  work.emit(taskTakenBack(successor.id, successor))
  return { next: null, takenBack: successor.id }
}

function isUntouched(task: Task | undefined): task is Task {
  return task?.version === 1 && task.status === 'pending'
}

export function factOf(before: Task, after: Task): TaskFact {
  if (before.status === after.status) return 'moved'
  if (after.status === 'completed') return 'completed'
  if (after.status === 'canceled') return 'canceled'
  if (!isOpen(before)) return 'reopened'
  return after.status === 'in_progress' ? 'started' : 'changed'
}
