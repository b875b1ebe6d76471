import { sql } from 'drizzle-orm'
import { type Company, owner } from './actors'
import { aCustomer } from './builders'

/** Closed deals of two sources, the second won as often as told; dated over two years, in a fixed order. */
export async function closedDeals(
  company: Company,
  count: number,
  wonOf: { readonly referral: number; readonly cold: number },
): Promise<void> {
  const customerId = await aCustomer(company)
  const { tenantId, pipelineId, stages, rep } = company
  await owner().execute(sql`
    insert into opportunities (tenant_id, id, customer_id, owner_id, pipeline_id, stage_id, status, title, amount_minor, currency,
      source, opened_at, stage_entered_at, closed_at, loss_reason, created_by)
    select ${tenantId}, gen_random_uuid(), ${customerId}, ${rep.userId}, ${pipelineId},
      case when d.won then ${stages.won}::uuid else ${stages.lost}::uuid end, case when d.won then 'won' else 'lost' end,
      'Deal ' || n, 100000 + (n * 7919) % 900000, 'EUR', d.source, now() - (800 - n * 700 / ${count}::int) * interval '1 day' - interval '30 days',
      now() - (800 - n * 700 / ${count}::int) * interval '1 day', now() - (800 - n * 700 / ${count}::int) * interval '1 day', null, ${rep.userId}
    from generate_series(1, ${count}::int) n cross join lateral (
      select case when n % 2 = 0 then 'Referral' else 'Cold' end as source,
        (n * 7919) % 100 < case when n % 2 = 0 then ${wonOf.referral}::int else ${wonOf.cold}::int end as won) d`)
}
