import { err, ok, type Result } from '../../kernel/result'
import type { PasswordChange } from '../contract'
import type { ChangePasswordError } from '../domain/errors'
import { passwordChangedMail } from '../domain/mails'
import { judgePassword } from '../domain/password'
import type { OrganizationWork } from './work'

/** Changes one's own password. Every other session of the account ends, in every company; this one goes on. */
export async function changePassword(
  work: OrganizationWork,
  { currentPassword, newPassword }: PasswordChange,
): Promise<Result<void, ChangePasswordError>> {
  const { actor, now } = work
  const isCommon = await work.passwords.isCommon(newPassword)
  const [{ user }, tenant, account, tooMany] = await Promise.all([
    work.users.ownProfile(),
    work.tenant.own(),
    work.accounts.own(),
    work.attempts.count('password'),
  ])
  if (tooMany) return err(tooMany)
  const strong = judgePassword(newPassword, [account.email, user.name, tenant.name], isCommon)
  if (!strong.ok) return strong
  if (!(await work.passwords.verify(currentPassword, account.passwordHash))) {
    return err({ kind: 'current_password_wrong' })
  }

  const passwordHash = await work.passwords.hash(newPassword)
  work.accounts.changeOwnPassword(account.id, passwordHash, actor.sessionId, now)
  work.emit({
    type: 'user.password_changed',
    entity: 'user',
    entityId: actor.userId,
    audience: 'admin',
  })
  work.post(passwordChangedMail(account.email))
  return ok(undefined)
}
