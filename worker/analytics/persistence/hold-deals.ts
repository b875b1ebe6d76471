import { sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'

/**
 * Holds many deals before they are written, in the order of their ids. A score holds its deal, and so does a change of it: whoever
 * writes many in an order of its own could wait in a circle with another, and one of the two would be undone. What is written
 * after this also sees what those before it have done.
 */
export function holdDeals(unit: UnitOfWork, ids: readonly string[]): void {
  unit.write(sql`with held as (select from opportunities where tenant_id = ${unit.tenantId}
      and id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid) order by id for no key update)
    select count(*) from held`)
}
