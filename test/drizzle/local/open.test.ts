import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { neon, neonConfig } from '@neondatabase/serverless'
import { sql } from 'drizzle-orm'
import { afterEach, expect, it } from 'vitest'
import { startEmbeddedPostgres } from '../../../drizzle/local/embedded-postgres'
import { type LocalDatabase, openEmbedded, openServer } from '../../../drizzle/local/open'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** What both kinds of database owe the launcher, across a restart. */
async function expectKept(open: () => Promise<LocalDatabase>): Promise<void> {
  const first = await open()
  await first.orm.execute(sql`CREATE TABLE kept AS SELECT 7 AS id`)
  expect(await asWorker(first)).toEqual([{ me: 'app_login', may: false }])
  await first.close()

  const second = await open()
  closers.push(() => second.close())
  expect(await second.query('SELECT id FROM kept WHERE id = $1', [7])).toEqual([{ id: 7 }])
  expect(await asWorker(second)).toEqual([{ me: 'app_login', may: false }])
}

/** Who the Worker is, and whether it may read what the owner made. */
async function asWorker({ env }: LocalDatabase): Promise<unknown> {
  neonConfig.fetchEndpoint = `http://${env.NEON_LOCAL}/sql`
  return neon(env.DATABASE_URL)`SELECT session_user::text AS me, has_table_privilege('kept', 'select') AS may`
}

it('migrates the embedded database once and keeps what is in it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'open-'))
  closers.push(() => rmSync(folder, { recursive: true }))
  await expectKept(() => openEmbedded(join(folder, 'pg')))
}, 60_000)

it('migrates a server once, and lets the Worker in with a password of its own', async () => {
  const server = await startEmbeddedPostgres()
  closers.push(() => server.stop())
  await expectKept(() => openServer({ ownerUrl: server.url(), appPassword: `it's "secret"` }))
  // With a login of its own given, none is set.
  const appUrl = server.url().replace(/postgres:[^@]+@/, `app_login:${encodeURIComponent(`it's "secret"`)}@`)
  const third = await openServer({ ownerUrl: server.url(), appUrl, appPassword: 'another' })
  closers.push(() => third.close())
  expect(await asWorker(third)).toEqual([{ me: 'app_login', may: false }])

  // An owner whose rights would not do is told so before anything is changed.
  await third.query(`CREATE ROLE narrow LOGIN CREATEROLE PASSWORD 'narrow'`)
  await third.query('CREATE DATABASE fresh OWNER narrow')
  const ownerUrl = server.url('fresh').replace(/postgres:[^@]+@/, 'narrow:narrow@')
  await expect(openServer({ ownerUrl, appPassword: 'another' })).rejects.toThrow(/ALTER ROLE "narrow" BYPASSRLS/)
}, 60_000)
