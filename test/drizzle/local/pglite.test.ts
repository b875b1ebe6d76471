import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { neonConfig, Pool } from '@neondatabase/serverless'
import { afterEach, expect, it } from 'vitest'
import { startEndpoint } from '../../../drizzle/local/endpoint'
import { openPglite } from '../../../drizzle/local/open-pglite'
import { pgliteBackend } from '../../../drizzle/local/pglite-backend'
import { migratedSnapshot } from '../../support/migrated'

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

it('ends a transaction whose client dawdles, so that the others get their turn', async () => {
  const { db, close } = await openPglite({ loadDataDir: await migratedSnapshot() })
  const endpoint = await startEndpoint(pgliteBackend(db, { idleInTransactionMs: 50 }))
  Object.assign(neonConfig, { wsProxy: `${endpoint.address}/v2`, useSecureWebSocket: false, pipelineConnect: false })
  const pool = new Pool({ connectionString: `postgresql://postgres@${endpoint.address}/postgres` })
  closers.push(close, () => endpoint.close())
  pool.on('error', () => {})

  const dawdler = await pool.connect()
  const ended = new Promise<Error>((resolve) => dawdler.on('error', resolve))
  await dawdler.query('BEGIN')
  await dawdler.query('CREATE TABLE half_done (id int)')
  // Waits for its turn, and gets it: the transaction before it is ended and undone.
  const { rows } = await pool.query(`SELECT to_regclass('half_done') AS found, current_user::text AS me`)
  expect(rows).toEqual([{ found: null, me: 'postgres' }])
  expect(await ended).toMatchObject({ code: '25P03' })
  dawdler.release(true)
  await pool.end()
})

it('lets one process at a time into a directory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pglite-'))
  closers.push(() => rmSync(folder, { recursive: true }))
  const dataDir = join(folder, 'pg')
  const first = await openPglite({ dataDir, loadDataDir: await migratedSnapshot() })
  await expect(openPglite({ dataDir })).rejects.toThrow(/is held by process/)
  await first.db.exec(`CREATE TABLE kept AS SELECT 1 AS id`)
  await first.close()

  const second = await openPglite({ dataDir })
  closers.push(() => second.close())
  expect((await second.db.query('SELECT id FROM kept')).rows).toEqual([{ id: 1 }])
})
