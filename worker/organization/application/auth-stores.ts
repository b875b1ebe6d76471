import type { IdentityId, SessionId, TenantId, UserId } from '../../kernel/ids'
import type { Permission, Scope } from '../../kernel/permissions'
import type { AttemptKind, TooManyAttempts } from '../domain/attempts'
import type { NewCompany } from '../domain/company'
import type { Invitation } from '../domain/invitation'
import type { PasswordResetGrant } from '../domain/reset'
import type { Session } from '../domain/session'

/** Where a request comes from, as sessions remember it and attempts are counted. */
export interface Device {
  readonly address: string
  readonly userAgent: string
}

export interface Attempts {
  /** Counts a try of the device's address and of each given kind; answers when one of them was one too many. */
  count(...tries: readonly Try[]): Promise<TooManyAttempts | null>
  /** Forgets the tries of the presented account: it has been shown to be the right person. */
  forget(email: string): void
}

/** `password` counts for the presented e-mail, the others for the address. */
export type Try = Exclude<AttemptKind, 'address'>

export interface Passwords {
  hash(password: string): Promise<string>
  /** Takes as long without a hash as with one. */
  verify(password: string, stored: string | null): Promise<boolean>
  isOutdated(stored: string): boolean
  isCommon(password: string): Promise<boolean>
}

export interface Secrets {
  make(): string
  digest(secret: string): string
  /** The refresh secret that follows one: always the same, so that a lost answer can be given again. */
  successor(sessionId: SessionId, secret: string): string
}

/** Somebody who can sign in. */
export interface Account {
  readonly id: IdentityId
  readonly email: string
  readonly passwordHash: string
}

/** A person's place in a company, and what it lets them do there. */
export interface Membership {
  readonly identityId: IdentityId
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly scope: Scope
  readonly permissions: readonly Permission[]
  readonly accessVersion: number
}

export interface Accounts {
  /** The account of the presented e-mail. */
  presented(): Promise<Account | null>
  /** Its places in companies that can be entered, the one used last first. */
  memberships(): Promise<readonly Membership[]>
  /** The signed-in person's own. What is asked for after it, in the same turn, is asked for as this account. */
  own(): Promise<Account>
  add(account: Account): void
  /** The same password under today's parameters. */
  rehash(id: IdentityId, passwordHash: string): void
  /** Ends every session of the account but one, in every company, and every reset that was asked for. */
  changeOwnPassword(id: IdentityId, passwordHash: string, keep: SessionId, now: Date): void
  /** Makes a company of the account's own. */
  found(company: NewCompany): void
  seen(membership: Pick<Membership, 'tenantId' | 'userId'>, now: Date): void
  /** Keeps a reset for the presented e-mail, if it has an account; the same work if it has none. */
  grantReset(id: string, tokenHash: string, expiresAt: string): void
  /** The reset whose secret was presented. */
  presentedReset(): Promise<PresentedReset | null>
  /** Uses the reset up with every other of the account, and ends the account's sessions. */
  useReset(reset: PresentedReset, passwordHash: string, now: Date): void
}

export interface PresentedReset extends PasswordResetGrant {
  readonly account: Pick<Account, 'id' | 'email'>
  readonly places: readonly { readonly tenantId: TenantId; readonly userId: UserId }[]
  /** Of the person and their companies: a password must not be made of them. */
  readonly names: readonly string[]
}

export interface NewSession extends Pick<Session, 'id' | 'tenantId' | 'userId' | 'refreshHash' | 'expiresAt'> {
  readonly identityId: IdentityId
  readonly device: Device
}

export interface OwnSession {
  readonly id: SessionId
  readonly userAgent: string
  readonly address: string
  readonly createdAt: string
  readonly lastUsedAt: string
  readonly expiresAt: string
}

export interface SessionStore {
  start(session: NewSession): void
  /** The presented session and whose it is; `membership` is null when that person may not enter any more. */
  presented(): Promise<{ readonly session: Session; readonly membership: Membership | null } | null>
  /** Replaces the newest refresh token, unless another request was quicker. */
  rotate(id: SessionId, from: string, to: string, previousUntil: string, now: Date): void
  end(id: SessionId, reason: string, now: Date): void
  /** The signed-in person's live ones, newest use first. */
  own(): Promise<readonly OwnSession[]>
}

/** The invitation whose secret was presented. */
export interface PresentedInvitation {
  find(): Promise<{
    readonly tenantId: TenantId
    readonly invitation: Invitation
    readonly company: string
    readonly role: { readonly name: string; readonly scope: Scope; readonly permissions: readonly Permission[] }
    /** The account of the e-mail it is for, if there is one. */
    readonly account: Account | null
    readonly isMember: boolean
    /** The imported person it stands for, whose rights have been changed this often. */
    readonly placeholder: { readonly accessVersion: number } | null
  } | null>
  /** Uses it up and gives the person their place: a new one, or that of the imported person it was for. */
  join(person: {
    readonly invitation: Invitation
    readonly tenantId: TenantId
    readonly userId: UserId
    readonly identityId: IdentityId
    readonly name: string
    readonly now: Date
  }): void
}
