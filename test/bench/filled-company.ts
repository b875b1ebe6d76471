import { setTimeout as wait } from 'node:timers/promises'
import type { Stack } from './stack'

/** A company of the bench's own. */
export async function signUp({ origin, db }: Stack): Promise<{ tenantId: string; token: string }> {
  const who = { company: 'Bench', name: 'Bea Bench', email: 'bea@bench.example', password: 'measure thrice, saw once' }
  const response = await fetch(`${origin}/api/v1/auth/sign-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...who, token: true }),
  })
  if (!response.ok) throw new Error(`signing up answers ${response.status}`)
  const { accessToken } = (await response.json()) as { accessToken: string }
  const [tenant] = await db.query<{ id: string }>('select id from tenants')
  return { tenantId: tenant!.id, token: accessToken } // just signed up
}

interface Filling {
  readonly closed: number
  readonly open: number
  /** Fields of the company's own: half of them numbers, half choices. */
  readonly fields?: number
  /** Whether they were here all along, and not brought in when they were over. */
  readonly areWatched?: boolean
}

/** Deals of a few thousand customers, whose source tells something of how they end, each with two calls. */
export async function fill(
  { db }: Stack,
  tenantId: string,
  { closed, open, fields = 0, areWatched = false }: Filling,
): Promise<void> {
  await db.query(
    `insert into customers (tenant_id, id, kind, name, owner_id, created_by)
      select $1, gen_random_uuid(), 'company', 'Customer ' || n, u.id, u.id from generate_series(1, 4000) n, users u
      where u.tenant_id = $1`,
    [tenantId],
  )
  await db.query(
    `insert into opportunities (tenant_id, id, customer_id, owner_id, created_by, pipeline_id, stage_id, status, title,
        amount_minor, currency, source, expected_close_on, closed_at, opened_at, stage_entered_at, custom, created_at)
      select $1, gen_random_uuid(), c.ids[1 + n % 4000], u.id, u.id, s.pipeline_id, s.id, s.status, 'Deal ' || n,
        100000 + n::bigint * 7919 % 9000000, 'EUR', d.source, date '2026-12-01' + n % 90, case when s.status <> 'open' then d.closed end,
        d.closed - (20 + n % 60) * interval '1 day', d.closed - n % 20 * interval '1 day',
        own.fields, case when $3::boolean then d.closed - (20 + n % 60) * interval '1 day' else now() end
      from generate_series(1, ${closed + open}) n
        cross join (select array_agg(id) as ids from customers where tenant_id = $1) c
        cross join (select id from users where tenant_id = $1 limit 1) u
        cross join lateral (select case when n % 2 = 0 then 'Referral' else 'Cold call' end as source,
          case when n > ${closed} then 'open' when abs(hashint4(n)) % 100 < case when n % 2 = 0 then 65 else 20 end then 'won' else 'lost' end
            as status, now() - (1 + n % 700) * interval '1 day' as closed) d
        cross join lateral (select id, pipeline_id, status from stages where tenant_id = $1 and status = d.status
          order by (position + n) % 7 limit 1) s
        cross join lateral (select coalesce(jsonb_object_agg('field_' || f, case when f % 2 = 0
          then to_jsonb((abs(hashint8(n::bigint * 64 + f)) % 10000) / 8.0) else to_jsonb('Choice ' || abs(hashint8(n::bigint * 64 + f)) % 30) end),
          '{}') as fields from generate_series(1, $2::int) f) own`,
    [tenantId, fields, areWatched],
  )
  await db.query(
    `insert into stage_history (tenant_id, id, opportunity_id, stage_id, entered_at)
      select tenant_id, gen_random_uuid(), id, stage_id, stage_entered_at from opportunities where tenant_id = $1`,
    [tenantId],
  )
  await db.query(
    `insert into interactions (tenant_id, id, opportunity_id, customer_id, channel, direction, outcome, occurred_at, created_at, user_id)
      select o.tenant_id, gen_random_uuid(), o.id, o.customer_id, 'call', 'out', case when abs(hashtext(o.title || n)) % 3 = 0 then 'positive'
        else 'neutral' end, o.stage_entered_at + n * interval '6 hours',
        case when $2::boolean then o.stage_entered_at + n * interval '6 hours' else now() end, o.owner_id
      from opportunities o cross join generate_series(1, 2) n where o.tenant_id = $1`,
    [tenantId, areWatched],
  )
  await db.query('vacuum analyze')
}

export const untilIdle = (stack: Stack, report?: (line: string) => void) =>
  until(stack, 'select from jobs having count(*) filter (where finished_at is null) = 0', report)

export async function until({ db }: Stack, question: string, report?: (line: string) => void): Promise<void> {
  for (let looks = 1; (await db.query(question)).length === 0; looks++) {
    await wait(200)
    if (looks % 100 > 0) continue
    const [sweep] = await db.query<{ scored: number }>(
      `select (payload->'place'->>'scored')::int as scored from jobs where kind = 'score' and finished_at is null limit 1`,
    )
    if (sweep) report?.(`${sweep.scored ?? 0} scored`)
  }
}
