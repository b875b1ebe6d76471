import { sql } from 'drizzle-orm'
import { check, foreignKey, index, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, rowId, tenantId } from './columns'
import { sessions, users } from './organization'
import { taskComments, tasks } from './tasks'

/** What somebody is told. It holds ids: what it is about is read when it is read, by who may see it then. */
export const notifications = pgTable(
  'notifications',
  {
    tenantId: tenantId(),
    id: rowId(),
    userId: uuid('user_id').notNull(),
    type: text('type', { enum: ['task.mentioned', 'task.commented', 'task.assigned', 'task.reminder'] }).notNull(),
    /** What happened, by a name of its own: of one event a person is told once. */
    event: text('event').notNull(),
    taskId: uuid('task_id').notNull(),
    commentId: uuid('comment_id'),
    /** Who did it; nobody for a reminder. */
    actorId: uuid('actor_id'),
    readAt: moment('read_at'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      name: 'notifications_user',
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'notifications_actor',
      columns: [t.tenantId, t.actorId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'notifications_task',
      columns: [t.tenantId, t.taskId],
      foreignColumns: [tasks.tenantId, tasks.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'notifications_comment',
      columns: [t.tenantId, t.commentId],
      foreignColumns: [taskComments.tenantId, taskComments.id],
    }).onDelete('cascade'),
    uniqueIndex('notifications_once').on(t.tenantId, t.event, t.userId),
    index('notifications_unread').on(t.tenantId, t.userId, t.createdAt).where(sql`read_at is null`),
    index('notifications_newest').on(t.tenantId, t.userId, t.createdAt, t.id),
    index('notifications_of_task').on(t.tenantId, t.taskId),
    index('notifications_of_comment').on(t.tenantId, t.commentId),
    check('notifications_type', sql`${t.type} in ('task.mentioned','task.commented','task.assigned','task.reminder')`),
  ],
)

/** A browser that one of a person's sessions may be reached by. It ends with the session: see the trigger of sessions. */
export const pushSubscriptions = pgTable(
  'push_subscriptions',
  {
    tenantId: tenantId(),
    id: rowId(),
    userId: uuid('user_id').notNull(),
    sessionId: uuid('session_id').notNull(),
    /** Where its push service takes messages for it. */
    endpoint: text('endpoint').notNull(),
    /** What only that browser can read what we send with: RFC 8291. */
    p256dhKey: text('p256dh_key').notNull(),
    authKey: text('auth_key').notNull(),
    userAgent: text('user_agent').notNull(),
    createdAt: createdAt(),
    /** When its push service last took a message. */
    lastOkAt: moment('last_ok_at'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('push_subscriptions_endpoint').on(t.tenantId, t.endpoint),
    unique('push_subscriptions_session').on(t.tenantId, t.sessionId),
    foreignKey({
      name: 'push_subscriptions_of_session',
      columns: [t.tenantId, t.userId, t.sessionId],
      foreignColumns: [sessions.tenantId, sessions.userId, sessions.id],
    }).onDelete('cascade'),
    index('push_subscriptions_of_user').on(t.tenantId, t.userId, t.sessionId),
    check('push_subscriptions_endpoint_length', sql`char_length(${t.endpoint}) between 1 and 2000`),
    check('push_subscriptions_keys', sql`char_length(${t.p256dhKey}) = 87 and char_length(${t.authKey}) = 22`),
    check('push_subscriptions_user_agent', sql`char_length(${t.userAgent}) <= 500`),
  ],
)
