import { type Actor, may } from '../../kernel/actor'
import type { TeamId, UserId } from '../../kernel/ids'
import type { Permission } from '../../kernel/permissions'
import { err, ok, type Result } from '../../kernel/result'
import { type BeyondYourRights, type Role, within } from './role'

export interface User {
  readonly id: UserId
  readonly name: string
  readonly email: string | null
  readonly status: 'active' | 'deactivated' | 'placeholder'
  readonly role: Role
  readonly teamIds: readonly TeamId[]
  readonly lastSeenAt: string | null
  readonly version: number
}

export interface UserPatch {
  readonly name?: string | undefined
  readonly status?: 'active' | 'deactivated' | undefined
  /** The role to give, already found. */
  readonly role?: Role | undefined
  readonly teamIds?: readonly TeamId[] | undefined
}

export type UserRefused =
  | BeyondYourRights
  | { readonly kind: 'last_admin' }
  | { readonly kind: 'cannot_deactivate_yourself' }
  | { readonly kind: 'placeholder_has_no_account' }
  | { readonly kind: 'permission_needed'; readonly permission: Permission }

/** Changes what an administrator may change of a person. `admins` counts the active ones, before the change. */
export function changeUser(actor: Actor, user: User, patch: UserPatch, admins: number): Result<User, UserRefused> {
  const role = patch.role ?? user.role
  const status = patch.status ?? user.status
  const changesRights = role.id !== user.role.id || status !== user.status

  if (user.status === 'placeholder' && status !== 'placeholder') return err({ kind: 'placeholder_has_no_account' })
  if (changesRights) {
    if (role.id !== user.role.id && !may(actor, 'org.assign_roles')) {
      return err({ kind: 'permission_needed', permission: 'org.assign_roles' })
    }
    for (const rights of [user.role, role]) {
      const reachable = within(actor, rights)
      if (!reachable.ok) return reachable
    }
  }
  if (user.id === actor.userId && status === 'deactivated') return err({ kind: 'cannot_deactivate_yourself' })
  if (isAdmin(user.role, user.status) && !isAdmin(role, status) && admins <= 1) return err({ kind: 'last_admin' })

  return ok({
    ...user,
    name: patch.name ?? user.name,
    status,
    role,
    teamIds: patch.teamIds ? [...new Set(patch.teamIds)].sort() : user.teamIds,
  })
}

function isAdmin(role: Role, status: User['status']): boolean {
  return role.key === 'org_admin' && status === 'active'
}
