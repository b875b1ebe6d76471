import { type InvitationId, newId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { Invitation as InvitationWire, Invited, NewInvitation } from '../contract'
import type { InvitationError, InviteError, ResendError } from '../domain/errors'
import { INVITATION_TTL_DAYS, type Invitation, invite, renew, revoke } from '../domain/invitation'
import { invitationMail, joinLink } from '../domain/mails'
import { invitationToWire } from './wire'
import type { OrganizationWork } from './work'

/** Newest first. */
export async function listInvitations(work: OrganizationWork): Promise<{ rows: InvitationWire[] }> {
  const invitations = await work.invitations.all()
  return { rows: invitations.map((invitation) => invitationToWire(invitation, work.now)) }
}

/** Invites somebody by e-mail, with a link that works once. */
export async function inviteUser(
  work: OrganizationWork,
  command: NewInvitation,
): Promise<Result<Invited, InviteError>> {
  const wanted = { ...command, id: newId<InvitationId>() }
  const [facts, sender] = await Promise.all([work.invitations.facts(wanted), senderOf(work)])
  const invited = invite(work.actor, wanted, facts, work.now)
  if (!invited.ok) return invited

  // One that ran out still stands for the e-mail: it makes room.
  const outdated = facts.standing && revoke(facts.standing, work.now)
  if (outdated?.ok) work.invitations.revoke(outdated.value)
  work.invitations.add(invited.value, mailLink(work, invited.value, sender))
  const { id, email, roleId, teamId, placeholderId, expiresAt } = invited.value
  work.emit({
    type: 'invitation.sent',
    entity: 'invitation',
    entityId: id,
    before: null,
    after: { email, roleId, teamId, placeholderId, expiresAt },
    audience: 'admin',
  })
  return ok(notYetMailed(invitationToWire(invited.value, work.now)))
}

/** Sends a new link, good for another week. The old one stops working. */
export async function resendInvitation(
  work: OrganizationWork,
  id: InvitationId,
): Promise<Result<Invited, ResendError>> {
  const [invitation, roles, sender] = await Promise.all([work.invitations.find(id), work.roles.all(), senderOf(work)])
  const role = roles.find((r) => r.id === invitation?.roleId)
  if (!invitation || !role) return err({ kind: 'invitation_not_found' })
  const renewed = renew(work.actor, invitation, role, work.now)
  if (!renewed.ok) return renewed
  work.invitations.renew(renewed.value, mailLink(work, renewed.value, sender))
  work.emit({
    type: 'invitation.resent',
    entity: 'invitation',
    entityId: id,
    before: { expiresAt: invitation.expiresAt },
    after: { expiresAt: renewed.value.expiresAt },
    audience: 'admin',
  })
  return ok(notYetMailed(invitationToWire({ ...renewed.value, version: invitation.version + 1 }, work.now)))
}

export async function revokeInvitation(
  work: OrganizationWork,
  id: InvitationId,
): Promise<Result<null, InvitationError>> {
  const invitation = await work.invitations.find(id)
  if (!invitation) return err({ kind: 'invitation_not_found' })
  const revoked = revoke(invitation, work.now)
  if (!revoked.ok) return revoked
  work.invitations.revoke(revoked.value)
  work.emit({
    type: 'invitation.revoked',
    entity: 'invitation',
    entityId: id,
    before: { status: 'pending' },
    after: { status: 'revoked' },
    audience: 'admin',
  })
  return ok(null)
}

/** How the answer is kept for a repeated request: without the link, which is a secret, and promising no mail. */
function notYetMailed(invitation: InvitationWire): Invited {
  return { ...invitation, isMailed: false, link: null }
}

interface Sender {
  readonly company: string
  readonly name: string
}

async function senderOf(work: OrganizationWork): Promise<Sender> {
  const [{ user }, tenant] = await Promise.all([work.users.ownProfile(), work.tenant.own()])
  return { company: tenant.name, name: user.name }
}

/** Puts the link in the mail and answers what is kept of it: a digest. */
function mailLink(work: OrganizationWork, invitation: Invitation, { company, name }: Sender): string {
  const secret = work.secrets.make()
  const link = joinLink(work.origin, secret)
  work.post(invitationMail(invitation.email, company, name, link, INVITATION_TTL_DAYS))
  return work.secrets.digest(secret)
}
