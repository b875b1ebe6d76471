import { isCommonPassword } from '../platform/common-passwords'
import type { Env } from '../platform/env'
import { hashPassword, isOutdated, verifyPassword } from '../platform/passwords'
import { sessionSecrets } from '../platform/session-secrets'
import type { UnitOfWork } from '../platform/unit-of-work'
import type { Device, Passwords } from './application/auth-stores'
import type { AuthWork, OrganizationWork } from './application/work'
import type { Letter } from './domain/mails'
import { accountStore } from './persistence/accounts'
import { attemptCounter } from './persistence/attempts'
import { invitationStore } from './persistence/invitations'
import { presentedInvitation } from './persistence/presented-invitation'
import { roleStore } from './persistence/roles'
import { sessionStore } from './persistence/sessions'
import { teamStore } from './persistence/teams'
import { tenantStore } from './persistence/tenant'
import { userStore } from './persistence/users'

export { acceptInvitation } from './application/accept-invitation'
export type { Device } from './application/auth-stores'
export { changePassword } from './application/change-password'
export { changeTenant } from './application/change-tenant'
export { inviteUser, listInvitations, resendInvitation, revokeInvitation } from './application/invitations'
export { changeMe, seeMe } from './application/me'
export { previewInvitation } from './application/preview-invitation'
export { refreshSession } from './application/refresh-session'
export { requestPasswordReset } from './application/request-password-reset'
export { resetPassword } from './application/reset-password'
export { changeRole, defineRole, listRoles, removeRole } from './application/roles'
export { endOtherSessions, endSession, listSessions } from './application/sessions'
export { signIn } from './application/sign-in'
export { signOut } from './application/sign-out'
export { signUp } from './application/sign-up'
export { type Entered, startSession } from './application/start-session'
export { changeTeam, dissolveTeam, formTeam, listTeams } from './application/teams'
export { changeUser, listUsers } from './application/users'
export type { AuthWork, OrganizationWork } from './application/work'
export { foundCompany } from './domain/company'
export type { Letter } from './domain/mails'
export { BUILT_IN, type RoleKey } from './domain/role'
export { type PresentedRefreshToken, parseRefreshToken } from './domain/session'
export { accessOf, type SessionAccess } from './persistence/access'
export { sweepSignIn } from './persistence/sweep'

/** What is around a request of this domain, whoever makes it. */
export interface Surroundings {
  readonly env: Pick<Env, 'APP_ORIGIN' | 'AUTH_PRIVATE_KEY'>
  readonly device: Device
  /** Where letters are left; they are sent after the commit. */
  readonly outgoing: Letter[]
}

const passwords: Passwords = {
  hash: hashPassword,
  verify: verifyPassword,
  isOutdated,
  isCommon: isCommonPassword,
}

/** For somebody who is not signed in: the unit of work sees as the sign-in role. */
export function authWork(unit: UnitOfWork, around: Surroundings): AuthWork {
  return {
    ...common(unit, around),
    device: around.device,
    accounts: accountStore(unit),
    sessions: sessionStore(unit),
    invitation: presentedInvitation(unit),
    enter: (tenantId, userId) => unit.enterTenant(tenantId, userId),
    record: (change) => unit.record(change),
  }
}

/** For somebody signed in: the unit of work sees as that person. */
export function organizationWork(unit: UnitOfWork, around: Surroundings): OrganizationWork {
  return {
    ...common(unit, around),
    actor: unit.actor,
    accounts: accountStore(unit),
    sessions: sessionStore(unit),
    tenant: tenantStore(unit),
    users: userStore(unit),
    teams: teamStore(unit),
    roles: roleStore(unit),
    invitations: invitationStore(unit),
  }
}

function common(unit: UnitOfWork, { env, device, outgoing }: Surroundings) {
  // A command that lost a race runs again: what its first run wrote is not sent.
  outgoing.length = 0
  return {
    now: unit.now,
    origin: env.APP_ORIGIN,
    attempts: attemptCounter(unit, device),
    passwords,
    secrets: sessionSecrets(env),
    emit: (change: Parameters<AuthWork['emit']>[0]) => unit.emit(change),
    enqueue: (job: Parameters<AuthWork['enqueue']>[0]) => unit.enqueue(job),
    post: (letter: Letter) => void outgoing.push(letter),
  }
}
