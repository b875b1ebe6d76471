import type { TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { TaskRow } from '../contract'
import { setDeleted } from '../domain/deleting'
import type { TaskError } from '../domain/errors'
import { taskBecame } from '../domain/task-events'
import type { KnownTask } from './stores'
import { toRow } from './wire'
import type { TaskWork } from './work'

/** Takes a task out of everybody's sight; it can be brought back as it was. */
export async function deleteTask(work: TaskWork, id: TaskId): Promise<Result<null, TaskError>> {
  const deleted = become(work, await work.tasks.find(id), 'deleted')
  return deleted.ok ? ok(null) : deleted
}

/** Brings a deleted task back with everything that belongs to it. */
export async function restoreTask(work: TaskWork, id: TaskId): Promise<Result<TaskRow, TaskError>> {
  const restored = become(work, await work.tasks.findDeleted(id), 'restored')
  return restored.ok ? ok(toRow(restored.value)) : restored
}

function become(
  work: TaskWork,
  known: KnownTask | undefined,
  fact: 'deleted' | 'restored',
): Result<KnownTask, TaskError> {
  if (!known) return err({ kind: 'task_not_found' })
  const task = setDeleted(work.actor, known.task, fact === 'deleted', work.now)
  if (!task.ok) return task
  work.tasks.save(known.task, task.value)
  for (const event of taskBecame(fact, known.task, task.value)) work.emit(event)
  return ok({ ...known, task: task.value })
}
