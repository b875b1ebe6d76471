import { type CustomerId, type InteractionId, newId, type OpportunityId, type TaskId } from '../../kernel/ids'
import { MIDDLE } from '../domain/position'
import { isOpen, newTask, type Task } from '../domain/task'
import { taskBecame, taskCreated } from '../domain/task-events'
import { momentAt } from '../domain/wall-clock'
import type { TaskWork } from './work'

const END_OF_DAY_MS = 86_400_000 - 1

export interface FollowUp {
  readonly interactionId: InteractionId
  readonly title: string
  readonly opportunityId: OpportunityId | null
  readonly customerId: CustomerId
  /** The day to come back to it; null when nobody has to any longer. */
  readonly on: string | null
}

/** What has to be known before a follow-up can be planned; asked for together with whatever else a use case reads. */
export interface FollowUpPlanner {
  plan(followUp: FollowUp): void
}

/**
 * A conversation that somebody wants to come back to is a task of theirs, due on that day where the company is. Moved
 * with the day as long as it is open, and canceled when the day is taken away.
 */
export async function followUpPlanner(work: TaskWork, interactionId: InteractionId): Promise<FollowUpPlanner> {
  const [timeZone, known] = await Promise.all([work.references.timeZone(), work.references.followUp(interactionId)])
  return {
    plan({ on, title, opportunityId, customerId }) {
      const dueAt = on && momentAt({ day: on, timeMs: END_OF_DAY_MS }, timeZone).toISOString()
      if (known) return replan(work, known, dueAt)
      if (dueAt === null) return
      const task = newTask(
        newId<TaskId>(),
        {
          title,
          description: '',
          assignedTo: work.actor.userId,
          opportunityId,
          customerId,
          priority: 'medium',
          visibility: 'private',
          dueAt,
          dueIsDay: true,
          tags: [],
          estimateMinutes: null,
          recurrence: null,
        },
        { assignedBy: work.actor.userId, collaborators: [], position: MIDDLE, interactionId },
        work.now,
      )
      work.tasks.add(task)
      for (const event of taskCreated(task)) work.emit(event)
    },
  }
}

function replan(work: TaskWork, known: Task, dueAt: string | null): void {
  if (!isOpen(known) || known.dueAt === dueAt) return
  const version = known.version + 1
  const updatedAt = work.now.toISOString()
  const after: Task =
    dueAt === null
      ? { ...known, status: 'canceled', updatedAt, version }
      : {
          ...known,
          dueAt,
          dueIsDay: true,
          fieldVersions: { ...known.fieldVersions, dueAt: version },
          updatedAt,
          version,
        }
  work.tasks.saveFollowUp(known, after)
  for (const event of taskBecame(dueAt === null ? 'canceled' : 'changed', known, after)) work.emit(event)
}
