import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { roles, tenants, users } from '../../../drizzle/schema'
import type { UserId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { UserStore } from '../application/people-stores'
import { asAccount } from './accounts'
import { toUser, USER } from './rows'

export function userStore(unit: UnitOfWork): UserStore {
  const { db } = unit
  const { tenantId, userId, identityId } = unit.actor
  const now = unit.now.toISOString()
  const withRole = and(eq(roles.tenantId, users.tenantId), eq(roles.id, users.roleId))
  const select = (where: SQL | undefined) =>
    db
      .select(USER)
      .from(users)
      .innerJoin(roles, withRole)
      .where(and(eq(users.tenantId, tenantId), where))

  return {
    async find(id) {
      const [row] = await unit.read(select(eq(users.id, id)))
      return row ? toUser(row) : null
    },
    async list({ status }, after, limit) {
      const filter = and(
        status && eq(users.status, status),
        after ? sql`(${users.name}, ${users.id}) > (${after.name}, ${after.id}::uuid)` : undefined,
      )
      const rows = await unit.read(select(filter).orderBy(users.name, users.id).limit(limit))
      return rows.map(toUser)
    },
    async countAdmins() {
      const [row] = await unit.read(
        db
          .select({ admins: sql<number>`count(*)::integer` })
          .from(users)
          .innerJoin(roles, withRole)
          .where(and(eq(users.tenantId, tenantId), eq(users.status, 'active'), eq(roles.key, 'org_admin'))),
      )
      return row?.admins ?? 0
    },
    async known(ids) {
      const rows = await unit.read(
        db
          .select({ id: users.id })
          .from(users)
          .where(and(eq(users.tenantId, tenantId), inArray(users.id, [...ids]))),
      )
      return new Set(rows.map((row) => row.id as UserId))
    },
    save({ id, name, status, role, version }) {
      unit.guard(
        sql`update users set name = ${name}, status = ${status}, role_id = ${role.id}, updated_at = ${now},
          version = version + 1 where tenant_id = ${tenantId} and id = ${id} and version = ${version} returning id`,
        { users_keep_an_admin: { kind: 'last_admin' } },
      )
    },
    async ownProfile() {
      const [row] = await unit.read(
        db
          .select({ ...USER, preferences: users.preferences })
          .from(users)
          .innerJoin(roles, withRole)
          .where(and(eq(users.tenantId, tenantId), eq(users.id, userId))),
      )
      const { preferences, ...user } = row! // entering the company has just found this row
      return { user: toUser(user), preferences }
    },
    saveOwnProfile({ name, preferences, version }) {
      unit.guard(sql`update users set name = ${name}, preferences = ${JSON.stringify(preferences)}::jsonb, updated_at = ${now},
        version = version + 1 where tenant_id = ${tenantId} and id = ${userId} and version = ${version} returning id`)
    },
    async ownCompanies() {
      // Places in other companies are seen by the account, never from inside one company.
      const [, rows] = await Promise.all([
        unit.rows(asAccount(identityId)),
        unit.read(
          db
            .select({ id: tenants.id, name: tenants.name })
            .from(users)
            .innerJoin(tenants, eq(tenants.id, users.tenantId))
            .where(and(eq(users.identityId, identityId), eq(users.status, 'active'), tenants.isActive))
            .orderBy(tenants.name, tenants.id),
        ),
      ])
      return rows
    },
  }
}
