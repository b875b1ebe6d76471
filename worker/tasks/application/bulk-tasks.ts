import type { TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { Notice } from '../../notifications'
import type { BulkAnswer, BulkTasks, TaskRow } from '../contract'
import { whyNotAssign } from '../domain/assigning'
import type { TaskError } from '../domain/errors'
import { notTakenBack } from '../domain/taking-back'
import { changeTask, moveTask, type Overwritten, type Task } from '../domain/task'
import { taskBecame } from '../domain/task-events'
import { continueSeries, factOf, statusGoneOver } from './move-task'
import { assigned } from './notices'
import type { KnownTask } from './stores'
import { asNew, toRow } from './wire'
import type { TaskWork } from './work'

/** Which task of many stood in the way, and nothing was done to any of them. */
export type BulkRefused = TaskError & { readonly taskId?: string }

type Change = BulkTasks['changes'][number]

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
  const undo: Change[] = []
  const made: TaskRow[] = []
  const takenBack: BulkAnswer['takenBack'] = []
  const overwritten: BulkAnswer['overwritten'] = []
  const left: BulkAnswer['left'] = []
  for (const all of wanted) {
    const one = byId.get(all.id)
    // What somebody else deleted since stays so, and is no reason not to take back the rest.
    if (!one && all.takesBack) continue
    if (!one) return err({ kind: 'task_not_found', taskId: all.id })
    const { change, theirs } = withoutTheirs(one.task, all)
    left.push(...of(all.id, theirs))
    if (change.assignedTo && change.assignedTo !== one.task.assignedTo) {
      const refusal = whyNotAssign(
        work.actor,
        people.find(({ id }) => id === change.assignedTo),
      )
      if (refusal) return err({ ...refusal, taskId: change.id })
    }
    const done = applied(work, one, change)
    if (!done.ok) return err({ ...done.error, taskId: change.id })
    const { after } = done.value
    rows.push(toRow({ ...one, task: after }))
    if (after === one.task) continue
    overwritten.push(...of(all.id, done.value.overwritten))
    work.tasks.save(one.task, after)
    const fact = after.status === one.task.status ? 'changed' : factOf(one.task, after)
    for (const event of taskBecame(fact, one.task, after)) work.emit(event)
    notices.push(...assigned(one.task, after))
    undo.push(inverse(one.task, after))
    const series = continueSeries(work, one.task, after, successors, timeZone)
    const { opportunityTitle, customerName, checklistTotal } = one
    if (series.next) made.push(toRow(asNew(series.next, { opportunityTitle, customerName }, checklistTotal)))
    if (series.takenBack) takenBack.push(series.takenBack)
  }
  work.notifier.tell(notices)
  return ok({ rows, undo: { changes: undo }, made, takenBack, overwritten, left })
}

const of = (id: TaskId, fields: readonly Overwritten[]) => fields.map((one) => ({ ...one, id }))

/** An undo without the fields in which no longer stands what it takes back. A moment and its being a day are one. */
function withoutTheirs(task: Task, change: Change): { readonly change: Change; readonly theirs: Overwritten[] } {
  const found = notTakenBack(task, change, change.takesBack)
  const isDue = (field: string) => field === 'dueAt' || field === 'dueIsDay'
  const gone = new Set(found.some(isDue) ? [...found, 'dueAt', 'dueIsDay'] : found)
  const fields = Object.fromEntries(Object.entries(change).filter(([field]) => !gone.has(field)))
  const theirs = [...gone].map((field) => ({ field: field as 'status', theirs: task[field as 'status'] }))
  return { change: { ...fields, id: change.id }, theirs }
}

function applied(work: TaskWork, { task, openBlockers }: KnownTask, change: Change) {
  const { id: _, status, version = task.version, takesBack: __, ...fields } = change
  const changed = changeTask(work.actor, task, fields, version, work.now)
  if (!changed.ok) return changed
  const moved = moveTask(work.actor, changed.value.task, { status }, openBlockers, work.now)
  if (!moved.ok) return moved
  const after = moved.value === task ? task : inOneStep(task, moved.value)
  return ok({ after, overwritten: [...changed.value.overwritten, ...statusGoneOver(task, after, version)] })
}

// One step for whoever looks at it, however much of it changed; and no field was written after that step.
function inOneStep(before: Task, after: Task): Task {
  const version = before.version + 1
  const written = Object.entries(after.fieldVersions).map(([field, at]) => [field, Math.min(at, version)])
  return { ...after, fieldVersions: Object.fromEntries(written), version }
}

/** What takes it back: fields where they are still as they became, tags one by one. */
function inverse(before: Task, after: Task): Change {
  const isDue = before.dueAt !== after.dueAt || before.dueIsDay !== after.dueIsDay
  const facts = (task: Task) => ({
    ...(before.status !== after.status && { status: task.status }),
    ...(before.assignedTo !== after.assignedTo && { assignedTo: task.assignedTo }),
    ...(isDue && { dueAt: task.dueAt, dueIsDay: task.dueIsDay }),
    ...(before.priority !== after.priority && { priority: task.priority }),
  })
  const addTags = before.tags.filter((tag) => !after.tags.includes(tag))
  const removeTags = after.tags.filter((tag) => !before.tags.includes(tag))
  return {
    id: before.id,
    ...facts(before),
    ...(addTags.length > 0 && { addTags }),
    ...(removeTags.length > 0 && { removeTags }),
    version: after.version,
    takesBack: facts(after),
  }
}
