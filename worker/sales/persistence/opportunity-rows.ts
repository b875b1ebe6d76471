import { and, eq, type SQL, sql } from 'drizzle-orm'
import { opportunities, predictionHistory, predictions } from '../../../drizzle/schema'
import type { Database } from '../../platform/db'
import type { OpportunityRow, ScoreBrief } from '../contract'

const WEEK_MS = 7 * 86_400_000

// Worked out for the rows of a page only, after they were found.
const customerName = sql<string>`app.customer_of_deal(${opportunities.id})`

export const weekBefore = (now: Date) => new Date(now.getTime() - WEEK_MS).toISOString()

/** The columns of a card or a list row, but for the customer's name. `weekAgo` is the probability that was in force a week before `now`. */
export function rowColumns(now: Date) {
  return {
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
    probability: predictions.successProbability,
    low: predictions.low,
    high: predictions.high,
    confidence: predictions.confidence,
    scoredAt: predictions.asOf,
    signals: predictions.signals,
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

/** Rows whose customers are read beside them, by the thousand. */
export function selectNamelessRows(db: Database, now: Date) {
  return db.select(rowColumns(now)).from(opportunities).leftJoin(predictions, ofScore)
}

export type RowRecord = Awaited<ReturnType<typeof selectRows>>[number]
type NamelessRecord = Awaited<ReturnType<typeof selectNamelessRows>>[number]

type ScoreColumn = 'probability' | 'low' | 'high' | 'confidence' | 'scoredAt' | 'signals' | 'weekAgo'

/** The score of a record: all of its columns are there, or none is. */
export function toScore(record: Pick<RowRecord, ScoreColumn>): OpportunityRow['score'] {
  const { probability, low, high, confidence, scoredAt, weekAgo } = record
  // A score from before they were kept has none.
  const { risk = null, push = null } = (record.signals ?? {}) as Partial<Pick<ScoreBrief, 'risk' | 'push'>>
  if (probability === null || low === null || high === null || confidence === null || scoredAt === null) return null
  return {
    probability,
    low,
    high,
    confidence,
    weekChange: weekAgo === null ? null : probability - weekAgo,
    risk,
    push,
    scoredAt,
  }
}

export function toRow(record: RowRecord): OpportunityRow {
  return { ...toNamelessRow(record), customerName: record.customerName }
}

export function toNamelessRow(record: NamelessRecord): Omit<OpportunityRow, 'customerName'> {
  const { probability, low, high, confidence, scoredAt, signals, weekAgo, ...deal } = record
  const score = toScore({ probability, low, high, confidence, scoredAt, signals, weekAgo })
  return { ...deal, score } as Omit<OpportunityRow, 'customerName'>
}
