import { type ChecklistItemId, newId, type TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { NewTask, TaskRow } from '../contract'
import { whyNotAssign } from '../domain/assigning'
import { addItems } from '../domain/checklist'
import type { TaskError } from '../domain/errors'
import { MIDDLE } from '../domain/position'
import { parseRecurrence, writeRecurrence } from '../domain/recurrence'
import { newTask } from '../domain/task'
import { taskCreated } from '../domain/task-events'
import { assigned } from './notices'
import { asNew, toRow } from './wire'
import type { TaskWork } from './work'

/** Makes a task: the caller's own unless it is given to somebody, with its list and the people it is shared with. */
export async function createTask(work: TaskWork, wanted: NewTask): Promise<Result<TaskRow, TaskError>> {
  const { actor } = work
  const assignedTo = wanted.assignedTo ?? actor.userId
  const others = wanted.collaborators.map(({ userId }) => userId)
  const [people, deal, customerName] = await Promise.all([
    work.references.colleagues([assignedTo, ...others]),
    wanted.opportunityId ? work.references.opportunity(wanted.opportunityId) : undefined,
    wanted.customerId ? work.references.customerName(wanted.customerId) : undefined,
  ])
  const refusal = whyNotAssign(
    actor,
    people.find(({ id }) => id === assignedTo),
  )
  if (refusal) return err(refusal)
  const isActive = (who: string) => people.some(({ id, status }) => id === who && status === 'active')
  if (!others.every(isActive)) return err({ kind: 'collaborator_not_found' })
  if (wanted.opportunityId && !deal) return err({ kind: 'opportunity_not_found' })
  if (wanted.customerId && customerName === undefined) return err({ kind: 'customer_not_found' })
  const recurrence = wanted.recurrence ? parseRecurrence(wanted.recurrence) : null
  if (wanted.recurrence && !recurrence) return err({ kind: 'recurrence_not_understood' })
  const dueAt = wanted.dueAt ?? null
  if (recurrence && dueAt === null) return err({ kind: 'task_recurs_without_due' })
  const lines = wanted.checklist.map((line) => {
    const named = typeof line === 'string' ? { title: line } : line
    return { ...named, id: named.id ?? newId<ChecklistItemId>() }
  })
  const items = addItems([], lines)
  if (!items.ok) return items

  const task = newTask(
    wanted.id ?? newId<TaskId>(),
    {
      title: wanted.title,
      description: wanted.description ?? '',
      assignedTo,
      opportunityId: wanted.opportunityId ?? null,
      customerId: deal?.customerId ?? wanted.customerId ?? null,
      priority: wanted.priority ?? 'medium',
      visibility: wanted.visibility ?? (others.length > 0 ? 'collaborative' : 'private'),
      dueAt,
      dueIsDay: wanted.dueIsDay ?? false,
      tags: wanted.tags ?? [],
      estimateMinutes: wanted.estimateMinutes ?? null,
      recurrence: recurrence && writeRecurrence(recurrence),
    },
    { assignedBy: actor.userId, collaborators: wanted.collaborators, position: wanted.position ?? MIDDLE },
    work.now,
  )
  work.tasks.add(task)
  if (items.value.length > 0) work.parts.addItems(task.id, items.value)
  for (const event of taskCreated(task)) work.emit(event)
  work.notifier.tell(assigned(null, task))
  const names = { opportunityTitle: deal?.title ?? null, customerName: deal?.customerName ?? customerName ?? null }
  return ok(toRow(asNew(task, names, items.value.length)))
}
