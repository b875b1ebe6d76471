import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { customers, opportunities, tasks, tenants } from '../../../drizzle/schema'
import type { CustomerId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { TaskReferences } from '../application/stores'
import type { Colleague } from '../domain/assigning'
import { selectTasks, toKnown } from './task-rows'

export function taskReferences(unit: UnitOfWork): TaskReferences {
  const { db, tenantId } = unit
  return {
    async ownName() {
      const [row] = await unit.rows<{ name: string }>(
        sql`select name from users where tenant_id = ${tenantId} and id = app.me()`,
      )
      return row?.name ?? ''
    },
    async colleagues(ids) {
      if (ids.length === 0) return []
      return unit.rows<Colleague>(sql`select id, status,
          id = app.me() or id = any(coalesce(app.team_users(), array[]::uuid[])) as "isInTeam"
        from users where tenant_id = ${tenantId} and ${inArray(sql`id`, [...new Set(ids)])}`)
    },
    async opportunity(id) {
      const [row] = await unit.read(
        db
          .select({ title: opportunities.title, customerId: opportunities.customerId, customerName: customers.name })
          .from(opportunities)
          .leftJoin(
            customers,
            and(eq(customers.tenantId, opportunities.tenantId), eq(customers.id, opportunities.customerId)),
          )
          .where(and(eq(opportunities.tenantId, tenantId), eq(opportunities.id, id))),
      )
      return row && { ...row, customerId: row.customerId as CustomerId }
    },
    async customerName(id) {
      const [row] = await unit.read(
        db
          .select({ name: customers.name })
          .from(customers)
          .where(and(eq(customers.tenantId, tenantId), eq(customers.id, id))),
      )
      return row?.name
    },
    async timeZone() {
      const [row] = await unit.read(db.select({ zone: tenants.timeZone }).from(tenants).where(eq(tenants.id, tenantId)))
      return row?.zone ?? 'UTC'
    },
    async followUp(id) {
      // Read as the system: it may be its author's alone, whose conversation somebody else corrects.
      const stepping = unit.rows(sql`select set_config('app.role_before', current_setting('role'), true),
        set_config('role', 'app_system', true)`)
      const isIt = and(eq(tasks.tenantId, tenantId), eq(tasks.interactionId, id), isNull(tasks.deletedAt))
      const reading = unit.read(selectTasks(db).where(isIt))
      const steppingBack = unit.rows(sql`select set_config('role', current_setting('app.role_before'), true)`)
      const [, [record]] = await Promise.all([stepping, reading, steppingBack])
      return record && toKnown(record).task
    },
  }
}
