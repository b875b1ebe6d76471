import { type SQL, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  customType,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, moment, rowId, tenantId, updatedAt, version } from './columns'
import { users } from './organization'
import { customers, opportunities } from './sales'
import { tenants } from './tenancy'

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

const person = (name: string, tenant: AnyPgColumn, who: AnyPgColumn) =>
  foreignKey({ name, columns: [tenant, who], foreignColumns: [users.tenantId, users.id] })

export const tasks = pgTable(
  'tasks',
  {
    tenantId: tenantId(),
    id: rowId(),
    title: text('title').notNull(),
    /** The text as it was last written down whole; while a task is open it may be edited live, and is kept here after. */
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
    /** Due some time on a day: `due_at` is then the end of that day where whoever set it was. */
    dueIsDay: boolean('due_is_day').notNull().default(false),
    completedAt: moment('completed_at'),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    estimateMinutes: integer('estimate_minutes'),
    /** A recurrence rule (RFC 5545, the part of it that people say out loud); the next task is made when this one is done. */
    recurrence: text('recurrence'),
    /** The task this one follows in a series. */
    previousId: uuid('previous_id'),
    /** The follow-up of a conversation that this task is. */
    interactionId: uuid('interaction_id'),
    /** Where it stands among others: text that sorts, with room between any two. */
    position: text('position').notNull().default('V'),
    /** Per field, the version that wrote it last: whose edit an edit goes over is known field by field. */
    fieldVersions: jsonb('field_versions').$type<Readonly<Record<string, number>>>().notNull().default({}),
    // Counted where the parts change, so that a list of tasks reads tasks alone.
    checklistDone: integer('checklist_done').notNull().default(0),
    checklistTotal: integer('checklist_total').notNull().default(0),
    commentCount: integer('comment_count').notNull().default(0),
    openBlockers: integer('open_blockers').notNull().default(0),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** Out of everybody's sight since then; it may still be brought back. */
    deletedAt: moment('deleted_at'),
    version: version(),
    urgency: smallint('urgency').generatedAlwaysAs(
      (): SQL => sql`case priority when 'critical' then 0 when 'high' then 1 when 'medium' then 2 else 3 end`,
    ),
    search: tsvector('search').generatedAlwaysAs(
      (): SQL =>
        sql`array_to_tsvector(array['=' || tenant_id::text]) || to_tsvector('simple', title || ' ' || description)`,
    ),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    person('tasks_assignee', t.tenantId, t.assignedTo),
    person('tasks_assigner', t.tenantId, t.assignedBy),
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
    index('tasks_of_assignee').on(t.tenantId, t.assignedTo, t.dueAt, t.id),
    index('tasks_of_assigner').on(t.tenantId, t.assignedBy),
    index('tasks_of_opportunity').on(t.tenantId, t.opportunityId),
    index('tasks_of_customer').on(t.tenantId, t.customerId),
    index('tasks_public').on(t.tenantId, t.dueAt).where(sql`visibility = 'public'`),
    index('tasks_by_due').on(t.tenantId, t.dueAt, t.id),
    index('tasks_by_urgency').on(t.tenantId, t.urgency, t.id),
    index('tasks_by_position').on(t.tenantId, t.position, t.id),
    index('tasks_search').using('gin', t.search),
    // A task that is done twice has one successor all the same, and a conversation one follow-up.
    uniqueIndex('tasks_one_successor').on(t.tenantId, t.previousId),
    uniqueIndex('tasks_one_follow_up').on(t.tenantId, t.interactionId).where(sql`deleted_at is null`),
    check('tasks_title', sql`char_length(${t.title}) between 1 and 200`),
    check('tasks_status', sql`${t.status} in ('pending','in_progress','completed','canceled')`),
    check('tasks_priority', sql`${t.priority} in ('critical','high','medium','low')`),
    check('tasks_visibility', sql`${t.visibility} in ('private','collaborative','public')`),
    check('tasks_completed', sql`(${t.status} = 'completed') = (${t.completedAt} is not null)`),
    check('tasks_day_has_due', sql`not ${t.dueIsDay} or ${t.dueAt} is not null`),
    check('tasks_estimate', sql`${t.estimateMinutes} between 1 and 60000`),
    check('tasks_recurrence', sql`char_length(${t.recurrence}) between 1 and 200`),
  ],
)

const ofTask = (name: string, tenant: AnyPgColumn, task: AnyPgColumn) =>
  foreignKey({ name, columns: [tenant, task], foreignColumns: [tasks.tenantId, tasks.id] }).onDelete('cascade')

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
    ofTask('task_collaborators_task', t.tenantId, t.taskId),
    person('task_collaborators_user', t.tenantId, t.userId).onDelete('cascade'),
    index('task_collaborators_of_user').on(t.tenantId, t.userId),
  ],
)

