import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as schema from '../../../../drizzle/schema'
import type { DealRecord } from '../../../../worker/analytics/domain/deal-record'
import {
  dealRecordsAfter,
  dealRecordsByIds,
  findDealRecord,
} from '../../../../worker/analytics/persistence/deal-records'
import { type CustomerId, newId, type OpportunityId, type ProductId } from '../../../../worker/kernel/ids'
import { UnitOfWork } from '../../../../worker/platform/unit-of-work'
import { type DealDatabase, openDealDatabase } from '../../../support/deal-database'

// A command that scores one deal asks a function of the database, and whatever scores many asks a query.
describe.each(['pglite', 'postgres'] as const)('the past of a deal on %s', (kind) => {
  let db: DealDatabase
  const [open, won] = [newId<OpportunityId>(), newId<OpportunityId>()]
  const unit = () => new UnitOfWork(db.begin(db.admin).unit.db, { as: 'system', tenantId: db.tenantId }, {})
  beforeAll(async () => {
    db = await openDealDatabase(kind)
    await aDealWithAPast(db, open, { status: 'open', stageId: db.stages.proposal })
    await aDealWithAPast(db, won, { status: 'won', stageId: db.stages.won, closedAt: '2026-03-01T09:00:00.750Z' })
  })
  afterAll(() => db.database.close())

  it('is the same whether it is read by itself or with those of others', async () => {
    const alone = [await findDealRecord(unit(), open), await findDealRecord(unit(), won)]
    // Only what has a value can be told apart.
    expect(alone.map((one) => unsaid(one!))).toEqual([['closedAt', 'outcome'], []])
    expect(await dealRecordsAfter(unit(), null, 10, 'all', new Map())).toStrictEqual(alone)
    expect(await dealRecordsAfter(unit(), null, 10, 'open', new Map())).toStrictEqual([alone[0]])
    expect(await dealRecordsAfter(unit(), open, 10, 'all', new Map())).toStrictEqual([alone[1]])
    // By their ids those are asked for that may want another score, and a deal that is over wants none.
    expect(await dealRecordsByIds(unit(), [open, won])).toStrictEqual([alone[0]])
  })

  it('is told in the order it happened in, however it was written down', async () => {
    const record = await findDealRecord(unit(), open)
    expect(record?.stages.map(({ stageId }) => stageId)).toEqual([db.stages.lead, db.stages.proposal])
    expect(record?.changes.map(({ after }) => after?.amountMinor)).toEqual([200, 123_456])
    expect(record?.interactions.map(({ channel }) => channel)).toEqual(['call', 'meeting'])
    expect(record?.now.productIds).toEqual(record?.now.productIds.toSorted())
  })
})

/** The fields of a record, and of what it is made of, that hold nothing. */
function unsaid({ now, stages, changes, interactions, ...rest }: DealRecord): string[] {
  const parts = [rest, now, ...stages, ...changes, ...interactions]
  return parts.flatMap((part) => Object.entries(part).flatMap(([name, value]) => (isNothing(value) ? [name] : [])))
}

const isNothing = (value: unknown) =>
  value === null || value === undefined || (Object.keys(Object(value)).length === 0 && typeof value === 'object')

async function aDealWithAPast(
  { owner, tenantId, rep, admin, pipelineId, stages }: DealDatabase,
  id: OpportunityId,
  stands: Pick<typeof schema.opportunities.$inferInsert, 'status' | 'stageId' | 'closedAt'>,
): Promise<void> {
  const [customerId, personId] = [newId<CustomerId>(), newId<CustomerId>()]
  const products = [newId<ProductId>(), newId<ProductId>()].toReversed()
  const ownerId = rep.userId
  const company = { tenantId, id: customerId, kind: 'company', industry: 'Glass', employees: 40 } as const
  await owner.insert(schema.customers).values([
    { ...company, name: 'Initech', ownerId, createdBy: ownerId },
    { tenantId, id: personId, kind: 'person', name: 'Ida', companyId: customerId, ownerId, createdBy: ownerId },
  ])
  await owner.insert(schema.products).values(products.map((one) => ({ tenantId, id: one, name: `Pump ${one}` })))
  await owner.insert(schema.opportunities).values({
    tenantId,
    id,
    customerId,
    ownerId,
    createdBy: ownerId,
    pipelineId,
    ...stands,
    title: 'Rollout',
    amountMinor: 123_456,
    currency: 'EUR',
    source: 'Fair',
    priority: 'high',
    competitor: 'Acme',
    nextStep: 'Call',
    nextStepOn: '2026-02-01',
    expectedCloseOn: '2026-03-31',
    custom: { region: 'North', seats: 12 },
    openedAt: '2026-01-05T09:00:00.120Z',
    createdAt: '2026-01-06T09:00:00.001Z',
    stageEnteredAt: '2026-01-09T09:00:00.000Z',
  })
  // From here on the last comes first: the order of rows is not that of what happened.
  await owner
    .insert(schema.opportunityProducts)
    .values(products.map((productId) => ({ tenantId, opportunityId: id, productId })))
  const [moved, entered] = ['2026-01-09T09:00:00.000Z', '2026-01-05T09:00:00.120Z']
  await owner.insert(schema.stageHistory).values([
    { tenantId, opportunityId: id, stageId: stages.proposal, enteredAt: moved },
    { tenantId, opportunityId: id, stageId: stages.lead, enteredAt: entered, leftAt: moved },
  ])
  const change = { tenantId, requestId: '', type: 'opportunity.changed', entity: 'opportunity', entityId: id } as const
  const [first, second] = [
    { amountMinor: 100, description: 'Not for the model', ownerId: admin.userId },
    { amountMinor: 200, description: 'Nor this', ownerId },
  ]
  const then = { amountMinor: 123_456 }
  const chained = { audience: 'owner', digest: '', hash: '' } as const
  const seq = stands.status === 'open' ? 1 : 3
  await owner.insert(schema.changeLog).values([
    { ...change, ...chained, seq: seq + 1, at: '2026-01-08T10:00:00.500Z', before: { amountMinor: 200 }, after: then },
    { ...change, ...chained, seq, at: '2026-01-07T10:00:00.500Z', before: first, after: second },
  ])
  const call = {
    tenantId,
    customerId,
    opportunityId: id,
    personId,
    userId: ownerId,
    channel: 'call',
    direction: 'out',
    outcome: 'Reached',
    durationMinutes: 15,
    sentiment: 0.5,
  } as const
  await owner.insert(schema.interactions).values([
    {
      ...call,
      id: newId(),
      channel: 'meeting',
      occurredAt: '2026-01-10T10:00:00.250Z',
      createdAt: '2026-01-10T11:00:00.000Z',
    },
    { ...call, id: newId(), occurredAt: '2026-01-08T10:00:00.250Z', createdAt: '2026-01-08T11:00:00.000Z' },
  ])
}
