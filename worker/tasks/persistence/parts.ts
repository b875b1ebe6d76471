import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import {
  taskAttachments,
  taskChecklistItems,
  taskComments,
  taskDependencies,
  taskReminders,
  tasks,
  taskTimeEntries,
} from '../../../drizzle/schema'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { RunningClock, TaskParts } from '../application/stores'
import type { LinkedTask, Reminder } from '../contract'
import type { Attachment, StoredAttachment } from '../domain/attachment'
import type { ChecklistItem } from '../domain/checklist'
import type { Comment } from '../domain/comment'
import type { TimeEntry } from '../domain/time-entry'
import {
  attachmentColumns,
  checklistColumns,
  commentColumns,
  linkedColumns,
  reminderColumns,
  timeColumns,
} from './part-columns'
import { partsOfAll } from './parts-of-all'

// What people change of a line; who ticked it and when goes with the tick.
const LINE = ['title', 'isDone', 'position'] as const satisfies readonly (keyof ChecklistItem)[]

/** What belongs to a task; seen and changed with it. */
export function taskParts(unit: UnitOfWork): TaskParts {
  const { db, tenantId } = unit
  return {
    ofAll: (ids) => partsOfAll(unit, ids),

    async checklist(id) {
      const t = taskChecklistItems
      const rows = await unit.read(
        db
          .select(checklistColumns)
          .from(t)
          .where(and(eq(t.tenantId, tenantId), eq(t.taskId, id)))
          .orderBy(asc(t.position), asc(t.id)),
      )
      return rows as ChecklistItem[]
    },
    addItems(taskId, items) {
      unit.write(
        db
          .insert(taskChecklistItems)
          .values(items.map((item) => ({ ...item, tenantId, taskId })))
          .onConflictDoNothing()
          .getSQL(),
      )
    },
    saveItem(before, after) {
      const t = taskChecklistItems
      const changed = LINE.filter((field) => before[field] !== after[field])
      if (changed.length === 0) return
      const { doneBy, doneAt } = after
      const values = Object.fromEntries(changed.map((field) => [field, after[field]]))
      unit.guard(
        db
          .update(t)
          .set({ ...values, ...(changed.includes('isDone') && { doneBy, doneAt }) })
          .where(
            and(
              eq(t.tenantId, tenantId),
              eq(t.id, before.id),
              // As it was read, in what is written: another field may have changed meanwhile, and stays.
              ...changed.map((field) => eq(t[field], before[field])),
            ),
          )
          .returning({ id: t.id })
          .getSQL(),
      )
    },
    removeItem(id) {
      unit.write(sql`delete from task_checklist_items where tenant_id = ${tenantId} and id = ${id}`)
    },

    async blockers(id) {
      const rows = await unit.read(
        db
          .select(linkedColumns)
          .from(taskDependencies)
          .innerJoin(
            tasks,
            and(eq(tasks.tenantId, taskDependencies.tenantId), eq(tasks.id, taskDependencies.blockedById)),
          )
          .where(and(eq(taskDependencies.tenantId, tenantId), eq(taskDependencies.taskId, id)))
          .orderBy(asc(taskDependencies.createdAt), asc(tasks.id)),
      )
      return rows as LinkedTask[]
    },
    addDependency(taskId, blockedById) {
      unit.write(db.insert(taskDependencies).values({ tenantId, taskId, blockedById }).onConflictDoNothing().getSQL(), {
        task_dependencies_no_circle: { kind: 'dependency_circular' },
      })
    },
    removeDependency(taskId, blockedById) {
      unit.write(sql`delete from task_dependencies
        where tenant_id = ${tenantId} and task_id = ${taskId} and blocked_by_id = ${blockedById}`)
    },

    async comments(id) {
      const t = taskComments
      const rows = await unit.read(
        db
          .select(commentColumns)
          .from(t)
          .where(and(eq(t.tenantId, tenantId), eq(t.taskId, id)))
          .orderBy(asc(t.createdAt), asc(t.id)),
      )
      return rows as unknown as Comment[]
    },
    addComment(taskId, comment) {
      unit.write(
        db
          .insert(taskComments)
          .values({ ...comment, mentions: [...comment.mentions], tenantId, taskId })
          .getSQL(),
        { task_comments_tenant_id_id_pk: { kind: 'comment_exists' } },
      )
    },
    saveComment({ id, text, mentions, editedAt, version }) {
      const t = taskComments
      unit.guard(
        db
          .update(t)
          .set({ text, mentions: [...mentions], editedAt, version })
          .where(and(eq(t.tenantId, tenantId), eq(t.id, id), eq(t.version, version - 1)))
          .returning({ id: t.id })
          .getSQL(),
      )
    },
    removeComment({ id, version }) {
      unit.guard(sql`delete from task_comments
        where tenant_id = ${tenantId} and id = ${id} and version = ${version} returning id`)
    },

    async time(id) {
      const t = taskTimeEntries
      const rows = await unit.read(
        db
          .select(timeColumns)
          .from(t)
          .where(and(eq(t.tenantId, tenantId), eq(t.taskId, id)))
          .orderBy(asc(t.startedAt), asc(t.id)),
      )
      return rows as TimeEntry[]
    },
    async running() {
      const t = taskTimeEntries
      const [row] = await unit.read(
        db
          .select({
            ...timeColumns,
            taskId: t.taskId,
            isLost: sql<boolean>`not exists (select from tasks where tasks.tenant_id = ${t.tenantId} and tasks.id = ${t.taskId})`,
          })
          .from(t)
          .where(and(eq(t.tenantId, tenantId), eq(t.userId, unit.actor.userId), isNull(t.minutes))),
      )
      return row as RunningClock | undefined
    },
    addTime(taskId, entry) {
      unit.write(
        db
          .insert(taskTimeEntries)
          .values({ ...entry, tenantId, taskId })
          .getSQL(),
        {
          task_time_entries_one_running: { kind: 'timer_running' },
          task_time_entries_tenant_id_id_pk: { kind: 'time_entry_exists' },
        },
      )
    },
    saveTime({ id, minutes, note }) {
      const t = taskTimeEntries
      unit.guard(
        db
          .update(t)
          .set({ minutes, note })
          .where(and(eq(t.tenantId, tenantId), eq(t.id, id), isNull(t.minutes)))
          .returning({ id: t.id })
          .getSQL(),
      )
    },
    removeTime(id) {
      unit.write(sql`delete from task_time_entries where tenant_id = ${tenantId} and id = ${id}`)
    },

    async attachments(id) {
      const t = taskAttachments
      const rows = await unit.read(
        db
          .select(attachmentColumns)
          .from(t)
          .where(and(eq(t.tenantId, tenantId), eq(t.taskId, id)))
          .orderBy(asc(t.createdAt), asc(t.id)),
      )
      return rows as Attachment[]
    },
    async attachment(taskId, id) {
      const t = taskAttachments
      const [row] = await unit.read(
        db
          .select({ ...attachmentColumns, objectId: t.objectId })
          .from(t)
          .where(and(eq(t.tenantId, tenantId), eq(t.taskId, taskId), eq(t.id, id))),
      )
      return row as StoredAttachment | undefined
    },
    addAttachment(taskId, attachment) {
      unit.write(
        db
          .insert(taskAttachments)
          .values({ ...attachment, tenantId, taskId })
          .getSQL(),
        { task_attachments_tenant_id_id_pk: { kind: 'attachment_exists' } },
      )
    },
    removeAttachment(id) {
      unit.write(sql`delete from task_attachments where tenant_id = ${tenantId} and id = ${id}`)
    },

    async reminders(id) {
      const t = taskReminders
      const rows = await unit.read(
        db
          .select(reminderColumns)
          .from(t)
          .where(and(eq(t.tenantId, tenantId), eq(t.taskId, id), eq(t.userId, unit.actor.userId)))
          .orderBy(asc(t.remindAt)),
      )
      return rows as Reminder[]
    },
    addReminder(taskId, reminder) {
      unit.write(
        db
          .insert(taskReminders)
          .values({ ...reminder, tenantId, taskId, userId: unit.actor.userId })
          .getSQL(),
        { task_reminders_tenant_id_id_pk: { kind: 'reminder_exists' } },
      )
    },
    removeReminder(id) {
      unit.write(sql`delete from task_reminders where tenant_id = ${tenantId} and id = ${id}`)
    },
  }
}
