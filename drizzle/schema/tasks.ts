import { sql } from 'drizzle-orm'
import { boolean, check, foreignKey, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, rowId, tenantId, updatedAt, version } from './columns'
import { users } from './organization'
import { customers, opportunities } from './sales'

export const tasks = pgTable(
  'tasks',
  {
    tenantId: tenantId(),
    id: rowId(),
    title: text('title').notNull(),
    description: text('description').notNull().default(''),
    assignedTo: uuid('assigned_to').notNull(),
    assignedBy: uuid('assigned_by').notNull(),
    opportunityId: uuid('opportunity_id'),
    customerId: uuid('customer_id'),
    status: text('status', { enum: ['pending', 'in_progress', 'completed', 'canceled'] })
      .notNull()
      .default('pending'),
    priority: text('priority', { enum: ['critical', 'high', 'medium', 'low'] })
      .notNull()
      .default('medium'),
    visibility: text('visibility', { enum: ['private', 'collaborative', 'public'] })
      .notNull()
      .default('private'),
    dueAt: moment('due_at'),
    completedAt: moment('completed_at'),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    attachments: jsonb('attachments').$type<readonly unknown[]>().notNull().default([]),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      name: 'tasks_assignee',
      columns: [t.tenantId, t.assignedTo],
      foreignColumns: [users.tenantId, users.id],
    }),
    foreignKey({
      name: 'tasks_assigner',
      columns: [t.tenantId, t.assignedBy],
      foreignColumns: [users.tenantId, users.id],
    }),
    foreignKey({
      name: 'tasks_opportunity',
      columns: [t.tenantId, t.opportunityId],
      foreignColumns: [opportunities.tenantId, opportunities.id],
    }),
    foreignKey({
      name: 'tasks_customer',
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    index('tasks_of_assignee').on(t.tenantId, t.assignedTo, t.dueAt),
    index('tasks_of_assigner').on(t.tenantId, t.assignedBy),
    index('tasks_of_opportunity').on(t.tenantId, t.opportunityId),
    index('tasks_public').on(t.tenantId, t.dueAt).where(sql`visibility = 'public'`),
    check('tasks_title', sql`char_length(${t.title}) between 1 and 200`),
    check('tasks_status', sql`${t.status} in ('pending','in_progress','completed','canceled')`),
    check('tasks_priority', sql`${t.priority} in ('critical','high','medium','low')`),
    check('tasks_visibility', sql`${t.visibility} in ('private','collaborative','public')`),
    check('tasks_completed', sql`(${t.status} = 'completed') = (${t.completedAt} is not null)`),
  ],
)

export const taskCollaborators = pgTable(
  'task_collaborators',
  {
    tenantId: tenantId(),
    taskId: uuid('task_id').notNull(),
    userId: uuid('user_id').notNull(),
    canEdit: boolean('can_edit').notNull().default(false),
    addedAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.taskId, t.userId] }),
    foreignKey({
      name: 'task_collaborators_task',
      columns: [t.tenantId, t.taskId],
      foreignColumns: [tasks.tenantId, tasks.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'task_collaborators_user',
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('cascade'),
    index('task_collaborators_of_user').on(t.tenantId, t.userId),
  ],
)
