import { newId, type ReminderId, type TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { NewReminder, Reminder } from '../contract'
import type { TaskError } from '../domain/errors'
import { reminderChanged } from '../domain/task-events'
import type { TaskWork } from './work'

/** Has the caller reminded of a task: nobody else, and nobody else sees it. */
export async function addReminder(
  work: TaskWork,
  id: TaskId,
  { id: reminderId, remindAt }: NewReminder,
): Promise<Result<Reminder, TaskError>> {
  const known = await work.tasks.find(id)
  if (!known) return err({ kind: 'task_not_found' })
  if (Date.parse(remindAt) <= work.now.getTime()) return err({ kind: 'reminder_in_the_past' })
  const reminder = { id: reminderId ?? newId<ReminderId>(), remindAt: new Date(remindAt).toISOString(), sentAt: null }
  work.parts.addReminder(id, reminder)
  work.emit(reminderChanged(id, work.actor.userId))
  return ok(reminder)
}

export async function removeReminder(
  work: TaskWork,
  id: TaskId,
  reminderId: ReminderId,
): Promise<Result<null, TaskError>> {
  const reminders = await work.parts.reminders(id)
  if (!reminders.some((one) => one.id === reminderId)) return err({ kind: 'task_not_found' })
  work.parts.removeReminder(reminderId)
  work.emit(reminderChanged(id, work.actor.userId))
  return ok(null)
}
