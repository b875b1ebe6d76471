import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, primaryKey, real, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, rowId, tenantId, updatedAt, version } from '../columns'
import { users } from '../organization'
import { day, searchable, tsvector } from './columns'
import { customers } from './customers'
import { opportunities } from './opportunities'

export const interactions = pgTable(
  'interactions',
  {
    tenantId: tenantId(),
    id: rowId(),
    customerId: uuid('customer_id').notNull(),
    opportunityId: uuid('opportunity_id'),
    personId: uuid('person_id'),
    userId: uuid('user_id').notNull(),
    channel: text('channel', { enum: ['call', 'email', 'meeting', 'note'] }).notNull(),
    direction: text('direction', { enum: ['in', 'out'] }),
    subject: text('subject').notNull().default(''),
    content: text('content').notNull().default(''),
    outcome: text('outcome'),
    durationMinutes: integer('duration_minutes'),
    followUpOn: day('follow_up_on'),
    /** −1 to 1; null when nothing was said that could be read. */
    sentiment: real('sentiment'),
    occurredAt: moment('occurred_at').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
    search: tsvector('search').generatedAlwaysAs(
      searchable(sql`subject || ' ' || content || ' ' || coalesce(outcome,'')`),
    ),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      name: 'interactions_customer',
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'interactions_person',
      columns: [t.tenantId, t.personId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    foreignKey({
      name: 'interactions_opportunity',
      columns: [t.tenantId, t.opportunityId],
      foreignColumns: [opportunities.tenantId, opportunities.id],
    }),
    foreignKey({
      name: 'interactions_user',
      columns: [t.tenantId, t.userId],
      foreignColumns: [users.tenantId, users.id],
    }),
    index('interactions_of_opportunity').on(t.tenantId, t.opportunityId, t.occurredAt),
    index('interactions_of_customer').on(t.tenantId, t.customerId, t.occurredAt),
    index('interactions_of_user').on(t.tenantId, t.userId, t.occurredAt),
    index('interactions_newest').on(t.tenantId, t.occurredAt, t.id),
    index('interactions_search').using('gin', t.search),
    check('interactions_channel', sql`${t.channel} in ('call','email','meeting','note')`),
    check('interactions_direction', sql`${t.direction} in ('in','out')`),
    check('interactions_duration', sql`${t.durationMinutes} between 0 and 1440`),
    check('interactions_sentiment', sql`${t.sentiment} between -1 and 1`),
  ],
)
