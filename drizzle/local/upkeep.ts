import type { PGlite } from '@electric-sql/pglite'

const EVERY_MS = 5000

// What has changed enough, by the rule of a server's autovacuum.
const WORN = `SELECT format('%I.%I', t.schemaname, t.relname) AS name,
    t.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0) AS "hasDead"
  FROM pg_stat_user_tables t JOIN pg_class c ON c.oid = t.relid
  WHERE t.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0) OR t.n_mod_since_analyze > 50 + 0.1 * greatest(c.reltuples, 0)`

/**
 * Does for an embedded database what autovacuum does for a server, which has a process for it. Functions plan their queries
 * once a session, and the embedded database has one for as long as it runs: planned when the tables were empty, they would read
 * them whole for good. New statistics have them planned anew. Answers how to stop it.
 */
export function keepUp(db: PGlite): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let round = Promise.resolve()
  const again = () => {
    if (isStopped) return
    timer = setTimeout(() => {
      // It is for speed alone: what fails now is tried again.
      round = tidy(db)
        .catch(() => {})
        .finally(again)
    }, EVERY_MS)
    timer.unref()
  }
  again()
  return async () => {
    isStopped = true
    clearTimeout(timer)
    await round
  }
}

/** One table at a time: whoever waits, waits for one. */
export async function tidy(db: PGlite): Promise<void> {
  const { rows } = await db.query<{ name: string; hasDead: boolean }>(WORN)
  for (const { name, hasDead } of rows) await db.query(hasDead ? `VACUUM (ANALYZE) ${name}` : `ANALYZE ${name}`)
}
