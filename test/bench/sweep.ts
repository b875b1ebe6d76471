import { setTimeout as wait } from 'node:timers/promises'
import { type BenchOptions, type Figure, figure } from './figure'
import { watchHeap } from './heap'
import { type Stack, startStack } from './stack'

export const name = 'sweep'

const CLOSED = 20_000
const OPEN = 100_000
const WANTED_MB = 128

/** Every open deal of a big company, scored with reasons through the queue by a model of its own. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
  const stack = await startStack(report)
  try {
    const { tenantId, token } = await signUp(stack)
    await untilIdle(stack)
    report(`filling ${CLOSED} closed and ${OPEN} open deals`)
    await fill(stack, tenantId)
    report('training a model of its own')
    const heap = await watchHeap(stack.inspector)
    const asked = await fetch(`${stack.origin}/api/v1/models/train`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
    if (asked.status !== 202) throw new Error(`training answers ${asked.status}`)
    await until(
      stack,
      `select from jobs where kind = 'train' and finished_at is not null and created_at > now() - interval '1 hour'
      having count(*) = 2`,
    )
    heap.takePeakMb()
    report('scoring every open deal')
    const began = performance.now()
    await untilIdle(stack, report)
    const seconds = (performance.now() - began) / 1000
    const heapMb = heap.takePeakMb()
    await heap.stop()
    const [kept] = await stack.db.query<{ scored: string; rung: string; failed: string }>(
      `select count(*) as scored, (select rung from prediction_models where status = 'champion' and tenant_id = $1) as rung,
        (select count(*) from jobs where failure is not null) as failed from predictions where tenant_id = $1`,
      [tenantId],
    )
    if (Number(kept?.scored) !== OPEN || Number(kept?.failed) > 0) throw new Error(`scored ${JSON.stringify(kept)}`)
    return [
      figure({ name: `deals scored with reasons (${kept?.rung} model)`, value: OPEN / seconds, unit: 'rows/s' }),
      figure({ name: 'all of them', value: seconds, unit: 's' }),
      figure({
        name: 'memory of the Worker, at most',
        value: heapMb,
        unit: 'MB',
        target: { of: 'value', atMost: WANTED_MB },
      }),
    ]
  } finally {
    await stack.close()
  }
}

async function signUp({ origin, db }: Stack): Promise<{ tenantId: string; token: string }> {
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

/** Deals of a few thousand customers, whose source tells something of how they end, each with two calls. */
async function fill({ db }: Stack, tenantId: string): Promise<void> {
  await db.query(
    `insert into customers (tenant_id, id, kind, name, owner_id, created_by)
      select $1, gen_random_uuid(), 'company', 'Customer ' || n, u.id, u.id from generate_series(1, 4000) n, users u
      where u.tenant_id = $1`,
    [tenantId],
  )
  await db.query(
    `insert into opportunities (tenant_id, id, customer_id, owner_id, created_by, pipeline_id, stage_id, status, title,
        amount_minor, currency, source, expected_close_on, closed_at, opened_at, stage_entered_at)
      select $1, gen_random_uuid(), c.ids[1 + n % 4000], u.id, u.id, s.pipeline_id, s.id, s.status, 'Deal ' || n,
        100000 + n::bigint * 7919 % 9000000, 'EUR', d.source, date '2026-12-01' + n % 90, case when s.status <> 'open' then d.closed end,
        d.closed - (20 + n % 60) * interval '1 day', d.closed - n % 20 * interval '1 day'
      from generate_series(1, ${CLOSED + OPEN}) n
        cross join (select array_agg(id) as ids from customers where tenant_id = $1) c
        cross join (select id from users where tenant_id = $1 limit 1) u
        cross join lateral (select case when n % 2 = 0 then 'Referral' else 'Cold call' end as source,
          case when n > ${CLOSED} then 'open' when abs(hashint4(n)) % 100 < case when n % 2 = 0 then 65 else 20 end then 'won' else 'lost' end
            as status, now() - (1 + n % 700) * interval '1 day' as closed) d
        cross join lateral (select id, pipeline_id, status from stages where tenant_id = $1 and status = d.status
          order by (position + n) % 7 limit 1) s`,
    [tenantId],
  )
  await db.query(
    `insert into stage_history (tenant_id, id, opportunity_id, stage_id, entered_at)
      select tenant_id, gen_random_uuid(), id, stage_id, stage_entered_at from opportunities where tenant_id = $1`,
    [tenantId],
  )
  await db.query(
    `insert into interactions (tenant_id, id, opportunity_id, customer_id, channel, direction, outcome, occurred_at, user_id)
      select o.tenant_id, gen_random_uuid(), o.id, o.customer_id, 'call', 'out', case when abs(hashtext(o.title || n)) % 3 = 0 then 'positive'
        else 'neutral' end, o.stage_entered_at + n * interval '6 hours', o.owner_id
      from opportunities o cross join generate_series(1, 2) n where o.tenant_id = $1`,
    [tenantId],
  )
  await db.query('vacuum analyze')
}

const untilIdle = (stack: Stack, report?: (line: string) => void) =>
  until(stack, 'select from jobs having count(*) filter (where finished_at is null) = 0', report)

async function until({ db }: Stack, question: string, report?: (line: string) => void): Promise<void> {
  for (let looks = 1; (await db.query(question)).length === 0; looks++) {
    await wait(200)
    if (looks % 100 > 0) continue
    const [sweep] = await db.query<{ scored: number }>(
      `select (payload->'place'->>'scored')::int as scored from jobs where kind = 'score' and finished_at is null limit 1`,
    )
    if (sweep) report?.(`${sweep.scored ?? 0} scored`)
  }
}
