import { z } from 'zod'
import { IdentityId, InvitationId, RoleId, SessionId, TeamId, TenantId, UserId } from '../kernel/ids'
import { Currency } from '../kernel/money'
import { PageQuery, pageOf } from '../kernel/page'
import { Permission, Scope } from '../kernel/permissions'
import { line, Moment } from '../kernel/text'
import { LINK_TOKEN_LENGTH } from './domain/link-token'
import { isLocale, isTimeZone } from './domain/place'

export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'use at most 254 characters')
  .pipe(z.email('use an e-mail address such as name@example.com'))
  .brand<'Email'>()
export type Email = z.infer<typeof Email>

// Long ones are welcome; the bound only keeps the hash from being fed megabytes. Common ones are refused by the server.
export const Password = z.string().min(8, 'use at least 8 characters').max(256, 'use at most 256 characters')

export const PersonName = line(200)

// --- auth -----------------------------------------------------------------------------------------------------

/** A password to be checked: whatever somebody may have chosen once. */
const GivenPassword = z.string().max(256)
/** API clients ask for the tokens in the answer; without it they travel in HttpOnly cookies. */
const wantsToken = z.boolean().optional()
/** The secret of a mailed link. */
const LinkToken = z.string().min(LINK_TOKEN_LENGTH.min).max(LINK_TOKEN_LENGTH.max)

/** A language tag (BCP 47) that this platform can format with. */
export const Locale = z.string().min(2).max(35).refine(isLocale, 'use a language tag such as en-GB')
/** An IANA time zone. */
export const TimeZone = z.string().min(1).max(64).refine(isTimeZone, 'use a time zone such as Europe/Lisbon')

export const SignUp = z.object({
  company: line(200),
  name: PersonName,
  email: Email,
  password: Password,
  currency: Currency.optional(),
  locale: Locale.optional(),
  timeZone: TimeZone.optional(),
  token: wantsToken,
})
export type SignUp = z.infer<typeof SignUp>

/** `tenantId` chooses among several companies; without it the one used last is entered. */
export const SignIn = z.object({
  email: Email,
  password: GivenPassword,
  tenantId: TenantId.optional(),
  token: wantsToken,
})
export type SignIn = z.infer<typeof SignIn>

/** When the access token runs out; the tokens themselves only for clients that asked with `"token": true`. */
export const SignedIn = z.object({
  expiresAt: Moment,
  accessToken: z.string().optional(),
  /** Absent when an exchanged token was forgiven and its successor is no longer known: keep the newest one held. */
  refreshToken: z.string().optional(),
})
export type SignedIn = z.infer<typeof SignedIn>

/** API clients send the refresh token they hold; browsers send nothing and are known by their cookie. */
export const Refresh = z.object({ refreshToken: z.string().max(200).optional() })
export const PasswordChange = z.object({ currentPassword: GivenPassword, newPassword: Password })
export type PasswordChange = z.infer<typeof PasswordChange>
export const PasswordResetRequest = z.object({ email: Email })
export const PasswordReset = z.object({ token: LinkToken, password: Password })
export type PasswordReset = z.infer<typeof PasswordReset>

// --- me -------------------------------------------------------------------------------------------------------

export const Tenant = z.object({
  id: TenantId,
  name: z.string(),
  slug: z.string(),
  locale: z.string(),
  currency: Currency,
  timeZone: z.string(),
  tier: z.string(),
  lossReasons: z.array(z.string()),
  version: z.int(),
})
export type Tenant = z.infer<typeof Tenant>

export const TenantChange = z.object({
  version: z.int(),
  name: line(200).optional(),
  locale: Locale.optional(),
  currency: Currency.optional(),
  timeZone: TimeZone.optional(),
  lossReasons: z.array(line(100)).min(1).max(30).optional(),
})
export type TenantChange = z.infer<typeof TenantChange>

export const Me = z.object({
  userId: UserId,
  identityId: IdentityId,
  sessionId: SessionId,
  name: z.string(),
  email: Email,
  role: z.object({ id: RoleId, key: z.string().nullable(), name: z.string(), scope: Scope }),
  permissions: z.array(Permission),
  preferences: z.record(z.string(), z.unknown()),
  tenant: Tenant,
  /** Every company this person belongs to, this one included. */
  companies: z.array(z.object({ id: TenantId, name: z.string() })),
  version: z.int(),
})
export type Me = z.infer<typeof Me>

export const MeChange = z.object({
  version: z.int(),
  name: PersonName.optional(),
  preferences: z
    .record(z.string().max(50), z.union([z.string().max(200), z.number(), z.boolean(), z.null()]))
    .optional(),
})
export type MeChange = z.infer<typeof MeChange>

