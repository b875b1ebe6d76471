import { and, eq, sql } from 'drizzle-orm'
import { identities, invitations, roles, tenants, users } from '../../../drizzle/schema'
import type { TenantId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { Account, PresentedInvitation } from '../application/auth-stores'
import { INVITATION, toInvitation, toPermissions } from './rows'

/** The invitation whose secret is presented, and the account of the e-mail it is for. */
export function presentedInvitation(unit: UnitOfWork): PresentedInvitation {
  const { db } = unit
  return {
    async find() {
      // The link names an e-mail; from here on in this batch it counts as presented.
      const presenting = unit.rows(sql`select set_config('app.email', email, true) from invitations
        where token_hash = app.token_hash()`)
      const reading = unit.read(
        db
          .select({
            tenantId: invitations.tenantId,
            invitation: INVITATION,
            company: tenants.name,
            role: { name: roles.name, scope: roles.scope, permissions: roles.permissions },
            placeholder: { accessVersion: users.accessVersion },
          })
          .from(invitations)
          .innerJoin(tenants, eq(tenants.id, invitations.tenantId))
          .innerJoin(roles, and(eq(roles.tenantId, invitations.tenantId), eq(roles.id, invitations.roleId)))
          .leftJoin(users, and(eq(users.tenantId, invitations.tenantId), eq(users.id, invitations.placeholderId)))
          .where(eq(invitations.tokenHash, sql`app.token_hash()`)),
      )
      const knowing = unit.read(
        db
          .select({
            account: { id: identities.id, email: identities.email, passwordHash: identities.passwordHash },
            isMember: sql<boolean>`exists (select from users u join invitations i on i.tenant_id = u.tenant_id
              where u.identity_id = identities.id and i.token_hash = app.token_hash())`,
          })
          .from(identities)
          .where(eq(identities.email, sql`app.email()`)),
      )
      const [, [found], [known]] = await Promise.all([presenting, reading, knowing])
      if (!found) return null
      return {
        tenantId: found.tenantId as TenantId,
        invitation: toInvitation(found.invitation),
        company: found.company,
        role: { ...found.role, permissions: toPermissions(found.role.permissions) },
        account: (known?.account ?? null) as Account | null,
        isMember: known?.isMember ?? false,
        placeholder: found.placeholder,
      }
    },
    join({ invitation, tenantId, userId, identityId, name, now }) {
      const { email, roleId, teamId } = invitation
      const at = now.toISOString()
      const taken = { users_email: { kind: 'already_member' }, users_identity: { kind: 'already_member' } }
      // Used once: a second acceptance at the same moment starts again and finds it used.
      unit.guard(sql`update invitations set accepted_at = ${at}, version = version + 1 where tenant_id = ${tenantId}
        and id = ${invitation.id} and accepted_at is null and revoked_at is null returning id`)
      if (invitation.placeholderId) {
        unit.guard(
          sql`update users set identity_id = ${identityId}, email = ${email}, name = ${name}, role_id = ${roleId},
            status = 'active', updated_at = ${at}, version = version + 1
            where tenant_id = ${tenantId} and id = ${userId} and status = 'placeholder' returning id`,
          taken,
        )
      } else {
        unit.write(
          sql`insert into users (tenant_id, id, identity_id, email, name, role_id)
            values (${tenantId}, ${userId}, ${identityId}, ${email}, ${name}, ${roleId})`,
          taken,
        )
      }
      if (teamId) {
        unit.write(sql`insert into team_members (tenant_id, team_id, user_id) values (${tenantId}, ${teamId}, ${userId})
          on conflict do nothing`)
      }
    },
  }
}
