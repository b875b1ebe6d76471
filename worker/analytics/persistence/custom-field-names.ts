import { sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'

/** What people call the fields of deals, by key, and which of them are archived. */
export async function customFieldNames(
  unit: UnitOfWork,
): Promise<{ labels: Record<string, string>; archived: Set<string> }> {
  const rows = await unit.rows<{ key: string; label: string; archived: boolean }>(sql`
    select key, label, archived_at is not null as archived from custom_fields
    where tenant_id = ${unit.tenantId} and entity = 'opportunity'`)
  return {
    labels: Object.fromEntries(rows.map(({ key, label }) => [key, label])),
    archived: new Set(rows.filter(({ archived }) => archived).map(({ key }) => key)),
  }
}
