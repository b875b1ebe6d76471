import { sql } from 'drizzle-orm'
import { buildPool } from '../worker/analytics/index'
import { newId } from '../worker/kernel/ids'
import { sweepSignIn } from '../worker/organization/index'
import { commitSystem, systemUnit } from '../worker/platform/background'
import { openDatabase } from '../worker/platform/db'
import type { Env } from '../worker/platform/env'
import { UnitOfWork } from '../worker/platform/unit-of-work'
import { removeOldFiles } from '../worker/sales/index'
import { remindOfTasks, removeOrphanedFiles } from '../worker/tasks/index'
import { sweepJobs } from './sweep'

const NIGHTLY = '17 3 * * *'

/** Every minute: send again what was lost, remind of what is due. Every night: forget old tries, sessions and files, add up what companies share, score anew what only time changed. */
export async function scheduled(cron: string, env: Env, now: Date): Promise<void> {
  const tasks = [
    ...(cron === NIGHTLY
      ? [
          () => sweepSignIn(openDatabase(env)),
          () => removeOldFiles(env, now),
          () => removeOrphanedFiles(env, now),
          () => buildPool(env),
          () => scoreEverything(env),
        ]
      : []),
    () => sweepJobs(env),
    () => remindOfTasks(env),
  ]
  // One after the other, and each whatever became of the one before.
  const failures: unknown[] = []
  for (const task of tasks) {
    try {
      await task()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some of what was due could not be done')
}

/**
 * A deal that nobody touches grows older all the same: "no meeting in 20 days" becomes 21. With its scores each company's
 * model is looked after; a company without one gets its first.
 */
async function scoreEverything(env: Env): Promise<void> {
  const unit = new UnitOfWork(openDatabase(env), { as: 'sweeper' })
  const companies = await unit.rows<{ id: string }>(sql`select id from tenants where is_active`)
  for (const { id } of companies) {
    const nightly = systemUnit(env, id, newId())
    nightly.enqueue({ kind: 'score', key: 'nightly', payload: { all: true, nightly: true } })
    await commitSystem(env, nightly)
  }
}
