import { newId, type TaskId, type TimeEntryId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { NewTimeEntry, StartTimer, StopTimer, TimeEntry } from '../contract'
import type { TaskError } from '../domain/errors'
import { mayEdit } from '../domain/sight'
import { partChanged } from '../domain/task-events'
import { stopped } from '../domain/time-entry'
import type { TaskWork } from './work'

/** Starts the caller's clock on a task. One person has one clock. */
export async function startTimer(
  work: TaskWork,
  id: TaskId,
  { id: entryId, startedAt }: StartTimer = {},
): Promise<Result<TimeEntry, TaskError>> {
  const [known, running] = await Promise.all([work.tasks.find(id), work.parts.running()])
  if (!known) return err({ kind: 'task_not_found' })
  if (!mayEdit(work.actor.userId, known.task)) return err({ kind: 'task_not_yours' })
  if (running?.taskId === id) return ok(toWire(running))
  if (running && !running.isLost) return err({ kind: 'timer_running' })
  // Nobody stops a clock on a task they do not see any more: the next one ends it, and what it ran is counted.
  if (running) work.parts.saveTime(stopped(running, work.now))
  const entry: TimeEntry = {
    id: entryId ?? newId<TimeEntryId>(),
    userId: work.actor.userId,
    startedAt: notLater(startedAt, work.now).toISOString(),
    minutes: null,
    note: '',
  }
  work.parts.addTime(id, entry)
  work.emit(partChanged('timer_started', known.task, { after: { startedAt: entry.startedAt } }))
  return ok(entry)
}

/** Stops it, and counts the time. */
export async function stopTimer(
  work: TaskWork,
  id: TaskId,
  { stoppedAt }: StopTimer = {},
): Promise<Result<TimeEntry, TaskError>> {
  const [known, running] = await Promise.all([work.tasks.find(id), work.parts.running()])
  if (!known) return err({ kind: 'task_not_found' })
  if (running?.taskId !== id) return err({ kind: 'timer_not_running' })
  const entry = stopped(running, notLater(stoppedAt, work.now))
  work.parts.saveTime(entry)
  work.emit(partChanged('time_logged', known.task, { after: { minutes: entry.minutes } }))
  return ok(toWire(entry))
}

/** Counts time that was spent without the clock. */
export async function logTime(
  work: TaskWork,
  id: TaskId,
  { id: entryId, minutes, startedAt, note }: NewTimeEntry,
): Promise<Result<TimeEntry, TaskError>> {
  const known = await work.tasks.find(id)
  if (!known) return err({ kind: 'task_not_found' })
  if (!mayEdit(work.actor.userId, known.task)) return err({ kind: 'task_not_yours' })
  const entry: TimeEntry = {
    id: entryId ?? newId<TimeEntryId>(),
    userId: work.actor.userId,
    startedAt: new Date(startedAt ?? work.now.getTime() - minutes * 60_000).toISOString(),
    minutes,
    note,
  }
  work.parts.addTime(id, entry)
  work.emit(partChanged('time_logged', known.task, { after: { minutes } }))
  return ok(entry)
}

export async function removeTime(work: TaskWork, id: TaskId, entryId: TimeEntryId): Promise<Result<null, TaskError>> {
  const [known, entries] = await Promise.all([work.tasks.find(id), work.parts.time(id)])
  if (!known) return err({ kind: 'task_not_found' })
  const entry = entries.find((one) => one.id === entryId && one.userId === work.actor.userId)
  if (!entry) return err({ kind: 'time_entry_not_found' })
  work.parts.removeTime(entryId)
  work.emit(partChanged('time_logged', known.task, { before: { minutes: entry.minutes } }))
  return ok(null)
}

// The clock of a device may be wrong, by a day even; what it says happened did not happen in the future.
function notLater(moment: string | undefined, now: Date): Date {
  return moment === undefined ? now : new Date(Math.min(Date.parse(moment), now.getTime()))
}

const toWire = ({ id, userId, startedAt, minutes, note }: TimeEntry): TimeEntry => ({
  id,
  userId,
  startedAt,
  minutes,
  note,
})
