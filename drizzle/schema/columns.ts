import { sql } from 'drizzle-orm'
import { customType, integer, uuid } from 'drizzle-orm/pg-core'
import { v7 } from 'uuid'

/** Every tenant table's key is `(tenant_id, id)`: a foreign key can then never cross tenants. */
export const tenantId = () => uuid('tenant_id').notNull()
export const rowId = () =>
  uuid('id')
    .notNull()
    .$defaultFn(() => v7())
/** A moment to the millisecond, read and written as ISO 8601 in UTC. */
export const moment = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp(3) with time zone',
  // Postgres writes `2026-03-31 09:00:00+00`; people and JSON write `2026-03-31T09:00:00.000Z`.
  fromDriver: (value) => new Date(value).toISOString(),
})
export const createdAt = () => moment('created_at').notNull().default(sql`now()`)
export const updatedAt = () => moment('updated_at').notNull().default(sql`now()`)
// Guards every update: `where version = …`, then one more.
export const version = () => integer('version').notNull().default(1)
