import { and, asc, desc, eq, isNotNull, isNull, notInArray, type SQL, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import { changeLog, tasks } from '../../../drizzle/schema'
import type { TaskId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { TaskLists, TaskPlace } from '../application/stores'
import type { TaskActivity, TaskStatus } from '../contract'
import type { ExportedTask } from '../domain/export'
import { keptSince } from '../domain/keeping'
import { exportedTasks } from './exported-tasks'
import { taskFilters } from './task-filters'
import { selectTasks, toTaskRow } from './task-rows'

const KEPT = 3000 // more open tasks nobody has; their list comes page by page all the same
const COLUMNS: readonly TaskStatus[] = ['pending', 'in_progress', 'completed', 'canceled']

// How a change was told to those who lost or gained sight of it, and when somebody is reminded, happened to no task.
const NO_EVENTS = ['task.withdrawn', 'task.shared', 'task.reminder_changed']

/** Tasks in lists, on a board and on a device, as far as the caller may see them. */
export function taskLists(unit: UnitOfWork): TaskLists {
  const { db, tenantId } = unit
  const me = unit.actor.userId
  const ours = eq(tasks.tenantId, tenantId)
  return {
    async page(query, after) {
      const filters = [ours, ...taskFilters(unit, query)]
      const isDescending = query.sort.startsWith('-')
      const order = query.sort.replace('-', '')
      const inOrder = isDescending ? desc : asc
      const past = (place: SQL, key: SQL) => (isDescending ? sql`${place} < ${key}` : sql`${place} > ${key}`)
      const rows = (where: SQL | undefined, ...by: SQL[]) =>
        selectTasks(db)
          .where(and(...filters, where))
          .orderBy(...by)
          .limit(query.limit + 1)
      if (order === 'created') {
        const where = after ? past(sql`${tasks.id}`, sql`${after[1]}::uuid`) : undefined
        return (await unit.read(rows(where, inOrder(tasks.id)))).map(toTaskRow)
      }
      if (order !== 'due') {
        const column = order === 'urgency' ? tasks.urgency : tasks.position
        const value = order === 'urgency' ? sql`${after?.[0]}::smallint` : sql`${after?.[0]}::text`
        const where = after ? past(sql`(${column}, ${tasks.id})`, sql`(${value}, ${after[1]}::uuid)`) : undefined
        return (await unit.read(rows(where, inOrder(column), inOrder(tasks.id)))).map(toTaskRow)
      }
      // Those due at no time are a list of their own after the others: one condition for both would hide the index.
      const due = rows(
        and(isNotNull(tasks.dueAt), after ? past(sql`(${tasks.dueAt}, ${tasks.id})`, dueKey(after)) : undefined),
        inOrder(tasks.dueAt),
        inOrder(tasks.id),
      )
      const isAmongThose = after !== null && after[0] === null
      const never = rows(
        and(isNull(tasks.dueAt), isAmongThose ? past(sql`${tasks.id}`, sql`${after[1]}::uuid`) : undefined),
        inOrder(tasks.id),
      )
      if (isAmongThose) return (await unit.read(never)).map(toTaskRow)
      return (await unit.read(unionAll(due, never).limit(query.limit + 1))).map(toTaskRow)
    },

    async board(query) {
      const filters = and(ours, ...taskFilters(unit, query))
      const first = (status: TaskStatus) => {
        const isOver = status === 'completed' || status === 'canceled'
        return unit.read(
          selectTasks(db)
            .where(and(filters, eq(tasks.status, status)))
            .orderBy(...(isOver ? [desc(tasks.updatedAt), desc(tasks.id)] : [asc(tasks.position), asc(tasks.id)]))
            .limit(query.cards),
        )
      }
      const [counts, ...columns] = await Promise.all([
        unit.read(
          db
            .select({ status: tasks.status, count: sql<number>`count(*)::int` })
            .from(tasks)
            .where(filters)
            .groupBy(tasks.status),
        ),
        ...COLUMNS.map(first),
      ])
      return COLUMNS.map((status, i) => ({
        status,
        count: counts.find((one) => one.status === status)?.count ?? 0,
        cards: (columns[i] ?? []).map(toTaskRow),
      }))
    },

    exported: (query, after) => unit.rows<ExportedTask>(exportedTasks(unit, query, after)),

    async activity(id, limit) {
      const rows = await unit.read(
        db
          .select({
            seq: changeLog.seq,
            at: changeLog.at,
            actorId: changeLog.actorId,
            type: changeLog.type,
            before: changeLog.before,
            after: changeLog.after,
          })
          .from(changeLog)
          .where(
            and(
              eq(changeLog.tenantId, tenantId),
              eq(changeLog.entity, 'task'),
              eq(changeLog.entityId, id),
              notInArray(changeLog.type, NO_EVENTS),
            ),
          )
          .orderBy(desc(changeLog.seq))
          .limit(limit),
      )
      return rows as TaskActivity['rows']
    },

    async kept() {
      const since = keptSince(unit.now.getTime())
      const isTeam = unit.actor.permissions.includes('tasks.view_team_tasks')
      // Each finds its few rows by an index of its own.
      const mine = sql`select id from tasks where tenant_id = ${tenantId} and assigned_to = ${me}
          and (status in ('pending','in_progress') or updated_at > ${since}::timestamptz)
        union select id from tasks where tenant_id = ${tenantId} and assigned_by = ${me} and status in ('pending','in_progress')
        union select id from tasks where tenant_id = ${tenantId} and id = any ((select app.my_shared_tasks())::uuid[])
          and status in ('pending','in_progress')`
      const team = sql`union select id from tasks where tenant_id = ${tenantId}
          and assigned_to = any ((select app.team_users())::uuid[]) and status in ('pending','in_progress')`
      const records = await unit.read(
        selectTasks(db)
          .where(and(ours, sql`${tasks.id} in (${mine} ${isTeam ? team : sql``})`))
          .orderBy(asc(tasks.dueAt), asc(tasks.id))
          .limit(KEPT),
      )
      return records.map(toTaskRow)
    },

    async head() {
      const [row] = await unit.rows<{ seq: number }>(
        sql`select seq::float8 as seq from tenant_heads where tenant_id = ${tenantId}`,
      )
      return row!.seq // every tenant has a head from its first moment
    },
  }
}

const dueKey = ([due, id]: TaskPlace): SQL => sql`(${due}::timestamptz, ${id as TaskId}::uuid)`
