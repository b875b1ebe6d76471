import type { TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { TaskRow } from '../contract'
import { setDeleted } from '../domain/deleting'
import type { TaskError } from '../domain/errors'
import { taskBecame } from '../domain/task-events'
import { toRow } from './wire'
import type { TaskWork } from './work'

/** Takes a task out of everybody's sight; it can be brought back as it was. */
export async function deleteTask(work: TaskWork, id: TaskId): Promise<Result<null, TaskError>> {
  const known = await work.tasks.find(id)
  if (!known) return err({ kind: 'task_not_found' })
  const deleted = setDeleted(work.actor, known.task, true, work.now)
  if (!deleted.ok) return deleted
  work.tasks.save(known.task, deleted.value)
  for (const event of taskBecame('deleted', known.task, deleted.value)) work.emit(event)
  return ok(null)
}

/** Brings a deleted task back with everything that belongs to it. */
export async function restoreTask(work: TaskWork, id: TaskId): Promise<Result<TaskRow, TaskError>> {
  const known = await work.tasks.findDeleted(id)
  if (!known) return err({ kind: 'task_not_found' })
  const restored = setDeleted(work.actor, known.task, false, work.now)
  if (!restored.ok) return restored
  work.tasks.save(known.task, restored.value)
  for (const event of taskBecame('restored', known.task, restored.value)) work.emit(event)
  return ok(toRow({ ...known, task: restored.value }))
}
