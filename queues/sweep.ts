import { sql } from 'drizzle-orm'
import type { Job } from '../worker/kernel/change'
import { openDatabase } from '../worker/platform/db'
import type { Env } from '../worker/platform/env'
import { sendJobs } from '../worker/platform/jobs'
import { UnitOfWork } from '../worker/platform/unit-of-work'

const MOST_AT_ONCE = 500 // the next sweep takes the rest

/**
 * Sends promised work again whose message was lost or whose handler gave up: whatever was answered 2xx is
 * done in the end.
 */
export async function sweepJobs(env: Env): Promise<number> {
  const unit = new UnitOfWork(openDatabase(env), { as: 'sweeper' })
  const overdue = await unit.rows<{ tenant_id: string; id: string; kind: Job['kind'] }>(
    sql`select tenant_id, id, kind from jobs where finished_at is null and due_at < now() order by due_at limit ${MOST_AT_ONCE}`,
  )
  for (const { tenant_id, id, kind } of overdue) await sendJobs(env, tenant_id, [{ id, job: { kind } }])
  return overdue.length
}