export const taskChecklistItems = pgTable(
  'task_checklist_items',
  {
    tenantId: tenantId(),
    id: rowId(),
    taskId: uuid('task_id').notNull(),
    title: text('title').notNull(),
    isDone: boolean('is_done').notNull().default(false),
    position: text('position').notNull(),
    doneBy: uuid('done_by'),
    doneAt: moment('done_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    ofTask('task_checklist_items_task', t.tenantId, t.taskId),
    index('task_checklist_items_in_order').on(t.tenantId, t.taskId, t.position, t.id),
    check('task_checklist_items_title', sql`char_length(${t.title}) between 1 and 500`),
    check('task_checklist_items_done', sql`${t.isDone} = (${t.doneAt} is not null)`),
  ],
)

/** The description as people share it while they write it together; what its room starts from when it has nothing itself. */
export const taskTexts = pgTable(
  'task_texts',
  {
    tenantId: tenantId(),
    taskId: uuid('task_id').notNull(),
    /** A Yjs update that holds all of it. */
    state: bytea('state').notNull(),
    /** The version of the task whose description this says. */
    describedAt: integer('described_at').notNull(),
    updatedAt: updatedAt(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.taskId] }), ofTask('task_texts_task', t.tenantId, t.taskId)],
)

/** A task waits for another one. */
export const taskDependencies = pgTable(
  'task_dependencies',
  {
    tenantId: tenantId(),
    taskId: uuid('task_id').notNull(),
    blockedById: uuid('blocked_by_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.taskId, t.blockedById] }),
    ofTask('task_dependencies_task', t.tenantId, t.taskId),
    ofTask('task_dependencies_blocker', t.tenantId, t.blockedById),
    index('task_dependencies_of_blocker').on(t.tenantId, t.blockedById),
  ],
)

export const taskComments = pgTable(
  'task_comments',
  {
    tenantId: tenantId(),
    id: rowId(),
    taskId: uuid('task_id').notNull(),
    authorId: uuid('author_id').notNull(),
    text: text('text').notNull(),
    mentions: uuid('mentions').array().notNull().default(sql`'{}'`),
    createdAt: createdAt(),
    editedAt: moment('edited_at'),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    ofTask('task_comments_task', t.tenantId, t.taskId),
    person('task_comments_author', t.tenantId, t.authorId),
    index('task_comments_in_order').on(t.tenantId, t.taskId, t.createdAt, t.id),
    check('task_comments_text', sql`char_length(${t.text}) between 1 and 10000`),
  ],
)

/** Time somebody spent; without `minutes` the clock is running. */
export const taskTimeEntries = pgTable(
  'task_time_entries',
  {
    tenantId: tenantId(),
    id: rowId(),
    taskId: uuid('task_id').notNull(),
    userId: uuid('user_id').notNull(),
    startedAt: moment('started_at').notNull(),
    minutes: integer('minutes'),
    note: text('note').notNull().default(''),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    ofTask('task_time_entries_task', t.tenantId, t.taskId),
    person('task_time_entries_user', t.tenantId, t.userId),
    index('task_time_entries_of_task').on(t.tenantId, t.taskId, t.startedAt),
    uniqueIndex('task_time_entries_one_running').on(t.tenantId, t.userId).where(sql`minutes is null`),
    check('task_time_entries_minutes', sql`${t.minutes} between 1 and 60000`),
  ],
)

/** When somebody wants to be reminded: their own business, whoever else may see the task. */
export const taskReminders = pgTable(
  'task_reminders',
  {
    tenantId: tenantId(),
    id: rowId(),
    taskId: uuid('task_id').notNull(),
    userId: uuid('user_id').notNull(),
    remindAt: moment('remind_at').notNull(),
    sentAt: moment('sent_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    ofTask('task_reminders_task', t.tenantId, t.taskId),
    person('task_reminders_user', t.tenantId, t.userId).onDelete('cascade'),
    index('task_reminders_of_task').on(t.tenantId, t.taskId, t.userId),
    index('task_reminders_due').on(t.remindAt).where(sql`sent_at is null`),
  ],
)

/** A file in object storage, found there by task and object. Its type is what its bytes say. */
export const taskAttachments = pgTable(
  'task_attachments',
  {
    tenantId: tenantId(),
    id: rowId(),
    taskId: uuid('task_id').notNull(),
    /** Each upload is an object of its own, named by the server: nobody writes over what is there. */
    objectId: uuid('object_id').notNull(),
    uploadedBy: uuid('uploaded_by').notNull(),
    name: text('name').notNull(),
    contentType: text('content_type').notNull(),
    bytes: integer('bytes').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    ofTask('task_attachments_task', t.tenantId, t.taskId),
    person('task_attachments_uploader', t.tenantId, t.uploadedBy),
    index('task_attachments_of_task').on(t.tenantId, t.taskId, t.createdAt),
    check('task_attachments_name', sql`char_length(${t.name}) between 1 and 255`),
  ],
)

/** What a task begins with when it is one of a kind that comes again: its maker's own, or everybody's. */
export const taskTemplates = pgTable(
  'task_templates',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    name: text('name').notNull(),
    createdBy: uuid('created_by').notNull(),
    isShared: boolean('is_shared').notNull().default(false),
    content: jsonb('content').$type<Readonly<Record<string, unknown>>>().notNull(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    person('task_templates_maker', t.tenantId, t.createdBy),
    index('task_templates_by_name').on(t.tenantId, t.name, t.id),
    check('task_templates_name', sql`char_length(${t.name}) between 1 and 100`),
  ],
)
