import { err, ok, type Result } from '../../kernel/result'
import { Email, type InvitationPreview } from '../contract'
import type { PreviewError } from '../domain/errors'
import { acceptable } from '../domain/invitation'
import type { AuthWork } from './work'

/** What the link of an invitation shows to whoever holds it. */
export async function previewInvitation(work: AuthWork): Promise<Result<InvitationPreview, PreviewError>> {
  const [found, tooMany] = await Promise.all([work.invitation.find(), work.attempts.count()])
  if (tooMany) return err(tooMany)
  if (!found) return err({ kind: 'invitation_not_found' })
  const { invitation, company, role, account } = found
  const standing = acceptable(invitation, work.now)
  if (!standing.ok) return standing
  return ok({
    company,
    email: Email.parse(invitation.email),
    name: invitation.name,
    role: role.name,
    // The link went to this very mailbox, so its reader is told no secret. Where no mail is set up the inviter passes
    // it on and could look as well; joining could not be made plain to people otherwise.
    hasAccount: account !== null,
  })
}
