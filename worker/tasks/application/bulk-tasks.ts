import { err, ok, type Result } from '../../kernel/result'
import type { Notice } from '../../notifications'
import type { BulkAnswer, BulkTasks, TaskRow } from '../contract'
import { whyNotAssign } from '../domain/assigning'
import type { TaskError } from '../domain/errors'
import { changeTask, moveTask, type Task } from '../domain/task'
import { taskBecame } from '../domain/task-events'
import { continueSeries, factOf } from './move-task'
import { assigned } from './notices'
import type { KnownTask } from './stores'
import { asNew, toRow } from './wire'
import type { TaskWork } from './work'

/** Which task of many stood in the way, and nothing was done to any of them. */
export type BulkRefused = TaskError & { readonly taskId?: string }

/** Changes many tasks in one operation: all of them or none. The answer holds the request that takes it back. */
export async function bulkTasks(work: TaskWork, { changes }: BulkTasks): Promise<Result<BulkAnswer, BulkRefused>> {
  const wanted = [...new Map(changes.map((change) => [change.id, change])).values()]
  const ids = wanted.map(({ id }) => id)
  const [known, people, successors, timeZone] = await Promise.all([
    work.tasks.findAll(ids),
    work.references.colleagues(wanted.flatMap(({ assignedTo }) => assignedTo ?? [])),
    work.tasks.successors(ids),
    work.references.timeZone(),
  ])
  const byId = new Map(known.map((one) => [one.task.id, one]))
  const rows: TaskRow[] = []
  const notices: Notice[] = []
  const undo: BulkTasks['changes'] = []
  const made: TaskRow[] = []
  const takenBack: BulkAnswer['takenBack'] = []
  for (const change of wanted) {
    const one = byId.get(change.id)
    if (!one) return err({ kind: 'task_not_found', taskId: change.id })
    if (change.assignedTo && change.assignedTo !== one.task.assignedTo) {
      const refusal = whyNotAssign(
        work.actor,
        people.find(({ id }) => id === change.assignedTo),
      )
      if (refusal) return err({ ...refusal, taskId: change.id })
    }
    const after = applied(work, one, change)
    if (!after.ok) return err({ ...after.error, taskId: change.id })
    rows.push(toRow({ ...one, task: after.value }))
    if (after.value === one.task) continue
    work.tasks.save(one.task, after.value)
    const fact = after.value.status === one.task.status ? 'changed' : factOf(one.task, after.value)
    for (const event of taskBecame(fact, one.task, after.value)) work.emit(event)
    notices.push(...assigned(one.task, after.value))
    undo.push(inverse(one.task, after.value))
    const series = continueSeries(work, one.task, after.value, successors, timeZone)
    const { opportunityTitle, customerName, checklistTotal } = one
    if (series.next) made.push(toRow(asNew(series.next, { opportunityTitle, customerName }, checklistTotal)))
    if (series.takenBack) takenBack.push(series.takenBack)
  }
  work.notifier.tell(notices)
  return ok({ rows, undo: { changes: undo }, made, takenBack })
}

function applied(work: TaskWork, { task, openBlockers }: KnownTask, change: BulkTasks['changes'][number]) {
  const { id: _, status, addTags, ...fields } = change
  const patch = { ...fields, ...(addTags && { tags: [...(fields.tags ?? task.tags), ...addTags] }) }
  const changed = changeTask(work.actor, task, patch, task.version, work.now)
  if (!changed.ok) return changed
  const moved = moveTask(work.actor, changed.value.task, { status }, openBlockers, work.now)
  // One step for whoever looks at it, however much of it changed.
  return moved.ok && moved.value !== task ? ok({ ...moved.value, version: task.version + 1 }) : moved
}

function inverse(before: Task, after: Task): BulkTasks['changes'][number] {
  return {
    id: before.id,
    ...(before.status !== after.status && { status: before.status }),
    ...(before.assignedTo !== after.assignedTo && { assignedTo: before.assignedTo }),
    ...((before.dueAt !== after.dueAt || before.dueIsDay !== after.dueIsDay) && {
      dueAt: before.dueAt,
      dueIsDay: before.dueIsDay,
    }),
    ...(before.priority !== after.priority && { priority: before.priority }),
    ...(before.tags !== after.tags && { tags: [...before.tags] }),
  }
}
