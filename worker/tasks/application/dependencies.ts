import type { TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { LinkedTask } from '../contract'
import type { TaskError } from '../domain/errors'
import { mayEdit } from '../domain/sight'
import { partChanged } from '../domain/task-events'
import type { TaskWork } from './work'

type Answer = Result<{ readonly blockedBy: LinkedTask[] }, TaskError>

/** Makes a task wait for another one that the caller may see. Two that would wait for each other are refused. */
export async function addDependency(work: TaskWork, id: TaskId, blockedById: TaskId): Promise<Answer> {
  const [known, blocker, blockers] = await Promise.all([
    work.tasks.find(id),
    work.tasks.find(blockedById),
    work.parts.blockers(id),
  ])
  if (!known) return err({ kind: 'task_not_found' })
  if (!mayEdit(work.actor.userId, known.task)) return err({ kind: 'task_not_yours' })
  if (!blocker) return err({ kind: 'dependency_not_found' })
  if (id === blockedById) return err({ kind: 'dependency_circular' })
  if (blockers.some((one) => one.id === blockedById)) return ok({ blockedBy: [...blockers] })
  work.parts.addDependency(id, blockedById)
  // Only the id: whoever may see this task need not be one who may see the other.
  work.emit(partChanged('dependency_added', known.task, { after: { blockedById } }))
  const { title, status, dueAt } = blocker.task
  return ok({ blockedBy: [...blockers, { id: blockedById, title, status, dueAt }] })
}

export async function removeDependency(work: TaskWork, id: TaskId, blockedById: TaskId): Promise<Answer> {
  const [known, blockers] = await Promise.all([work.tasks.find(id), work.parts.blockers(id)])
  if (!known) return err({ kind: 'task_not_found' })
  if (!mayEdit(work.actor.userId, known.task)) return err({ kind: 'task_not_yours' })
  if (!blockers.some((one) => one.id === blockedById)) return err({ kind: 'task_not_found' })
  work.parts.removeDependency(id, blockedById)
  work.emit(partChanged('dependency_removed', known.task, { before: { blockedById } }))
  return ok({ blockedBy: blockers.filter((one) => one.id !== blockedById) })
}
