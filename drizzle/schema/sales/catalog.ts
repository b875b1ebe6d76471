import { sql } from 'drizzle-orm'
import { check, integer, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { createdAt, moment, rowId, tenantId, updatedAt, version } from '../columns'
import { tenants } from '../tenancy'
import { amountMinor } from './columns'

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
