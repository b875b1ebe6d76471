import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../../worker/kernel/actor'
import { newId, type UserId } from '../../../../worker/kernel/ids'
import { PERMISSIONS } from '../../../../worker/kernel/permissions'
import {
  acceptable,
  type Invitation,
  type InvitationFacts,
  invite,
  renew,
  revoke,
  statusOf,
} from '../../../../worker/organization/domain/invitation'
import { BUILT_IN, type Role } from '../../../../worker/organization/domain/role'

const now = new Date('2026-03-31T09:00:00.000Z')
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString()
const rep: Role = { ...BUILT_IN[0]!, id: newId(), version: 1 }
const admin: Role = { ...BUILT_IN[2]!, id: newId(), version: 1 }
const boss: Actor = {
  tenantId: newId(),
  userId: newId(),
  identityId: newId(),
  sessionId: newId(),
  accessVersion: 1,
  scope: 'tenant',
  permissions: PERMISSIONS,
}
const clerk: Actor = { ...boss, permissions: PERMISSIONS.filter((p) => p !== 'org.assign_roles') }
const anInvitation = (given: Partial<Invitation> = {}): Invitation => ({
  id: newId(),
  email: 'rita@example.com',
  name: null,
  roleId: rep.id,
  teamId: null,
  placeholderId: null,
  expiresAt: ago(-7),
  acceptedAt: null,
  revokedAt: null,
  createdAt: ago(0),
  version: 1,
  ...given,
})
const open = anInvitation()
const expired = anInvitation({ expiresAt: now.toISOString() })
const accepted = anInvitation({ acceptedAt: ago(1) })
const revoked = anInvitation({ revokedAt: ago(1), expiresAt: ago(1) })

describe('an invitation', () => {
  it.each([
    ['pending', open, null, true],
    ['expired', expired, 'invitation_expired', true],
    ['accepted', accepted, 'invitation_used', false],
    ['revoked', revoked, 'invitation_revoked', false],
  ])('that is %s', (status, invitation, refusal, renewable) => {
    expect(statusOf(invitation, now)).toBe(status)
    const judged = acceptable(invitation, now)
    expect(judged.ok ? null : judged.error.kind).toBe(refusal)
    expect(renew(boss, invitation, rep, now).ok).toBe(renewable)
    expect(revoke(invitation, now).ok).toBe(renewable)
  })

  it('is renewed for a week', () => {
    expect(renew(boss, expired, rep, now)).toEqual({ ok: true, value: { ...expired, expiresAt: ago(-7) } })
  })

  it('is not renewed by somebody who could not grant its role', () => {
    expect(renew(clerk, open, admin, now)).toMatchObject({ error: { kind: 'beyond_your_rights' } })
  })
})

describe('inviting', () => {
  const heir = newId<UserId>()
  const nothing: InvitationFacts = { role: rep, hasTeam: false, placeholder: null, isMember: false, standing: null }
  const wanted = { id: open.id, email: open.email, roleId: rep.id, teamId: null, placeholderId: null }
  const free = { id: heir, name: 'Rita of the file', isFree: true }

  it.each<[string, Actor, Partial<typeof wanted> & { teamId?: never }, Partial<InvitationFacts>, string | null]>([
    ['works', boss, {}, {}, null],
    ['needs a role that is there', boss, {}, { role: null }, 'role_not_found'],
    ['grants no role beyond one’s rights', clerk, {}, { role: admin }, 'beyond_your_rights'],
    ['asks nobody who is here', boss, {}, { isMember: true }, 'already_member'],
    ['asks nobody twice', boss, {}, { standing: open }, 'already_invited'],
    ['asks again when the first one ran out', boss, {}, { standing: expired }, null],
    ['names an imported person who is free', boss, { placeholderId: heir as never }, { placeholder: free }, null],
    ['names no imported person who is not there', boss, { placeholderId: heir as never }, {}, 'placeholder_not_found'],
    [
      'names no one promised to another',
      boss,
      { placeholderId: heir as never },
      { placeholder: { ...free, isFree: false } },
      'placeholder_not_found',
    ],
  ])('%s', (_, actor, patch, facts, refusal) => {
    const invited = invite(actor, { ...wanted, ...patch }, { ...nothing, ...facts }, now)
    expect(invited.ok ? null : invited.error.kind).toBe(refusal)
  })

  it('needs a team that is there', () => {
    const teamId = newId<NonNullable<Invitation['teamId']>>()
    expect(invite(boss, { ...wanted, teamId }, nothing, now)).toMatchObject({ error: { kind: 'team_not_found' } })
    expect(invite(boss, { ...wanted, teamId }, { ...nothing, hasTeam: true }, now).ok).toBe(true)
  })

  it('finds the imported person of the same e-mail, and calls them by their name', () => {
    const invited = invite(boss, wanted, { ...nothing, placeholder: free }, now)
    expect(invited).toMatchObject({ value: { placeholderId: heir, name: 'Rita of the file', expiresAt: ago(-7) } })
  })
})
