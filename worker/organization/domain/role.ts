import type { Actor } from '../../kernel/actor'
import type { RoleId } from '../../kernel/ids'
import { PERMISSIONS, type Permission, type Scope } from '../../kernel/permissions'
import { err, ok, type Result } from '../../kernel/result'

export interface Role {
  readonly id: RoleId
  /** Names a built-in role; null for a company's own. */
  readonly key: string | null
  readonly name: string
  readonly scope: Scope
  readonly permissions: readonly Permission[]
  readonly version: number
}

export type RoleKey = 'sales_rep' | 'manager' | 'org_admin'

/** What every company begins with. They cannot be changed: documentation and habits rest on them. */
export const BUILT_IN: readonly (Pick<Role, 'name' | 'scope' | 'permissions'> & { readonly key: RoleKey })[] = [
  {
    key: 'sales_rep',
    name: 'Sales rep',
    scope: 'own',
    permissions: [
      'tasks.create_all_types',
      'tasks.view_assigned',
      'tasks.update_assigned',
      'notifications.receive_assigned',
      'opportunities.manage_assigned',
      'customers.manage_assigned',
      'interactions.create_own',
      'data.import_customers',
      'dashboard.view_personal',
    ],
  },
  {
    key: 'manager',
    name: 'Manager',
    scope: 'team',
    permissions: [
      'team.manage_members',
      'team.assign_tasks',
      'team.view_performance',
      'team.set_goals',
      'team.generate_reports',
      'tasks.create_all_types',
      'tasks.view_team_tasks',
      'tasks.view_assigned',
      'tasks.update_assigned',
      'analytics.view_team_data',
      'notifications.send_team_alerts',
      'notifications.receive_assigned',
      'opportunities.manage_assigned',
      'customers.manage_assigned',
      'interactions.create_own',
      'dashboard.view_personal',
    ],
  },
  { key: 'org_admin', name: 'Org admin', scope: 'tenant', permissions: PERMISSIONS },
]

// These act on the whole company, so whoever holds one must reach the whole company.
const NEEDS_TENANT_SCOPE: readonly Permission[] = [
  'org.manage_users',
  'org.assign_roles',
  'org.view_audit_logs',
  'org.configure_settings',
  'org.manage_integrations',
]

const WIDTH: Readonly<Record<Scope, number>> = { own: 0, team: 1, tenant: 2 }

export type BeyondYourRights = {
  readonly kind: 'beyond_your_rights'
  readonly permissions: readonly Permission[]
}

export type RoleRefused =
  | BeyondYourRights
  | { readonly kind: 'role_built_in' }
  | { readonly kind: 'role_in_use'; readonly people: number }
  | { readonly kind: 'scope_too_narrow'; readonly permissions: readonly Permission[] }

type Rights = Pick<Role, 'scope' | 'permissions'>

/**
 * Refuses when the rights go beyond the actor's own. Nobody grants what they do not hold, nor changes somebody who
 * holds more than they do: otherwise the right to assign roles would be every right there is.
 */
export function within(actor: Actor, rights: Rights): Result<void, BeyondYourRights> {
  const beyond = rights.permissions.filter((permission) => !actor.permissions.includes(permission))
  const isWider = WIDTH[rights.scope] > WIDTH[actor.scope]
  return beyond.length > 0 || isWider ? err({ kind: 'beyond_your_rights', permissions: beyond }) : ok(undefined)
}

export function defineRole(actor: Actor, id: RoleId, wanted: Rights & { name: string }): Result<Role, RoleRefused> {
  return checked(actor, { id, key: null, ...wanted, permissions: inOrder(wanted.permissions), version: 1 })
}

export interface RolePatch {
  readonly name?: string | undefined
  readonly scope?: Scope | undefined
  readonly permissions?: readonly Permission[] | undefined
}

export function changeRole(actor: Actor, role: Role, patch: RolePatch): Result<Role, RoleRefused> {
  if (role.key !== null) return err({ kind: 'role_built_in' })
  const reachable = within(actor, role)
  if (!reachable.ok) return reachable
  return checked(actor, {
    ...role,
    name: patch.name ?? role.name,
    scope: patch.scope ?? role.scope,
    permissions: inOrder(patch.permissions ?? role.permissions),
  })
}

export function removeRole(actor: Actor, role: Role, people: number): Result<Role, RoleRefused> {
  if (role.key !== null) return err({ kind: 'role_built_in' })
  if (people > 0) return err({ kind: 'role_in_use', people })
  const reachable = within(actor, role)
  return reachable.ok ? ok(role) : reachable
}

function checked(actor: Actor, role: Role): Result<Role, RoleRefused> {
  const grantable = within(actor, role)
  if (!grantable.ok) return grantable
  const tooWide = role.permissions.filter((permission) => NEEDS_TENANT_SCOPE.includes(permission))
  if (role.scope !== 'tenant' && tooWide.length > 0) return err({ kind: 'scope_too_narrow', permissions: tooWide })
  return ok(role)
}

/** Each once, in the catalogue's order: two roles that allow the same look the same. */
function inOrder(permissions: readonly Permission[]): readonly Permission[] {
  return PERMISSIONS.filter((permission) => permissions.includes(permission))
}
