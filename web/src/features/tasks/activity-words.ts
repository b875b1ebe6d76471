import type { TaskActivity } from '../../../../worker/tasks/contract'
import {
  dueInFull,
  durationWords,
  PRIORITY_WORDS,
  recurrenceWords,
  STATUS_WORDS,
  VISIBILITY_WORDS,
} from '../../tasks/task-words'

type Entry = TaskActivity['rows'][number]
type Values = Readonly<Record<string, unknown>>

const FIELDS: Readonly<Record<string, string>> = {
  title: 'title',
  description: 'description',
  priority: 'priority',
  visibility: 'who may see it',
  tags: 'tags',
  estimateMinutes: 'time planned',
  recurrence: 'repetition',
  opportunityId: 'deal',
  customerId: 'customer',
}

/** What happened to a task, in a sentence that follows somebody's name. */
export function activityWords({ type, before, after }: Entry, nameOf: (id: string) => string, now: Date): string {
  const was: Values = before ?? {}
  const is: Values = after ?? {}
  const item = (values: Values, key: string) => (values[key] ?? {}) as Values
  switch (type) {
    case 'task.created':
      return 'made the task'
    case 'task.completed':
      return 'completed it'
    case 'task.reopened':
      return 'took it up again'
    case 'task.canceled':
      return 'canceled it'
    case 'task.deleted':
      return 'deleted it'
    case 'task.restored':
      return 'brought it back'
    case 'task.started':
      return 'started it'
    case 'task.moved':
      return 'moved it'
    case 'task.assigned':
      return `gave it to ${nameOf(String(is.assignedTo ?? ''))}`
    case 'task.shared_with':
      return 'changed who may see it'
    case 'task.blocked':
      return 'made it wait: another task was taken up again'
    case 'task.unblocked':
      return 'finished what it waited for'
    case 'task.dependency_added':
      return 'made it wait for another task'
    case 'task.dependency_removed':
      return 'let it wait for another task no longer'
    case 'task.commented':
      return 'commented'
    case 'task.comment_changed':
      return 'changed a comment'
    case 'task.comment_removed':
      return 'removed a comment'
    case 'task.timer_started':
      return 'started the clock'
    case 'task.time_logged':
      return typeof is.minutes === 'number' ? `logged ${durationWords(is.minutes)}` : 'removed logged time'
    case 'task.attached':
      return `attached ${String(item(is, 'attachment').name ?? 'a file')}`
    case 'task.detached':
      return `removed ${String(item(was, 'attachment').name ?? 'a file')}`
    case 'task.checklist_changed':
      return checklistWords(was, is)
    default:
      return changedWords(was, is, now)
  }
}

function checklistWords(was: Values, is: Values): string {
  const line = (is.item ?? was.removed) as { title?: string; isDone?: boolean } | undefined
  if (was.removed) return `removed the step “${line?.title ?? ''}”`
  if (Array.isArray(is.added))
    return is.added.length === 1
      ? `added the step “${String((is.added[0] as Values).title)}”`
      : `added ${is.added.length} steps`
  const before = was.item as { title?: string; isDone?: boolean } | undefined
  if (line && before && line.isDone !== before.isDone) return `${line.isDone ? 'ticked' : 'unticked'} “${line.title}”`
  return `changed the step “${line?.title ?? ''}”`
}

function changedWords(was: Values, is: Values, now: Date): string {
  if ('status' in is) return `changed it to ${STATUS_WORDS[is.status as keyof typeof STATUS_WORDS] ?? ''}`
  if ('dueAt' in is || 'dueIsDay' in is) {
    if (is.dueAt === null) return 'took away the due date'
    if (typeof is.dueAt === 'string') {
      return `moved it to ${dueInFull({ dueAt: is.dueAt, dueIsDay: is.dueIsDay === true, status: 'pending' }, now)}`
    }
  }
  if (typeof is.title === 'string') return `renamed it from “${String(was.title ?? '')}”`
  if (typeof is.priority === 'string')
    return `set the priority to ${PRIORITY_WORDS[is.priority as keyof typeof PRIORITY_WORDS]}`
  if (typeof is.visibility === 'string')
    return `made it visible to: ${VISIBILITY_WORDS[is.visibility as keyof typeof VISIBILITY_WORDS]}`
  if (typeof is.recurrence === 'string') return `made it repeat: ${recurrenceWords(is.recurrence)}`
  const fields = Object.keys(is).flatMap((key) => FIELDS[key] ?? [])
  return fields.length > 0 ? `changed the ${fields.join(', ')}` : 'changed it'
}
