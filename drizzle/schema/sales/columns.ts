import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, bigint, customType, date, foreignKey } from 'drizzle-orm/pg-core'
import { users } from '../organization'

/** By the key of the field. */
export type CustomValues = Record<string, string | number | null>

export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
// The tenant is a word of its own documents: one index then answers `this tenant and these words`. No text has a word
// that begins with its mark, so nobody finds everything by typing the beginning of it.
export const searchable = (words: SQL) => (): SQL =>
  sql`array_to_tsvector(array['=' || tenant_id::text]) || to_tsvector('simple', ${words})`

export const day = (name: string) => date(name, { mode: 'string' })
export const amountMinor = (name: string) => bigint(name, { mode: 'number' })

export const owner = (name: string, t: { tenantId: AnyPgColumn; ownerId: AnyPgColumn }) =>
  foreignKey({ name, columns: [t.tenantId, t.ownerId], foreignColumns: [users.tenantId, users.id] })
