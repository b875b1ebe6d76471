import { sql } from 'drizzle-orm'
import { bigint, boolean, check, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, updatedAt, version } from './columns'

export const tenants = pgTable(
  'tenants',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    slug: text('slug').notNull().unique(),
    locale: text('locale').notNull().default('en-GB'),
    currency: text('currency').notNull().default('EUR'),
    timeZone: text('time_zone').notNull().default('UTC'),
    tier: text('tier').notNull().default('basic'),
    lossReasons: text('loss_reasons')
      .array()
      .notNull()
      .default(sql`array['Price','Competitor','No budget','No decision','Timing','Product fit']`),
    settings: jsonb('settings').$type<Record<string, unknown>>().notNull().default({}),
    isActive: boolean('is_active').notNull().default(true),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    check('tenants_name', sql`char_length(${t.name}) between 1 and 200`),
    check('tenants_slug', sql`${t.slug} ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'`),
    check('tenants_currency', sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check('tenants_tier', sql`${t.tier} in ('basic','team','enterprise')`),
  ],
)

/** The newest link of each tenant's change log: its row lock is what makes `seq` gap-free. */
export const tenantHeads = pgTable('tenant_heads', {
  tenantId: uuid('tenant_id')
    .primaryKey()
    .references(() => tenants.id, { onDelete: 'cascade' }),
  seq: bigint('seq', { mode: 'number' }).notNull().default(0),
  hash: text('hash').notNull().default(''),
  changedAt: moment('changed_at').notNull().default(sql`now()`),
})
