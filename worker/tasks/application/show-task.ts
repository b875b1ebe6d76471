import type { TaskId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { Task, TaskActivity, WholeTasks } from '../contract'
import { sorted } from '../domain/checklist'
import type { TaskError } from '../domain/errors'
import { toRow } from './wire'
import type { TaskWork } from './work'

/** One task with all its parts, in one round trip. */
export async function showTask(work: TaskWork, id: TaskId): Promise<Result<Task, TaskError>> {
  const [task] = await whole(work, [id])
  return task ? ok(task) : err({ kind: 'task_not_found' })
}

/** Tasks with all their parts, in one round trip; `seq` was read first, so that they are of that change or a later one. */
export async function showTasks(work: TaskWork, ids: readonly TaskId[]): Promise<WholeTasks> {
  const [seq, rows] = await Promise.all([work.lists.head(), whole(work, ids)])
  return { seq, rows }
}

async function whole(work: TaskWork, ids: readonly TaskId[]): Promise<Task[]> {
  const [known, parts] = await Promise.all([work.tasks.findAll(ids), work.parts.ofAll(ids)])
  return known.map((one): Task => {
    const { id, description, previousId, fieldVersions } = one.task
    const { checklist, comments, ...rest } = parts(id)
    return {
      ...toRow(one),
      description,
      describedAt: fieldVersions.description ?? 0,
      previousId,
      checklist: sorted(checklist),
      comments: comments.map((comment) => ({ ...comment, mentions: [...comment.mentions] })),
      ...rest,
    }
  })
}

const MAX_ACTIVITY = 500

/** What happened to a task, newest first. */
export async function taskActivity(work: TaskWork, id: TaskId): Promise<Result<TaskActivity, TaskError>> {
  const [known, rows] = await Promise.all([work.tasks.find(id), work.lists.activity(id, MAX_ACTIVITY)])
  return known ? ok({ rows: [...rows] }) : err({ kind: 'task_not_found' })
}
