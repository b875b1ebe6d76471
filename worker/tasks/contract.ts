import { z } from 'zod'
import {
  AttachmentId,
  ChecklistItemId,
  CommentId,
  CustomerId,
  OpportunityId,
  ReminderId,
  TaskId,
  TemplateId,
  TimeEntryId,
  UserId,
} from '../kernel/ids'
import { PageQuery } from '../kernel/page'
import { line, Moment, prose } from '../kernel/text'

export const TaskStatus = z.enum(['pending', 'in_progress', 'completed', 'canceled'])
export type TaskStatus = z.infer<typeof TaskStatus>
export const TaskPriority = z.enum(['critical', 'high', 'medium', 'low'])
export type TaskPriority = z.infer<typeof TaskPriority>
export const TaskVisibility = z.enum(['private', 'collaborative', 'public'])
export type TaskVisibility = z.infer<typeof TaskVisibility>

const Tags = z.array(line(50)).max(30, 'use at most 30 tags')
const Position = z.string().regex(/^[0-9A-Za-z]{0,99}[1-9A-Za-z]$/, 'use a position between two others')
const Minutes = z.int().min(1, 'use at least a minute').max(60_000, 'use at most 1000 hours')
const version = z.int()

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
  description: z.string(),
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

const taskFields = {
  title: line(200),
  description: prose(50_000),
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
const NewLine = z.object({ id: ChecklistItemId.optional(), title: line(500), position: Position.optional() })
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
})
export type TaskChange = z.infer<typeof TaskChange>
export const MoveTask = z.object({ status: TaskStatus.optional(), position: Position.optional() })
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

// --- parts ----------------------------------------------------------------------------------------------------

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
})
export type ChecklistItemChange = z.infer<typeof ChecklistItemChange>
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

// --- lists ----------------------------------------------------------------------------------------------------

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

// --- many at once ---------------------------------------------------------------------------------------------

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

// --- templates ------------------------------------------------------------------------------------------------

export const TemplateContent = z.object({
  title: line(200),
  description: prose(50_000).default(''),
  priority: TaskPriority.default('medium'),
  visibility: TaskVisibility.default('private'),
  tags: Tags.default([]),
  estimateMinutes: Minutes.nullable().default(null),
  /** Days after it is used that the task is due. */
  dueInDays: z.int().min(0).max(3650).nullable().default(null),
  checklist: z.array(line(500)).max(200).default([]),
})
export type TemplateContent = z.infer<typeof TemplateContent>
export const Template = z.object({
  id: TemplateId,
  name: z.string(),
  createdBy: UserId,
  isShared: z.boolean(),
  content: TemplateContent,
  version,
})
export type Template = z.infer<typeof Template>
export const NewTemplate = z.object({ name: line(100), isShared: z.boolean().default(false), content: TemplateContent })
export type NewTemplate = z.infer<typeof NewTemplate>
