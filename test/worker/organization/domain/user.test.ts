import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../../worker/kernel/actor'
import { newId, type TeamId } from '../../../../worker/kernel/ids'
import { PERMISSIONS, type Permission } from '../../../../worker/kernel/permissions'
import { BUILT_IN, type Role, type RoleKey } from '../../../../worker/organization/domain/role'
import { changeUser, type User } from '../../../../worker/organization/domain/user'

const role = (key: RoleKey): Role => ({ ...BUILT_IN.find((r) => r.key === key)!, id: newId(), version: 1 })
const roles = { sales_rep: role('sales_rep'), manager: role('manager'), org_admin: role('org_admin') }
const anActor = (permissions: readonly Permission[] = PERMISSIONS): Actor => ({
  tenantId: newId(),
  userId: newId(),
  identityId: newId(),
  sessionId: newId(),
  accessVersion: 1,
  scope: 'tenant',
  permissions,
})
const aUser = (given: Partial<User> = {}): User => ({
  id: newId(),
  name: 'Rita',
  email: 'rita@example.com',
  status: 'active',
  role: roles.sales_rep,
  teamIds: [],
  lastSeenAt: null,
  version: 3,
  ...given,
})

describe('the last administrator', () => {
  const last = aUser({ role: roles.org_admin })
  it.each([
    ['becomes a rep', { role: roles.sales_rep }, 1, 'last_admin'],
    ['becomes a rep beside another', { role: roles.sales_rep }, 2, null],
    ['is deactivated', { status: 'deactivated' as const }, 1, 'last_admin'],
    ['is deactivated beside another', { status: 'deactivated' as const }, 2, null],
    ['is renamed', { name: 'Ritter' }, 1, null],
  ])('%s (of %i): %s', (_, patch, admins, refusal) => {
    const changed = changeUser(anActor(), last, patch, admins)
    expect(changed.ok ? null : changed.error.kind).toBe(refusal)
  })

  it('is not somebody who was deactivated before', () => {
    const former = aUser({ role: roles.org_admin, status: 'deactivated' })
    expect(changeUser(anActor(), former, { role: roles.sales_rep }, 1).ok).toBe(true)
  })
})

it('deactivates nobody by their own hand', () => {
  const me = anActor()
  expect(changeUser(me, aUser({ id: me.userId }), { status: 'deactivated' }, 2)).toEqual({
    ok: false,
    error: { kind: 'cannot_deactivate_yourself' },
  })
})

it.each<['active' | 'deactivated']>([['active'], ['deactivated']])('makes no placeholder %s', (status) => {
  expect(changeUser(anActor(), aUser({ status: 'placeholder' }), { status }, 2)).toEqual({
    ok: false,
    error: { kind: 'placeholder_has_no_account' },
  })
})

describe('whoever manages people without every right', () => {
  const hr = anActor(PERMISSIONS.filter((p) => p !== 'org.export_data'))
  const clerk = anActor(roles.manager.permissions.concat('org.manage_users', 'data.import_customers'))
  it.each([
    ['renames an administrator', hr, aUser({ role: roles.org_admin }), { name: 'X' }, null],
    [
      'does not demote an administrator',
      hr,
      aUser({ role: roles.org_admin }),
      { role: roles.sales_rep },
      'beyond_your_rights',
    ],
    [
      'does not deactivate an administrator',
      hr,
      aUser({ role: roles.org_admin }),
      { status: 'deactivated' as const },
      'beyond_your_rights',
    ],
    ['makes nobody an administrator', hr, aUser(), { role: roles.org_admin }, 'beyond_your_rights'],
    ['makes a rep a manager', hr, aUser(), { role: roles.manager }, null],
    ['needs a further right to give roles', clerk, aUser(), { role: roles.manager }, 'permission_needed'],
    ['deactivates a rep', clerk, aUser(), { status: 'deactivated' as const }, null],
  ])('%s', (_, actor, user, patch, refusal) => {
    const changed = changeUser(actor, user, patch, 5)
    expect(changed.ok ? null : changed.error.kind).toBe(refusal)
  })
})

it('names each team once, in order', () => {
  const [a, b] = [newId<TeamId>(), newId<TeamId>()]
  const changed = changeUser(anActor(), aUser(), { teamIds: [b, a, b] }, 1)
  expect(changed.ok && changed.value.teamIds).toEqual([a, b])
})

it('keeps what is not mentioned', () => {
  const user = aUser()
  expect(changeUser(anActor(), user, {}, 1)).toEqual({ ok: true, value: user })
})
