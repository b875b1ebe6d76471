import { neon } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-http'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import * as schema from '../../../../drizzle/schema'
import { opportunities, predictionModels, predictions } from '../../../../drizzle/schema'
import { holdDeals } from '../../../../worker/analytics'
import { keepScores } from '../../../../worker/analytics/persistence/predictions'
import { type ModelId, newId, type OpportunityId } from '../../../../worker/kernel/ids'
import { UnitOfWork } from '../../../../worker/platform/unit-of-work'
import type { ChangedDeal } from '../../../../worker/sales/domain/imported-deal'
import { changeDeals } from '../../../../worker/sales/persistence/imported-deals'
import { type DealDatabase, openDealDatabase } from '../../../support/deal-database'

// The embedded database has one connection: there nobody waits.
describe('scores and an import of the same deals at once', () => {
  let db: DealDatabase
  let modelId: ModelId
  beforeAll(async () => {
    db = await openDealDatabase('postgres')
    modelId = newId<ModelId>()
    await db.owner
      .insert(predictionModels)
      .values({ tenantId: db.tenantId, id: modelId, number: 1, status: 'champion' })
  })
  afterAll(() => db.database.close())

  /** Three open deals, the newest written first: nothing but an order puts them in one. */
  async function threeDeals(): Promise<readonly [OpportunityId, OpportunityId, OpportunityId]> {
    const ids = [newId<OpportunityId>(), newId<OpportunityId>(), newId<OpportunityId>()] as const
    for (const id of ids.toReversed()) await db.owner.insert(opportunities).values(rowOf(id))
    return ids
  }

  const rowOf = (id: OpportunityId) => ({
    tenantId: db.tenantId,
    id,
    customerId: db.customerId,
    ownerId: db.rep.userId,
    createdBy: db.rep.userId,
    pipelineId: db.pipelineId,
    stageId: db.stages.lead,
    status: 'open' as const,
    title: `Deal ${id}`,
    amountMinor: 100,
    currency: 'EUR',
  })

  const systemUnit = () => {
    const app = drizzle(neon(db.database.connectionString.app), { schema })
    return new UnitOfWork(app, { as: 'system', tenantId: db.tenantId })
  }

  /** As a pass over every open deal commits a batch. */
  async function score(ids: readonly OpportunityId[]): Promise<'scored'> {
    const unit = systemUnit()
    holdDeals(unit, ids)
    keepScores(unit, ids.map(scoreOf))
    await unit.commit()
    return 'scored'
  }

  const scoreOf = (opportunityId: string) => ({
    opportunityId,
    modelId,
    probability: 0.5,
    low: 0.25,
    high: 0.75,
    confidence: 'medium' as const,
    confidenceWhy: [],
    baseRate: 0.4,
    reasons: [],
    signals: { risk: null, push: null },
    asOf: new Date().toISOString(),
    cause: 'sweep',
  })

  /** As an import commits a batch. */
  async function importOver(ids: readonly OpportunityId[]): Promise<'imported'> {
    const unit = systemUnit()
    changeDeals(unit, ids.map(changeOf), db.rep.userId)
    await unit.commit()
    return 'imported'
  }

  const changeOf = (id: OpportunityId): ChangedDeal => ({
    id,
    key: id,
    digest: 'new',
    customerId: db.customerId,
    ownerId: db.rep.userId,
    productId: null,
    pipelineId: db.pipelineId,
    stageId: db.stages.lead,
    status: 'open',
    closedAt: null,
    isDated: true,
    stageEnteredAt: new Date().toISOString(),
    expectedCloseOn: null,
    lossReason: null,
    source: null,
    custom: {},
    version: 1,
    title: 'Imported',
    description: null,
    amountMinor: 200,
    currency: null,
    priority: null,
    tags: null,
    openedAt: null,
    moves: false,
  })

  it('wait for each other in a line and never in a circle, whatever the order of the file', async () => {
    const [first, middle, last] = await threeDeals()
    const between = await anotherConnection(db)
    try {
      // Whoever comes is stopped in the middle, holding what they took before it.
      await between.query('begin')
      await between.query('select from opportunities where id = $1 for no key update', [middle])
      const imported = settled(importOver([last, middle, first]))
      await untilWaiting(db, 1)
      const scored = settled(score([first, middle, last]))
      await untilWaiting(db, 2)
      await between.query('commit')
      expect(await Promise.all([imported, scored])).toEqual(['imported', 'scored'])
    } finally {
      await between.end()
    }
  })

  it('leave a deal without a score that was closed while its score waited', async () => {
    const [first, middle, last] = await threeDeals()
    const closing = await anotherConnection(db)
    try {
      await closing.query('begin')
      await closing.query(`update opportunities set status = 'won', stage_id = $2, closed_at = now() where id = $1`, [
        middle,
        db.stages.won,
      ])
      const scored = settled(score([first, middle, last]))
      await untilWaiting(db, 1)
      await closing.query('commit')
      expect(await scored).toBe('scored')
    } finally {
      await closing.end()
    }
    const kept = (await db.owner.select().from(predictions)).map(({ opportunityId }) => opportunityId)
    expect(kept).toEqual(expect.arrayContaining([first, last]))
    expect(kept).not.toContain(middle)
  })
})

/** What came of it: an answer, or why not. */
function settled<T>(work: Promise<T>): Promise<T | string> {
  return work.catch((error: unknown) => String(error))
}

/** Answers once so many wait for a lock. */
async function untilWaiting({ database }: DealDatabase, many: number): Promise<void> {
  for (;;) {
    const waiting = await database.query(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    )
    if (waiting.length >= many) return
  }
}

async function anotherConnection({ database }: DealDatabase): Promise<pg.Client> {
  const [row] = await database.query<{ name: string }>('select current_database() as name')
  const url = new URL(inject('postgres').ownerUrl)
  url.pathname = `/${row?.name}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  return client
}
