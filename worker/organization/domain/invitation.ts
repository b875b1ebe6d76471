import type { Actor } from '../../kernel/actor'
import type { InvitationId, RoleId, TeamId, UserId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import { type BeyondYourRights, type Role, within } from './role'

export const INVITATION_TTL_DAYS = 7

export interface Invitation {
  readonly id: InvitationId
  readonly email: string
  readonly name: string | null
  readonly roleId: RoleId
  readonly teamId: TeamId | null
  readonly placeholderId: UserId | null
  readonly expiresAt: string
  readonly acceptedAt: string | null
  readonly revokedAt: string | null
  readonly createdAt: string
  readonly version: number
}

export type InvitationStatus = 'pending' | 'accepted' | 'revoked' | 'expired'

export function statusOf(invitation: Invitation, now: Date): InvitationStatus {
  if (invitation.acceptedAt !== null) return 'accepted'
  if (invitation.revokedAt !== null) return 'revoked'
  return Date.parse(invitation.expiresAt) <= now.getTime() ? 'expired' : 'pending'
}

/** What is known of the address and the people around an invitation. */
export interface InvitationFacts {
  readonly role: Role | null
  readonly hasTeam: boolean
  /** The imported person it is for: named, or found by the same e-mail. */
  readonly placeholder: { readonly id: UserId; readonly name: string; readonly isFree: boolean } | null
  /** Somebody with this e-mail has a place in the company already. */
  readonly isMember: boolean
  /** The one that still stands for this e-mail, expired or not. */
  readonly standing: Invitation | null
}

export type InviteRefused =
  | BeyondYourRights
  | { readonly kind: 'role_not_found' }
  | { readonly kind: 'team_not_found' }
  | { readonly kind: 'placeholder_not_found' }
  | { readonly kind: 'already_member' }
  | { readonly kind: 'already_invited' }

export interface Wanted {
  readonly id: InvitationId
  readonly email: string
  readonly name?: string | undefined
  readonly roleId: RoleId
  readonly teamId: TeamId | null
  readonly placeholderId: UserId | null
}

export function invite(
  actor: Actor,
  wanted: Wanted,
  facts: InvitationFacts,
  now: Date,
): Result<Invitation, InviteRefused> {
  const { role, placeholder, standing } = facts
  if (!role) return err({ kind: 'role_not_found' })
  const grantable = within(actor, role)
  if (!grantable.ok) return grantable
  if (wanted.teamId && !facts.hasTeam) return err({ kind: 'team_not_found' })
  if (facts.isMember) return err({ kind: 'already_member' })
  if (wanted.placeholderId && !placeholder?.isFree) return err({ kind: 'placeholder_not_found' })
  if (standing && statusOf(standing, now) === 'pending') return err({ kind: 'already_invited' })
  return ok({
    ...wanted,
    name: wanted.name ?? placeholder?.name ?? null,
    placeholderId: placeholder?.isFree ? placeholder.id : null,
    expiresAt: invitationExpiry(now),
    acceptedAt: null,
    revokedAt: null,
    createdAt: now.toISOString(),
    version: 1,
  })
}

export type InvitationOver = { readonly kind: 'invitation_used' } | { readonly kind: 'invitation_revoked' }

/**
 * A new link and a new week; the old link stops working. Whoever renews it must be able to grant the role: where no
 * mail is set up they are shown the link.
 */
export function renew(
  actor: Actor,
  invitation: Invitation,
  role: Role,
  now: Date,
): Result<Invitation, InvitationOver | BeyondYourRights> {
  const grantable = within(actor, role)
  if (!grantable.ok) return grantable
  const standing = stillStanding(invitation, now)
  return standing.ok ? ok({ ...invitation, expiresAt: invitationExpiry(now) }) : standing
}

export function revoke(invitation: Invitation, now: Date): Result<Invitation, InvitationOver> {
  const standing = stillStanding(invitation, now)
  return standing.ok ? ok({ ...invitation, revokedAt: now.toISOString() }) : standing
}

export type NotAcceptable = InvitationOver | { readonly kind: 'invitation_expired'; readonly expiredAt: string }

/** Whether its link still lets somebody in. */
export function acceptable(invitation: Invitation, now: Date): Result<void, NotAcceptable> {
  const standing = stillStanding(invitation, now)
  if (!standing.ok) return standing
  if (statusOf(invitation, now) === 'pending') return ok(undefined)
  return err({ kind: 'invitation_expired', expiredAt: invitation.expiresAt })
}

function stillStanding(invitation: Invitation, now: Date): Result<void, InvitationOver> {
  const status = statusOf(invitation, now)
  if (status === 'accepted') return err({ kind: 'invitation_used' })
  return status === 'revoked' ? err({ kind: 'invitation_revoked' }) : ok(undefined)
}

function invitationExpiry(now: Date): string {
  return new Date(now.getTime() + INVITATION_TTL_DAYS * 86_400_000).toISOString()
}
