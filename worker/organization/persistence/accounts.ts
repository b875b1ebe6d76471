import { and, desc, eq, isNull, ne, sql } from 'drizzle-orm'
import { identities, passwordResets, roles, sessions, tenants, users } from '../../../drizzle/schema'
import type { IdentityId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { Account, Accounts, Membership } from '../application/auth-stores'
import { companyWrites } from './companies'
import { toPermissions } from './rows'

export const MEMBERSHIP = {
  identityId: users.identityId,
  tenantId: users.tenantId,
  userId: users.id,
  scope: roles.scope,
  permissions: roles.permissions,
  accessVersion: users.accessVersion,
}

export function toMembership(row: { [K in keyof Membership]: unknown }): Membership {
  return { ...row, permissions: toPermissions(row.permissions as string[]) } as Membership
}

const ACCOUNT = { id: identities.id, email: identities.email, passwordHash: identities.passwordHash }
const toAccount = (row: { id: string; email: string; passwordHash: string }) => row as Account

/** Goes on with the batch as the sign-in role, for one account: nobody else reaches password hashes. */
export function asAccount(id: IdentityId) {
  return sql`select set_config('app.identity_id', ${id}, true), set_config('role', 'app_identity', true)`
}

export function accountStore(unit: UnitOfWork): Accounts {
  const { db } = unit
  const ownId = (): IdentityId => unit.actor.identityId

  return {
    async presented() {
      const [row] = await unit.read(db.select(ACCOUNT).from(identities).where(eq(identities.email, sql`app.email()`)))
      return row ? toAccount(row) : null
    },
    async memberships() {
      const rows = await unit.read(
        db
          .select(MEMBERSHIP)
          .from(identities)
          .innerJoin(users, eq(users.identityId, identities.id))
          .innerJoin(roles, and(eq(roles.tenantId, users.tenantId), eq(roles.id, users.roleId)))
          .innerJoin(tenants, eq(tenants.id, users.tenantId))
          .where(and(eq(identities.email, sql`app.email()`), eq(users.status, 'active'), tenants.isActive))
          .orderBy(sql`${users.lastSeenAt} desc nulls last`, desc(users.createdAt)),
      )
      return rows.map(toMembership)
    },
    async own() {
      const entering = unit.rows(asAccount(ownId()))
      const reading = unit.read(db.select(ACCOUNT).from(identities).where(eq(identities.id, ownId())))
      // So that a try counts for the same e-mail as one at the sign-in page.
      const presenting = unit.rows(
        sql`select set_config('app.email', email, true) from identities where id = ${ownId()}`,
      )
      const [, rows] = await Promise.all([entering, reading, presenting])
      return toAccount(rows[0]!) // an actor has an account: sessions are deleted with it
    },
    add({ id, email, passwordHash }) {
      unit.write(sql`select set_config('app.email', ${email}, true)`)
      // Two people (or one, twice) with the same e-mail at the same moment: the second starts again and finds it.
      unit.guard(sql`insert into identities (id, email, password_hash) values (${id}, ${email}, ${passwordHash})
        on conflict (email) do nothing returning id`)
    },
    rehash(id, passwordHash) {
      unit.write(presenting(id))
      unit.write(sql`update identities set password_hash = ${passwordHash} where id = ${id}`)
    },
    changeOwnPassword(id, passwordHash, keep, now) {
      unit.write(asAccount(id))
      unit.write(setPassword(id, passwordHash, now))
      unit.write(endSessions(id, 'password_changed', now, keep))
      unit.write(useResets(id, now))
      unit.enterTenant(unit.actor.tenantId, unit.actor.userId)
    },
    found: (company) => companyWrites(unit, company),
    seen({ tenantId, userId }, now) {
      unit.write(
        sql`update users set last_seen_at = ${now.toISOString()} where tenant_id = ${tenantId} and id = ${userId}`,
      )
    },
    grantReset(id, tokenHash, expiresAt) {
      unit.write(sql`select set_config('app.identity_id', id::text, true) from identities where email = app.email()`)
      unit.write(sql`insert into password_resets (id, identity_id, token_hash, expires_at)
        select ${id}::uuid, id, ${tokenHash}, ${expiresAt}::timestamptz from identities where email = app.email()`)
    },
    async presentedReset() {
      const presenting = unit.rows(sql`select set_config('app.identity_id', identity_id::text, true)
        from password_resets where token_hash = app.token_hash()`)
      const reading = unit.read(
        db
          .select({
            id: passwordResets.id,
            expiresAt: passwordResets.expiresAt,
            usedAt: passwordResets.usedAt,
            account: { id: identities.id, email: identities.email },
          })
          .from(passwordResets)
          .innerJoin(identities, eq(identities.id, passwordResets.identityId))
          .where(eq(passwordResets.tokenHash, sql`app.token_hash()`)),
      )
      const placing = unit.read(
        db
          .select({ tenantId: users.tenantId, userId: users.id, name: users.name, company: tenants.name })
          .from(users)
          .innerJoin(tenants, eq(tenants.id, users.tenantId))
          .where(eq(users.identityId, sql`app.identity_id()`))
          // In this order their change logs are locked: never two resets the other way round.
          .orderBy(users.tenantId),
      )
      const [, [reset], places] = await Promise.all([presenting, reading, placing])
      if (!reset) return null
      return {
        ...reset,
        account: { ...reset.account, id: reset.account.id as IdentityId },
        places: places.map(({ tenantId, userId }) => ({ tenantId, userId }) as Pick<Membership, 'tenantId' | 'userId'>),
        names: places.flatMap(({ name, company }) => [name, company]),
      }
    },
    useReset({ id, account }, passwordHash, now) {
      unit.write(presenting(account.id))
      unit.guard(sql`update password_resets set used_at = ${now.toISOString()} where id = ${id} and used_at is null
        returning id`)
      unit.write(useResets(account.id, now))
      unit.write(setPassword(account.id, passwordHash, now))
      unit.write(sql`update identities set email_verified_at = coalesce(email_verified_at, ${now.toISOString()})
        where id = ${account.id}`)
      unit.write(endSessions(account.id, 'password_reset', now, null))
    },
  }
}

const presenting = (id: IdentityId) => sql`select set_config('app.identity_id', ${id}, true)`

const setPassword = (id: IdentityId, passwordHash: string, now: Date) =>
  sql`update identities set password_hash = ${passwordHash}, password_changed_at = ${now.toISOString()} where id = ${id}`

const useResets = (id: IdentityId, now: Date) =>
  sql`update password_resets set used_at = ${now.toISOString()} where identity_id = ${id} and used_at is null`

function endSessions(id: IdentityId, reason: string, now: Date, keep: string | null) {
  return sql`update sessions set ended_at = ${now.toISOString()}, end_reason = ${reason} where ${and(
    eq(sessions.identityId, id),
    isNull(sessions.endedAt),
    keep === null ? undefined : ne(sessions.id, keep),
  )}`
}
