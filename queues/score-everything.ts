import { sql } from 'drizzle-orm'
import { newId } from '../worker/kernel/ids'
import { commitSystem, systemUnit } from '../worker/platform/background'
import { openDatabase } from '../worker/platform/db'
import type { Env } from '../worker/platform/env'
import { UnitOfWork } from '../worker/platform/unit-of-work'
import { eachInTurn } from './each-in-turn'

/**
 * A deal that nobody touches grows older all the same: "no meeting in 20 days" becomes 21. With its scores each company's
 * model is looked after; a company without one gets its first.
 */
export async function scoreEverything(env: Env): Promise<void> {
  const unit = new UnitOfWork(openDatabase(env), { as: 'sweeper' })
  const companies = await unit.rows<{ id: string }>(sql`select id from tenants where is_active`)
  await promiseScores(
    env,
    companies.map(({ id }) => id),
  )
}

/** Promises it to each of these companies, whatever became of the one before. */
export async function promiseScores(env: Env, tenantIds: readonly string[]): Promise<void> {
  await eachInTurn(
    tenantIds.map((id) => async () => {
      const nightly = systemUnit(env, id, newId())
      nightly.enqueue({ kind: 'score', key: 'nightly', payload: { all: true, nightly: true } })
      await commitSystem(env, nightly)
    }),
  )
}
