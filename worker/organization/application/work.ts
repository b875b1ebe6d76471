import type { Actor } from '../../kernel/actor'
import type { Change, Job } from '../../kernel/change'
import type { Letter } from '../domain/mails'
import type { Accounts, Attempts, Device, Passwords, PresentedInvitation, Secrets, SessionStore } from './auth-stores'
import type { InvitationStore, RoleStore, TeamStore, TenantStore, UserStore } from './people-stores'

/**
 * All that a use case may touch before anybody is signed in. Stores read with the batch of the present turn, and
 * only what was presented (an e-mail, the secret of a link, a session's id); writes are collected.
 */
export interface AuthWork {
  readonly now: Date
  readonly origin: string
  readonly device: Device
  readonly attempts: Attempts
  readonly passwords: Passwords
  readonly secrets: Secrets
  readonly accounts: Accounts
  readonly sessions: SessionStore
  readonly invitation: PresentedInvitation
  /** What is written and emitted from here on is written as this company, by this person. */
  enter(tenantId: string, userId: string): void
  emit(change: Change): void
  enqueue(job: Job): void
  /** As `emit`, for the company entered at this moment: for commands that are written as several. */
  record(change: Change): void
  /** Sent once the command has been carried out; not at all when it is refused. */
  post(letter: Letter): void
}

/** All that a use case of somebody signed in may touch. */
export interface OrganizationWork {
  readonly actor: Actor
  readonly now: Date
  readonly origin: string
  readonly attempts: Attempts
  readonly passwords: Passwords
  readonly secrets: Secrets
  readonly accounts: Pick<Accounts, 'own' | 'changeOwnPassword'>
  readonly sessions: Pick<SessionStore, 'own' | 'end'>
  readonly tenant: TenantStore
  readonly users: UserStore
  readonly teams: TeamStore
  readonly roles: RoleStore
  readonly invitations: InvitationStore
  emit(change: Change): void
  post(letter: Letter): void
}
