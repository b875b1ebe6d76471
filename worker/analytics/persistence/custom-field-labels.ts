import { sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'

/** What people call the fields of deals, by key. Archived fields are not learned from: nobody fills them any more. */
export async function customFieldLabels(unit: UnitOfWork): Promise<Record<string, string>> {
  const rows = await unit.rows<{ key: string; label: string }>(sql`select key, label from custom_fields
    where tenant_id = ${unit.tenantId} and entity = 'opportunity' and archived_at is null`)
  return Object.fromEntries(rows.map(({ key, label }) => [key, label]))
}
