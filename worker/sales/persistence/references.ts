import { and, eq, inArray, sql } from 'drizzle-orm'
import { customers, customFields, products, tenants } from '../../../drizzle/schema'
import type { ProductId } from '../../kernel/ids'
import type { Currency } from '../../kernel/money'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { References } from '../application/deal-stores'
import type { Assignee } from '../domain/owner'

/** Looks up what a command refers to; what the caller may not see is not found. */
export function referenceStore(unit: UnitOfWork): References {
  const { tenantId } = unit
  return {
    async customerName(id) {
      const [row] = await unit.read(
        unit.db
          .select({ name: customers.name })
          .from(customers)
          .where(and(eq(customers.tenantId, tenantId), eq(customers.id, id))),
      )
      return row?.name
    },
    async assignee(id) {
      const [row] = await unit.rows<Assignee>(sql`select id, status,
          id = app.me() or id = any(coalesce(app.team_users(), array[]::uuid[])) as "isInTeam"
        from users where tenant_id = ${tenantId} and id = ${id}`)
      return row
    },
    async products(ids) {
      if (ids.length === 0) return []
      const rows = await unit.read(
        unit.db
          .select({ id: products.id, archivedAt: products.archivedAt })
          .from(products)
          .where(and(eq(products.tenantId, tenantId), inArray(products.id, [...ids]))),
      )
      return rows.map(({ id, archivedAt }) => ({ id: id as ProductId, isArchived: archivedAt !== null }))
    },
    async customFields(entity) {
      const rows = await unit.read(
        unit.db
          .select()
          .from(customFields)
          .where(and(eq(customFields.tenantId, tenantId), eq(customFields.entity, entity))),
      )
      return rows.map(({ key, type, choices, archivedAt }) => ({ key, type, choices, isArchived: archivedAt !== null }))
    },
    async company() {
      const [row] = await unit.read(
        unit.db
          .select({ currency: tenants.currency, lossReasons: tenants.lossReasons })
          .from(tenants)
          .where(eq(tenants.id, tenantId)),
      )
      return row! as { currency: Currency; lossReasons: string[] } // one's own company is always there
    },
  }
}
