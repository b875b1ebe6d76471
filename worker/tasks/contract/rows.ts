import { z } from 'zod'
import {
  AttachmentId,
  ChecklistItemId,
  CommentId,
  CustomerId,
  OpportunityId,
  ReminderId,
  TaskId,
  TimeEntryId,
  UserId,
} from '../../kernel/ids'
import { line, Moment, prose } from '../../kernel/text'

export const TaskStatus = z.enum(['pending', 'in_progress', 'completed', 'canceled'])
export type TaskStatus = z.infer<typeof TaskStatus>
export const TaskPriority = z.enum(['critical', 'high', 'medium', 'low'])
export type TaskPriority = z.infer<typeof TaskPriority>
export const TaskVisibility = z.enum(['private', 'collaborative', 'public'])
export type TaskVisibility = z.infer<typeof TaskVisibility>

export const Tags = z.array(line(50)).max(30, 'use at most 30 tags')
export const Position = z.string().regex(/^[0-9A-Za-z]{0,99}[1-9A-Za-z]$/, 'use a position between two others')
const MARKDOWN = { description: 'Markdown. HTML in it is text like any other.' }
export const Description = prose(50_000).meta(MARKDOWN)
export const Minutes = z.int().min(1, 'use at least a minute').max(60_000, 'use at most 1000 hours')
export const version = z.int()

export const Collaborator = z.object({ userId: UserId, canEdit: z.boolean() })
export type Collaborator = z.infer<typeof Collaborator>

/** A line of a list, a card, a day of the calendar: what the device keeps of every task it shows. */
export const TaskRow = z.object({
  id: TaskId,
  title: z.string(),
  status: TaskStatus,
  priority: TaskPriority,
  visibility: TaskVisibility,
  assignedTo: UserId,
  assignedBy: UserId,
  collaborators: z.array(Collaborator),
  dueAt: Moment.nullable(),
  /** Due some time on that day. */
  dueIsDay: z.boolean(),
  completedAt: Moment.nullable(),
  tags: z.array(z.string()),
  opportunityId: OpportunityId.nullable(),
  /** Null also when the person may not see the deal. */
  opportunityTitle: z.string().nullable(),
  customerId: CustomerId.nullable(),
  customerName: z.string().nullable(),
  estimateMinutes: z.int().nullable(),
  recurrence: z.string().nullable(),
  position: z.string(),
  checklistDone: z.int(),
  checklistTotal: z.int(),
  commentCount: z.int(),
  /** Unfinished tasks this one waits for, those the person may not see among them. */
  openBlockers: z.int(),
  createdAt: Moment,
  updatedAt: Moment,
  version,
})
export type TaskRow = z.infer<typeof TaskRow>

export const ChecklistItem = z.object({
  id: ChecklistItemId,
  title: z.string(),
  isDone: z.boolean(),
  position: z.string(),
  doneBy: UserId.nullable(),
  doneAt: Moment.nullable(),
})
export type ChecklistItem = z.infer<typeof ChecklistItem>
export const Comment = z.object({
  id: CommentId,
  authorId: UserId,
  text: z.string(),
  mentions: z.array(UserId),
  createdAt: Moment,
  editedAt: Moment.nullable(),
  version,
})
export type Comment = z.infer<typeof Comment>
export const TimeEntry = z.object({
  id: TimeEntryId,
  userId: UserId,
  startedAt: Moment,
  /** Null while the clock runs. */
  minutes: z.int().nullable(),
  note: z.string(),
})
export type TimeEntry = z.infer<typeof TimeEntry>
export const Attachment = z.object({
  id: AttachmentId,
  name: z.string(),
  contentType: z.string(),
  bytes: z.int(),
  uploadedBy: UserId,
  createdAt: Moment,
})
export type Attachment = z.infer<typeof Attachment>
export const Reminder = z.object({ id: ReminderId, remindAt: Moment, sentAt: Moment.nullable() })
export type Reminder = z.infer<typeof Reminder>
export const LinkedTask = z.object({ id: TaskId, title: z.string(), status: TaskStatus, dueAt: Moment.nullable() })
export type LinkedTask = z.infer<typeof LinkedTask>

/** The task, whole, as its own page shows it. `reminders` are the caller's own. */
export const Task = TaskRow.extend({
  description: z.string().meta(MARKDOWN),
  /** The version of the task that last wrote its description. */
  describedAt: z.int(),
  previousId: TaskId.nullable(),
  checklist: z.array(ChecklistItem),
  blockedBy: z.array(LinkedTask),
  blocks: z.array(LinkedTask),
  comments: z.array(Comment),
  time: z.array(TimeEntry),
  attachments: z.array(Attachment),
  reminders: z.array(Reminder),
})
export type Task = z.infer<typeof Task>
