import { fileURLToPath } from 'node:url'
import type { PGlite } from '@electric-sql/pglite'
import { drizzle as drizzleServer } from 'drizzle-orm/node-postgres'
import { migrate as applyToServer } from 'drizzle-orm/node-postgres/migrator'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { migrate as applyToPglite } from 'drizzle-orm/pglite/migrator'
import pg from 'pg'
import { PLAIN_SETTINGS } from './plain-settings'
import { expectSuitable, Unsuitable } from './suitable'

export const MIGRATIONS = fileURLToPath(new URL('../migrations', import.meta.url))

/** Brings a PostgreSQL server up to date as the owner of its tables; what was applied before is left alone. */
export async function migrateServer(ownerUrl: string, migrationsFolder = MIGRATIONS): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl, options: PLAIN_SETTINGS })
  try {
    await connect(client)
    await expectSuitable(client)
    await applyToServer(drizzleServer(client), { migrationsFolder })
  } finally {
    await client.end()
  }
}

async function connect(client: pg.Client): Promise<void> {
  try {
    await client.connect()
  } catch (error) {
    const { host, port, database } = client
    // Of several addresses of one name that all refuse, only the refusals say why.
    const [why] = error instanceof AggregateError ? error.errors : [error]
    throw new Unsuitable(`The database "${database}" at ${host}:${port} does not let us in: ${(why as Error).message}`)
  }
}

export async function migratePglite(db: PGlite, migrationsFolder = MIGRATIONS): Promise<void> {
  await applyToPglite(drizzlePglite(db), { migrationsFolder })
}
