import { and, eq, sql } from 'drizzle-orm'
import { customers, opportunities, taskCollaborators, tasks } from '../../../drizzle/schema'
import type { Database } from '../../platform/db'
import type { KnownTask } from '../application/stores'
import { toRow } from '../application/wire'
import type { TaskRow } from '../contract'
import type { Collaborator } from '../domain/sight'
import type { Task } from '../domain/task'

const columns = {
  id: tasks.id,
  title: tasks.title,
  description: tasks.description,
  assignedTo: tasks.assignedTo,
  assignedBy: tasks.assignedBy,
  opportunityId: tasks.opportunityId,
  customerId: tasks.customerId,
  status: tasks.status,
  priority: tasks.priority,
  visibility: tasks.visibility,
  dueAt: tasks.dueAt,
  dueIsDay: tasks.dueIsDay,
  completedAt: tasks.completedAt,
  tags: tasks.tags,
  estimateMinutes: tasks.estimateMinutes,
  recurrence: tasks.recurrence,
  previousId: tasks.previousId,
  interactionId: tasks.interactionId,
  position: tasks.position,
  fieldVersions: tasks.fieldVersions,
  createdAt: tasks.createdAt,
  updatedAt: tasks.updatedAt,
  deletedAt: tasks.deletedAt,
  version: tasks.version,
}

/** Tasks as the caller may see them, with whom they are shared and what they are about, as far as that may be seen. */
export function selectTasks(db: Database) {
  return db
    .select({
      ...columns,
      checklistDone: tasks.checklistDone,
      checklistTotal: tasks.checklistTotal,
      commentCount: tasks.commentCount,
      openBlockers: tasks.openBlockers,
      opportunityTitle: opportunities.title,
      customerName: customers.name,
      collaborators: sql<
        Collaborator[]
      >`coalesce((select jsonb_agg(jsonb_build_object('userId', c.user_id, 'canEdit', c.can_edit)
          order by c.user_id) from ${taskCollaborators} c
        where c.tenant_id = ${tasks.tenantId} and c.task_id = ${tasks.id}), '[]'::jsonb)`,
    })
    .from(tasks)
    .leftJoin(opportunities, and(eq(opportunities.tenantId, tasks.tenantId), eq(opportunities.id, tasks.opportunityId)))
    .leftJoin(customers, and(eq(customers.tenantId, tasks.tenantId), eq(customers.id, tasks.customerId)))
}

export type TaskRecord = Awaited<ReturnType<typeof selectTasks>>[number]

export function toKnown(record: TaskRecord): KnownTask {
  const { opportunityTitle, customerName, checklistDone, checklistTotal, commentCount, openBlockers, ...task } = record
  return {
    // Ids of the database are what our brands say they are.
    task: task as unknown as Task,
    opportunityTitle,
    customerName,
    checklistDone,
    checklistTotal,
    commentCount,
    openBlockers,
  }
}

export const toTaskRow = (record: TaskRecord): TaskRow => toRow(toKnown(record))

/** The columns a task is written with. */
export function toColumns(task: Task, tenantId: string) {
  const { collaborators: _people, ...row } = task
  return { ...row, tags: [...row.tags], tenantId }
}
