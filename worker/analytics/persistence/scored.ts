import { sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'

/** Which of the deals have a score already. */
export async function isScored(unit: UnitOfWork, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await unit.rows<{ opportunity_id: string }>(sql`select opportunity_id from predictions
    where tenant_id = ${unit.tenantId} and opportunity_id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`)
  return new Set(rows.map(({ opportunity_id }) => opportunity_id))
}
