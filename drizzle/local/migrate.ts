import { fileURLToPath } from 'node:url'
import type { PGlite } from '@electric-sql/pglite'
import { drizzle as drizzleServer } from 'drizzle-orm/node-postgres'
import { migrate as applyToServer } from 'drizzle-orm/node-postgres/migrator'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { migrate as applyToPglite } from 'drizzle-orm/pglite/migrator'
import pg from 'pg'
import { expectSuitable } from './suitable'

export const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url))

/** Brings a PostgreSQL server up to date as the owner of its tables; what was applied before is left alone. */
export async function migrateServer(ownerUrl: string, migrationsFolder = MIGRATIONS): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await expectSuitable(client)
    await applyToServer(drizzleServer(client), { migrationsFolder })
  } finally {
    await client.end()
  }
}

export async function migratePglite(db: PGlite, migrationsFolder = MIGRATIONS): Promise<void> {
  await applyToPglite(drizzlePglite(db), { migrationsFolder })
}
