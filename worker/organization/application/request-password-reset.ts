import { newId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { TooManyAttempts } from '../domain/attempts'
import { resetLink, resetMail } from '../domain/mails'
import { RESET_TTL_MINUTES, resetExpiry } from '../domain/reset'
import type { AuthWork } from './work'

/**
 * Mails a link to choose a new password, if the e-mail has an account. With or without one the reads, the writes and
 * the answer are the same, and the mail leaves after the answer.
 */
export async function requestPasswordReset(work: AuthWork, email: string): Promise<Result<void, TooManyAttempts>> {
  const [tooMany, account] = await Promise.all([work.attempts.count('reset'), work.accounts.presented()])
  if (tooMany) return err(tooMany)
  const secret = work.secrets.make()
  work.accounts.grantReset(newId(), work.secrets.digest(secret), resetExpiry(work.now))
  if (account) work.post(resetMail(email, resetLink(work.origin, secret), RESET_TTL_MINUTES))
  return ok(undefined)
}
