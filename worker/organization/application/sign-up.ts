import { type IdentityId, newId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { SignUp } from '../contract'
import { foundCompany } from '../domain/company'
import type { SignUpError } from '../domain/errors'
import { judgePassword } from '../domain/password'
import { type Entered, startSession } from './start-session'
import type { AuthWork } from './work'

/**
 * Makes a company with its first administrator, and signs them in.
 *
 * A person may have several companies, so an e-mail with an account may sign up again, with that account's password.
 * With any other it is refused in the words and the time of a wrong password at sign-in: both ways hash once, and
 * tries count against the account. What cannot be hidden without making everybody wait for a mail is that a sign-up
 * went through; whoever would learn from that which e-mails are free has to found a company for each, ten an hour.
 */
export async function signUp(work: AuthWork, command: SignUp): Promise<Result<Entered, SignUpError>> {
  const { email, password, name, company } = command
  const isCommon = await work.passwords.isCommon(password)
  const strong = judgePassword(password, [email, name, company], isCommon)
  if (!strong.ok) return strong

  const [tooMany, account] = await Promise.all([work.attempts.count('sign_up', 'password'), work.accounts.presented()])
  if (tooMany) return err(tooMany)

  const identityId = account?.id ?? newId<IdentityId>()
  if (account) {
    if (!(await work.passwords.verify(password, account.passwordHash))) return err({ kind: 'wrong_credentials' })
  } else {
    work.accounts.add({ id: identityId, email, passwordHash: await work.passwords.hash(password) })
  }
  work.attempts.forget(email)

  const founded = foundCompany({ ...command, identityId }, newId)
  const { founder } = founded
  work.enter(founded.id, founder.id)
  work.accounts.found(founded)
  work.emit({
    type: 'tenant.founded',
    entity: 'tenant',
    entityId: founded.id,
    before: null,
    after: { name: founded.name, founderId: founder.id },
    audience: 'tenant',
  })
  // Its first deals have a chance to be won from the day they are opened.
  work.enqueue({ kind: 'train', key: 'train', payload: {} })
  const { scope, permissions } = founder.role
  return ok(
    startSession(work, { identityId, tenantId: founded.id, userId: founder.id, scope, permissions, accessVersion: 1 }),
  )
}
