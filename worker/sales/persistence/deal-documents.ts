import { type SQL, sql } from 'drizzle-orm'
import type { OpportunityId } from '../../kernel/ids'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { KnownOpportunity } from '../application/deal-stores'
import type { Opportunity } from '../domain/opportunity'
import { weekBefore } from './opportunity-rows'

// The database writes these out as JSON: a board is then one value to read. As rows, fetching and decoding its four
// thousand fields one by one cost the Worker more than all else about it.

/** As every moment on the wire: `2026-03-31T09:00:00.000Z`. */
const moments = (...columns: [column: string, name: string][]) =>
  columns
    .map(([column, name]) => `to_char(o.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "${name}"`)
    .join(', ')

const ROW =
  sql.raw(`o.id, o.title, o.customer_id as "customerId", o.owner_id as "ownerId", o.pipeline_id as "pipelineId",
  o.stage_id as "stageId", o.status, o.amount_minor as "amountMinor", o.currency, o.expected_close_on as "expectedCloseOn",
  o.priority, o.next_step as "nextStep", o.next_step_on as "nextStepOn", o.version,
  ${moments(
    ['opened_at', 'openedAt'],
    ['stage_entered_at', 'stageEnteredAt'],
    ['last_activity_at', 'lastActivityAt'],
    ['closed_at', 'closedAt'],
  )}`)

const REST = sql.raw(`o.description, o.source, o.competitor, o.loss_reason as "lossReason", o.tags, o.custom,
  o.external_id as "externalId", ${moments(['created_at', 'createdAt'], ['updated_at', 'updatedAt'])},
  array(select p.product_id from opportunity_products p
    where p.tenant_id = o.tenant_id and p.opportunity_id = o.id order by p.product_id) as "productIds"`)

const SCORE = sql.raw(`case when card.scored_at is not null then json_build_object('probability', card.probability,
  'low', card.low, 'high', card.high, 'confidence', card.confidence, 'weekChange', card.probability - card.week_ago,
  'risk', card.signals -> 'risk', 'push', card.signals -> 'push',
  'scoredAt', to_char(card.scored_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as score`)

/**
 * The rows of deals that a query finds, as its reader may see them, newest first: one JSON array of `OpportunityRow`, or
 * null of none. The query answers `OF_ROW` of each, so that a deal is read once.
 */
export function rowDocuments(unit: UnitOfWork, deals: SQL): SQL {
  return sql`with o as materialized (${deals})
    select json_agg(deal order by deal.id desc)
    from (select ${ROW}, ${SCORE}, card.customer as "customerName"
      from ${cards(unit, sql`array(select id from o)`)} join o on o.id = card.deal) deal`
}

/** The columns of deals that a row is made of. */
export const OF_ROW = sql.raw(`id, title, customer_id, owner_id, pipeline_id, stage_id, status, amount_minor, currency,
  expected_close_on, priority, next_step, next_step_on, version, opened_at, stage_entered_at, last_activity_at, closed_at`)

/** One deal whole, for its own page and for commands. */
export async function dealDocument(unit: UnitOfWork, id: OpportunityId | SQL): Promise<KnownOpportunity | undefined> {
  const [known] = await unit.rows<{ opportunity: Opportunity } & Omit<KnownOpportunity, 'opportunity'>>(sql`
    select (select row_to_json(whole) from (select ${ROW}, ${REST}) whole) as opportunity,
      card.customer as "customerName", ${SCORE}
    from ${cards(unit, sql`array[${id}::uuid]`)} join opportunities o on o.tenant_id = ${unit.tenantId} and o.id = card.deal`)
  return known
}

function cards({ now }: UnitOfWork, ids: SQL): SQL {
  return sql`app.cards_of_deals(${ids}, ${weekBefore(now)}::timestamptz) card`
}
