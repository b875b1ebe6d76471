import { type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { DealRecord, RecordedChange, StagePlace, TrackedFields } from '../domain/deal-record'
import type { Channel, Outcome } from '../domain/timeline'

interface Row {
  id: string
  customer_id: string
  owner_id: string
  pipeline_id: string
  currency: string
  source: string | null
  priority: string
  competitor: string | null
  custom: Record<string, number | string | null>
  amount_minor: string | number
  expected_close_on: string | null
  next_step: string | null
  next_step_on: string | null
  opened_ms: string | number
  created_ms: string | number
  closed_ms: string | number | null
  status: 'open' | 'won' | 'lost'
  is_dated: boolean
  industry: string | null
  employees: number | null
  products: string[]
  stages: [number, string][]
  changes: [number, TrackedFields | null, TrackedFields | null][]
  interactions: [
    number,
    number,
    Channel,
    'in' | 'out' | null,
    string | null,
    number | null,
    number | null,
    string | null,
  ][]
}

const ms = (column: SQL) => sql`(extract(epoch from ${column}) * 1000)::bigint`

/** Only what features read: change-log rows of a long deal would otherwise be mostly descriptions. */
const TRACKED = sql.raw(
  `'{amountMinor,expectedCloseOn,nextStep,nextStepOn,ownerId,source,priority,competitor,productIds,custom}'::text[]`,
)

const tracked = (column: SQL) =>
  sql`(select json_object_agg(key, value) from jsonb_each(${column}) where key = any (${TRACKED}))`

const columns = sql`o.id, o.customer_id, o.owner_id, o.pipeline_id, o.currency, o.source, o.priority, o.competitor, o.custom,
  o.amount_minor, o.expected_close_on::text, o.next_step, o.next_step_on::text, o.status, o.is_dated,
  ${ms(sql`o.opened_at`)} as opened_ms, ${ms(sql`o.created_at`)} as created_ms, ${ms(sql`o.closed_at`)} as closed_ms,
  c.industry, c.employees,
  coalesce((select json_agg(p.product_id order by p.product_id) from opportunity_products p
    where p.tenant_id = o.tenant_id and p.opportunity_id = o.id), '[]') as products,
  coalesce((select json_agg(json_build_array(${ms(sql`h.entered_at`)}, h.stage_id) order by h.entered_at, h.id) from stage_history h
    where h.tenant_id = o.tenant_id and h.opportunity_id = o.id), '[]') as stages,
  coalesce((select json_agg(json_build_array(${ms(sql`l.at`)}, ${tracked(sql`l.before`)}, ${tracked(sql`l.after`)}) order by l.seq)
    from change_log l where l.tenant_id = o.tenant_id and l.entity = 'opportunity' and l.entity_id = o.id), '[]') as changes,
  coalesce((select json_agg(json_build_array(${ms(sql`i.occurred_at`)}, ${ms(sql`i.created_at`)}, i.channel, i.direction, i.person_id,
      i.duration_minutes, i.sentiment, i.outcome) order by i.occurred_at, i.id)
    from interactions i where i.tenant_id = o.tenant_id and i.opportunity_id = o.id), '[]') as interactions`

const source = sql`from opportunities o join customers c on c.tenant_id = o.tenant_id and c.id = o.customer_id`

/** The id of the deal an interaction is about, to be found in the same round trip that reads the deal. */
export function dealOfInteraction(unit: UnitOfWork, id: string): SQL {
  return sql`(select opportunity_id from interactions where tenant_id = ${unit.tenantId} and id = ${id})`
}

/** One deal with its past, as far as the viewpoint may see it. */
export async function findDealRecord(unit: UnitOfWork, id: string | SQL): Promise<DealRecord | undefined> {
  // `columns` of one deal, in a function: planning them anew each time took longer than all else a command reads.
  const [row] = await unit.rows<{ record: Row | null }>(sql`select app.deal_record(${id}, ${TRACKED}) as record`)
  return row?.record ? toRecord(row.record, new Map()) : undefined
}

export type DealFilter = 'all' | 'open'

/**
 * Deals in the order of their ids, after one of them. `words` is shared by all pages of a pass: a hundred thousand deals
 * repeat the same few hundred words, and one copy of each is what lets them fit in memory.
 */
export async function dealRecordsAfter(
  unit: UnitOfWork,
  after: string | null,
  limit: number,
  filter: DealFilter,
  words: Map<string, string>,
): Promise<DealRecord[]> {
  const rows = await unit.rows<Row>(sql`select ${columns} ${source} where o.tenant_id = ${unit.tenantId}
    ${after === null ? sql`` : sql`and o.id > ${after}`} ${filter === 'open' ? sql`and o.status = 'open'` : sql``}
    order by o.id limit ${limit}`)
  return rows.map((row) => toRecord(row, words))
}

export async function dealRecordsByIds(unit: UnitOfWork, ids: readonly string[]): Promise<DealRecord[]> {
  const rows = await unit.rows<Row>(sql`select ${columns} ${source} where o.tenant_id = ${unit.tenantId}
    and o.id = any(${sql.param(`{${ids.join(',')}}`)}::uuid[]) and o.status = 'open'`)
  return rows.map((row) => toRecord(row, new Map()))
}

/** Where each open stage stands in its pipeline. */
export async function stagePlaces(unit: UnitOfWork): Promise<ReadonlyMap<string, StagePlace>> {
  const rows = await unit.rows<{ id: string; index: string | number; count: string | number }>(sql`
    select id, row_number() over (partition by pipeline_id order by position, id) - 1 as index,
      count(*) over (partition by pipeline_id) as count
    from stages where tenant_id = ${unit.tenantId} and status = 'open' and archived_at is null`)
  return new Map(rows.map(({ id, index, count }) => [id, { index: Number(index), count: Number(count) }]))
}

function toRecord(row: Row, words: Map<string, string>): DealRecord {
  const one = (text: string): string => {
    const known = words.get(text)
    if (known !== undefined) return known
    words.set(text, text)
    return text
  }
  const maybe = (text: string | null) => (text === null ? null : one(text))
  const custom: Record<string, number | string | null> = {}
  for (const [key, value] of Object.entries(row.custom))
    custom[one(key)] = typeof value === 'string' ? one(value) : value
  return {
    id: row.id,
    customerId: one(row.customer_id),
    pipelineId: one(row.pipeline_id),
    currency: one(row.currency),
    industry: maybe(row.industry),
    employees: row.employees,
    now: {
      amountMinor: Number(row.amount_minor),
      expectedCloseOn: row.expected_close_on,
      nextStep: row.next_step,
      nextStepOn: row.next_step_on,
      ownerId: one(row.owner_id),
      source: maybe(row.source),
      priority: one(row.priority),
      competitor: maybe(row.competitor),
      productIds: row.products.map(one),
      custom,
    },
    openedAt: Number(row.opened_ms),
    createdAt: Number(row.created_ms),
    closedAt: row.closed_ms === null ? null : Number(row.closed_ms),
    outcome: row.status === 'open' ? null : (row.status satisfies Outcome),
    isDated: row.is_dated,
    stages: row.stages.map(([at, stageId]) => ({ at, stageId: one(stageId) })),
    changes: row.changes.map(([at, before, after]): RecordedChange => ({ at, before, after })),
    interactions: row.interactions.map(
      ([at, knownAt, channel, direction, personId, durationMinutes, sentiment, outcome]) => ({
        at,
        knownAt: Math.max(at, knownAt),
        channel: channel,
        direction,
        personId: maybe(personId),
        durationMinutes,
        sentiment,
        outcome: maybe(outcome),
      }),
    ),
  }
}
