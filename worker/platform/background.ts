import { sql } from 'drizzle-orm'
import { openDatabase } from './db'
import type { Env } from './env'
import { sendJobs } from './jobs'
import { UnitOfWork } from './unit-of-work'

/** A promised piece of work, as its handler finds it. */
export interface ClaimedJob {
  readonly id: string
  readonly payload: Record<string, unknown>
  readonly attempts: number
}

/** A unit of work for background handlers: one tenant, all of it; on behalf of somebody, if it was theirs to do. */
export function systemUnit(env: Env, tenantId: string, requestId: string, userId?: string): UnitOfWork {
  return new UnitOfWork(openDatabase(env), { as: 'system', tenantId, userId }, { requestId, env })
}

/** The same, all of whose reads of one batch are of one moment. */
export function systemSnapshot(env: Env, tenantId: string): UnitOfWork {
  return new UnitOfWork(openDatabase(env), { as: 'system', tenantId }, { env, snapshot: true })
}

/** Commits a background unit and sends the work it promised. */
export async function commitSystem(env: Env, unit: UnitOfWork): Promise<void> {
  const { seq, news, jobs } = await unit.commit()
  if (seq !== null) await env.TENANT_HUB.getByName(unit.tenantId).publish(seq, news)
  if (jobs.length > 0) await sendJobs(env, unit.tenantId, jobs)
}

/**
 * Takes a job for `leaseSeconds`: until then no sweep sends it again. Null when it is finished already, so that a
 * message delivered twice does nothing the second time.
 */
export async function claimJob(
  env: Env,
  tenantId: string,
  jobId: string,
  leaseSeconds: number,
): Promise<ClaimedJob | null> {
  const unit = systemUnit(env, tenantId, jobId)
  const [row] = await unit.rows<{ id: string; payload: Record<string, unknown>; attempts: number }>(sql`
    update jobs set attempts = attempts + 1, due_at = now() + make_interval(secs => ${leaseSeconds})
    where tenant_id = ${tenantId} and id = ${jobId} and finished_at is null returning id, payload, attempts`)
  return row ?? null
}

const TRIED = 3

/**
 * A job whose message the queue has given up. Null when it is over, and when it was begun fewer than three times: then not the
 * job was at fault but what it needs to begin at all, and the sweep sends it again.
 */
export async function deadJob(env: Env, tenantId: string, jobId: string): Promise<ClaimedJob | null> {
  const unit = systemUnit(env, tenantId, jobId)
  const [row] = await unit.rows<ClaimedJob>(sql`select id, payload, attempts from jobs
    where tenant_id = ${tenantId} and id = ${jobId} and finished_at is null and attempts >= ${TRIED}`)
  return row ?? null
}

/** Marks a job done, or given up with a reason, together with the unit's other writes. */
export function finishJob(unit: UnitOfWork, jobId: string, failure: string | null = null): void {
  unit.write(sql`update jobs set finished_at = now(), failure = ${failure}
    where tenant_id = ${unit.tenantId} and id = ${jobId} and finished_at is null`)
}
