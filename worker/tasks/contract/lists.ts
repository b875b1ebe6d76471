import { z } from 'zod'
import { CustomerId, OpportunityId, TaskId, UserId } from '../../kernel/ids'
import { PageQuery } from '../../kernel/page'
import { Moment, prose } from '../../kernel/text'
import { Task, TaskPriority, TaskRow, TaskStatus } from './rows'

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const filters = {
  q: prose(200).optional(),
  /** `mine` is given to me, `given` by me to others, `team` to people I lead; `all` is whatever I may see. */
  view: z.enum(['mine', 'given', 'team', 'all']).default('mine'),
  status: TaskStatus.optional(),
  /** Those still to be done. */
  isOpen: flag.optional(),
  isBlocked: flag.optional(),
  priority: TaskPriority.optional(),
  assignedTo: UserId.optional(),
  opportunityId: OpportunityId.optional(),
  customerId: CustomerId.optional(),
  tag: prose(50).optional(),
  dueFrom: Moment.optional(),
  dueTo: Moment.optional(),
}
export const TaskQuery = PageQuery.extend({
  ...filters,
  sort: z.enum(['due', '-due', 'created', '-created', 'urgency', 'position']).default('due'),
})
export type TaskQuery = z.infer<typeof TaskQuery>
export const TaskBoardQuery = z.object({ ...filters, cards: z.coerce.number().int().min(1).max(100).default(50) })
export type TaskBoardQuery = z.infer<typeof TaskBoardQuery>
/** An export takes the filters of the lists, and all there is to see unless it is told otherwise. */
export const TaskExport = TaskBoardQuery.omit({ cards: true }).extend({
  view: z.enum(['mine', 'given', 'team', 'all']).default('all'),
})
export type TaskExport = z.infer<typeof TaskExport>
/** Tasks by status: how many there are, and the first of them by their places; finished ones newest first. */
export const TaskBoard = z.object({
  columns: z.array(z.object({ status: TaskStatus, count: z.int(), cards: z.array(TaskRow) })),
})
export type TaskBoard = z.infer<typeof TaskBoard>

export const TaskActivity = z.object({
  rows: z.array(
    z.object({
      seq: z.number(),
      at: Moment,
      actorId: UserId.nullable(),
      type: z.string(),
      before: z.record(z.string(), z.unknown()).nullable(),
      after: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
})
export type TaskActivity = z.infer<typeof TaskActivity>

/** What a device keeps: open tasks that are the caller's or shared with them, and those they finished lately. */
export const TaskWorkingSet = z.object({ seq: z.number(), rows: z.array(TaskRow) })
export type TaskWorkingSet = z.infer<typeof TaskWorkingSet>

/** Tasks with all their parts, for a device that opens them without a network. Those not to be seen are left out. */
export const WholeTasksQuery = z.object({
  ids: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(TaskId).min(1).max(100, 'ask for at most 100 tasks at once')),
})
export const WholeTasks = z.object({ seq: z.number(), rows: z.array(Task) })
export type WholeTasks = z.infer<typeof WholeTasks>

/** The texts of tasks as their rooms share them, for a device on which they are to be written without a network. */
export const TaskTexts = z.object({
  /** `state` is a Yjs update in Base64. */
  rows: z.array(z.object({ id: TaskId, describedAt: z.int(), state: z.string() })),
  /** Of those asked for: too much for one answer, or written to just now. To be asked for again. */
  left: z.array(TaskId),
})
export type TaskTexts = z.infer<typeof TaskTexts>