export const SessionView = z.object({
  id: SessionId,
  userAgent: z.string(),
  address: z.string(),
  createdAt: Moment,
  lastUsedAt: Moment,
  expiresAt: Moment,
  isCurrent: z.boolean(),
})
export type SessionView = z.infer<typeof SessionView>

// --- people ---------------------------------------------------------------------------------------------------

export const User = z.object({
  id: UserId,
  name: z.string(),
  email: Email.nullable(),
  status: z.enum(['active', 'deactivated', 'placeholder']),
  roleId: RoleId,
  teamIds: z.array(TeamId),
  lastSeenAt: Moment.nullable(),
  version: z.int(),
})
export type User = z.infer<typeof User>
export const Users = pageOf(User)

export const UserChange = z.object({
  version: z.int(),
  name: PersonName.optional(),
  roleId: RoleId.optional(),
  status: z.enum(['active', 'deactivated']).optional(),
  teamIds: z.array(TeamId).max(50).optional(),
})
export type UserChange = z.infer<typeof UserChange>

export const Team = z.object({
  id: TeamId,
  name: z.string(),
  managerId: UserId.nullable(),
  memberIds: z.array(UserId),
  version: z.int(),
})
export type Team = z.infer<typeof Team>
export const NewTeam = z.object({
  name: line(100),
  managerId: UserId.nullable().default(null),
  memberIds: z.array(UserId).max(500).default([]),
})
export type NewTeam = z.infer<typeof NewTeam>
export const TeamChange = z.object({
  version: z.int(),
  name: line(100).optional(),
  managerId: UserId.nullable().optional(),
  memberIds: z.array(UserId).max(500).optional(),
})
export type TeamChange = z.infer<typeof TeamChange>

export const Role = z.object({
  id: RoleId,
  /** `sales_rep`, `manager`, `org_admin`: built in and not to be changed. Null for a tenant's own. */
  key: z.string().nullable(),
  name: z.string(),
  scope: Scope,
  permissions: z.array(Permission),
  people: z.int(),
  version: z.int(),
})
export type Role = z.infer<typeof Role>
export const NewRole = z.object({ name: line(100), scope: Scope, permissions: z.array(Permission) })
export type NewRole = z.infer<typeof NewRole>
export const RoleChange = z.object({
  version: z.int(),
  name: line(100).optional(),
  scope: Scope.optional(),
  permissions: z.array(Permission).optional(),
})
export type RoleChange = z.infer<typeof RoleChange>

export const NewInvitation = z.object({
  email: Email,
  name: PersonName.optional(),
  roleId: RoleId,
  teamId: TeamId.nullable().default(null),
  /** The imported person this invitation lets somebody become: their deals come with them. */
  placeholderId: UserId.nullable().default(null),
})
export type NewInvitation = z.infer<typeof NewInvitation>
export const Invitation = z.object({
  id: InvitationId,
  email: Email,
  name: z.string().nullable(),
  roleId: RoleId,
  teamId: TeamId.nullable(),
  placeholderId: UserId.nullable(),
  status: z.enum(['pending', 'accepted', 'revoked', 'expired']),
  expiresAt: Moment,
  createdAt: Moment,
  version: z.int(),
})
export type Invitation = z.infer<typeof Invitation>
/** The answer to inviting: how the link travels. Where no mail is set up, the inviter passes it on, and sees it once. */
export const Invited = Invitation.extend({ isMailed: z.boolean(), link: z.string().nullable() })
export type Invited = z.infer<typeof Invited>

/** The secret travels in the body: an address is logged on the way. */
export const InvitationLink = z.object({ token: LinkToken })
/** What the link in the mail shows before it is accepted. */
export const InvitationPreview = z.object({
  company: z.string(),
  email: Email,
  name: z.string().nullable(),
  role: z.string(),
  hasAccount: z.boolean(),
})
export type InvitationPreview = z.infer<typeof InvitationPreview>
/** Somebody who has an account already proves it with its password; somebody new chooses one. */
export const AcceptInvitation = z.object({
  token: LinkToken,
  name: PersonName.optional(),
  password: Password,
})
export type AcceptInvitation = z.infer<typeof AcceptInvitation>

/** What the people's list takes. */
export const UserQuery = PageQuery.extend({ status: User.shape.status.optional() })
export type UserQuery = z.infer<typeof UserQuery>

/** A mail as the local outbox page shows it: no mail server is set up on this machine. */
export const OutboxMail = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  link: z.string().nullable(),
  sentAt: Moment,
})
export type OutboxMail = z.infer<typeof OutboxMail>

// Not paged: a company has dozens of these at most, and every screen that shows one needs them all.
export const Teams = z.object({ rows: z.array(Team) })
export const Roles = z.object({ rows: z.array(Role) })
export const Invitations = z.object({ rows: z.array(Invitation) })
export const Sessions = z.object({ rows: z.array(SessionView) })
export const OutboxMails = z.object({ rows: z.array(OutboxMail) })
