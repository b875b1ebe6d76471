import { randomBytes } from 'node:crypto'
import { neonConfig } from '@neondatabase/serverless'
import pg from 'pg'
import { inject } from 'vitest'
import { type Endpoint, startEndpoint } from '../../drizzle/local/endpoint'
import { openPglite } from '../../drizzle/local/open-pglite'
import { pgliteBackend } from '../../drizzle/local/pglite-backend'
import { postgresBackend } from '../../drizzle/local/postgres-backend'
import { migratedSnapshot } from './migrated'
import { TEMPLATE } from './postgres-server'

export type DatabaseKind = 'pglite' | 'postgres'

/** A migrated database of its own behind the endpoint. */
export interface TestDatabase {
  readonly kind: DatabaseKind
  readonly endpoint: Endpoint
  /** For the Worker's driver: as the role it logs in with, and as the owner, whom no policy stops. */
  readonly connectionString: { readonly app: string; readonly owner: string }
  /** What the Worker is given to reach it. */
  readonly env: { readonly DATABASE_URL: string; readonly NEON_LOCAL: string }
  /** Runs one statement as the owner, past the endpoint and its count. */
  query<Row extends object>(text: string, params?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

/** `postgres` needs the project "database", whose set-up starts the server. */
export async function openTestDatabase(kind: DatabaseKind): Promise<TestDatabase> {
  // The host and port of a connection string lead to its endpoint, so that one test can hold several databases.
  neonConfig.fetchEndpoint = (host, port) => `http://${host}:${port}/sql`
  neonConfig.wsProxy = (host, port) => `${host}:${port}/v2`
  neonConfig.useSecureWebSocket = false
  neonConfig.pipelineConnect = false
  return kind === 'pglite' ? openOnPglite() : openOnPostgres()
}

async function openOnPglite(): Promise<TestDatabase> {
  const { db, close } = await openPglite({ loadDataDir: await migratedSnapshot() })
  const endpoint = await startEndpoint(pgliteBackend(db))
  return {
    kind: 'pglite',
    endpoint,
    ...addresses(endpoint, 'postgres', { app: 'app_login', owner: 'postgres' }),
    query: async <Row extends object>(text: string, params?: unknown[]) => (await db.query<Row>(text, params)).rows,
    async close() {
      await endpoint.close()
      await close()
    },
  }
}

async function openOnPostgres(): Promise<TestDatabase> {
  const server = inject('postgres')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = new pg.Pool({ connectionString: server.ownerUrl, max: 1 })
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`)
  const { hostname, port, password } = new URL(server.ownerUrl)
  const endpoint = await startEndpoint(postgresBackend({ host: hostname, port: Number(port) }))
  const owner = new pg.Pool({ connectionString: server.ownerUrl.replace(/\/[^/]*$/, `/${name}`) })
  // The database may be dropped before every goodbye is through.
  owner.on('error', () => {})
  return {
    kind: 'postgres',
    endpoint,
    ...addresses(endpoint, name, { app: `app_login:${server.appPassword}`, owner: `postgres:${password}` }),
    query: async <Row extends object>(text: string, params?: unknown[]) => (await owner.query<Row>(text, params)).rows,
    async close() {
      await endpoint.close()
      await owner.end()
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.end()
    },
  }
}

function addresses(endpoint: Endpoint, database: string, logins: { app: string; owner: string }) {
  const to = (login: string) => `postgresql://${login}@${endpoint.address}/${database}`
  const connectionString = { app: to(logins.app), owner: to(logins.owner) }
  return { connectionString, env: { DATABASE_URL: connectionString.app, NEON_LOCAL: endpoint.address } }
}
