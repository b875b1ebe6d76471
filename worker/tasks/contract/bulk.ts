import { z } from 'zod'
import { TaskId, UserId } from '../../kernel/ids'
import { Moment } from '../../kernel/text'
import { Overwritten } from './changes'
import { Tags, TaskPriority, TaskRow, TaskStatus, version } from './rows'

const fields = {
  status: TaskStatus.optional(),
  assignedTo: UserId.optional(),
  dueAt: Moment.nullable().optional(),
  dueIsDay: z.boolean().optional(),
  priority: TaskPriority.optional(),
}
/** Each row says what becomes of it, so that undoing is the same request with what was there before. */
export const BulkTasks = z.object({
  changes: z
    .array(
      z.object({
        id: TaskId,
        ...fields,
        tags: Tags.optional(),
        addTags: Tags.optional(),
        removeTags: Tags.optional(),
        /** The one the change was made on: what it goes over that was written since is told. Without it nothing is. */
        version: version.optional(),
        /**
         * For an undo: what it takes back. A field in which something else stands by now is left alone and told, and so
         * is a task that is no longer there.
         */
        takesBack: z.object(fields).optional(),
      }),
    )
    .min(1)
    .max(200, 'change at most 200 tasks at once'),
})
export type BulkTasks = z.infer<typeof BulkTasks>
const OfTask = Overwritten.extend({ id: TaskId })
export const BulkAnswer = z.object({
  rows: z.array(TaskRow),
  /** The request that takes it all back. */
  undo: BulkTasks,
  /** Tasks of series that completing made, or that reopening took back. */
  made: z.array(TaskRow),
  takenBack: z.array(TaskId),
  /** What others had written since the version each change was made on, now gone over. */
  overwritten: z.array(OfTask),
  /** What others have written since, and an undo left alone. */
  left: z.array(OfTask),
})
export type BulkAnswer = z.infer<typeof BulkAnswer>
