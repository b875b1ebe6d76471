import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, moment, rowId, tenantId, updatedAt, version } from './columns'
import { tenants } from './tenancy'

/** A person who can sign in: reached only by the sign-in role, never by a tenant's queries. */
export const identities = pgTable(
  'identities',
  {
    id: uuid('id').primaryKey(),
    email: text('email').notNull(),
    passwordHash: text('password_hash').notNull(),
    emailVerifiedAt: moment('email_verified_at'),
    passwordChangedAt: moment('password_changed_at').notNull().default(sql`now()`),
    createdAt: createdAt(),
  },
  (t) => [unique('identities_email').on(t.email), check('identities_email_lower', sql`${t.email} = lower(${t.email})`)],
)

export const roles = pgTable(
  'roles',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    /** `sales_rep`, `manager`, `org_admin` for the built-in ones; null for a tenant's own. */
    key: text('key'),
    name: text('name').notNull(),
    /** Whose records its holders reach; decides the database role their queries run as. */
    scope: text('scope', { enum: ['own', 'team', 'tenant'] }).notNull(),
    permissions: text('permissions').array().notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('roles_key').on(t.tenantId, t.key),
    unique('roles_name').on(t.tenantId, t.name),
    check('roles_scope', sql`${t.scope} in ('own','team','tenant')`),
    check('roles_name_length', sql`char_length(${t.name}) between 1 and 100`),
  ],
)

export const teams = pgTable(
  'teams',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    name: text('name').notNull(),
    managerId: uuid('manager_id'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('teams_name').on(t.tenantId, t.name),
    foreignKey({
      name: 'teams_manager_user',
      columns: [t.tenantId, t.managerId],
      // Declared below: users know nothing of teams, so this is the one forward reference.
      foreignColumns: [users.tenantId, users.id] as never,
    }),
    index('teams_manager').on(t.tenantId, t.managerId),
    check('teams_name_length', sql`char_length(${t.name}) between 1 and 100`),
  ],
)

/** A person's place in one company. A `placeholder` was named by an import and cannot sign in. */
export const users = pgTable(
  'users',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    identityId: uuid('identity_id').references(() => identities.id, { onDelete: 'set null' }),
    email: text('email'),
    name: text('name').notNull(),
    roleId: uuid('role_id').notNull(),
    status: text('status', { enum: ['active', 'deactivated', 'placeholder'] })
      .notNull()
      .default('active'),
    // Raised when role, permissions or status change: tokens issued before then stop working.
    accessVersion: integer('access_version').notNull().default(1),
    preferences: jsonb('preferences').$type<Record<string, unknown>>().notNull().default({}),
    lastSeenAt: moment('last_seen_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({ name: 'users_role', columns: [t.tenantId, t.roleId], foreignColumns: [roles.tenantId, roles.id] }),
    uniqueIndex('users_email').on(t.tenantId, t.email),
    uniqueIndex('users_identity').on(t.identityId, t.tenantId),
    index('users_name').on(t.tenantId, t.name),
    check('users_status', sql`${t.status} in ('active','deactivated','placeholder')`),
    check('users_email_lower', sql`${t.email} = lower(${t.email})`),
    check(
      'users_can_sign_in',
      sql`(${t.status} = 'placeholder') or (${t.identityId} is not null and ${t.email} is not null)`,
    ),
    check('users_name_length', sql`char_length(${t.name}) between 1 and 200`),
  ],
)

export const teamMembers = pgTable(
  'team_members',
  {
    tenantId: tenantId(),
    teamId: uuid('team_id').notNull(),
    userId: uuid('user_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.teamId, t.userId] }),
    foreignKey({
      name: 'team_members_team',
      columns: [t.tenantId, t.teamId],
      foreignColumns: [teams.tenantId, teams.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'team_members_user',
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('cascade'),
    index('team_members_user_index').on(t.tenantId, t.userId),
  ],
)

export const invitations = pgTable(
  'invitations',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    email: text('email').notNull(),
    name: text('name'),
    roleId: uuid('role_id').notNull(),
    teamId: uuid('team_id'),
    /** The imported person this invitation lets somebody become. */
    placeholderId: uuid('placeholder_id'),
    tokenHash: text('token_hash').notNull().unique(),
    invitedBy: uuid('invited_by').notNull(),
    expiresAt: moment('expires_at').notNull(),
    acceptedAt: moment('accepted_at'),
    revokedAt: moment('revoked_at'),
    createdAt: createdAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      name: 'invitations_role',
      columns: [t.tenantId, t.roleId],
      foreignColumns: [roles.tenantId, roles.id],
    }),
    foreignKey({
      name: 'invitations_team',
      columns: [t.tenantId, t.teamId],
      foreignColumns: [teams.tenantId, teams.id],
    }),
    foreignKey({
      name: 'invitations_placeholder',
      columns: [t.tenantId, t.placeholderId],
      foreignColumns: [users.tenantId, users.id],
    }),
    foreignKey({
      name: 'invitations_inviter',
      columns: [t.tenantId, t.invitedBy],
      foreignColumns: [users.tenantId, users.id],
    }),
    uniqueIndex('invitations_pending').on(t.tenantId, t.email).where(sql`accepted_at is null and revoked_at is null`),
    // Nobody else can become the same imported person while one invitation stands.
    uniqueIndex('invitations_of_placeholder')
      .on(t.tenantId, t.placeholderId)
      .where(sql`accepted_at is null and revoked_at is null`),
    index('invitations_newest').on(t.tenantId, t.createdAt, t.id),
  ],
)

/** One sign-in on one device: the family of its rotating refresh tokens. */
export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey(),
    identityId: uuid('identity_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    tenantId: tenantId(),
    userId: uuid('user_id').notNull(),
    refreshHash: text('refresh_hash').notNull(),
    previousHash: text('previous_hash'),
    /** The token before the newest is forgiven until then: its answer may have been lost on the way. */
    previousUntil: moment('previous_until'),
    userAgent: text('user_agent').notNull().default(''),
    address: text('address').notNull().default(''),
    createdAt: createdAt(),
    lastUsedAt: moment('last_used_at').notNull().default(sql`now()`),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
    endReason: text('end_reason'),
  },
  (t) => [
    foreignKey({
      name: 'sessions_user',
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }).onDelete('cascade'),
    unique('sessions_of_person').on(t.tenantId, t.userId, t.id),
    index('sessions_of_identity').on(t.identityId),
    index('sessions_of_user').on(t.tenantId, t.userId),
  ],
)

export const passwordResets = pgTable(
  'password_resets',
  {
    id: uuid('id').primaryKey(),
    identityId: uuid('identity_id')
      .notNull()
      .references(() => identities.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull().unique(),
    expiresAt: moment('expires_at').notNull(),
    usedAt: moment('used_at'),
    createdAt: createdAt(),
  },
  (t) => [index('password_resets_of_identity').on(t.identityId)],
)

/** How often something was tried lately, by a digest of the account or the address. */
export const authAttempts = pgTable('auth_attempts', {
  key: text('key').primaryKey(),
  windowStart: moment('window_start').notNull(),
  count: integer('count').notNull(),
})
