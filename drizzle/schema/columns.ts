import { sql } from 'drizzle-orm'
import { integer, timestamp, uuid } from 'drizzle-orm/pg-core'
import { v7 } from 'uuid'

/** Every tenant table's key is `(tenant_id, id)`: a foreign key can then never cross tenants. */
export const tenantId = () => uuid('tenant_id').notNull()
export const rowId = () =>
  uuid('id')
    .notNull()
    .$defaultFn(() => v7())
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'string', precision: 3 })
export const createdAt = () => moment('created_at').notNull().default(sql`now()`)
export const updatedAt = () => moment('updated_at').notNull().default(sql`now()`)
// Guards every update: `where version = …`, then one more.
export const version = () => integer('version').notNull().default(1)
