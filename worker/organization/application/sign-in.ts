import { err, ok, type Result } from '../../kernel/result'
import type { SignIn } from '../contract'
import type { SignInError } from '../domain/errors'
import { type Entered, startSession } from './start-session'
import type { AuthWork } from './work'

/**
 * Lets somebody in by e-mail and password. An unknown e-mail costs the same reads and the same hash as a wrong
 * password, and is told in the same words.
 */
export async function signIn(work: AuthWork, command: SignIn): Promise<Result<Entered, SignInError>> {
  const [tooMany, account, memberships] = await Promise.all([
    work.attempts.count('password'),
    work.accounts.presented(),
    work.accounts.memberships(),
  ])
  if (tooMany) return err(tooMany)

  const isRight = await work.passwords.verify(command.password, account?.passwordHash ?? null)
  if (!account || !isRight) return err({ kind: 'wrong_credentials' })

  const { tenantId } = command
  const membership = tenantId ? memberships.find((m) => m.tenantId === tenantId) : memberships[0]
  // Told only to whoever has proved to be this person.
  if (!membership) return err({ kind: 'no_company_to_enter' })

  work.attempts.forget(account.email)
  if (work.passwords.isOutdated(account.passwordHash)) {
    work.accounts.rehash(account.id, await work.passwords.hash(command.password))
  }
  work.enter(membership.tenantId, membership.userId)
  return ok(startSession(work, membership))
}
