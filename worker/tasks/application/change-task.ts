import type { TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { TaskAnswer, TaskChange } from '../contract'
import { whyNotAssign } from '../domain/assigning'
import type { TaskError } from '../domain/errors'
import { parseRecurrence, writeRecurrence } from '../domain/recurrence'
import { takeBack } from '../domain/taking-back'
import { changeTask as change } from '../domain/task'
import { taskBecame } from '../domain/task-events'
import { assigned } from './notices'
import { toRow } from './wire'
import type { TaskWork } from './work'

/** Changes fields of a task, whose it is among them: the last writer of each field stands, and what was there is kept. */
export async function changeTask(
  work: TaskWork,
  id: TaskId,
  { version, takesBack, ...patch }: TaskChange,
): Promise<Result<TaskAnswer, TaskError>> {
  const { assignedTo, opportunityId, customerId } = patch
  const [known, people, deal, customerName] = await Promise.all([
    work.tasks.find(id),
    assignedTo ? work.references.colleagues([assignedTo]) : [],
    opportunityId ? work.references.opportunity(opportunityId) : undefined,
    customerId ? work.references.customerName(customerId) : undefined,
  ])
  if (!known) return err({ kind: 'task_not_found' })
  if (assignedTo && assignedTo !== known.task.assignedTo) {
    const refusal = whyNotAssign(work.actor, people[0])
    if (refusal) return err(refusal)
  }
  if (opportunityId && !deal) return err({ kind: 'opportunity_not_found' })
  if (customerId && customerName === undefined) return err({ kind: 'customer_not_found' })
  const recurrence = patch.recurrence ? parseRecurrence(patch.recurrence) : null
  if (patch.recurrence && !recurrence) return err({ kind: 'recurrence_not_understood' })

  const changed = change(
    work.actor,
    known.task,
    {
      ...patch,
      ...(deal && { customerId: deal.customerId }),
      ...(recurrence && { recurrence: writeRecurrence(recurrence) }),
    },
    version,
    work.now,
  )
  if (!changed.ok) return changed
  const stands = takeBack(known.task, patch, takesBack, known.task.version)
  if (!stands.ok) return stands
  const { task, overwritten } = changed.value
  if (task !== known.task) {
    work.tasks.save(known.task, task)
    const fact = task.assignedTo === known.task.assignedTo ? 'changed' : 'assigned'
    for (const event of taskBecame(fact, known.task, task)) work.emit(event)
    work.notifier.tell(assigned(known.task, task))
  }
  const names = {
    opportunityTitle: opportunityId === undefined ? known.opportunityTitle : (deal?.title ?? null),
    customerName:
      task.customerId === known.task.customerId ? known.customerName : (deal?.customerName ?? customerName ?? null),
  }
  return ok({ task: toRow({ ...known, ...names, task }), overwritten: [...overwritten], next: null, takenBack: null })
}
