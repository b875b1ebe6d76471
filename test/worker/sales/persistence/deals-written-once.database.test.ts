import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { opportunities, predictionHistory, predictionModels, predictions } from '../../../../drizzle/schema'
import type { Actor } from '../../../../worker/kernel/actor'
import { type ModelId, newId, type OpportunityId } from '../../../../worker/kernel/ids'
import { UnitOfWork } from '../../../../worker/platform/unit-of-work'
import { findOpportunity, listOpportunities, liveRows, showBoard } from '../../../../worker/sales'
import { BoardQuery, OpportunityQuery, type OpportunityRow } from '../../../../worker/sales/contract'
import type { DealColumns } from '../../../../worker/sales/persistence/deal-columns'
import { type DealDatabase, openDealDatabase } from '../../../support/deal-database'

describe.each(['pglite', 'postgres'] as const)('deals as %s writes them out', (kind) => {
  let company: DealDatabase
  const ofRep = newId<OpportunityId>()
  const ofAdmin = newId<OpportunityId>()
  const nobodys = newId<OpportunityId>()
  const won = newId<OpportunityId>()

  beforeAll(async () => {
    company = await openDealDatabase(kind)
    const { rep, admin, stages } = company
    await aDeal(company, ofRep, rep)
    await aDeal(company, ofAdmin, admin)
    await aDeal(company, won, admin, { status: 'won', stageId: stages.won, closedAt: '2026-02-03T04:05:06.007Z' })
    await scored(company, ofRep, won)
  })
  afterAll(() => company.database.close())

  it.each([
    ['a rep their own', () => company.rep, [ofRep]],
    ['a manager those of the team', () => company.manager, [ofRep]],
    ['an admin everybody’s, newest first', () => company.admin, [ofAdmin, ofRep]],
  ] as const)('show %s', async (_, actor, expected) => {
    const { unit } = company.begin(actor())
    const asked = sql.join(
      [ofRep, ofAdmin, nobodys].map((id) => sql`${id}::uuid`),
      sql`, `,
    )
    const [row] = await unit.rows<{ deals: DealColumns }>(sql`select app.deals(array[${asked}], now()) as deals`)
    expect(row?.deals.id).toEqual(expected)
    expect(new Set(row?.deals.customerName)).toEqual(new Set(['Globex']))
  })

  it.each([
    ['scored', ofRep],
    ['unscored', ofAdmin],
  ])('are the same on the board, in a list, on the page of a deal and to the hub: one that is %s', async (_, id) => {
    const { admin, ask } = company
    const board = await ask(admin, (work) => showBoard(work, BoardQuery.parse({})))
    const list = await ask(admin, (work) => listOpportunities(work, OpportunityQuery.parse({})))
    const found = await ask(admin, (work) => findOpportunity(work, id))
    if (!board.ok || !list.ok || !found.ok) throw new Error('an admin sees all of it')
    const card = board.value.columns.flatMap(({ cards }) => cards).find((one) => one.id === id)!
    expect(card).toMatchObject({ id, title: 'Rollout', customerName: 'Globex', openedAt: '2026-01-05T09:00:00.120Z' })
    expect(card).toMatchObject({ priority: 'high', nextStep: 'Call', nextStepOn: '2026-02-01', closedAt: null })
    expect(card.score).toEqual(
      id === ofRep
        ? {
            probability: 0.75,
            low: 0.5,
            high: 0.875,
            confidence: 'medium',
            weekChange: 0.25,
            risk: null,
            push: { action: 'call', points: 4 },
            scoredAt: '2026-01-20T07:30:00.000Z',
          }
        : null,
    )
    expect(list.value.rows.find((one) => one.id === id)).toEqual(card)
    expect(found.value).toMatchObject(card)
    expect(await heardOf(company, id)).toEqual([nameless(card)])
  })

  it('have no chance any more once they are won: in a list, on the page of the deal and to the hub', async () => {
    const { admin, ask } = company
    const list = await ask(admin, (work) => listOpportunities(work, OpportunityQuery.parse({ status: 'won' })))
    const found = await ask(admin, (work) => findOpportunity(work, won))
    if (!list.ok || !found.ok) throw new Error('an admin sees all of it')
    const [row] = list.value.rows
    expect(row).toMatchObject({ id: won, status: 'won', closedAt: '2026-02-03T04:05:06.007Z', score: null })
    expect(found.value).toMatchObject(row!)
    expect(await heardOf(company, won)).toEqual([nameless(row!)])
  })
})

type Stands = Pick<typeof opportunities.$inferInsert, 'status' | 'stageId' | 'closedAt'>

async function aDeal(company: DealDatabase, id: OpportunityId, owner: Actor, stands?: Stands): Promise<void> {
  const { tenantId, customerId, pipelineId, stages } = company
  await company.owner.insert(opportunities).values({
    tenantId,
    id,
    customerId,
    ownerId: owner.userId,
    createdBy: owner.userId,
    pipelineId,
    ...(stands ?? { status: 'open', stageId: stages.lead }),
    title: 'Rollout',
    amountMinor: 1000,
    currency: 'EUR',
    priority: 'high',
    nextStep: 'Call',
    nextStepOn: '2026-02-01',
    expectedCloseOn: '2026-03-31',
    openedAt: '2026-01-05T09:00:00.120Z',
    stageEnteredAt: '2026-01-05T09:00:00.000Z',
    lastActivityAt: '2026-01-06T23:59:59.999Z',
  })
}

async function scored({ owner, tenantId }: DealDatabase, ...ids: readonly OpportunityId[]): Promise<void> {
  const modelId = newId<ModelId>()
  await owner.insert(predictionModels).values({ tenantId, id: modelId, number: 1, status: 'champion' })
  for (const opportunityId of ids) {
    await owner.insert(predictions).values({
      tenantId,
      opportunityId,
      modelId,
      asOf: '2026-01-20T07:30:00.000Z',
      successProbability: 0.75,
      low: 0.5,
      high: 0.875,
      confidence: 'medium',
      baseRate: 0.3,
      contributions: [],
      signals: { risk: null, push: { action: 'call', points: 4 } },
    })
    const then = { tenantId, opportunityId, modelId, cause: 'sweep' } as const
    await owner.insert(predictionHistory).values([
      { ...then, asOf: new Date().toISOString(), successProbability: 0.75 },
      { ...then, asOf: '2026-01-10T07:30:00.000Z', successProbability: 0.5 },
      { ...then, asOf: '2026-01-08T07:30:00.000Z', successProbability: 0.25 },
    ])
  }
}

const nameless = ({ customerName: _, ...deal }: OpportunityRow) => deal

/** What the hub is given of a deal. */
async function heardOf(company: DealDatabase, id: OpportunityId) {
  await told(company, id)
  const { begin, admin, tenantId } = company
  const { deals } = await liveRows(new UnitOfWork(begin(admin).unit.db, { as: 'system', tenantId }, {}), 0, 500)
  return deals.filter((one) => one.id === id)
}

/** Twice, as a deal that was changed again before the hub came to read. */
async function told({ owner, tenantId }: DealDatabase, id: OpportunityId): Promise<void> {
  await owner.execute(sql`insert into change_log (tenant_id, seq, at, request_id, type, entity, entity_id, audience, digest, hash)
    select ${tenantId}, coalesce((select max(seq) from change_log where tenant_id = ${tenantId}), 0) + n, now(), '',
      'opportunity.changed', 'opportunity', ${id}, 'owner', '', '' from generate_series(1, 2) n`)
}
