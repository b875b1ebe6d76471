import { sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { ModelCare } from '../application/work'
import type { ToldScore } from '../domain/watch/outcomes'
import type { Reference, WatchReport } from '../domain/watch/watch'

/** Whether training goes by itself, and what the newest sweep saw. */
export async function findCare(unit: UnitOfWork): Promise<ModelCare> {
  const [row] = await unit.rows<{ paused_at: string | null; report: WatchReport | null }>(
    sql`select paused_at, report from model_care where tenant_id = ${unit.tenantId}`,
  )
  return { pausedAt: row?.paused_at ? new Date(row.paused_at).toISOString() : null, report: row?.report ?? null }
}

/** Stops automatic training, or lets it go on. */
export function keepPause(unit: UnitOfWork, pausedBy: string | null): void {
  const at = pausedBy === null ? sql`null::timestamptz` : sql`now()`
  unit.write(sql`insert into model_care (tenant_id, paused_at, paused_by) values (${unit.tenantId}, ${at}, ${pausedBy}::uuid)
    on conflict (tenant_id) do update set paused_at = excluded.paused_at, paused_by = excluded.paused_by, updated_at = now()`)
}

/** How the open deals spread when the model that serves first looked at them. */
export async function findReference(unit: UnitOfWork): Promise<Reference | null> {
  const [row] = await unit.rows<{ reference: Reference | null }>(
    sql`select reference from model_care where tenant_id = ${unit.tenantId}`,
  )
  return row?.reference ?? null
}

export function keepReport(unit: UnitOfWork, reference: Reference, report: WatchReport | null): void {
  const json = (value: unknown) => (value === null ? sql`null::jsonb` : sql`${JSON.stringify(value)}::jsonb`)
  unit.write(sql`insert into model_care (tenant_id, reference, report) values (${unit.tenantId}, ${json(reference)}, ${json(report)})
    on conflict (tenant_id) do update set reference = excluded.reference, report = excluded.report, updated_at = now()`)
}

const DAYS_BACK = 180
const MOST_SCORES = 20_000

/** What people were told of the deals that have closed lately, while they were open. What was only looked back on is not among it. */
export async function toldScores(unit: UnitOfWork): Promise<ToldScore[]> {
  const rows = await unit.rows<{ id: string; probability: number; won: boolean; month: string }>(sql`
    select o.id, h.success_probability as probability, o.status = 'won' as won, to_char(o.closed_at at time zone 'UTC', 'YYYY-MM') as month
    from opportunities o join prediction_history h on h.tenant_id = o.tenant_id and h.opportunity_id = o.id
    where o.tenant_id = ${unit.tenantId} and o.status in ('won', 'lost') and o.closed_at > now() - make_interval(days => ${DAYS_BACK})
      and h.cause <> 'looked_back' and h.as_of < o.closed_at
    order by o.closed_at desc limit ${MOST_SCORES}`)
  return rows.map(({ id, ...told }) => ({ opportunityId: id, ...told }))
}

/** The newest training that has ended, whatever came of it. */
export async function lastTraining(unit: UnitOfWork): Promise<{ readonly at: number; readonly deals: number } | null> {
  const [row] = await unit.rows<{ at: string; deals: number }>(sql`
    select extract(epoch from finished_at) * 1000 as at, won + lost as deals from prediction_models
    where tenant_id = ${unit.tenantId} and finished_at is not null order by number desc limit 1`)
  return row ? { at: Number(row.at), deals: Number(row.deals) } : null
}

/**
 * Thins the past scores of a company's deals with their age: every one of two weeks, one a day of three months, one a week of
 * a year, one a month of before. The first of each stretch stays, and so does the newest of a deal.
 */
export function thinHistory(unit: UnitOfWork): void {
  unit.write(sql`delete from prediction_history h using (
      select opportunity_id, as_of,
        row_number() over (partition by opportunity_id, case
          when as_of > now() - interval '90 days' then date_trunc('day', as_of)
          when as_of > now() - interval '1 year' then date_trunc('week', as_of)
          else date_trunc('month', as_of) end order by as_of) as place
      from prediction_history where tenant_id = ${unit.tenantId} and as_of <= now() - interval '14 days') d
    where h.tenant_id = ${unit.tenantId} and h.opportunity_id = d.opportunity_id and h.as_of = d.as_of and d.place > 1
      and exists (select from prediction_history later where later.tenant_id = ${unit.tenantId}
        and later.opportunity_id = h.opportunity_id and later.as_of > h.as_of)`)
}
