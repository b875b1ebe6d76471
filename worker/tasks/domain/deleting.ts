import type { Actor } from '../../kernel/actor'
import { err, ok, type Result } from '../../kernel/result'
import { mayEdit, type Sight } from './sight'
import type { Task } from './task'

export type DeleteRefused = { readonly kind: 'task_not_yours_to_delete' }

type Acting = Pick<Actor, 'userId' | 'permissions'>

/** Whoever made a task may delete it, and of those who edit it, who assigns the work of others. */
export function mayDelete(actor: Acting, task: Sight): boolean {
  return (
    task.assignedBy === actor.userId || (actor.permissions.includes('team.assign_tasks') && mayEdit(actor.userId, task))
  )
}

/** Deletes a task, or brings it back: nothing of it is lost meanwhile. Answers the very same when it is so already. */
export function setDeleted(actor: Acting, task: Task, isDeleted: boolean, at: Date): Result<Task, DeleteRefused> {
  if (!mayDelete(actor, task)) return err({ kind: 'task_not_yours_to_delete' })
  if ((task.deletedAt !== null) === isDeleted) return ok(task)
  const now = at.toISOString()
  return ok({ ...task, deletedAt: isDeleted ? now : null, updatedAt: now, version: task.version + 1 })
}
