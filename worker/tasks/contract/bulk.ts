import { z } from 'zod'
import { TaskId, UserId } from '../../kernel/ids'
import { Moment } from '../../kernel/text'
import { Tags, TaskPriority, TaskRow, TaskStatus } from './rows'

/** Each row says what becomes of it, so that undoing is the same request with what was there before. */
export const BulkTasks = z.object({
  changes: z
    .array(
      z.object({
        id: TaskId,
        status: TaskStatus.optional(),
        assignedTo: UserId.optional(),
        dueAt: Moment.nullable().optional(),
        dueIsDay: z.boolean().optional(),
        priority: TaskPriority.optional(),
        tags: Tags.optional(),
        addTags: Tags.optional(),
      }),
    )
    .min(1)
    .max(200, 'change at most 200 tasks at once'),
})
export type BulkTasks = z.infer<typeof BulkTasks>
export const BulkAnswer = z.object({
  rows: z.array(TaskRow),
  /** The request that takes it all back. */
  undo: BulkTasks,
  /** Tasks of series that completing made, or that reopening took back. */
  made: z.array(TaskRow),
  takenBack: z.array(TaskId),
})
export type BulkAnswer = z.infer<typeof BulkAnswer>
