import { z } from 'zod'
import { CustomField, OpportunityRow, Pipeline, Product, ScoreBrief, WorkingSetPage } from '../../worker/sales/contract'
import { Task, TaskRow } from '../../worker/tasks/contract'

/** What a client says, once it has its working set: the newest change that is in it. */
export const ClientMessage = z.object({
  type: z.literal('hello'),
  lastSeq: z.int().min(0),
  /** Of the app, as it says it with every call; other programs say none. */
  client: z.int().optional(),
})
export type ClientMessage = z.infer<typeof ClientMessage>

// Answered by the platform without waking the object.
export const PING = 'ping'
export const PONG = 'pong'

// What a device keeps of a task beside its row, as of the change that `version` is.
const TaskParts = Task.pick({
  id: true,
  version: true,
  description: true,
  describedAt: true,
  previousId: true,
  checklist: true,
  blockedBy: true,
  blocks: true,
  comments: true,
  time: true,
  attachments: true,
  reminders: true,
})
const People = WorkingSetPage.shape.first.unwrap().shape.users
export const RowsMessage = z.object({
  type: z.literal('rows'),
  /** Applied, the client is as of this change. */
  seq: z.int(),
  /** More follows at once; only after the last is all of it of one moment. */
  more: z.boolean(),
  /** Rows that are new to the client, or different. */
  rows: z.object({
    opportunities: z.array(OpportunityRow),
    customers: WorkingSetPage.shape.customers,
    users: People,
  }),
  /** Deals that left the client's working set: closed, or somebody else's now. */
  removed: z.array(
    OpportunityRow.pick({ id: true, version: true }).extend({
      /** Not closed, or not only: the client may not see it any more. */
      isLost: z.literal(true).optional(),
    }),
  ),
  /** All there are of a kind, after one of them changed. */
  replaced: z
    .object({ pipelines: z.array(Pipeline), products: z.array(Product), customFields: z.array(CustomField) })
    .partial(),
  /** What became of the touched tasks, those that are not in here left to be asked for; none where all are. */
  tasks: z
    .object({
      kept: z.array(TaskRow),
      /** Of those kept; left out where they are too much to be told. */
      parts: z.array(TaskParts),
      /** Those that may be seen, and that no device of this person's keeps. */
      others: z.array(TaskRow),
      /** Those that are not there any more, or not for this person. */
      gone: z.array(z.string()),
    })
    .optional(),
  /** Records that are something else now than they were, for screens that show more of them than the device keeps. */
  touched: z.array(z.object({ entity: z.string(), id: z.string() })),
})
export type RowsMessage = z.infer<typeof RowsMessage>
export type Touched = RowsMessage['touched'][number]

export const HubMessage = z.discriminatedUnion('type', [
  RowsMessage,
  /** Scores are derived, and no changes: a deal was scored anew without anything having happened to it. */
  z.object({ type: z.literal('scores'), scores: z.array(z.object({ id: z.string(), score: ScoreBrief })) }),
  /** The client fetches its working set in pages and says hello again: too far behind, a bulk act, other rights. */
  z.object({ type: z.literal('resync'), because: z.enum(['behind', 'bulk', 'access']) }),
  /** There is a newer app than the one that said hello. */
  z.object({ type: z.literal('newer') }),
])
export type HubMessage = z.infer<typeof HubMessage>

/** Why the hub hangs up. After `session_ended` nobody is to come back. */
export type HangUp = 'session_ended' | 'not_understood' | 'too_many' | 'client_too_old'
export const HANG_UP_CODES: Readonly<Record<HangUp, number>> = {
  session_ended: 4401,
  not_understood: 4400,
  too_many: 4429,
  client_too_old: 4426,
}
