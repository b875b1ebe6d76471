import { eq } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { changeLog } from '../../../../drizzle/schema'
import { newId, type OpportunityId, type StageId } from '../../../../worker/kernel/ids'
import { LostRace } from '../../../../worker/platform/unit-of-work'
import {
  addPipelineStage,
  archivePipelineStage,
  closeOpportunity,
  moveOpportunity,
  openOpportunity,
  opportunityHistory,
} from '../../../../worker/sales'
import type { SalesWork } from '../../../../worker/sales/application/work'
import { NewOpportunity } from '../../../../worker/sales/contract'
import { type DealDatabase, openDealDatabase } from '../../../support/deal-database'

describe.each(['pglite', 'postgres'] as const)('many at once on %s', (kind) => {
  let db: DealDatabase
  beforeAll(async () => {
    db = await openDealDatabase(kind)
  })
  afterAll(() => db.database.close())

  async function aDeal(): Promise<OpportunityId> {
    const wanted = NewOpportunity.parse({ title: 'Rollout', amountMinor: 100, customerId: db.customerId })
    const opened = await db.carryOut(db.rep, (work) => openOpportunity(work, wanted))
    if (!opened.ok) throw new Error(opened.error.kind)
    return opened.value.id
  }

  async function historyOf(id: OpportunityId) {
    const history = await db.ask(db.rep, (work) => opportunityHistory(work, id))
    if (!history.ok) throw new Error(history.error.kind)
    return history.value
  }

  it('move one deal, and each move begins where the last one ended', async () => {
    const id = await aDeal()
    const { lead, proposal, negotiation } = db.stages
    const targets = [proposal, negotiation, lead, proposal, negotiation, proposal, lead, negotiation]
    const moves = await Promise.all(
      targets.map((stageId, i) =>
        db.carryOut(i % 2 ? db.rep : db.admin, (work) => moveOpportunity(work, { id, stageId })),
      ),
    )
    expect(moves.every((move) => move.ok)).toBe(true)
    // Otherwise they only queued up, and nothing was tried.
    expect(moves.some((move) => move.tries > 1)).toBe(true)

    const { stages, changes } = await historyOf(id)
    expect(stages.map((s) => s.enteredAt).slice(1)).toEqual(stages.map((s) => s.leftAt).slice(0, -1))
    expect(stages.filter((s) => s.leftAt === null)).toHaveLength(1)
    const told = changes.toReversed()
    told.slice(1).forEach((change, i) => {
      expect(change.before).toMatchObject({ stageId: told[i]?.after?.stageId, version: told[i]?.after?.version })
    })
    const found = await db.ask(db.rep, (work) => work.opportunities.find(id))
    expect(found?.opportunity).toMatchObject({ stageId: told.at(-1)?.after?.stageId, version: told.length })
    expect(stages.at(-1)).toMatchObject({ stageId: found?.opportunity.stageId })
  })

  it('close one deal, and one of them does', async () => {
    const id = await aDeal()
    const closings = await Promise.all(
      [0, 1, 2, 3].map((i) =>
        db.carryOut(db.rep, (work) =>
          closeOpportunity(work, i % 2 ? { id, outcome: 'won' } : { id, outcome: 'lost', lossReason: 'Price' }),
        ),
      ),
    )
    expect(closings.filter((closing) => closing.ok)).toHaveLength(1)
    for (const closing of closings) if (!closing.ok) expect(closing.error.kind).toBe('deal_closed')
    expect((await historyOf(id)).changes.map((c) => c.type)).toHaveLength(2)
  })

  it('open a deal under one id, and it is there once', async () => {
    const id = newId<OpportunityId>()
    const wanted = NewOpportunity.parse({ id, title: 'Twice', amountMinor: 100, customerId: db.customerId })
    const openings = await Promise.all(
      [0, 1, 2].map(() => db.carryOut(db.rep, (work) => openOpportunity(work, wanted))),
    )
    expect(openings.filter((opening) => opening.ok)).toHaveLength(1)
    for (const opening of openings) if (!opening.ok) expect(opening.error.kind).toBe('opportunity_exists')
    expect((await historyOf(id)).stages).toHaveLength(1)
  })

  describe('a stage that is archived while a deal is on its way into it', () => {
    const pipelineId = () => db.pipelineId
    let rounds = 0
    async function anEmptyStage(): Promise<StageId> {
      const wanted = { pipelineId: pipelineId(), name: `Round ${rounds++}`, expectedDays: null, position: 0 }
      const added = await db.carryOut(db.admin, (work) => addPipelineStage(work, wanted))
      if (!added.ok) throw new Error(added.error.kind)
      return added.value.stages[0]!.id // the one just put there
    }
    const archive = (stageId: StageId) => (work: SalesWork) =>
      archivePipelineStage(work, { pipelineId: pipelineId(), stageId })

    it('takes no deal that decided before and arrives after', async () => {
      const [id, stageId] = [await aDeal(), await anEmptyStage()]
      const mover = db.begin(db.rep)
      expect((await moveOpportunity(mover.work, { id, stageId })).ok).toBe(true)
      expect((await db.carryOut(db.admin, archive(stageId))).ok).toBe(true)
      await expect(mover.unit.commit()).rejects.toThrow(LostRace)
      expect(await db.carryOut(db.rep, (work) => moveOpportunity(work, { id, stageId }))).toMatchObject({
        error: { kind: 'stage_archived' },
      })
    })

    it('takes no new deal either', async () => {
      const stageId = await anEmptyStage()
      const wanted = NewOpportunity.parse({ title: 'New', amountMinor: 1, customerId: db.customerId, stageId })
      const opener = db.begin(db.rep)
      expect((await openOpportunity(opener.work, wanted)).ok).toBe(true)
      await db.carryOut(db.admin, archive(stageId))
      await expect(opener.unit.commit()).rejects.toThrow(LostRace)
    })

    it('is not archived when a deal has arrived after that was decided', async () => {
      const [id, stageId] = [await aDeal(), await anEmptyStage()]
      const archiver = db.begin(db.admin)
      expect((await archive(stageId)(archiver.work)).ok).toBe(true)
      expect((await db.carryOut(db.rep, (work) => moveOpportunity(work, { id, stageId }))).ok).toBe(true)
      await expect(archiver.unit.commit()).rejects.toThrow(LostRace)
      expect(await db.carryOut(db.admin, archive(stageId))).toMatchObject({
        error: { kind: 'stage_has_deals', deals: 1 },
      })
    })

    // The embedded database has one connection: there nothing is ever half done.
    if (kind === 'postgres') {
      it('waits for a deal that is just arriving', async () => {
        const [id, stageId] = [await aDeal(), await anEmptyStage()]
        const archiver = db.begin(db.admin)
        expect((await archive(stageId)(archiver.work)).ok).toBe(true)

        const arriving = await anotherConnection(db)
        try {
          await arriving.query('begin')
          await arriving.query('update opportunities set stage_id = $1 where id = $2', [stageId, id])
          const archived = archiver.unit.commit().then(
            () => 'archived',
            (error) => error,
          )
          expect(await Promise.race([archived, someoneWaits(db)])).toBe('waits')
          await arriving.query('commit')
          expect(await archived).toBeInstanceOf(LostRace)
        } finally {
          await arriving.end()
        }
      })
    }
  })

  it('and what happened is numbered without a gap', async () => {
    const rows = await db.owner
      .select({ seq: changeLog.seq })
      .from(changeLog)
      .where(eq(changeLog.tenantId, db.tenantId))
      .orderBy(changeLog.seq)
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, i) => i + 1))
  })
})

/** Answers once somebody waits for a lock. */
async function someoneWaits({ database }: DealDatabase): Promise<'waits'> {
  for (;;) {
    const waiting = await database.query(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    )
    if (waiting.length > 0) return 'waits'
  }
}

/** A connection of its own to the real server, for a transaction that takes its time. */
async function anotherConnection({ database }: DealDatabase): Promise<pg.Client> {
  const [row] = await database.query<{ name: string }>('select current_database() as name')
  const url = new URL(inject('postgres').ownerUrl)
  url.pathname = `/${row?.name}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  return client
}
