import { and, eq, type SQL, sql } from 'drizzle-orm'
import { roles } from '../../../drizzle/schema'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { RoleStore } from '../application/people-stores'
import { ROLE, toRole } from './rows'

export function roleStore(unit: UnitOfWork): RoleStore {
  const { db } = unit
  const { tenantId } = unit.actor
  const taken = { roles_name: { kind: 'role_name_taken' } }
  // Names spelled out: the query builder leaves the table away, and the inner query's own columns would answer.
  const people = sql<number>`(select count(*)::integer from users u
    where u.tenant_id = roles.tenant_id and u.role_id = roles.id)`
  const select = (where?: SQL) =>
    db
      .select({ ...ROLE, people })
      .from(roles)
      .where(and(eq(roles.tenantId, tenantId), where))
      // The built-in ones first, in the order a company got them.
      .orderBy(sql`${roles.key} is null`, roles.createdAt, roles.id)

  return {
    async all() {
      return (await unit.read(select())).map((row) => ({ ...toRole(row), people: row.people }))
    },
    async find(id) {
      const [row] = await unit.read(select(eq(roles.id, id)))
      return row ? { ...toRole(row), people: row.people } : null
    },
    add({ id, name, scope, permissions }) {
      unit.write(
        db
          .insert(roles)
          .values({ tenantId, id, name, scope, permissions: [...permissions] })
          .getSQL(),
        taken,
      )
    },
    save({ id, name, scope, permissions, version }) {
      unit.guard(
        db
          .update(roles)
          .set({ name, scope, permissions: [...permissions], updatedAt: unit.now.toISOString(), version: version + 1 })
          .where(and(eq(roles.tenantId, tenantId), eq(roles.id, id), eq(roles.version, version)))
          .returning({ id: roles.id })
          .getSQL(),
        taken,
      )
    },
    remove({ id, version }) {
      const inUse = {
        users_role: { kind: 'role_in_use', people: 1 },
        invitations_role: { kind: 'role_in_use', people: 0 },
      }
      // Invitations that are over name it still; one that stands keeps it.
      unit.write(sql`delete from invitations where tenant_id = ${tenantId} and role_id = ${id}
        and (accepted_at is not null or revoked_at is not null)`)
      unit.guard(
        sql`delete from roles where tenant_id = ${tenantId} and id = ${id} and version = ${version} returning id`,
        inUse,
      )
    },
  }
}
