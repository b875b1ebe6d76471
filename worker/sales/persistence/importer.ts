import { sql } from 'drizzle-orm'
import type { UserId } from '../../kernel/ids'
import type { Permission, Scope } from '../../kernel/permissions'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { Importer } from '../application/imports/resolve'

interface Row {
  readonly status: string
  readonly accessVersion: number
  readonly scope: Scope
  readonly permissions: readonly Permission[]
  readonly team: readonly string[]
}

/** What whoever began an import may write now, not when they began it; undefined when they may not import any more. */
export async function importerOf(unit: UnitOfWork, userId: UserId): Promise<Importer | undefined> {
  const { tenantId } = unit
  const [row] = await unit.rows<Row>(sql`
    select u.status, u.access_version as "accessVersion", r.scope, r.permissions, array(select m.user_id from teams t
        join team_members m on m.tenant_id = t.tenant_id and m.team_id = t.id
        where t.tenant_id = ${tenantId} and t.manager_id = u.id) as team
    from users u join roles r on r.tenant_id = u.tenant_id and r.id = u.role_id
    where u.tenant_id = ${tenantId} and u.id = ${userId}`)
  if (row?.status !== 'active' || !row.permissions.includes('data.import_customers')) return undefined
  const reach = { own: [], team: row.team, tenant: null }[row.scope]
  return {
    userId,
    accessVersion: row.accessVersion,
    reach: reach && new Set([userId, ...reach]),
    setsUp: reach === null && row.permissions.includes('org.configure_settings'),
  }
}

/** Collects the condition that these are still the importer's rights. */
export function expectRights(unit: UnitOfWork, { userId, accessVersion }: Importer): void {
  unit.guard(sql`select from users where tenant_id = ${unit.tenantId} and id = ${userId} and status = 'active'
    and access_version = ${accessVersion}`)
}

/** Imports whose work is not done, besides one. */
export async function waitingImports(unit: UnitOfWork, besides: string): Promise<string[]> {
  const rows = await unit.rows<{ id: string }>(sql`select id from jobs
    where tenant_id = ${unit.tenantId} and kind = 'import' and finished_at is null and id <> ${besides} order by created_at`)
  return rows.map(({ id }) => id)
}
