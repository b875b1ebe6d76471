import { sql } from 'drizzle-orm'
import type { UserId } from '../../kernel/ids'
import type { Permission, Scope } from '../../kernel/permissions'
import type { UnitOfWork } from '../../platform/unit-of-work'

/** What somebody who is signed in may see at this moment. */
export interface SessionAccess {
  readonly sessionId: string
  readonly userId: UserId
  readonly roleId: string
  readonly scope: Scope
  readonly permissions: readonly Permission[]
  /** Whose records the person reaches; null for everybody's. */
  readonly people: readonly string[] | null
  readonly expiresAt: string
}

/** The access of each of these sessions. One that ended, or whose person may no longer enter, is not among them. */
export async function accessOf(unit: UnitOfWork, sessionIds: readonly string[]): Promise<readonly SessionAccess[]> {
  if (sessionIds.length === 0) return []
  const { tenantId } = unit
  return unit.rows<SessionAccess>(sql`
    select s.id as "sessionId", u.id as "userId", r.id as "roleId", r.scope, r.permissions, s.expires_at as "expiresAt",
      case r.scope when 'own' then array[u.id] when 'team' then array(
        select m.user_id from teams t join team_members m on m.tenant_id = t.tenant_id and m.team_id = t.id
          where t.tenant_id = u.tenant_id and t.manager_id = u.id union select u.id) end as people
    from sessions s
      join users u on u.tenant_id = s.tenant_id and u.id = s.user_id
      join roles r on r.tenant_id = u.tenant_id and r.id = u.role_id
      join tenants t on t.id = u.tenant_id
    where s.tenant_id = ${tenantId} and s.id in (select jsonb_array_elements_text(${JSON.stringify(sessionIds)}::jsonb)::uuid)
      and s.ended_at is null and s.expires_at > now() and u.status = 'active' and t.is_active`)
}
