import { type ModelId, newId } from '../../worker/kernel/ids'
import type { DealDatabase } from './deal-database'

/** What it needs of a company: a pipeline, and somebody whose role the others get. */
type Fillable = Pick<DealDatabase, 'tenantId' | 'pipelineId' | 'stages'> & {
  readonly database: Pick<DealDatabase['database'], 'query'>
  readonly rep: Pick<DealDatabase['rep'], 'userId'>
}

/**
 * Fills a company: fifty people, 5,000 customers, and deals of whom every tenth is open and scored daily for a month.
 * In a few statements, since a hundred thousand rows one by one would take minutes.
 */
export async function manyDeals(
  { database, tenantId, rep, pipelineId, stages }: Fillable,
  deals: number,
): Promise<void> {
  const model = newId<ModelId>()
  const run = (text: string, ...params: unknown[]) => database.query(text, [tenantId, ...params])
  await run(
    `insert into users (tenant_id, id, name, role_id, status)
      select $1, gen_random_uuid(), 'Person ' || n, (select role_id from users where id = $2), 'placeholder'
      from generate_series(1, 49) n`,
    rep.userId,
  )
  await run(
    `insert into customers (tenant_id, id, kind, name, owner_id, created_by)
      select $1, gen_random_uuid(), 'company', 'Customer ' || n, people.ids[1 + n % 51], people.ids[1]
      from generate_series(1, 5000) n, (select array_agg(id) as ids from users where tenant_id = $1) people`,
  )
  await run(
    `insert into opportunities (tenant_id, id, customer_id, owner_id, created_by, pipeline_id, stage_id, status, title,
        amount_minor, currency, expected_close_on, closed_at, opened_at, stage_entered_at)
      select $1, (lpad(to_hex(n), 8, '0') || substr(gen_random_uuid()::text, 9))::uuid,
        customers.ids[1 + abs(hashint4(n + 1)) % 5000], people.ids[1 + abs(hashint4(n)) % 50], $6, $2,
        case when n % 10 = 0 then ($3::uuid[])[1 + n / 10 % 3] when n % 3 = 0 then $4::uuid else $5::uuid end,
        case when n % 10 = 0 then 'open' when n % 3 = 0 then 'won' else 'lost' end,
        'Deal ' || md5(n::text), n::bigint * 7919 % 1000000, 'EUR',
        case when n % 4 > 0 then date '2026-01-01' + n % 300 end,
        case when n % 10 > 0 then now() - n % 500 * interval '1 day' end,
        now() - n % 700 * interval '1 day', now() - n % 30 * interval '1 day'
      from generate_series(1, ${deals}) n,
        (select array_agg(id) as ids from users where tenant_id = $1 and (status = 'placeholder' or id = $6)) people,
        (select array_agg(id) as ids from customers where tenant_id = $1) customers`,
    pipelineId,
    [stages.lead, stages.proposal, stages.negotiation],
    stages.won,
    stages.lost,
    rep.userId,
  )
  await run(`insert into prediction_models (tenant_id, id, number, status) values ($1, $2, 1, 'champion')`, model)
  await run(
    `insert into predictions (tenant_id, opportunity_id, model_id, as_of, success_probability, low, high, confidence,
        base_rate, contributions)
      select $1, id, $2, now(), abs(hashtext(title)) % 1000 / 1000.0, 0, 1, 'high', 0.3, '[]'
      from opportunities where tenant_id = $1 and status = 'open'`,
    model,
  )
  await run(
    `insert into prediction_history (tenant_id, opportunity_id, model_id, as_of, success_probability, cause)
      select $1, id, $2, now() - days * interval '1 day', 0.5, 'sweep'
      from opportunities, generate_series(1, 30) days where tenant_id = $1 and status = 'open'`,
    model,
  )
  await run(
    `insert into stage_history (tenant_id, id, opportunity_id, stage_id, entered_at)
      select $1, gen_random_uuid(), id, stage_id, stage_entered_at from opportunities where tenant_id = $1`,
  )
  await run(
    `insert into change_log (tenant_id, seq, at, request_id, type, entity, entity_id, audience, owner_after, digest, hash)
      select $1, row_number() over (), now(), '', 'opportunity.changed', 'opportunity', id, 'owner', owner_id, '', ''
      from opportunities where tenant_id = $1`,
  )
  await run('update tenant_heads set seq = (select max(seq) from change_log where tenant_id = $1) where tenant_id = $1')
  await database.query('vacuum analyze')
}

const COPIED = [
  'tenant_heads',
  'roles',
  'users',
  'pipelines',
  'stages',
  'customers',
  'opportunities',
  'prediction_models',
].concat(['predictions', 'prediction_history', 'stage_history', 'change_log'])

/** Lays companies beside it that have what it has. */
export async function othersLike(
  { database, tenantId }: Pick<Fillable, 'database' | 'tenantId'>,
  others: number,
): Promise<void> {
  for (let n = 0; n < others; n++) {
    const other = newId()
    await database.query(`insert into tenants (id, name, slug) values ($1, 'Other', $2)`, [other, `other-${n}`])
    for (const table of COPIED) {
      const [row] = await database.query<{ columns: string }>(
        `select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
         where table_schema = 'public' and table_name = $1 and is_generated = 'NEVER' and column_name <> 'tenant_id'`,
        [table],
      )
      await database.query(
        `insert into ${table} (tenant_id, ${row?.columns}) select $2::uuid, ${row?.columns} from ${table} where tenant_id = $1`,
        [tenantId, other],
      )
    }
  }
  await database.query('vacuum analyze')
}
