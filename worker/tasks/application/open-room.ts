import { may } from '../../kernel/actor'
import type { TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { TaskError } from '../domain/errors'
import { mayEdit } from '../domain/sight'
import type { TaskWork } from './work'

/** What somebody may do in the room of a task, and the name the others see. */
export interface Admission {
  readonly name: string
  readonly mayEdit: boolean
}

/** Lets whoever sees a task into its room, in one round trip. */
export async function openRoom(work: TaskWork, id: TaskId): Promise<Result<Admission, TaskError>> {
  const { actor } = work
  const [known, name] = await Promise.all([work.tasks.find(id), work.references.ownName()])
  if (!known) return err({ kind: 'task_not_found' })
  return ok({ name, mayEdit: may(actor, 'tasks.update_assigned') && mayEdit(actor.userId, known.task) })
}
