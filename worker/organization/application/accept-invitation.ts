import { type IdentityId, newId, type UserId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { AcceptInvitation } from '../contract'
import type { AcceptError } from '../domain/errors'
import { acceptable } from '../domain/invitation'
import { judgePassword } from '../domain/password'
import { type Entered, startSession } from './start-session'
import type { AuthWork } from './work'

/**
 * Lets the invited person in, once. Whoever has an account proves it with its password; whoever has none chooses one.
 * An invitation that stands for an imported person makes the joiner that person, with their deals.
 */
export async function acceptInvitation(
  work: AuthWork,
  command: Omit<AcceptInvitation, 'token'>,
): Promise<Result<Entered, AcceptError>> {
  const { password } = command
  const isCommon = await work.passwords.isCommon(password)
  const [found, tooMany] = await Promise.all([work.invitation.find(), work.attempts.count('password')])
  if (tooMany) return err(tooMany)
  if (!found) return err({ kind: 'invitation_not_found' })
  const { invitation, tenantId, company, role, account } = found
  const standing = acceptable(invitation, work.now)
  if (!standing.ok) return standing
  if (found.isMember) return err({ kind: 'already_member' })

  const { email } = invitation
  const name = command.name ?? invitation.name ?? email.slice(0, email.indexOf('@'))
  const identityId = account?.id ?? newId<IdentityId>()
  if (account) {
    if (!(await work.passwords.verify(password, account.passwordHash))) return err({ kind: 'wrong_credentials' })
  } else {
    const strong = judgePassword(password, [email, name, company], isCommon)
    if (!strong.ok) return strong
    work.accounts.add({ id: identityId, email, passwordHash: await work.passwords.hash(password) })
  }
  work.attempts.forget(email)

  const userId = invitation.placeholderId ?? newId<UserId>()
  work.enter(tenantId, userId)
  work.invitation.join({ invitation, tenantId, userId, identityId, name, now: work.now })
  const status = 'active'
  work.emit({
    type: 'user.joined',
    entity: 'user',
    entityId: userId,
    before: invitation.placeholderId ? { status: 'placeholder' } : null,
    after: { name, email, status, roleId: invitation.roleId, teamIds: invitation.teamId ? [invitation.teamId] : [] },
    audience: 'tenant',
  })
  work.emit({
    type: 'invitation.accepted',
    entity: 'invitation',
    entityId: invitation.id,
    before: { status: 'pending' },
    after: { status: 'accepted' },
    audience: 'admin',
  })
  // Becoming active is itself a change of rights.
  const accessVersion = found.placeholder ? found.placeholder.accessVersion + 1 : 1
  return ok(startSession(work, { identityId, tenantId, userId, ...role, accessVersion }))
}
