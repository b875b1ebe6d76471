import { and, eq, type SQL, sql } from 'drizzle-orm'
import { opportunities, opportunityProducts, predictionHistory, predictions } from '../../../drizzle/schema'
import type { Database } from '../../platform/db'
import type { OpportunityRow } from '../contract'

const WEEK_MS = 7 * 86_400_000

// Worked out for the rows of a page only, after they were found.
const customerName = sql<string>`app.customer_of_deal(${opportunities.id})`

const weekBefore = (now: Date) => new Date(now.getTime() - WEEK_MS).toISOString()

const dealColumns = {
  id: opportunities.id,
  title: opportunities.title,
  customerId: opportunities.customerId,
  ownerId: opportunities.ownerId,
  pipelineId: opportunities.pipelineId,
  stageId: opportunities.stageId,
  status: opportunities.status,
  amountMinor: opportunities.amountMinor,
  currency: opportunities.currency,
  expectedCloseOn: opportunities.expectedCloseOn,
  priority: opportunities.priority,
  nextStep: opportunities.nextStep,
  nextStepOn: opportunities.nextStepOn,
  openedAt: opportunities.openedAt,
  stageEnteredAt: opportunities.stageEnteredAt,
  lastActivityAt: opportunities.lastActivityAt,
  closedAt: opportunities.closedAt,
  version: opportunities.version,
}

/** The columns of a card or a list row, but for the customer's name. `weekAgo` is the probability that was in force a week before `now`. */
export function rowColumns(now: Date) {
  return {
    ...dealColumns,
    probability: predictions.successProbability,
    low: predictions.low,
    high: predictions.high,
    confidence: predictions.confidence,
    scoredAt: predictions.asOf,
    weekAgo: sql<number | null>`(select h.success_probability from ${predictionHistory} h
      where h.tenant_id = ${predictions.tenantId} and h.opportunity_id = ${predictions.opportunityId}
        and h.as_of <= ${weekBefore(now)}::timestamptz order by h.as_of desc limit 1)`,
  }
}

// Only an open deal has a probability: one made just before the deal closed may still lie there.
export const ofScore = and(
  eq(predictions.tenantId, opportunities.tenantId),
  eq(predictions.opportunityId, opportunities.id),
  eq(opportunities.status, 'open'),
) as SQL

/** Rows as lists show them. A left join, so that the planner may take them in the order of the list. */
export function selectRows(db: Database, now: Date) {
  return db
    .select({ ...rowColumns(now), customerName })
    .from(opportunities)
    .leftJoin(predictions, ofScore)
}

/** The rows that a query of ids names, with all that is not the deal's own worked out at once. */
export function selectRowsOf(db: Database, now: Date, ids: SQL) {
  return db
    .select({
      ...dealColumns,
      customerName: sql<string>`card.customer`,
      probability: sql<number | null>`card.probability`,
      low: sql<number | null>`card.low`,
      high: sql<number | null>`card.high`,
      confidence: sql<'high' | 'medium' | 'low' | null>`card.confidence`,
      scoredAt: sql<string | null>`card.scored_at`.mapWith(predictions.asOf),
      weekAgo: sql<number | null>`card.week_ago`,
    })
    .from(opportunities)
    .innerJoin(
      sql`app.cards_of_deals(array(${ids}), ${weekBefore(now)}::timestamptz) as card`,
      sql`card.deal = ${opportunities.id}`,
    )
}

/** Rows whose customers are read beside them, by the thousand. */
export function selectNamelessRows(db: Database, now: Date) {
  return db.select(rowColumns(now)).from(opportunities).leftJoin(predictions, ofScore)
}

/** The whole deal, for its own page and for commands. */
export function selectWhole(db: Database, now: Date) {
  return db
    .select({
      ...rowColumns(now),
      customerName,
      description: opportunities.description,
      source: opportunities.source,
      competitor: opportunities.competitor,
      lossReason: opportunities.lossReason,
      tags: opportunities.tags,
      custom: opportunities.custom,
      externalId: opportunities.externalId,
      createdAt: opportunities.createdAt,
      updatedAt: opportunities.updatedAt,
      productIds: sql<string[]>`array(select op.product_id from ${opportunityProducts} op
        where op.tenant_id = ${opportunities.tenantId} and op.opportunity_id = ${opportunities.id} order by op.product_id)`,
    })
    .from(opportunities)
    .leftJoin(predictions, ofScore)
}

export type RowRecord = Awaited<ReturnType<typeof selectRows>>[number]
type NamelessRecord = Awaited<ReturnType<typeof selectNamelessRows>>[number]
export type WholeRecord = Awaited<ReturnType<typeof selectWhole>>[number]

type ScoreColumn = 'probability' | 'low' | 'high' | 'confidence' | 'scoredAt' | 'weekAgo'

/** The score of a record: all of its columns are there, or none is. */
export function toScore(record: Pick<RowRecord, ScoreColumn>): OpportunityRow['score'] {
  const { probability, low, high, confidence, scoredAt, weekAgo } = record
  if (probability === null || low === null || high === null || confidence === null || scoredAt === null) return null
  return { probability, low, high, confidence, weekChange: weekAgo === null ? null : probability - weekAgo, scoredAt }
}

export function toRow(record: RowRecord): OpportunityRow {
  return { ...toNamelessRow(record), customerName: record.customerName }
}

export function toNamelessRow(record: NamelessRecord): Omit<OpportunityRow, 'customerName'> {
  const { probability, low, high, confidence, scoredAt, weekAgo, ...deal } = record
  const score = toScore({ probability, low, high, confidence, scoredAt, weekAgo })
  return { ...deal, score } as Omit<OpportunityRow, 'customerName'>
}
