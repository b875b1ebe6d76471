import { eq, sql } from 'drizzle-orm'
import { tenants } from '../../../drizzle/schema'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { TenantStore } from '../application/people-stores'
import type { Tenant } from '../contract'

export function tenantStore(unit: UnitOfWork): TenantStore {
  const { db } = unit
  return {
    async own() {
      const [row] = await unit.read(
        db
          .select({
            id: tenants.id,
            name: tenants.name,
            slug: tenants.slug,
            locale: tenants.locale,
            currency: tenants.currency,
            timeZone: tenants.timeZone,
            tier: tenants.tier,
            lossReasons: tenants.lossReasons,
            version: tenants.version,
          })
          .from(tenants)
          .where(eq(tenants.id, unit.actor.tenantId)),
      )
      return row as Tenant // whoever has entered a company may read it
    },
    save({ id, name, locale, currency, timeZone, lossReasons, version }) {
      unit.guard(
        db
          .update(tenants)
          .set({
            name,
            locale,
            currency,
            timeZone,
            lossReasons,
            updatedAt: unit.now.toISOString(),
            version: version + 1,
          })
          .where(sql`${tenants.id} = ${id} and ${tenants.version} = ${version}`)
          .returning({ id: tenants.id })
          .getSQL(),
      )
    },
  }
}
