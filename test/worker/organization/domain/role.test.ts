import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../../worker/kernel/actor'
import { newId } from '../../../../worker/kernel/ids'
import { PERMISSIONS, type Permission, type Scope } from '../../../../worker/kernel/permissions'
import {
  BUILT_IN,
  changeRole,
  defineRole,
  type Role,
  removeRole,
  within,
} from '../../../../worker/organization/domain/role'

const anActor = (scope: Scope, permissions: readonly Permission[]): Actor => ({
  tenantId: newId(),
  userId: newId(),
  identityId: newId(),
  sessionId: newId(),
  accessVersion: 1,
  scope,
  permissions,
})
const admin = anActor('tenant', PERMISSIONS)
const aRole = (given: Partial<Role> = {}): Role => ({
  id: newId(),
  key: null,
  name: 'Regional lead',
  scope: 'team',
  permissions: ['team.assign_tasks'],
  version: 1,
  ...given,
})

describe('the built-in roles', () => {
  it.each([
    ['sales_rep', 'own', 9],
    ['manager', 'team', 16],
    ['org_admin', 'tenant', 24],
  ])('%s reaches %s with %i permissions', (key, scope, permissions) => {
    const role = BUILT_IN.find((r) => r.key === key)
    expect(role?.scope).toBe(scope)
    expect(new Set(role?.permissions).size).toBe(permissions)
  })

  it('lets a rep import customers, and a manager not', () => {
    const who = BUILT_IN.filter((role) => role.permissions.includes('data.import_customers')).map((role) => role.key)
    expect(who).toEqual(['sales_rep', 'org_admin'])
  })

  it.each(BUILT_IN)('$key cannot be changed or removed', (builtIn) => {
    const role: Role = { ...builtIn, id: newId(), version: 1 }
    expect(changeRole(admin, role, { name: 'Mine' })).toEqual({ ok: false, error: { kind: 'role_built_in' } })
    expect(removeRole(admin, role, 0)).toEqual({ ok: false, error: { kind: 'role_built_in' } })
  })
})

describe('nobody grants what they do not hold', () => {
  const lead = anActor('team', ['org.assign_roles', 'team.assign_tasks'])
  it.each<[string, Scope, Permission[], Permission[] | null]>([
    ['the same', 'team', ['team.assign_tasks'], null],
    ['less', 'own', [], null],
    ['another permission', 'team', ['team.assign_tasks', 'team.set_goals'], ['team.set_goals']],
    ['a wider scope', 'tenant', ['team.assign_tasks'], []],
  ])('%s', (_, scope, permissions, beyond) => {
    expect(within(lead, { scope, permissions })).toEqual(
      beyond === null ? { ok: true } : { ok: false, error: { kind: 'beyond_your_rights', permissions: beyond } },
    )
  })

  it('nor changes a role that holds more than they do', () => {
    const role = aRole({ permissions: ['org.export_data'] })
    expect(changeRole(lead, role, { permissions: [] }).ok).toBe(false)
    expect(removeRole(lead, role, 0).ok).toBe(false)
  })
})

describe('a role of their own', () => {
  it('lists each permission once, in the order of the catalogue', () => {
    const wanted = {
      name: 'R',
      scope: 'team' as const,
      permissions: ['team.set_goals', 'team.assign_tasks', 'team.set_goals'] as Permission[],
    }
    const defined = defineRole(admin, newId(), wanted)
    expect(defined.ok && defined.value.permissions).toEqual(['team.assign_tasks', 'team.set_goals'])
  })

  it.each<Permission>([
    'org.manage_users',
    'org.assign_roles',
    'org.view_audit_logs',
    'org.configure_settings',
    'org.manage_integrations',
  ])('needs the scope of the company for %s', (permission) => {
    const wanted = (scope: Scope) => defineRole(admin, newId(), { name: 'R', scope, permissions: [permission] })
    const refused = { ok: false, error: { kind: 'scope_too_narrow', permissions: [permission] } }
    expect([wanted('own'), wanted('team')]).toEqual([refused, refused])
    expect(wanted('tenant').ok).toBe(true)
  })

  it('is not narrowed under a permission that needs the company', () => {
    const role = aRole({ scope: 'tenant', permissions: ['org.view_audit_logs'] })
    expect(changeRole(admin, role, { scope: 'team' })).toMatchObject({ error: { kind: 'scope_too_narrow' } })
  })

  it('keeps what a change does not mention', () => {
    const role = aRole()
    expect(changeRole(admin, role, { name: 'Area lead' })).toEqual({ ok: true, value: { ...role, name: 'Area lead' } })
  })

  it('stays while somebody has it', () => {
    expect(removeRole(admin, aRole(), 2)).toEqual({ ok: false, error: { kind: 'role_in_use', people: 2 } })
    expect(removeRole(admin, aRole(), 0).ok).toBe(true)
  })
})
