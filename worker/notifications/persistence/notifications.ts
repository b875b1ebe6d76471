import { and, count, desc, eq, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { notifications, taskComments, tasks } from '../../../drizzle/schema'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { NotificationStore } from '../application/work'
import type { Notification } from '../contract'

const EXCERPT = 140 // letters: what fits on two lines of a phone

const n = notifications
const columns = {
  id: n.id,
  type: n.type,
  taskId: n.taskId,
  taskTitle: tasks.title,
  commentId: n.commentId,
  excerpt: sql<string | null>`left(${taskComments.text}, ${EXCERPT})`,
  actorId: n.actorId,
  createdAt: n.createdAt,
  readAt: n.readAt,
  version: sql<number>`case when ${n.readAt} is null then 1 else 2 end`,
}

/**
 * A person's notifications. The policies show each only to whom it was told; joined with its task, it is there as long as
 * that person may see the task, and says what the task says now.
 */
export function notificationStore(unit: UnitOfWork): NotificationStore {
  const { db, tenantId } = unit
  const mine = (...where: (SQL | undefined)[]) =>
    and(eq(n.tenantId, tenantId), eq(n.userId, unit.actor.userId), ...where)
  const itsTask = and(eq(tasks.tenantId, n.tenantId), eq(tasks.id, n.taskId))
  return {
    async page(limit, after) {
      const rows = await unit.read(
        db
          .select(columns)
          .from(n)
          .innerJoin(tasks, itsTask)
          .leftJoin(taskComments, and(eq(taskComments.tenantId, n.tenantId), eq(taskComments.id, n.commentId)))
          .where(
            mine(after ? sql`(${n.createdAt}, ${n.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined),
          )
          .orderBy(desc(n.createdAt), desc(n.id))
          .limit(limit + 1),
      )
      return rows as unknown as Notification[]
    },

    async unread() {
      const [row] = await unit.read(
        db
          .select({ count: count() })
          .from(n)
          .innerJoin(tasks, itsTask)
          .where(mine(isNull(n.readAt))),
      )
      return row?.count ?? 0
    },

    async find(id) {
      const [row] = await unit.read(
        db
          .select({ readAt: n.readAt })
          .from(n)
          .where(mine(eq(n.id, id))),
      )
      return row
    },

    async unreadUpTo(upTo) {
      const [row] = await unit.read(
        db
          .select({ count: count() })
          .from(n)
          .where(mine(isNull(n.readAt), lte(n.createdAt, upTo))),
      )
      return row?.count ?? 0
    },

    markRead(id, at) {
      unit.write(sql`update notifications set read_at = ${at.toISOString()}::timestamptz
        where tenant_id = ${tenantId} and user_id = app.me() and id = ${id} and read_at is null`)
    },

    markReadUpTo(upTo, at) {
      unit.write(sql`update notifications set read_at = ${at.toISOString()}::timestamptz
        where tenant_id = ${tenantId} and user_id = app.me() and created_at <= ${upTo}::timestamptz and read_at is null`)
    },
  }
}
