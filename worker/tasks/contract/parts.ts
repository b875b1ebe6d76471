import { z } from 'zod'
import { ChecklistItemId, CommentId, ReminderId, TaskId, TimeEntryId, UserId } from '../../kernel/ids'
import { line, Moment, prose } from '../../kernel/text'
import { NewLine, Overwritten } from './changes'
import { ChecklistItem, Minutes, Position } from './rows'

export const NewChecklistItems = z.object({
  items: z.array(NewLine).min(1).max(100),
})
export type NewChecklistItems = z.infer<typeof NewChecklistItems>
export const ChecklistItemChange = z.object({
  title: line(500).optional(),
  isDone: z.boolean().optional(),
  /** The line it comes right after; null is the top. */
  after: ChecklistItemId.nullable().optional(),
  /** Or its place itself: it stays right whatever becomes of its neighbours meanwhile. */
  position: Position.optional(),
  /** What the words were when they were changed: others that were written since are gone over and told. */
  before: z.object({ title: line(500) }).optional(),
  /** For an undo: what it takes back. Where something else stands by now it is refused, with what stands there. */
  takesBack: z
    .object({ title: line(500), isDone: z.boolean(), position: Position })
    .partial()
    .optional(),
})
export type ChecklistItemChange = z.infer<typeof ChecklistItemChange>
export const ChecklistAnswer = z.object({ checklist: z.array(ChecklistItem), overwritten: z.array(Overwritten) })
export type ChecklistAnswer = z.infer<typeof ChecklistAnswer>
export const NewDependency = z.object({ blockedById: TaskId })
export const NewComment = z.object({
  id: CommentId.optional(),
  text: prose(10_000).refine((text) => text.trim() !== '', 'write something here'),
  mentions: z.array(UserId).max(50).default([]),
})
export type NewComment = z.infer<typeof NewComment>
export const CommentChange = NewComment.omit({ id: true })
export const NewTimeEntry = z.object({
  id: TimeEntryId.optional(),
  minutes: Minutes,
  startedAt: Moment.optional(),
  note: prose(500).default(''),
})
export type NewTimeEntry = z.infer<typeof NewTimeEntry>
export const NewReminder = z.object({ id: ReminderId.optional(), remindAt: Moment })
export type NewReminder = z.infer<typeof NewReminder>
/** When it was said to start or stop, where that is told later; never in the future. */
export const StartTimer = z.object({ id: TimeEntryId.optional(), startedAt: Moment.optional() })
export type StartTimer = z.infer<typeof StartTimer>
export const StopTimer = z.object({ stoppedAt: Moment.optional() })
export type StopTimer = z.infer<typeof StopTimer>
