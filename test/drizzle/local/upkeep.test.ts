import { afterAll, beforeAll, expect, it } from 'vitest'
import { type OpenPglite, openPglite } from '../../../drizzle/local/open-pglite'
import { tidy } from '../../../drizzle/local/upkeep'

let open: OpenPglite
beforeAll(async () => {
  open = await openPglite()
}, 60_000)
afterAll(() => open.close())

const TABLE = `CREATE TABLE deals (id integer PRIMARY KEY, note text);
  CREATE FUNCTION note_of(p_id integer) RETURNS text LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
    BEGIN RETURN (SELECT note FROM deals WHERE id = p_id); END $$;
  INSERT INTO deals VALUES (0, 'first');
  ANALYZE deals`

/** How often the table was read whole so far. */
async function readWhole(): Promise<number> {
  // In a transaction of its own, after which the session hands on what it has counted.
  await open.db.query('SELECT pg_stat_force_next_flush()')
  const { rows } = await open.db.query<{ scans: number }>(
    `SELECT seq_scan::int AS scans FROM pg_stat_user_tables WHERE relname = 'deals'`,
  )
  return rows[0]!.scans // it is there
}

it('has functions that were planned over an empty table find a row by its index once the table has grown', async () => {
  const { db } = open
  await db.exec(TABLE)
  const ask = () => db.query('SELECT note_of(0)')
  await ask()
  await db.query(`INSERT INTO deals SELECT g, 'later' FROM generate_series(1, 20000) g`)

  const [before] = [await readWhole(), await ask()]
  const grown = await readWhole()
  expect(grown).toBeGreaterThan(before)

  await tidy(db)
  const tidied = await readWhole()
  await ask()
  expect(await readWhole()).toBe(tidied)
}, 60_000)

it('takes out the rows that changes have left behind', async () => {
  const { db } = open
  await db.query(`UPDATE deals SET note = 'changed'`)
  await db.query('SELECT pg_stat_force_next_flush()')
  const left = async () =>
    (
      await db.query<{ left: number }>(
        `SELECT n_dead_tup::int AS left FROM pg_stat_user_tables WHERE relname = 'deals'`,
      )
    ).rows[0]!.left
  expect(await left()).toBeGreaterThan(10_000)
  await tidy(db)
  await db.query('SELECT pg_stat_force_next_flush()')
  expect(await left()).toBe(0)
}, 60_000)
