import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../drizzle/local/embedded-postgres'
import { migrateServer } from '../../drizzle/local/migrate'

/** Migrated once; each test's database is a copy of it. */
export const TEMPLATE = 'template_app'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { ownerUrl: string; appPassword: string }
  }
}

/** Global set-up: one real PostgreSQL server for the whole run. */
export default async function startPostgres(project: TestProject): Promise<() => Promise<void>> {
  const server = await startEmbeddedPostgres()
  const appPassword = randomBytes(16).toString('hex')
  const admin = new pg.Client({ connectionString: server.url() })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${TEMPLATE}`)
  await migrateServer(server.url(TEMPLATE))
  await admin.query(`ALTER ROLE app_login PASSWORD '${appPassword}'`)
  await admin.end()
  project.provide('postgres', { ownerUrl: server.url(), appPassword })
  return () => server.stop()
}
