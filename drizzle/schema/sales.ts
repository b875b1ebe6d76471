import { type SQL, sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  real,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { createdAt, moment, rowId, tenantId, updatedAt, version } from './columns'
import { users } from './organization'
import { tenants } from './tenancy'

export type CustomValues = Record<string, string | number | null>

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
// The tenant is a word of its own documents: one index then answers `this tenant and these words`. No text has a word
// that begins with its mark, so nobody finds everything by typing the beginning of it.
const searchable = (words: SQL) => (): SQL =>
  sql`array_to_tsvector(array['=' || tenant_id::text]) || to_tsvector('simple', ${words})`

const day = (name: string) => date(name, { mode: 'string' })
const amountMinor = (name: string) => bigint(name, { mode: 'number' })

const owner = (name: string, t: { tenantId: AnyPgColumn; ownerId: AnyPgColumn }) =>
  foreignKey({ name, columns: [t.tenantId, t.ownerId], foreignColumns: [users.tenantId, users.id] })

export const customers = pgTable(
  'customers',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    kind: text('kind', { enum: ['company', 'person'] }).notNull(),
    name: text('name').notNull(),
    /** The company a person works for. */
    companyId: uuid('company_id'),
    jobTitle: text('job_title'),
    email: text('email'),
    phone: text('phone'),
    website: text('website'),
    industry: text('industry'),
    employees: integer('employees'),
    address:
      jsonb('address').$type<Partial<Record<'street' | 'city' | 'postalCode' | 'country', string | undefined>>>(),
    notes: text('notes').notNull().default(''),
    tags: text('tags').array().notNull().default(sql`'{}'`),
    custom: jsonb('custom').$type<CustomValues>().notNull().default({}),
    externalId: text('external_id'),
    ownerId: uuid('owner_id').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
    /** How names are compared; a column, because row-level security keeps functions out of index conditions. */
    foldedName: text('folded_name').generatedAlwaysAs((): SQL => sql`lower(name)`),
    search: tsvector('search').generatedAlwaysAs(
      searchable(
        sql`name || ' ' || coalesce(email,'') || ' ' || coalesce(industry,'') || ' ' || coalesce(job_title,'') || ' ' || notes`,
      ),
    ),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    owner('customers_owner', t),
    foreignKey({ name: 'customers_company', columns: [t.tenantId, t.companyId], foreignColumns: [t.tenantId, t.id] }),
    index('customers_in_order').on(t.tenantId, t.foldedName, t.id),
    index('customers_of_kind_in_order').on(t.tenantId, t.kind, t.foldedName, t.id),
    index('customers_search').using('gin', t.search),
    // These two, and `opportunities_of_owner`, hold all that a person's reach is made of: no row is fetched for it.
    index('customers_of_company').on(t.tenantId, t.companyId, t.id).where(sql`company_id is not null`),
    index('customers_of_owner').on(t.tenantId, t.ownerId, t.id),
    uniqueIndex('customers_external').on(t.tenantId, t.externalId),
    check('customers_kind', sql`${t.kind} in ('company','person')`),
    check('customers_name', sql`char_length(${t.name}) between 1 and 200`),
    check(
      'customers_person_of_company',
      sql`${t.companyId} is null or (${t.kind} = 'person' and ${t.companyId} <> ${t.id})`,
    ),
  ],
)

export const pipelines = pgTable(
  'pipelines',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    name: text('name').notNull(),
    position: integer('position').notNull(),
    isDefault: boolean('is_default').notNull().default(false),
    archivedAt: moment('archived_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('pipelines_name').on(t.tenantId, t.name),
    uniqueIndex('pipelines_one_default').on(t.tenantId).where(sql`is_default`),
    check('pipelines_name_length', sql`char_length(${t.name}) between 1 and 100`),
  ],
)

export const stages = pgTable(
  'stages',
  {
    tenantId: tenantId(),
    id: rowId(),
    pipelineId: uuid('pipeline_id').notNull(),
    name: text('name').notNull(),
    position: integer('position').notNull(),
    status: text('status', { enum: ['open', 'won', 'lost'] }).notNull(),
    /** The age in days at which a deal has been here too long; null until there is a norm. */
    expectedDays: integer('expected_days'),
    archivedAt: moment('archived_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      name: 'stages_pipeline',
      columns: [t.tenantId, t.pipelineId],
      foreignColumns: [pipelines.tenantId, pipelines.id],
    }).onDelete('cascade'),
    // What an opportunity points at, so that its stage, pipeline and status always agree.
    unique('stages_agree').on(t.tenantId, t.pipelineId, t.id, t.status),
    uniqueIndex('stages_name').on(t.tenantId, t.pipelineId, sql`lower(${t.name})`).where(sql`archived_at is null`),
    uniqueIndex('stages_one_won').on(t.tenantId, t.pipelineId).where(sql`status = 'won' and archived_at is null`),
    uniqueIndex('stages_one_lost').on(t.tenantId, t.pipelineId).where(sql`status = 'lost' and archived_at is null`),
    check('stages_status', sql`${t.status} in ('open','won','lost')`),
    check('stages_name_length', sql`char_length(${t.name}) between 1 and 100`),
    check('stages_expected_days', sql`${t.expectedDays} between 1 and 3650`),
  ],
)

