import { err, ok, type Result } from '../../kernel/result'
import type { PasswordReset } from '../contract'
import type { ResetError } from '../domain/errors'
import { passwordChangedMail } from '../domain/mails'
import { judgePassword } from '../domain/password'
import { isUsable } from '../domain/reset'
import type { AuthWork } from './work'

/**
 * Sets a new password with a mailed link, which is used up. Every session of the account ends, and nobody is signed
 * in: whoever holds the link shows that they know the new password by signing in.
 */
export async function resetPassword(
  work: AuthWork,
  { password }: Pick<PasswordReset, 'password'>,
): Promise<Result<void, ResetError>> {
  const isCommon = await work.passwords.isCommon(password)
  const [tooMany, reset] = await Promise.all([work.attempts.count(), work.accounts.presentedReset()])
  if (tooMany) return err(tooMany)
  if (!reset || !isUsable(reset, work.now)) return err({ kind: 'reset_not_valid' })
  const strong = judgePassword(password, [reset.account.email, ...reset.names], isCommon)
  if (!strong.ok) return strong

  const passwordHash = await work.passwords.hash(password)
  work.accounts.useReset(reset, passwordHash, work.now)
  work.attempts.forget(reset.account.email)
  for (const { tenantId, userId } of reset.places) {
    work.enter(tenantId, userId)
    work.record({ type: 'user.password_reset', entity: 'user', entityId: userId, audience: 'admin' })
  }
  work.post(passwordChangedMail(reset.account.email))
  return ok(undefined)
}
