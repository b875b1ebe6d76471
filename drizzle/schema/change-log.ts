import { sql } from 'drizzle-orm'
import { bigint, check, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, rowId, tenantId } from './columns'
import { tenants } from './tenancy'

/** What happened, in order, per tenant: audit trail, sync feed and outbox in one. Append-only. */
export const changeLog = pgTable(
  'change_log',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    at: moment('at').notNull(),
    actorId: uuid('actor_id'),
    requestId: text('request_id').notNull(),
    type: text('type').notNull(),
    entity: text('entity').notNull(),
    entityId: uuid('entity_id').notNull(),
    before: jsonb('before').$type<Record<string, unknown>>(),
    after: jsonb('after').$type<Record<string, unknown>>(),
    /** Who may read it: everyone in the tenant, the owners before and after, admins, the people named, or all others. */
    audience: text('audience', { enum: ['tenant', 'owner', 'admin', 'people', 'others'] }).notNull(),
    ownerBefore: uuid('owner_before'),
    ownerAfter: uuid('owner_after'),
    /** Whom `people` names, or `others` leaves out. */
    people: uuid('people').array(),
    /** SHA-256 of the payload; it outlives the payload when a person's data is erased. */
    digest: text('digest').notNull(),
    hash: text('hash').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.seq] }),
    index('change_log_of_entity').on(t.tenantId, t.entity, t.entityId, t.seq),
    index('change_log_by_time').on(t.tenantId, t.at),
    check('change_log_audience', sql`${t.audience} in ('tenant','owner','admin','people','others')`),
  ],
)

/** Every command that was carried out, so that a repeated one is answered, not repeated. */
export const operations = pgTable(
  'operations',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: uuid('id').notNull(),
    userId: uuid('user_id').notNull(),
    /** SHA-256 of method, path and body: the same id with another body is refused. */
    digest: text('digest').notNull(),
    status: integer('status').notNull(),
    answer: jsonb('answer').$type<unknown>(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
)

/** Work promised with a write and done after it: sent to a queue at once, and swept when that was lost. */
export const jobs = pgTable(
  'jobs',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    kind: text('kind', { enum: ['import', 'train', 'score', 'push'] }).notNull(),
    payload: jsonb('payload').$type<Record<string, unknown>>().notNull(),
    /** At most one unfinished job of a kind has a given key. */
    dedupeKey: text('dedupe_key').notNull(),
    attempts: integer('attempts').notNull().default(0),
    /** A sweep sends it again after this moment. */
    dueAt: moment('due_at').notNull().default(sql`now()`),
    finishedAt: moment('finished_at'),
    failure: text('failure'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex('jobs_one_unfinished').on(t.tenantId, t.kind, t.dedupeKey).where(sql`finished_at is null`),
    index('jobs_due').on(t.dueAt).where(sql`finished_at is null`),
    check('jobs_kind', sql`${t.kind} in ('import','train','score','push')`),
  ],
)
