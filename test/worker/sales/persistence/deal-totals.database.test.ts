import { neon } from '@neondatabase/serverless'
import { drizzle } from 'drizzle-orm/neon-http'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import * as schema from '../../../../drizzle/schema'
import { keepScores } from '../../../../worker/analytics/persistence/predictions'
import type { Actor } from '../../../../worker/kernel/actor'
import { type ModelId, newId, type OpportunityId } from '../../../../worker/kernel/ids'
import type { Currency } from '../../../../worker/kernel/money'
import { LostRace, UnitOfWork } from '../../../../worker/platform/unit-of-work'
import {
  changeOpportunity,
  closeOpportunity,
  findOpportunity,
  moveOpportunity,
  openOpportunity,
} from '../../../../worker/sales'
import { NewOpportunity } from '../../../../worker/sales/contract'
import { type DealDatabase, openDealDatabase } from '../../../support/deal-database'

const OPEN_STAGES = ['lead', 'proposal', 'negotiation'] as const

/** One thing that people or the model do to one of the deals at hand. */
const Step = fc.record({
  deal: fc.nat(),
  by: fc.constantFrom('rep' as const, 'admin' as const),
  what: fc.oneof(
    { weight: 3, arbitrary: fc.record({ stage: fc.constantFrom(...OPEN_STAGES) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        amountMinor: fc.nat(),
        currency: fc.constantFrom<Currency>('EUR' as never, 'JPY' as never),
      }),
    },
    { weight: 3, arbitrary: fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }) }) },
    { weight: 1, arbitrary: fc.record({ owner: fc.constantFrom('rep' as const, 'admin' as const) }) },
    { weight: 1, arbitrary: fc.record({ outcome: fc.constantFrom('won' as const, 'lost' as const) }) },
    { weight: 1, arbitrary: fc.constant({ opens: true as const }) },
    { weight: 1, arbitrary: fc.constant({ rescoresAll: true as const }) },
    { weight: 1, arbitrary: fc.constant({ vanishes: true as const }) },
  ),
})
type Step = typeof Step extends fc.Arbitrary<infer T> ? T : never

