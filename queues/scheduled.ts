import { sql } from 'drizzle-orm'
import { newId } from '../worker/kernel/ids'
import { sweepSignIn } from '../worker/organization/index'
import { commitSystem, systemUnit } from '../worker/platform/background'
import { openDatabase } from '../worker/platform/db'
import type { Env } from '../worker/platform/env'
import { UnitOfWork } from '../worker/platform/unit-of-work'
import { removeOldFiles } from '../worker/sales/index'
import { sweepJobs } from './sweep'

const NIGHTLY = '17 3 * * *'

/** Every minute: send again what was lost. Every night: forget old tries, sessions and files, score anew what only time changed. */
export async function scheduled(cron: string, env: Env): Promise<void> {
  if (cron === NIGHTLY) {
    await sweepSignIn(openDatabase(env))
    await scoreEverything(env)
    await removeOldFiles(env, new Date())
  }
  await sweepJobs(env)
}

/** A deal that nobody touches grows older all the same: "no meeting in 20 days" becomes 21. */
async function scoreEverything(env: Env): Promise<void> {
  const unit = new UnitOfWork(openDatabase(env), { as: 'sweeper' })
  const champions = await unit.rows<{ tenant_id: string }>(
    sql`select tenant_id from prediction_models where status = 'champion'`,
  )
  for (const { tenant_id } of champions) {
    const nightly = systemUnit(env, tenant_id, newId())
    nightly.enqueue({ kind: 'score', key: 'all', payload: { all: true } })
    await commitSystem(env, nightly)
  }
}
