import { isSame } from '../../kernel/difference'
import type { TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { ShareTask, SharingChange, TaskAnswer } from '../contract'
import type { Colleague } from '../domain/assigning'
import type { TaskError } from '../domain/errors'
import { mayShare } from '../domain/sight'
import { takeBack } from '../domain/taking-back'
import type { Task } from '../domain/task'
import { taskBecame } from '../domain/task-events'
import type { KnownTask } from './stores'
import { toRow } from './wire'
import type { TaskWork } from './work'

/** Says who may see a task, and who of them may edit it. Whoever is no longer named loses sight of it at once. */
export async function shareTask(
  work: TaskWork,
  id: TaskId,
  { visibility, collaborators }: ShareTask,
): Promise<Result<TaskAnswer, TaskError>> {
  const [known, people] = await Promise.all([
    work.tasks.find(id),
    work.references.colleagues(collaborators.map(({ userId }) => userId)),
  ])
  if (!known) return err({ kind: 'task_not_found' })
  return share(work, known, { visibility, collaborators }, people)
}

/** Shares a task with somebody more or less; whom others share it with meanwhile stays. */
export async function changeSharing(
  work: TaskWork,
  id: TaskId,
  { visibility, add, remove, takesBack }: SharingChange,
): Promise<Result<TaskAnswer, TaskError>> {
  const [known, people] = await Promise.all([
    work.tasks.find(id),
    work.references.colleagues(add.map(({ userId }) => userId)),
  ])
  if (!known) return err({ kind: 'task_not_found' })
  const stands = takeBack(known.task, { visibility }, takesBack, known.task.version)
  if (!stands.ok) return stands
  const named = new Set(add.map(({ userId }) => userId))
  const others = known.task.collaborators.filter(({ userId }) => !named.has(userId) && !remove.includes(userId))
  return share(work, known, { visibility, collaborators: [...others, ...add] }, people)
}

function share(
  work: TaskWork,
  known: KnownTask,
  { visibility, collaborators }: ShareTask,
  people: readonly Colleague[],
): Result<TaskAnswer, TaskError> {
  const { task } = known
  const had = (who: string) => task.collaborators.some(({ userId }) => userId === who)
  const isActive = (who: string) => people.some(({ id: one, status }) => one === who && status === 'active')
  if (!collaborators.every(({ userId }) => had(userId) || isActive(userId)))
    return err({ kind: 'collaborator_not_found' })
  // Whose task it is sees it anyway; each of the others once.
  const named = [...new Map(collaborators.map((one) => [one.userId, one])).values()].filter(
    ({ userId }) => userId !== task.assignedTo && userId !== task.assignedBy,
  )
  const wanted = visibility ?? (named.length > 0 && task.visibility === 'private' ? 'collaborative' : task.visibility)
  const inOrder = (list: Task['collaborators']) => list.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
  if (wanted === task.visibility && isSame(inOrder(named), inOrder(task.collaborators))) {
    return ok({ task: toRow(known), overwritten: [], next: null, takenBack: null })
  }
  // Anybody may leave; everything else is for those whose task it is.
  const rest = task.collaborators.filter(({ userId }) => userId !== work.actor.userId)
  const isLeaving = wanted === task.visibility && isSame(inOrder(named), inOrder(rest))
  if (!mayShare(work.actor.userId, task) && !isLeaving) return err({ kind: 'task_not_yours' })
  const after: Task =
    isLeaving && !mayShare(work.actor.userId, task)
      ? { ...task, collaborators: named }
      : {
          ...task,
          visibility: wanted,
          collaborators: named,
          fieldVersions: { ...task.fieldVersions, visibility: task.version + 1, collaborators: task.version + 1 },
          updatedAt: work.now.toISOString(),
          version: task.version + 1,
        }
  work.tasks.save(task, after)
  for (const event of taskBecame('shared_with', task, after)) work.emit(event)
  return ok({ task: toRow({ ...known, task: after }), overwritten: [], next: null, takenBack: null })
}
