import type { TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { Task, TaskActivity } from '../contract'
import { sorted } from '../domain/checklist'
import type { TaskError } from '../domain/errors'
import { toRow } from './wire'
import type { TaskWork } from './work'

/** One task with all its parts, in one round trip. */
export async function showTask(work: TaskWork, id: TaskId): Promise<Result<Task, TaskError>> {
  const { parts } = work
  const [known, checklist, blockedBy, blocks, comments, time, attachments, reminders] = await Promise.all([
    work.tasks.find(id),
    parts.checklist(id),
    parts.blockers(id),
    parts.waiting(id),
    parts.comments(id),
    parts.time(id),
    parts.attachments(id),
    parts.reminders(id),
  ])
  if (!known) return err({ kind: 'task_not_found' })
  return ok({
    ...toRow(known),
    description: known.task.description,
    previousId: known.task.previousId,
    checklist: sorted(checklist),
    blockedBy: [...blockedBy],
    blocks: [...blocks],
    comments: comments.map((comment) => ({ ...comment, mentions: [...comment.mentions] })),
    time: [...time],
    attachments: [...attachments],
    reminders: [...reminders],
  })
}

const MAX_ACTIVITY = 500

/** What happened to a task, newest first. */
export async function taskActivity(work: TaskWork, id: TaskId): Promise<Result<TaskActivity, TaskError>> {
  const [known, rows] = await Promise.all([work.tasks.find(id), work.lists.activity(id, MAX_ACTIVITY)])
  return known ? ok({ rows: [...rows] }) : err({ kind: 'task_not_found' })
}
