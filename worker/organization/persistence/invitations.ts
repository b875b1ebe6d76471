import { and, desc, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import { invitations, roles, teams, users } from '../../../drizzle/schema'
import type { UserId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { InvitationStore } from '../application/people-stores'
import type { Invitation, InvitationFacts, Wanted } from '../domain/invitation'
import { INVITATION, ROLE, toInvitation, toRole } from './rows'

const MAX_SHOWN = 500 // the newest; older ones are in the change log

export function invitationStore(unit: UnitOfWork): InvitationStore {
  const { db } = unit
  const { tenantId, userId } = unit.actor
  const select = (where?: SQL) =>
    db
      .select(INVITATION)
      .from(invitations)
      .where(and(eq(invitations.tenantId, tenantId), where))
  const standing = and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt))

  return {
    async all() {
      const rows = await unit.read(select().orderBy(desc(invitations.createdAt), desc(invitations.id)).limit(MAX_SHOWN))
      return rows.map(toInvitation)
    },
    async find(id) {
      const [row] = await unit.read(select(eq(invitations.id, id)))
      return row ? toInvitation(row) : null
    },
    async facts({ email, roleId, teamId, placeholderId }: Wanted): Promise<InvitationFacts> {
      const person = { id: users.id, name: users.name, email: users.email, status: users.status }
      const [[role], foundTeams, people, standingOnes] = await Promise.all([
        unit.read(
          db
            .select(ROLE)
            .from(roles)
            .where(and(eq(roles.tenantId, tenantId), eq(roles.id, roleId))),
        ),
        unit.read(
          db
            .select({ id: teams.id })
            .from(teams)
            .where(and(eq(teams.tenantId, tenantId), eq(teams.id, teamId ?? sql`null`))),
        ),
        unit.read(
          db
            .select(person)
            .from(users)
            .where(
              and(eq(users.tenantId, tenantId), or(eq(users.email, email), eq(users.id, placeholderId ?? sql`null`))),
            ),
        ),
        unit.read(
          select(
            and(
              standing,
              or(
                eq(invitations.email, email),
                sql`${invitations.placeholderId} = coalesce(${placeholderId}::uuid,
                  (select u.id from users u where u.tenant_id = ${tenantId} and u.email = ${email}))`,
              ),
            ),
          ),
        ),
      ])
      const sameEmail = people.find((p) => p.email === email)
      const heir = placeholderId ? people.find((p) => p.id === placeholderId) : sameEmail
      const isPromised = standingOnes.some((other) => other.email !== email && other.placeholderId === heir?.id)
      const own = standingOnes.find((other) => other.email === email)
      return {
        role: role ? toRole(role) : null,
        hasTeam: foundTeams.length > 0,
        placeholder: heir
          ? { id: heir.id as UserId, name: heir.name, isFree: heir.status === 'placeholder' && !isPromised }
          : null,
        // An imported person with this e-mail is who is being invited; with another one named, both cannot be.
        isMember: sameEmail !== undefined && (sameEmail.status !== 'placeholder' || sameEmail.id !== heir?.id),
        standing: own ? toInvitation(own) : null,
      }
    },
    add(invitation: Invitation, tokenHash: string) {
      const { id, email, name, roleId, teamId, placeholderId, expiresAt } = invitation
      unit.write(
        sql`insert into invitations (tenant_id, id, email, name, role_id, team_id, placeholder_id, token_hash, invited_by,
            expires_at, created_at)
          values (${tenantId}, ${id}, ${email}, ${name}, ${roleId}, ${teamId}, ${placeholderId}, ${tokenHash}, ${userId},
            ${expiresAt}, ${invitation.createdAt})`,
        {
          invitations_pending: { kind: 'already_invited' },
          invitations_of_placeholder: { kind: 'placeholder_not_found' },
        },
      )
    },
    renew({ id, expiresAt, version }, tokenHash) {
      unit.guard(sql`update invitations set token_hash = ${tokenHash}, expires_at = ${expiresAt}, version = version + 1
        where tenant_id = ${tenantId} and id = ${id} and version = ${version} and accepted_at is null and revoked_at is null
        returning id`)
    },
    revoke({ id, revokedAt, version }) {
      unit.guard(sql`update invitations set revoked_at = ${revokedAt}, version = version + 1
        where tenant_id = ${tenantId} and id = ${id} and version = ${version} and accepted_at is null returning id`)
    },
  }
}
