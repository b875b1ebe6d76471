import { type SQL, sql } from 'drizzle-orm'
import {
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
import { createdAt, rowId, tenantId, updatedAt, version } from '../columns'
import { tenants } from '../tenancy'
import { type CustomValues, owner, searchable, tsvector } from './columns'

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
