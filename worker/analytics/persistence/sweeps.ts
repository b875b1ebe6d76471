import { sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { Sweep } from '../contract'
import type { SweepPlace } from '../domain/sweep'

/** The pass over every open deal that is under way, or the newest that failed, as far as the viewpoint may see it. */
export async function newestSweep(unit: UnitOfWork): Promise<Sweep | null> {
  const [row] = await unit.rows<{
    scored: number | null
    of: number | null
    failure: string | null
    finished_at: string | null
    created_at: string
  }>(sql`select (payload->'place'->>'scored')::int as scored, (payload->'place'->>'of')::int as of, failure, finished_at, created_at
    from jobs where tenant_id = ${unit.tenantId} and kind = 'score' and dedupe_key in ('all', 'nightly')
    order by finished_at is not null, finished_at desc, id desc limit 1`)
  if (!row || (row.finished_at !== null && row.failure === null)) return null
  return {
    scored: row.scored ?? 0,
    of: row.of,
    failure: row.failure,
    startedAt: new Date(row.created_at).toISOString(),
  }
}

/**
 * Begins a pass with a model, or begins it anew after another's; one that was begun with it meanwhile stays where it is. Undefined
 * when it is over.
 */
export async function beginSweep(unit: UnitOfWork, jobId: string, modelId: string): Promise<SweepPlace | undefined> {
  const [row] = await unit.rows<{
    place: SweepPlace
  }>(sql`update jobs
    set payload = case when payload->'place'->>'modelId' = ${modelId} then payload else payload || jsonb_build_object('place',
      jsonb_build_object('modelId', ${modelId}::text, 'after', null, 'scored', 0, 'census', null, 'of',
        (select count(*) from opportunities where tenant_id = ${unit.tenantId} and status = 'open'))) end
    where tenant_id = ${unit.tenantId} and id = ${jobId} and finished_at is null returning payload->'place' as place`)
  return row?.place
}

/**
 * Moves a pass on, in the same transaction as its scores and only from where they began: of two deliveries of one message one
 * goes on, and the other finds out before it writes. Whoever gets on is not stuck: tries are counted anew.
 */
export function moveOn(unit: UnitOfWork, jobId: string, from: SweepPlace, to: SweepPlace, leaseSeconds: number): void {
  unit.guard(sql`update jobs set attempts = 0, due_at = now() + make_interval(secs => ${leaseSeconds}),
      payload = jsonb_set(payload, '{place}', ${JSON.stringify(to)}::jsonb)
    where tenant_id = ${unit.tenantId} and id = ${jobId} and finished_at is null
      and payload->'place'->>'modelId' = ${from.modelId} and payload->'place'->>'after' is not distinct from ${from.after}::text
    returning 1`)
}

/** Where a pass stands now; null when it is over. */
export async function placeOfSweep(unit: UnitOfWork, jobId: string): Promise<SweepPlace | null> {
  const [row] = await unit.rows<{ place: SweepPlace | null }>(sql`select payload->'place' as place from jobs
    where tenant_id = ${unit.tenantId} and id = ${jobId} and finished_at is null`)
  return row?.place ?? null
}
