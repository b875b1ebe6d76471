import { Email, type Invitation as InvitationWire, type Role as RoleWire, type User as UserWire } from '../contract'
import { type Invitation, statusOf } from '../domain/invitation'
import type { Role } from '../domain/role'
import type { User } from '../domain/user'

/** What leaves the service of each record: named field by field, so that nothing is told by accident. */
export function userToWire({ role, email, ...user }: User): UserWire {
  const { id, name, status, teamIds, lastSeenAt, version } = user
  return {
    id,
    name,
    email: email === null ? null : Email.parse(email),
    status,
    roleId: role.id,
    teamIds: [...teamIds],
    lastSeenAt,
    version,
  }
}

export function roleToWire(role: Role & { readonly people: number }): RoleWire {
  const { id, key, name, scope, permissions, people, version } = role
  return { id, key, name, scope, permissions: [...permissions], people, version }
}

export function invitationToWire(invitation: Invitation, now: Date): InvitationWire {
  const { id, email, name, roleId, teamId, placeholderId, expiresAt, createdAt, version } = invitation
  return {
    id,
    email: Email.parse(email),
    name,
    roleId,
    teamId,
    placeholderId,
    status: statusOf(invitation, now),
    expiresAt,
    createdAt,
    version,
  }
}
