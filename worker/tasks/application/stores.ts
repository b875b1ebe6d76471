import type {
  AttachmentId,
  ChecklistItemId,
  CustomerId,
  InteractionId,
  OpportunityId,
  ReminderId,
  TaskId,
  TemplateId,
  TimeEntryId,
  UserId,
} from '../../kernel/ids'
import type {
  LinkedTask,
  Reminder,
  TaskActivity,
  TaskBoard,
  TaskBoardQuery,
  TaskExport,
  TaskQuery,
  TaskRow,
  Template,
} from '../contract'
import type { Colleague } from '../domain/assigning'
import type { Attachment, StoredAttachment } from '../domain/attachment'
import type { ChecklistItem } from '../domain/checklist'
import type { Comment } from '../domain/comment'
import type { ExportedTask } from '../domain/export'
import type { Task } from '../domain/task'
import type { TimeEntry } from '../domain/time-entry'

/** A task with what a screen shows beside it. */
export interface KnownTask {
  readonly task: Task
  readonly opportunityTitle: string | null
  readonly customerName: string | null
  readonly checklistDone: number
  readonly checklistTotal: number
  readonly commentCount: number
  readonly openBlockers: number
}

export interface TaskStore {
  find(id: TaskId): Promise<KnownTask | undefined>
  /** One that is deleted, for whoever could see it before. */
  findDeleted(id: TaskId): Promise<KnownTask | undefined>
  findAll(ids: readonly TaskId[]): Promise<readonly KnownTask[]>
  /** The tasks that follow others in their series. */
  successors(ids: readonly TaskId[]): Promise<readonly Task[]>
  add(task: Task): void
  /** Adds the next task of a series, with the people and the list of the one before; once, however often that is done. */
  addSuccessor(task: Task): void
  save(before: Task, after: Task): void
  /** Writes a follow-up, whosever it is: whoever may correct a conversation moves what follows from it. */
  saveFollowUp(before: Task, after: Task): void
  takeBack(task: Task): void
}

/** The parts of one task, each in its order. */
export interface PartsOfTask {
  readonly checklist: ChecklistItem[]
  readonly blockedBy: LinkedTask[]
  readonly blocks: LinkedTask[]
  readonly comments: Comment[]
  readonly time: TimeEntry[]
  readonly attachments: Attachment[]
  /** The caller's own. */
  readonly reminders: Reminder[]
}

/** The caller's clock; `isLost` where they do not see the task any more on which it runs. */
export interface RunningClock extends TimeEntry {
  readonly taskId: TaskId
  readonly isLost: boolean
}

export interface TaskParts {
  /** All parts of some tasks. */
  ofAll(ids: readonly TaskId[]): Promise<(id: TaskId) => PartsOfTask>
  checklist(id: TaskId): Promise<readonly ChecklistItem[]>
  addItems(id: TaskId, items: readonly ChecklistItem[]): void
  /** Writes what changed of a line, if nobody else changed just that meanwhile. */
  saveItem(before: ChecklistItem, after: ChecklistItem): void
  removeItem(id: ChecklistItemId): void

  blockers(id: TaskId): Promise<readonly LinkedTask[]>
  addDependency(id: TaskId, blockedById: TaskId): void
  removeDependency(id: TaskId, blockedById: TaskId): void

  comments(id: TaskId): Promise<readonly Comment[]>
  addComment(id: TaskId, comment: Comment): void
  saveComment(comment: Comment): void
  removeComment(comment: Comment): void

  time(id: TaskId): Promise<readonly TimeEntry[]>
  /** The clock of the caller that runs, on whichever task. */
  running(): Promise<RunningClock | undefined>
  addTime(id: TaskId, entry: TimeEntry): void
  saveTime(entry: TimeEntry): void
  removeTime(id: TimeEntryId): void

  attachments(id: TaskId): Promise<readonly Attachment[]>
  attachment(taskId: TaskId, id: AttachmentId): Promise<StoredAttachment | undefined>
  addAttachment(id: TaskId, attachment: StoredAttachment): void
  removeAttachment(id: AttachmentId): void

  reminders(id: TaskId): Promise<readonly Reminder[]>
  addReminder(id: TaskId, reminder: Reminder): void
  removeReminder(id: ReminderId): void
}

/** The place after the last row of a page, by its sort key. */
export type TaskPlace = readonly [string | number | null, TaskId]

export interface TaskLists {
  page(query: TaskQuery, after: TaskPlace | null): Promise<readonly TaskRow[]>
  board(query: TaskBoardQuery): Promise<TaskBoard['columns']>
  /** Tasks in the order of their ids, a page at a time, from after `after`; none is the end. */
  exported(query: TaskExport, after: string | null): Promise<readonly ExportedTask[]>
  activity(id: TaskId, limit: number): Promise<TaskActivity['rows']>
  /** What the caller's device keeps, and the change it is true as of. */
  kept(): Promise<readonly TaskRow[]>
  head(): Promise<number>
}

/** A deal as far as a task is about it. */
export interface DealBrief {
  readonly title: string
  readonly customerId: CustomerId
  readonly customerName: string | null
}

/** What a command refers to; what the caller may not see is not found. */
export interface TaskReferences {
  /** What the caller is called. */
  ownName(): Promise<string>
  colleagues(ids: readonly UserId[]): Promise<readonly Colleague[]>
  opportunity(id: OpportunityId): Promise<DealBrief | undefined>
  customerName(id: CustomerId): Promise<string | undefined>
  timeZone(): Promise<string>
  /** The follow-up of a conversation, whosever it is: for what becomes of it with the conversation, and never to be shown. */
  followUp(id: InteractionId): Promise<Task | undefined>
}

export interface TemplateStore {
  all(): Promise<readonly Template[]>
  find(id: TemplateId): Promise<Template | undefined>
  add(template: Template): void
  save(template: Template): void
  remove(template: Template): void
}
