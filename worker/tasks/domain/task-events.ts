import type { Change } from '../../kernel/change'
import { type Difference, difference } from '../../kernel/difference'
import type { TaskId, UserId } from '../../kernel/ids'
import { type Sight, telling } from './sight'
import type { Task } from './task'

export interface TaskEvent extends Change {
  readonly type: `task.${string}`
  readonly entity: 'task'
}

export type TaskFact =
  | 'created'
  | 'changed'
  | 'assigned'
  | 'started'
  | 'moved'
  | 'completed'
  | 'reopened'
  | 'canceled'
  | 'deleted'
  | 'restored'
  | 'shared_with'
  | 'checklist_changed'
  | 'dependency_added'
  | 'dependency_removed'
  | 'commented'
  | 'comment_changed'
  | 'comment_removed'
  | 'timer_started'
  | 'time_logged'
  | 'attached'
  | 'detached'

const KEYS = [
  'title',
  'description',
  'assignedTo',
  'assignedBy',
  'opportunityId',
  'customerId',
  'status',
  'priority',
  'visibility',
  'dueAt',
  'dueIsDay',
  'completedAt',
  'tags',
  'estimateMinutes',
  'recurrence',
  'position',
  'collaborators',
  'deletedAt',
  'version',
] as const satisfies readonly (keyof Task)[]

const whole = (task: Task) => Object.fromEntries(KEYS.map((key) => [key, task[key]]))
const about = (id: TaskId) => ({ entity: 'task' as const, entityId: id })

/** Says that there is a task now. */
export function taskCreated(task: Task): TaskEvent[] {
  return [{ type: 'task.created', ...about(task.id), before: null, after: whole(task), ...telling(null, task).after }]
}

/** Says what became different about a task, and to whom it is now gone, or new. */
export function taskBecame(fact: TaskFact, before: Task, after: Task): TaskEvent[] {
  const { after: told, withdrawn, shared } = telling(before, after)
  const events: TaskEvent[] = [
    { type: `task.${fact}`, ...about(after.id), ...difference(before, after, KEYS), ...told },
  ]
  if (withdrawn) events.push({ type: 'task.withdrawn', ...about(after.id), after: null, ...withdrawn })
  if (shared) events.push({ type: 'task.shared', ...about(after.id), before: null, after: whole(after), ...shared })
  return events
}

/** Says what several people made of the description together. */
export function taskTextWritten(before: Task, after: Task, editedBy: readonly string[]): TaskEvent[] {
  return taskBecame('changed', before, after).map((event) => ({ ...event, after: { ...event.after, editedBy } }))
}

/** Says what happened to a part of a task: a line of its list, a comment, a file. */
export function partChanged(
  fact: TaskFact,
  task: Sight & { readonly id: TaskId },
  news: Partial<Difference>,
): TaskEvent {
  return {
    type: `task.${fact}`,
    ...about(task.id),
    before: news.before ?? null,
    after: news.after ?? {},
    ...telling(null, task).after,
  }
}

/**
 * Says to somebody's own devices that they are reminded at another time, and to nobody else that they are at all. The policies
 * of the change log know it by its type.
 */
export function reminderChanged(id: TaskId, who: UserId): TaskEvent {
  return { type: 'task.reminder_changed', ...about(id), before: {}, after: {}, audience: 'people', people: [who] }
}

/** Says that the untouched next task of a series is gone again. */
export function taskTakenBack(id: TaskId, task: Sight): TaskEvent {
  return { type: 'task.taken_back', ...about(id), before: {}, after: null, ...telling(null, task).after }
}
