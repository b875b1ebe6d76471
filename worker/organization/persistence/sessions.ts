import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import { roles, sessions, tenants, users } from '../../../drizzle/schema'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { OwnSession, SessionStore } from '../application/auth-stores'
import type { Session } from '../domain/session'
import { MEMBERSHIP, toMembership } from './accounts'

const MAX_OWN = 200 // live sessions shown; nobody signs in on more devices within a month

export function sessionStore(unit: UnitOfWork): SessionStore {
  const { db } = unit
  return {
    start({ id, identityId, tenantId, userId, refreshHash, expiresAt, device }) {
      unit.write(sql`insert into sessions (id, identity_id, tenant_id, user_id, refresh_hash, expires_at, user_agent, address)
        values (${id}, ${identityId}, ${tenantId}, ${userId}, ${refreshHash}, ${expiresAt}, ${device.userAgent}, ${device.address})`)
    },
    async presented() {
      const [row] = await unit.read(
        db
          .select({
            session: {
              id: sessions.id,
              tenantId: sessions.tenantId,
              userId: sessions.userId,
              refreshHash: sessions.refreshHash,
              previousHash: sessions.previousHash,
              previousUntil: sessions.previousUntil,
              expiresAt: sessions.expiresAt,
              endedAt: sessions.endedAt,
            },
            membership: MEMBERSHIP,
            mayEnter: sql<boolean>`${users.status} = 'active' and ${tenants.isActive}`,
          })
          .from(sessions)
          .innerJoin(users, and(eq(users.tenantId, sessions.tenantId), eq(users.id, sessions.userId)))
          .innerJoin(roles, and(eq(roles.tenantId, users.tenantId), eq(roles.id, users.roleId)))
          .innerJoin(tenants, eq(tenants.id, users.tenantId))
          .where(eq(sessions.id, sql`app.session_id()`)),
      )
      if (!row) return null
      return { session: row.session as Session, membership: row.mayEnter ? toMembership(row.membership) : null }
    },
    rotate(id, from, to, previousUntil, now) {
      unit.guard(sql`update sessions set refresh_hash = ${to}, previous_hash = ${from}, previous_until = ${previousUntil},
        last_used_at = ${now.toISOString()} where id = ${id} and refresh_hash = ${from} and ended_at is null returning id`)
    },
    end(id, reason, now) {
      unit.write(sql`update sessions set ended_at = ${now.toISOString()}, end_reason = ${reason}
        where id = ${id} and ended_at is null`)
    },
    async own() {
      const { tenantId, userId } = unit.actor
      const rows = await unit.read(
        db
          .select({
            id: sessions.id,
            userAgent: sessions.userAgent,
            address: sessions.address,
            createdAt: sessions.createdAt,
            lastUsedAt: sessions.lastUsedAt,
            expiresAt: sessions.expiresAt,
          })
          .from(sessions)
          .where(
            and(
              eq(sessions.tenantId, tenantId),
              eq(sessions.userId, userId),
              isNull(sessions.endedAt),
              gt(sessions.expiresAt, unit.now.toISOString()),
            ),
          )
          .orderBy(desc(sessions.lastUsedAt), sessions.id)
          .limit(MAX_OWN),
      )
      return rows as OwnSession[]
    },
  }
}