describe.each(['pglite', 'postgres'] as const)('what open deals come to, on %s', (kind) => {
  let db: DealDatabase
  let modelId: ModelId
  const deals: OpportunityId[] = []

  beforeAll(async () => {
    db = await openDealDatabase(kind)
    modelId = newId<ModelId>()
    await db.owner
      .insert(schema.predictionModels)
      .values({ tenantId: db.tenantId, id: modelId, number: 1, status: 'retired' })
    for (let i = 0; i < 6; i++) await open('rep')
  })
  afterAll(() => db.database.close())

  async function open(by: 'rep' | 'admin'): Promise<void> {
    const wanted = NewOpportunity.parse({ title: 'Deal', amountMinor: 12_345, customerId: db.customerId })
    const opened = await db.carryOut(db[by], (work) => openOpportunity(work, wanted))
    if (!opened.ok) throw new Error(opened.error.kind)
    deals.push(opened.value.id)
  }

  /** Scores as a sweep does, again if it meets somebody. */
  async function score(ids: readonly OpportunityId[], probability: number): Promise<void> {
    const app = drizzle(neon(db.database.connectionString.app), { schema })
    const unit = new UnitOfWork(app, { as: 'system', tenantId: db.tenantId })
    const signals = { risk: null, push: null }
    const rest = { modelId, low: 0, high: 1, confidence: 'low', confidenceWhy: [], baseRate: 0.5, reasons: [] } as const
    keepScores(
      unit,
      ids.map((opportunityId) => {
        return { ...rest, signals, opportunityId, probability, asOf: new Date().toISOString(), cause: 'sweep' }
      }),
    )
    await unit.commit().catch((error) => (error instanceof LostRace ? score(ids, probability) : Promise.reject(error)))
  }

  async function take({ deal, by, what }: Step): Promise<void> {
    const id = deals[deal % deals.length]! // some are always there
    if ('stage' in what)
      await db.carryOut(db[by], (work) => moveOpportunity(work, { id, stageId: db.stages[what.stage] }))
    else if ('amountMinor' in what) await edit(id, db[by], what)
    else if ('owner' in what) await edit(id, db.admin, { ownerId: db[what.owner].userId })
    else if ('probability' in what) await score([id], what.probability)
    else if ('rescoresAll' in what) await score(deals, (deal % 101) / 101)
    else if ('opens' in what) await open(by)
    else if ('vanishes' in what) await vanish(id)
    else {
      const closing =
        what.outcome === 'won' ? { outcome: 'won' as const } : { outcome: 'lost' as const, lossReason: 'Price' }
      await db.carryOut(db[by], (work) => closeOpportunity(work, { id, ...closing }))
    }
  }

  async function edit(id: OpportunityId, who: Actor, patch: Partial<Parameters<typeof changeOpportunity>[1]>) {
    const found = await db.ask(who, (work) => findOpportunity(work, id))
    if (found.ok) {
      await db.carryOut(who, (work) => changeOpportunity(work, { ...patch, id, version: found.value.version }))
    }
  }

  // Nothing in the product deletes a deal; should something, its share goes with it.
  async function vanish(id: OpportunityId): Promise<void> {
    await db.database.query('delete from opportunities where tenant_id = $1 and id = $2', [db.tenantId, id])
  }

  /** As whoever it is sees them on a board, and as the deals themselves add up at the same moment. */
  async function bothWays(who: 'rep' | 'manager' | 'admin') {
    const owners = { rep: [db.rep], manager: [db.rep, db.manager], admin: null }[who]
    const fresh = await db.database.query(
      `select stage_id, o.currency, count(*)::int as count, sum(amount_minor)::float8 as amount,
          round(sum(amount_minor * coalesce(success_probability, 0)::numeric))::float8 as weighted
        from opportunities o left join predictions p on p.tenant_id = o.tenant_id and p.opportunity_id = o.id
        where o.tenant_id = $1 and status = 'open' and ($2::uuid[] is null or owner_id = any ($2))
        group by 1, 2 order by 1, 2`,
      [db.tenantId, owners?.map(({ userId }) => userId) ?? null],
    )
    const board = await db.ask(db[who], (work) => work.opportunityLists.board({}, 1))
    const columns = board!.columns // a new company has a pipeline
    const kept = columns.flatMap(({ stageId, totals }) =>
      totals.map(({ currency, amountMinor, weightedMinor }) => ({ stageId, currency, amountMinor, weightedMinor })),
    )
    return { columns, kept, fresh }
  }

  async function expectExact(): Promise<void> {
    const rows = await db.database.query<{ kept: string; fresh: string }>(
      `with fresh as (select stage_id, owner_id, o.currency, count(*) as deals, sum(amount_minor) as amount,
            sum(amount_minor * coalesce(success_probability, 0)::numeric) as weighted
          from opportunities o left join predictions p on p.tenant_id = o.tenant_id and p.opportunity_id = o.id
          where o.tenant_id = $1 and status = 'open' group by 1, 2, 3),
        kept as (select stage_id, owner_id, currency, sum(deals) as deals, sum(amount_minor) as amount, sum(weighted_minor) as weighted
          from deal_totals where tenant_id = $1 group by 1, 2, 3)
      select to_jsonb(kept) as kept, to_jsonb(fresh) as fresh from kept full join fresh using (stage_id, owner_id, currency)
      where (coalesce(kept.deals, 0), coalesce(kept.amount, 0), coalesce(kept.weighted, 0))
        <> (coalesce(fresh.deals, 0), coalesce(fresh.amount, 0), coalesce(fresh.weighted, 0))`,
      [db.tenantId],
    )
    expect(rows).toEqual([])
  }

  it('is what they add up to, whatever is done to them one after the other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { minLength: 10, maxLength: 30 }), async (steps) => {
        for (const step of steps) await take(step)
        await expectExact()
      }),
      { numRuns: 6, endOnFailure: true },
    )
  }, 120_000)

  it.each(['rep', 'manager', 'admin'] as const)('is what a %s can see of them', async (who) => {
    await open('rep')
    await open('admin')
    await score(deals, 0.37)
    const { columns, kept, fresh } = await bothWays(who)
    const inOrder = (rows: object[]) => rows.map((row) => JSON.stringify(Object.values(row))).sort()
    expect(inOrder(kept)).toEqual(inOrder((fresh as { count: number }[]).map(({ count: _, ...row }) => row)))
    const counted = (fresh as { count: number }[]).reduce((sum, { count }) => sum + count, 0)
    expect(columns.reduce((sum, { count }) => sum + count, 0)).toBe(counted)
    expect(counted).toBeGreaterThan(0)
  })

  // The embedded database has one connection: there nothing is ever half done.
  if (kind === 'pglite') return

  it('is what they add up to after many have done things at once', async () => {
    while (deals.length < 8) await open('rep')
    // A deal that vanishes while it is scored is a score without a deal, which the database refuses.
    const InPresence = Step.filter(({ what }) => !('vanishes' in what))
    await fc.assert(
      fc.asyncProperty(fc.array(InPresence, { minLength: 60, maxLength: 60 }), async (steps) => {
        const lanes = Array.from({ length: 12 }, (_, lane) => steps.filter((_, i) => i % 12 === lane))
        await Promise.all(
          lanes.map(async (lane) => {
            for (const step of lane) await take(step)
          }),
        )
        await expectExact()
      }),
      { numRuns: 6, endOnFailure: true },
    )
    // Otherwise nobody ever met anybody, and nothing was tried.
    const shares = await db.database.query(
      'select from deal_totals where tenant_id = $1 group by stage_id, owner_id, currency having count(*) > 1',
      [db.tenantId],
    )
    expect(shares.length).toBeGreaterThan(0)
  }, 120_000)

  it.each(['open', 'move', 'edit', 'score'])(
    'lets somebody %s a deal while others of the stage are being written',
    async (what) => {
      await open('rep')
      await open('rep')
      const [busy, id] = deals.slice(-2) as [OpportunityId, OpportunityId]
      await inTheMidst(db, async (client) => {
        await client.query(`update opportunities set amount_minor = amount_minor + 1 where id = $1`, [busy])
        if (what === 'open') await open('rep')
        if (what === 'move') await take({ deal: deals.indexOf(id), by: 'rep', what: { stage: 'proposal' } })
        if (what === 'edit') await edit(id, db.rep, { amountMinor: 7 })
        if (what === 'score') await score([id], 0.25)
      })
      await expectExact()
    },
  )

  it.each(['scored before', 'never scored'])(
    'weighs a deal %s whose amount and score change at one moment',
    async (before) => {
      await open('rep')
      const id = deals.at(-1)!
      if (before === 'scored before') await score([id], 0.1)
      let scoring: Promise<void> | undefined
      await inTheMidst(db, async (client) => {
        await client.query('update opportunities set amount_minor = 1000000 where id = $1', [id])
        scoring = score([id], 0.9)
        await someoneWaits(db)
      })
      await scoring
      await expectExact()
    },
  )
})

/** Does something while a transaction on a connection of its own is under way, then commits that. */
async function inTheMidst({ database }: DealDatabase, act: (client: pg.Client) => Promise<void>): Promise<void> {
  const [row] = await database.query<{ name: string }>('select current_database() as name')
  const url = new URL(inject('postgres').ownerUrl)
  url.pathname = `/${row?.name}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query('begin')
    await act(client)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

async function someoneWaits({ database }: DealDatabase): Promise<void> {
  for (;;) {
    const waiting = await database.query(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    )
    if (waiting.length > 0) return
  }
}
