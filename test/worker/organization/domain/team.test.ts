import { expect, it } from 'vitest'
import type { Actor } from '../../../../worker/kernel/actor'
import { newId, type UserId } from '../../../../worker/kernel/ids'
import type { Permission, Scope } from '../../../../worker/kernel/permissions'
import { changeTeam, formTeam, type Team, type TeamPatch } from '../../../../worker/organization/domain/team'

const [leader, other, member] = [newId<UserId>(), newId<UserId>(), newId<UserId>()]
const team: Team = { id: newId(), name: 'North', managerId: leader, memberIds: [], version: 1 }
const as = (userId: UserId, scope: Scope, permissions: Permission[]): Actor => ({
  tenantId: newId(),
  identityId: newId(),
  sessionId: newId(),
  accessVersion: 1,
  userId,
  scope,
  permissions,
})

it.each<[string, Actor, TeamPatch, boolean]>([
  ['an administrator renames it', as(other, 'tenant', ['org.manage_users']), { name: 'N' }, true],
  ['its leader changes its members', as(leader, 'team', ['team.manage_members']), { memberIds: [member] }, true],
  ['its leader does not rename it', as(leader, 'team', ['team.manage_members']), { name: 'N' }, false],
  ['its leader does not hand it on', as(leader, 'team', ['team.manage_members']), { managerId: other }, false],
  ['its leader without the right does not', as(leader, 'team', []), { memberIds: [member] }, false],
  ['another manager does not', as(other, 'team', ['team.manage_members']), { memberIds: [member] }, false],
  [
    'a leader whose role reaches no team does not',
    as(leader, 'own', ['team.manage_members']),
    { memberIds: [member] },
    false,
  ],
])('%s', (_, actor, patch, allowed) => {
  const changed = changeTeam(actor, team, patch)
  expect(changed.ok ? true : changed.error.kind).toBe(allowed || 'team_not_yours')
})

it('has each member once', () => {
  const formed = formTeam(newId(), { name: 'South', managerId: null, memberIds: [member, leader, member] })
  expect(formed.memberIds).toEqual([leader, member].sort())
  expect(formed.managerId).toBeNull()
})

it('can be left without a leader', () => {
  const changed = changeTeam(as(other, 'tenant', ['org.manage_users']), team, { managerId: null })
  expect(changed.ok && changed.value.managerId).toBeNull()
})