export const opportunities = pgTable(
  'opportunities',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
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

const ofOpportunity = (name: string, t: { tenantId: AnyPgColumn; opportunityId: AnyPgColumn }) =>
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

export const products = pgTable(
  'products',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    name: text('name').notNull(),
    sku: text('sku'),
    listPriceMinor: amountMinor('list_price_minor'),
    currency: text('currency'),
    archivedAt: moment('archived_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    uniqueIndex('products_name').on(t.tenantId, sql`lower(${t.name})`),
    check('products_name_length', sql`char_length(${t.name}) between 1 and 200`),
    check('products_price', sql`(${t.listPriceMinor} is null) = (${t.currency} is null) and ${t.listPriceMinor} >= 0`),
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

export const customFields = pgTable(
  'custom_fields',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    entity: text('entity', { enum: ['opportunity', 'customer'] }).notNull(),
    /** The key under which a record's `custom` holds the value. */
    key: text('key').notNull(),
    label: text('label').notNull(),
    type: text('type', { enum: ['text', 'number', 'date', 'choice'] }).notNull(),
    choices: text('choices').array(),
    position: integer('position').notNull().default(0),
    archivedAt: moment('archived_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    unique('custom_fields_key').on(t.tenantId, t.entity, t.key),
    check('custom_fields_entity', sql`${t.entity} in ('opportunity','customer')`),
    check('custom_fields_type', sql`${t.type} in ('text','number','date','choice')`),
    check('custom_fields_label', sql`char_length(${t.label}) between 1 and 200`),
  ],
)

export const imports = pgTable(
  'imports',
  {
    tenantId: tenantId().references(() => tenants.id, { onDelete: 'cascade' }),
    id: rowId(),
    createdBy: uuid('created_by').notNull(),
    fileName: text('file_name').notNull(),
    bytes: bigint('bytes', { mode: 'number' }).notNull(),
    /** SHA-256 of the file as sent, hex. */
    digest: text('digest'),
    status: text('status', { enum: ['uploaded', 'ready', 'running', 'done', 'failed', 'canceled'] }).notNull(),
    /** What the file turned out to be, how its columns map, and where a resumed run goes on. */
    layout: jsonb('layout').$type<Record<string, unknown>>().notNull().default({}),
    mapping: jsonb('mapping').$type<Record<string, unknown>>(),
    progress: jsonb('progress').$type<Record<string, unknown>>().notNull().default({}),
    rowsTotal: integer('rows_total'),
    rowsRead: integer('rows_read').notNull().default(0),
    rowsCreated: integer('rows_created').notNull().default(0),
    rowsUpdated: integer('rows_updated').notNull().default(0),
    rowsUnchanged: integer('rows_unchanged').notNull().default(0),
    rowsFailed: integer('rows_failed').notNull().default(0),
    failure: text('failure'),
    startedAt: moment('started_at'),
    finishedAt: moment('finished_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    version: version(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.id] }),
    foreignKey({
      name: 'imports_user',
      columns: [t.tenantId, t.createdBy],
      foreignColumns: [users.tenantId, users.id],
    }),
    index('imports_newest').on(t.tenantId, t.createdAt, t.id),
    check('imports_status', sql`${t.status} in ('uploaded','ready','running','done','failed','canceled')`),
  ],
)

export const importErrors = pgTable(
  'import_errors',
  {
    tenantId: tenantId(),
    importId: uuid('import_id').notNull(),
    rowNumber: integer('row_number').notNull(),
    columnName: text('column_name').notNull(),
    value: text('value').notNull(),
    reason: text('reason').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.importId, t.rowNumber, t.columnName] }),
    foreignKey({
      name: 'import_errors_import',
      columns: [t.tenantId, t.importId],
      foreignColumns: [imports.tenantId, imports.id],
    }).onDelete('cascade'),
  ],
)
