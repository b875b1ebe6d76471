import { bigint, numeric, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { rowId, tenantId } from './columns'
import { tenants } from './tenancy'

/**
 * What the open deals of one owner in one stage come to, in shares: triggers add to whichever share nobody else is writing,
 * so only the sum of all shares means anything. Read it, never write it.
 */
export const dealTotals = pgTable(
  'deal_totals',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    stageId: uuid('stage_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    currency: text('currency').notNull(),
    id: rowId(),
    deals: bigint('deals', { mode: 'number' }).notNull(),
    // Exact, unlike a float: what is added when a deal comes is what is taken away when it goes.
    amountMinor: numeric('amount_minor').notNull(),
    weightedMinor: numeric('weighted_minor').notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.stageId, t.ownerId, t.currency, t.id] })],
)
