import { z } from 'zod'
import { ChecklistItemId, CustomerId, OpportunityId, TaskId, UserId } from '../../kernel/ids'
import { line, Moment } from '../../kernel/text'
import {
  Collaborator,
  Description,
  Minutes,
  Position,
  Tags,
  TaskPriority,
  TaskRow,
  TaskStatus,
  TaskVisibility,
  version,
} from './rows'

const taskFields = {
  title: line(200),
  description: Description,
  assignedTo: UserId,
  opportunityId: OpportunityId.nullable(),
  customerId: CustomerId.nullable(),
  priority: TaskPriority,
  visibility: TaskVisibility,
  dueAt: Moment.nullable(),
  dueIsDay: z.boolean(),
  tags: Tags,
  estimateMinutes: Minutes.nullable(),
  recurrence: line(200).nullable(),
}
/** A line of a list; the client may name it, so that it can be changed before the server has heard of it. */
export const NewLine = z.object({ id: ChecklistItemId.optional(), title: line(500), position: Position.optional() })
/** Without an assignee it is the caller's own; a deal's customer comes with the deal. */
export const NewTask = z.object({
  /** Made by the client, so that a repeated command is the same task. */
  id: TaskId.optional(),
  ...z.object(taskFields).partial().required({ title: true }).shape,
  collaborators: z.array(Collaborator).max(50).default([]),
  checklist: z
    .array(z.union([line(500), NewLine]))
    .max(200)
    .default([]),
  position: Position.optional(),
})
export type NewTask = z.infer<typeof NewTask>
/**
 * Only the fields to change; each is the last writer's. `version` is the one the edit was made on: what it goes over
 * that was written since is told, not refused.
 */
export const TaskChange = z.object({
  version,
  ...z.object(taskFields).partial().shape,
  /** Tags put on and taken off, whatever others do with the rest; one that was put on unseen stays. */
  addTags: Tags.optional(),
  removeTags: Tags.optional(),
  /** For an undo: what it takes back. Where something else stands by now it is refused, with what stands there. */
  takesBack: z.object(taskFields).partial().optional(),
})
export type TaskChange = z.infer<typeof TaskChange>
const place = { status: TaskStatus.optional(), position: Position.optional() }
/** `version` is the one the move was made on: a status written since is gone over and told. Without it nothing is told. */
export const MoveTask = z.object({
  ...place,
  version: version.optional(),
  /** For an undo: what it takes back, as with any change. */
  takesBack: z.object(place).optional(),
})
export type MoveTask = z.infer<typeof MoveTask>
export const ShareTask = z.object({
  visibility: TaskVisibility.optional(),
  /** All of them: who is not named is no collaborator any longer. */
  collaborators: z.array(Collaborator).max(50),
})
export type ShareTask = z.infer<typeof ShareTask>
/** The same by what is to become different, whatever others do with the rest. */
export const SharingChange = z.object({
  visibility: TaskVisibility.optional(),
  add: z.array(Collaborator).max(50).default([]),
  remove: z.array(UserId).max(50).default([]),
  /** For an undo: what it takes back, as with any change. People are put on and taken off one by one. */
  takesBack: z.object({ visibility: TaskVisibility }).optional(),
})
export type SharingChange = z.infer<typeof SharingChange>

/** A field that somebody else had written since: what they had put there, now gone over. It stays in the history. */
export const Overwritten = z.object({ field: z.string(), theirs: z.unknown() })
export const TaskAnswer = z.object({
  task: TaskRow,
  overwritten: z.array(Overwritten),
  /** The next task of the series, when completing this one made it. */
  next: TaskRow.nullable(),
  /** The next task of the series that reopening this one took back. */
  takenBack: TaskId.nullable(),
})
export type TaskAnswer = z.infer<typeof TaskAnswer>
