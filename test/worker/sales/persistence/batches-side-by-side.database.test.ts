import { and, eq } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest'
import { customers, imports, opportunities } from '../../../../drizzle/schema'
import { newId } from '../../../../worker/kernel/ids'
import { LostRace, UnitOfWork } from '../../../../worker/platform/unit-of-work'
import type { NewDeal } from '../../../../worker/sales/domain/imported-deal'
import { addNewcomers, referAhead, referNow } from '../../../../worker/sales/persistence/import-newcomers'
import { addDeals } from '../../../../worker/sales/persistence/imported-deals'
import { advance, awaitTurn, takeTurn } from '../../../../worker/sales/persistence/imports'
import { type DealDatabase, openDealDatabase } from '../../../support/deal-database'

// Two batches of an import on their way at once, the second about a customer that only the first adds. On the real server
// only: the embedded database has one connection, where nothing is ever half done.
let db: DealDatabase
let importId: string
let customerId: string
/** Keeps the first batch from being committed. */
let holder: pg.Client

beforeAll(async () => {
  db = await openDealDatabase('postgres')
  const [row] = await db.database.query<{ name: string }>('select current_database() as name')
  const url = new URL(inject('postgres').ownerUrl)
  url.pathname = `/${row?.name}`
  holder = new pg.Client({ connectionString: url.href })
  await holder.connect()
})
beforeEach(async () => {
  importId = newId()
  customerId = newId()
  const [at, createdBy] = [new Date().toISOString(), db.admin.userId]
  const of = { tenantId: db.tenantId, id: importId, createdBy, fileName: 'deals.csv', bytes: 1, createdAt: at }
  await db.owner.insert(imports).values({ ...of, status: 'running', startedAt: at, rowsTotal: 2 })
  await holder.query('begin')
  await holder.query('select from imports where id = $1 for update', [importId])
})
afterAll(async () => {
  await holder.end()
  await db.database.close()
})

const ONE = { read: 1, created: 1, updated: 0, unchanged: 0, failed: 0 }

function begin(): UnitOfWork {
  const { tenantId, admin } = db
  return new UnitOfWork(db.begin(admin).unit.db, { as: 'system', tenantId, userId: admin.userId })
}

function firstBatch(): Promise<unknown> {
  const unit = begin()
  takeTurn(unit, importId, 0)
  const company = { id: customerId, name: 'Initech', industry: null, ownerId: db.rep.userId }
  addNewcomers(unit, { people: [], products: [], companies: [company], contacts: [] }, db.admin.userId)
  advance(unit, importId, 0, 1, ONE)
  return unit.commit()
}

function secondBatch(deal: NewDeal): Promise<unknown> {
  const unit = begin()
  takeTurn(unit, importId, 1)
  referAhead(unit)
  addDeals(unit, [deal], db.admin.userId)
  awaitTurn(unit, importId, 0)
  advance(unit, importId, 1, 2, ONE)
  referNow(unit)
  return unit.commit()
}

function aDeal(): NewDeal {
  const { rep, pipelineId, stages } = db
  return {
    id: newId(),
    key: newId(),
    digest: '0',
    customerId,
    ownerId: rep.userId,
    productId: null,
    pipelineId,
    stageId: stages.lead,
    status: 'open',
    closedAt: null,
    isDated: true,
    stageEnteredAt: '2026-01-05T09:00:00.000Z',
    expectedCloseOn: '2026-03-31',
    lossReason: null,
    source: null,
    custom: { region: 'North' },
    externalId: null,
    title: 'Rollout',
    description: '',
    amountMinor: 1000,
    currency: 'EUR',
    priority: 'medium',
    tags: ['big', 'new'],
    openedAt: '2026-01-05T09:00:00.000Z',
  }
}

/** Answers once a session waits in such a statement. */
async function waitsIn(statement: string): Promise<void> {
  for (;;) {
    const waiting = await db.database.query(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and query like $1`,
      [statement],
    )
    if (waiting.length > 0) return
  }
}

async function bothUnderWay(deal: NewDeal): Promise<{ readonly ended: Promise<PromiseSettledResult<unknown>[]> }> {
  const first = firstBatch()
  await waitsIn('%update imports%')
  const second = secondBatch(deal)
  // Its deals are written by then: it waits for nothing but its turn.
  await waitsIn('%pg_advisory_xact_lock_shared%')
  return { ended: Promise.allSettled([first, second]) }
}

it('are written side by side and committed in order', async () => {
  const deal = aDeal()
  const { ended } = await bothUnderWay(deal)
  await holder.query('commit')
  expect((await ended).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  const [found] = await db.owner
    .select()
    .from(opportunities)
    .where(and(eq(opportunities.tenantId, db.tenantId), eq(opportunities.id, deal.id)))
  expect(found).toMatchObject({ customerId, tags: ['big', 'new'], custom: { region: 'North' } })
})

it('are undone together when the first cannot be committed', async () => {
  const deal = aDeal()
  const { ended } = await bothUnderWay(deal)
  await holder.query(`update imports set status = 'canceled' where id = $1`, [importId])
  await holder.query('commit')
  expect(await ended).toEqual([
    { status: 'rejected', reason: expect.any(LostRace) },
    { status: 'rejected', reason: expect.any(LostRace) },
  ])
  expect(await db.owner.select().from(customers).where(eq(customers.id, customerId))).toEqual([])
  expect(await db.owner.select().from(opportunities).where(eq(opportunities.id, deal.id))).toEqual([])
})

it('are refused when the second names somebody whom nobody adds', async () => {
  const deal = { ...aDeal(), customerId: newId() }
  const { ended } = await bothUnderWay(deal)
  await holder.query('commit')
  expect((await ended).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(await db.owner.select().from(opportunities).where(eq(opportunities.id, deal.id))).toEqual([])
})
