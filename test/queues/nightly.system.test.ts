import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ModelOverview } from '../../worker/analytics/contract'
import { type Stack, startStack } from '../bench/stack'

const DAY_MS = 86_400_000
// A night nine days from now: what is put into storage today is old by then.
const NIGHT = new Date(Math.ceil((Date.now() + 8 * DAY_MS) / DAY_MS) * DAY_MS + (3 * 60 + 17) * 60_000)
const PATIENCE = { timeout: 90_000, interval: 250 }

let stack: Stack
let cookie: string

beforeAll(async () => {
  stack = await startStack(() => {})
}, 240_000)
afterAll(() => stack?.close())

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${stack.origin}/api/v1${path}`, {
    method,
    headers: {
      origin: stack.origin,
      ...(cookie && { cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true)
  const set = answer.headers.getSetCookie().map((one) => one.split(';')[0])
  if (set.length > 0) cookie = set.join('; ')
  return (await answer.json()) as T
}

async function count(what: string, ...values: unknown[]): Promise<number> {
  const [row] = await stack.db.query<{ count: number }>(`select count(*)::int as count from ${what}`, values)
  return row!.count
}

const untilIdle = () => expect.poll(() => count('jobs where finished_at is null'), PATIENCE).toBe(0)

async function close(deals: number): Promise<void> {
  await stack.db.query(
    `insert into opportunities (tenant_id, id, customer_id, owner_id, pipeline_id, stage_id, status, title, amount_minor, currency,
       source, opened_at, stage_entered_at, closed_at, created_by)
     select o.tenant_id, gen_random_uuid(), o.customer_id, o.owner_id, o.pipeline_id, s.id, s.status, 'Deal ' || n, 100000, 'EUR',
       'Referral', now() - interval '90 days', now() - interval '30 days', now() - interval '30 days', o.created_by
     from opportunities o cross join generate_series(1, $1::int) n join stages s on s.tenant_id = o.tenant_id
       and s.pipeline_id = o.pipeline_id and s.status = case when n % 3 = 0 then 'won' else 'lost' end
     where o.status = 'open'`,
    [deals],
  )
}

it('looks after everything at night: sign-in, files, scores, their history and the model', async () => {
  const email = `night-${crypto.randomUUID()}@example.com`
  await call('POST', '/auth/sign-up', {
    email,
    password: 'a lamp lit above the harbour',
    name: 'Nora',
    company: 'Night',
  })
  await untilIdle()
  expect((await call<ModelOverview>('GET', '/models')).champion).toMatchObject({ number: 1, rung: 'prior' })

  const customer = await call<{ id: string }>('POST', '/customers', { kind: 'company', name: 'Harbour Works' })
  const deal = await call<{ id: string }>('POST', '/opportunities', {
    title: 'Lamps',
    amountMinor: 500_000,
    customerId: customer.id,
  })
  await close(30)
  await stack.db.query(
    `insert into prediction_history (tenant_id, opportunity_id, as_of, model_id, success_probability, cause)
     select tenant_id, opportunity_id, date_trunc('day', now()) - make_interval(days => 40) + make_interval(hours => n), model_id, 0.4, 'sweep'
     from predictions cross join generate_series(1, 9) n where opportunity_id = $1`,
    [deal.id],
  )
  await stack.db.query(`update predictions set as_of = now() - interval '2 days', success_probability = high`)
  const files = await stack.files()
  await files.put('imports/somebody/something/file', new Uint8Array(3))
  await files.put('models/somebody/something/model.bin', new Uint8Array(3))
  await stack.db.query(
    `insert into sessions select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'family_id', gen_random_uuid(),
       'token_hash', 'old', 'expires_at', now() - interval '9 days'))).* from sessions s limit 1`,
  )
  const sessions = await count('sessions')

  await stack.fireCrons(NIGHT)
  await untilIdle()

  expect(await count('sessions')).toBe(sessions - 1)
  expect(await files.get('imports/somebody/something/file')).toBeNull()
  expect(await files.get('models/somebody/something/model.bin')).not.toBeNull()
  // The deal was scored anew, and eight of nine scores of one day of last month were thinned out.
  expect(await count(`predictions where as_of > now() - interval '1 hour' and success_probability < high`)).toBe(1)
  expect(await count(`prediction_history where as_of < now() - interval '30 days'`)).toBe(1)
  // A tenth more deals have closed than the model had learned from.
  const { champion, watch, models } = await call<ModelOverview>('GET', '/models')
  expect(models).toHaveLength(2)
  expect(champion).toMatchObject({ number: 2, deals: 30 })
  expect(watch).toMatchObject({ deals: 1, level: 'steady' })

  // Paused, it is looked at and not trained.
  await call('POST', '/models/pause')
  await close(30)
  await stack.fireCrons(NIGHT)
  await untilIdle()
  const paused = await call<ModelOverview>('GET', '/models')
  expect(paused.models).toHaveLength(2)
  expect(paused.pausedAt).not.toBeNull()
  expect(paused.watch?.outcomes).toBeNull()
  expect(paused.watch?.modelId).toBe(champion?.id)

  await call('POST', '/models/resume')
  await stack.fireCrons(NIGHT)
  await untilIdle()
  expect((await call<ModelOverview>('GET', '/models')).models).toHaveLength(3)
}, 240_000)
