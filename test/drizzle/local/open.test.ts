import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { neon, neonConfig } from '@neondatabase/serverless'
import { sql } from 'drizzle-orm'
import pg from 'pg'
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

  // Whatever the server is set to, the Worker reads values as it reads them everywhere.
  await third.query(`ALTER DATABASE postgres SET datestyle TO 'SQL, DMY'`)
  await third.query(`ALTER DATABASE postgres SET timezone TO 'America/New_York'`)
  const fourth = await openServer({ ownerUrl: server.url(), appUrl, appPassword: 'another' })
  closers.push(() => fourth.close())
  const asked = `SELECT '2026-03-01T01:02:03Z'::timestamptz::text AS at, '2026-03-01'::date::text AS day`
  const plain = [{ at: '2026-03-01 01:02:03+00', day: '2026-03-01' }]
  expect(await fourth.query(asked)).toEqual(plain)
  neonConfig.fetchEndpoint = `http://${fourth.env.NEON_LOCAL}/sql`
  expect(await neon(fourth.env.DATABASE_URL).query(asked)).toEqual(plain)
}, 60_000)

it('says before anything is changed, and how to mend it, where a server is not let in to or lacks a right', async () => {
  const server = await startEmbeddedPostgres()
  closers.push(() => server.stop())
  const admin = new pg.Client({ connectionString: server.url() })
  await admin.connect()
  closers.push(() => admin.end())
  const as = (role: string, database: string) => server.url(database).replace(/postgres:[^@]+@/, `${role}:secret@`)
  const open = async (url: string) => {
    const opened = await openServer({ ownerUrl: url, appPassword: 'another' })
    await opened.close()
  }
  const make = async (role: string, rights: string) => {
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'secret' ${rights}`)
    await admin.query(`CREATE DATABASE of_${role}`)
  }
  await make('ada', 'CREATEROLE')
  await expect(open(as('ada', 'of_ada'))).rejects.toThrow(/ALTER ROLE "ada" BYPASSRLS/)
  await admin.query('ALTER ROLE ada BYPASSRLS NOCREATEROLE')
  await expect(open(as('ada', 'of_ada'))).rejects.toThrow(/ALTER ROLE "ada" CREATEROLE/)
  await admin.query('ALTER ROLE ada CREATEROLE')
  await expect(open(as('ada', 'of_ada'))).rejects.toThrow(/ALTER DATABASE "of_ada" OWNER TO "ada"/)
  await admin.query('ALTER DATABASE of_ada OWNER TO ada')
  const untouched = new pg.Client({ connectionString: server.url('of_ada') })
  await untouched.connect()
  const { rows } = await untouched.query(`SELECT nspname FROM pg_namespace WHERE nspname IN ('app', 'drizzle')`)
  expect(rows).toEqual([])
  await untouched.end()

  // What is told is enough, twice over and for a role that is no superuser.
  await open(as('ada', 'of_ada'))
  await open(as('ada', 'of_ada'))

  // Another role may not change those tables, nor hand out in a database of its own the roles they are reached by.
  await make('eve', 'CREATEROLE BYPASSRLS')
  await expect(open(as('eve', 'of_ada'))).rejects.toThrow('belong to "ada"')
  await admin.query('ALTER DATABASE of_eve OWNER TO eve')
  const told = await open(as('eve', 'of_eve')).catch((error: Error) => error.message)
  await admin.query(/GRANT .+ TO "eve" WITH ADMIN OPTION/.exec(String(told))?.[0] ?? '')
  await open(as('eve', 'of_eve'))

  await admin.query(`CREATE DATABASE old ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0`)
  await expect(open(server.url('old'))).rejects.toThrow(/keeps text as SQL_ASCII; it takes UTF8/)
  await expect(open(as('ada', 'none'))).rejects.toThrow(/"none" at .+ does not let us in: .+ does not exist/)
  await expect(open(as('nobody', 'of_ada'))).rejects.toThrow(/does not let us in: .+authentication failed/)
  await expect(open('postgresql://ada:secret@127.0.0.1:1/sales')).rejects.toThrow(/127\.0\.0\.1:1 does not let us in/)
}, 60_000)
