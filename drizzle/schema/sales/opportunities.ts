import { type SQL, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, moment, rowId, tenantId, updatedAt, version } from '../columns'
import { products } from './catalog'
import { amountMinor, type CustomValues, day, owner, searchable, tsvector } from './columns'
import { customers } from './customers'
import { stages } from './pipelines'

export const opportunities = pgTable(
  'opportunities',
  {
    /** A company that is there: the stage refers to it. */
    tenantId: tenantId(),
    id: rowId(),
    customerId: uuid('customer_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    pipelineId: uuid('pipeline_id').notNull(),
    stageId: uuid('stage_id').notNull(),
    status: text('status', { enum: ['open', 'won', 'lost'] }).notNull(),
    isWon: boolean('is_won').generatedAlwaysAs(
      (): SQL => sql`case status when 'won' then true when 'lost' then false end`,
    ),
    title: text('title').notNull(),
    description: text('description').notNull().default(''),
    amountMinor: amountMinor('amount_minor').notNull(),
    currency: text('currency').notNull(),
    expectedCloseOn: day('expected_close_on'),
    closedAt: moment('closed_at'),
    lossReason: text('loss_reason'),
    source: text('source'),
    priority: text('priority', { enum: ['critical', 'high', 'medium', 'low'] })
      .notNull()
      .default('medium'),
    competitor: text('competitor'),
    nextStep: text('next_step'),
    nextStepOn: day('next_step_on'),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    custom: jsonb('custom').$type<CustomValues>().notNull().default({}),
    externalId: text('external_id'),
    /** What an import knows the deal by, and the digest of the row it last took: the same file changes nothing twice. */
    importKey: text('import_key'),
    importDigest: text('import_digest'),
    /** When it began in the world, which an import may place years before the row was made. */
    openedAt: moment('opened_at').notNull().default(sql`now()`),
    stageEnteredAt: moment('stage_entered_at').notNull().default(sql`now()`),
    lastActivityAt: moment('last_activity_at'),
    /** False when an import told the outcome but not when: such deals carry no order in time. */
    isDated: boolean('is_dated').notNull().default(true),
    createdBy: uuid('created_by').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
    search: tsvector('search').generatedAlwaysAs(
      searchable(
        sql`title || ' ' || description || ' ' || coalesce(source,'') || ' ' || coalesce(competitor,'') || ' ' || coalesce(next_step,'') || ' ' || coalesce(external_id,'')`,
      ),
    ),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    owner('opportunities_owner', t),
    foreignKey({
      name: 'opportunities_customer',
      columns: [t.tenantId, t.customerId],
      foreignColumns: [customers.tenantId, customers.id],
    }),
    foreignKey({
      name: 'opportunities_stage',
      columns: [t.tenantId, t.pipelineId, t.stageId, t.status],
      foreignColumns: [stages.tenantId, stages.pipelineId, stages.id, stages.status],
    }),
    uniqueIndex('opportunities_external').on(t.tenantId, t.externalId),
    uniqueIndex('opportunities_import_key').on(t.tenantId, t.importKey),
    // Whatever the totals of a board add up is in the index: the deals themselves lie scattered among the closed ones.
    index('opportunities_open_of_owner')
      .on(t.tenantId, t.ownerId, t.pipelineId, t.stageId, t.id, t.currency, t.amountMinor)
      .where(sql`status = 'open'`),
    index('opportunities_open')
      .on(t.tenantId, t.pipelineId, t.stageId, t.id, t.currency, t.amountMinor)
      .where(sql`status = 'open'`),
    // A device fetches its working set in this order, which no edit changes.
    index('opportunities_open_by_id').on(t.tenantId, t.id).where(sql`status = 'open'`),
    index('opportunities_newest').on(t.tenantId, t.openedAt, t.id),
    index('opportunities_of_owner').on(t.tenantId, t.ownerId, t.openedAt, t.id, t.customerId),
    index('opportunities_of_customer').on(t.tenantId, t.customerId),
    index('opportunities_by_amount').on(t.tenantId, t.amountMinor, t.id),
    index('opportunities_by_title').on(t.tenantId, t.title, t.id),
    index('opportunities_by_close').on(t.tenantId, t.expectedCloseOn, t.id),
    index('opportunities_search').using('gin', t.search),
    index('opportunities_closed').on(t.tenantId, t.closedAt, t.id).where(sql`status <> 'open'`),
    check('opportunities_status', sql`${t.status} in ('open','won','lost')`),
    check('opportunities_closed_at', sql`(${t.status} = 'open') = (${t.closedAt} is null)`),
    check('opportunities_loss_reason', sql`${t.lossReason} is null or ${t.status} = 'lost'`),
    check('opportunities_title', sql`char_length(${t.title}) between 1 and 200`),
    check('opportunities_amount', sql`${t.amountMinor} between 0 and 9007199254740991`),
    check('opportunities_currency', sql`${t.currency} ~ '^[A-Z]{3}$'`),
    check('opportunities_priority', sql`${t.priority} in ('critical','high','medium','low')`),
    check('opportunities_expected', sql`${t.expectedCloseOn} between '1970-01-01' and '2200-12-31'`),
  ],
)

export const ofOpportunity = (name: string, t: { tenantId: AnyPgColumn; opportunityId: AnyPgColumn }) =>
  foreignKey({
    name,
    columns: [t.tenantId, t.opportunityId],
    foreignColumns: [opportunities.tenantId, opportunities.id],
  }).onDelete('cascade')

export const stageHistory = pgTable(
  'stage_history',
  {
    tenantId: tenantId(),
    id: rowId(),
    opportunityId: uuid('opportunity_id').notNull(),
    stageId: uuid('stage_id').notNull(),
    enteredAt: moment('entered_at').notNull(),
    leftAt: moment('left_at'),
    movedBy: uuid('moved_by'),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    ofOpportunity('stage_history_opportunity', t),
    foreignKey({
      name: 'stage_history_stage',
      columns: [t.tenantId, t.stageId],
      foreignColumns: [stages.tenantId, stages.id],
    }),
    index('stage_history_in_order').on(t.tenantId, t.opportunityId, t.enteredAt),
    uniqueIndex('stage_history_one_current').on(t.tenantId, t.opportunityId).where(sql`left_at is null`),
    check('stage_history_order', sql`${t.leftAt} >= ${t.enteredAt}`),
  ],
)

export const opportunityProducts = pgTable(
  'opportunity_products',
  {
    tenantId: tenantId(),
    opportunityId: uuid('opportunity_id').notNull(),
    productId: uuid('product_id').notNull(),
    quantity: integer('quantity').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.opportunityId, t.productId] }),
    ofOpportunity('opportunity_products_opportunity', t),
    foreignKey({
      name: 'opportunity_products_product',
      columns: [t.tenantId, t.productId],
      foreignColumns: [products.tenantId, products.id],
    }),
    index('opportunity_products_product_index').on(t.tenantId, t.productId),
    check('opportunity_products_quantity', sql`${t.quantity} between 1 and 1000000`),
  ],
)
