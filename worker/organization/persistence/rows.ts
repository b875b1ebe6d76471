import { sql } from 'drizzle-orm'
import { invitations, roles, users } from '../../../drizzle/schema'
import { Permission } from '../../kernel/permissions'
import type { Invitation } from '../domain/invitation'
import type { Role } from '../domain/role'
import type { User } from '../domain/user'

export const ROLE = {
  id: roles.id,
  key: roles.key,
  name: roles.name,
  scope: roles.scope,
  permissions: roles.permissions,
  version: roles.version,
}

type RoleRow = Omit<Role, 'id' | 'permissions'> & { readonly id: string; readonly permissions: readonly string[] }

export function toRole(row: RoleRow): Role {
  return { ...row, id: row.id as Role['id'], permissions: toPermissions(row.permissions) }
}

/** A permission that the catalogue no longer has allows nothing. */
export function toPermissions(names: readonly string[]): Permission[] {
  return names.flatMap((name) => Permission.safeParse(name).data ?? [])
}

export const USER = {
  id: users.id,
  name: users.name,
  email: users.email,
  status: users.status,
  lastSeenAt: users.lastSeenAt,
  version: users.version,
  role: ROLE,
  teamIds: sql<string[]>`array(select m.team_id from team_members m
    where m.tenant_id = users.tenant_id and m.user_id = users.id order by m.team_id)`,
}

type UserRow = Omit<User, 'id' | 'role' | 'teamIds'> & { id: string; role: RoleRow; teamIds: readonly string[] }

export function toUser(row: UserRow): User {
  return {
    ...row,
    id: row.id as User['id'],
    role: toRole(row.role),
    teamIds: row.teamIds as User['teamIds'],
  }
}

export const INVITATION = {
  id: invitations.id,
  email: invitations.email,
  name: invitations.name,
  roleId: invitations.roleId,
  teamId: invitations.teamId,
  placeholderId: invitations.placeholderId,
  expiresAt: invitations.expiresAt,
  acceptedAt: invitations.acceptedAt,
  revokedAt: invitations.revokedAt,
  createdAt: invitations.createdAt,
  version: invitations.version,
}

type InvitationRow = {
  [K in keyof Invitation]: Invitation[K] extends string | null ? Invitation[K] | string : Invitation[K]
}

export function toInvitation(row: InvitationRow): Invitation {
  return row as Invitation
}
