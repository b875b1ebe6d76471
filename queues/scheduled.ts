import { buildPool } from '../worker/analytics/index'
import { sweepSignIn } from '../worker/organization/index'
import { openDatabase } from '../worker/platform/db'
import type { Env } from '../worker/platform/env'
import { removeOldFiles } from '../worker/sales/index'
import { remindOfTasks, removeOrphanedFiles } from '../worker/tasks/index'
import { eachInTurn } from './each-in-turn'
import { scoreEverything } from './score-everything'
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
  await eachInTurn(tasks)
}
