import { drizzle as drizzleServer } from 'drizzle-orm/node-postgres'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import pg from 'pg'
import * as schema from '../schema'
import { type Endpoint, startEndpoint } from './endpoint'
import { migratePglite, migrateServer } from './migrate'
import { openPglite } from './open-pglite'
import { pgliteBackend } from './pglite-backend'
import { PLAIN_SETTINGS } from './plain-settings'
import { postgresBackend } from './postgres-backend'

/** A migrated database on this machine, for its owner in this process and for the Worker through the endpoint. */
export interface LocalDatabase {
  /** As the owner of the tables: what it writes, no row policy stops. */
  readonly orm: PgDatabase<PgQueryResultHKT, typeof schema>
  query<Row extends object>(text: string, params?: unknown[]): Promise<Row[]>
  /** What the Worker is given to reach it as the role it logs in with. */
  readonly env: { readonly DATABASE_URL: string; readonly NEON_LOCAL: string }
  readonly endpoint: Endpoint
  close(): Promise<void>
}

/** The embedded database, in a directory of its own. */
export async function openEmbedded(dataDir: string): Promise<LocalDatabase> {
  const { db, close } = await openPglite({ dataDir })
  try {
    await migratePglite(db)
    const endpoint = await startEndpoint(pgliteBackend(db))
    return {
      orm: drizzlePglite(db, { schema }),
      query: async <Row extends object>(text: string, params?: unknown[]) => (await db.query<Row>(text, params)).rows,
      env: { DATABASE_URL: `postgresql://app_login@${endpoint.address}/postgres`, NEON_LOCAL: endpoint.address },
      endpoint,
      async close() {
        await endpoint.close()
        await close()
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

export interface ServerAddress {
  /** Owns the tables and migrates them. */
  readonly ownerUrl: string
  /** What the Worker logs in with; left out, the login role gets this password and the Worker uses it. */
  readonly appUrl?: string | undefined
  readonly appPassword: string
}

/** Any PostgreSQL server from version 15 on. */
export async function openServer({ ownerUrl, appUrl, appPassword }: ServerAddress): Promise<LocalDatabase> {
  await migrateServer(ownerUrl)
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 4, options: PLAIN_SETTINGS })
  owner.on('error', () => {})
  try {
    if (!appUrl) await owner.query(`ALTER ROLE app_login PASSWORD ${pg.escapeLiteral(appPassword)}`)
    const login = new URL(appUrl ?? ownerUrl)
    // An address that names no database means the one called like who logs in.
    if (login.pathname.length <= 1) login.pathname = `/${login.username}`
    if (!appUrl) Object.assign(login, { username: 'app_login', password: appPassword })
    const endpoint = await startEndpoint(postgresBackend({ host: login.hostname, port: Number(login.port || 5432) }))
    return {
      orm: drizzleServer(owner, { schema }),
      query: async <Row extends object>(text: string, params?: unknown[]) =>
        (await owner.query<Row>(text, params)).rows,
      env: { DATABASE_URL: login.href, NEON_LOCAL: endpoint.address },
      endpoint,
      async close() {
        await endpoint.close()
        await owner.end()
      },
    }
  } catch (error) {
    await owner.end()
    throw error
  }
}
