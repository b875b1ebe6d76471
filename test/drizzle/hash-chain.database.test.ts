import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../worker/kernel/ids'
import { UnitOfWork } from '../../worker/platform/unit-of-work'
import { moveOpportunity, openOpportunity } from '../../worker/sales'
import { NewOpportunity } from '../../worker/sales/contract'
import { importEvent } from '../../worker/sales/domain/import-events'
import { type DealDatabase, openDealDatabase } from '../support/deal-database'

interface Link {
  readonly seq: number
  readonly payload: string
  readonly digest: string
  readonly hash: string
}

// Ten rows: four of commands, two of an import, one in nobody's name, three at once.
const ROWS = 10

describe.each(['pglite', 'postgres'] as const)('the change log on %s', (kind) => {
  let db: DealDatabase
  beforeAll(async () => {
    db = await openDealDatabase(kind)
    await byCommands(db)
    await byBackgroundWork(db)
    await inBulk(db)
    await db.database.query('create table kept as select * from change_log')
  })
  afterAll(() => db.database.close())

  it('follows from one row to the next, however its rows were written, and ends where the company’s head says', async () => {
    expect(await rowsOf(db)).toHaveLength(ROWS)
    expect(await brokenLinks(db)).toEqual([])
  })

  it.each([
    ['another type', `update change_log set type = 'deal.moved' where seq = 2`, [2]],
    ['another kind of record', `update change_log set entity = 'customer' where seq = 2`, [2]],
    ['another record', 'update change_log set entity_id = gen_random_uuid() where seq = 3', [3]],
    ['another value before', `update change_log set before = '{"stageId": "x"}' where seq = 4`, [4]],
    ['no value before', 'update change_log set before = null where seq = 4', [4]],
    ['another value after', `update change_log set after = after || '{"amountMinor": 1}' where seq = 1`, [1]],
    ['another person', 'update change_log set actor_id = gen_random_uuid() where seq = 1', [1]],
    ['nobody', 'update change_log set actor_id = null where seq = 8', [8]],
    ['another moment', `update change_log set at = at + interval '1 ms' where seq = 10`, [10]],
    ['a digest to match', `update change_log set digest = encode(sha256('x'), 'hex') where seq = 2`, [2]],
    ['another hash', `update change_log set hash = encode(sha256('x'), 'hex') where seq = 2`, [2, 3]],
    ['a row less in the middle', 'delete from change_log where seq = 5', [6]],
    ['a row less among those written at once', 'delete from change_log where seq = 9', [10]],
    ['a first row less', 'delete from change_log where seq = 1', [2]],
    ['a last row less', `delete from change_log where seq = ${ROWS}`, ['head']],
    [
      'two rows swapped',
      'update change_log set seq = case seq when 3 then -4 else -3 end where seq in (3, 4); update change_log set seq = -seq where seq < 0',
      [3, 4, 5],
    ],
    [
      'two rows swapped that were written at once',
      'update change_log set seq = case seq when 8 then -9 else -8 end where seq in (8, 9); update change_log set seq = -seq where seq < 0',
      [8, 9, 10],
    ],
  ])('shows where it has %s', async (_, tampering, expected) => {
    try {
      for (const statement of tampering.split(';')) await db.database.query(statement)
      expect(await brokenLinks(db)).toEqual(expected)
    } finally {
      await db.database.query('delete from change_log')
      await db.database.query('insert into change_log select * from kept')
    }
    expect(await brokenLinks(db)).toEqual([])
  })
})

/** Four changes of people's own. */
async function byCommands(db: DealDatabase): Promise<void> {
  for (const title of ['Pump', 'Valve “Größe 3”']) {
    const wanted = NewOpportunity.parse({ title, amountMinor: 100, customerId: db.customerId, tags: ['a', 'b'] })
    const opened = await db.carryOut(db.rep, (work) => openOpportunity(work, wanted))
    if (!opened.ok) throw new Error(opened.error.kind)
    const { id } = opened.value
    await db.carryOut(db.manager, (work) => moveOpportunity(work, { id, stageId: db.stages.proposal }))
  }
}

// What a session is set to, or its server's machine, is nothing the chain may depend on.
const ELSEWHERE = sql`set local time zone 'Asia/Kolkata'`

/** Two of an import in the name of whoever began it, and one in nobody's, from a session that lives elsewhere. */
async function byBackgroundWork(db: DealDatabase): Promise<void> {
  const { tenantId, admin } = db
  const begin = (userId?: string) => new UnitOfWork(db.begin(admin).unit.db, { as: 'system', tenantId, userId })
  const imported = begin(admin.userId)
  imported.emit(importEvent(newId(), 'started', 'deals.csv'))
  imported.emit(importEvent(newId(), 'failed', 'deals.csv', 'too long'))
  await imported.commit()
  const nobodys = begin()
  nobodys.write(ELSEWHERE)
  nobodys.emit(importEvent(newId(), 'done', 'deals.csv'))
  await nobodys.commit()
}

/** Three at once and from there as well, of two people and of nobody, with and without something before. */
async function inBulk({ begin, admin, rep, tenantId }: DealDatabase): Promise<void> {
  const of = { entity: 'opportunity', audience: 'owner', owner_after: rep.userId }
  const changes = [
    { ...of, type: 'a.moved', entity_id: newId(), actor: rep.userId, at: '2026-01-02T03:04:05.678Z', after: { x: 1 } },
    { ...of, type: 'b.moved', entity_id: newId(), actor: admin.userId, at: '2026-01-02T03:04:05Z', before: { y: [] } },
    {
      ...of,
      type: 'c.moved',
      entity_id: newId(),
      at: '2025-12-31T23:59:59.999Z',
      audience: 'people',
      people: [rep.userId],
    },
  ]
  const unit = new UnitOfWork(begin(admin).unit.db, { as: 'system', tenantId })
  unit.write(ELSEWHERE)
  unit.write(sql`select app.append_changes(${JSON.stringify(changes)}::jsonb, 'request')`)
  await unit.commit()
}

function rowsOf({ database, tenantId }: DealDatabase): Promise<Link[]> {
  return database.query<Link>(
    `select seq::int, digest, hash, jsonb_build_array(type, entity, entity_id, before, after, actor_id, at)::text as payload
     from change_log where tenant_id = $1 order by seq`,
    [tenantId],
  )
}

/** Where the chain does not hold, computed anew from what the rows say; `head` if it ends elsewhere than the company's head. */
async function brokenLinks(db: DealDatabase): Promise<(number | 'head')[]> {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  const broken: (number | 'head')[] = []
  let last = { seq: 0, hash: '' }
  for (const row of await rowsOf(db)) {
    const follows = row.seq === last.seq + 1 && row.hash === sha256(`${last.hash}:${row.seq}:${row.digest}`)
    if (!follows || row.digest !== sha256(row.payload)) broken.push(row.seq)
    last = row
  }
  const heads = await db.database.query<{ seq: number; hash: string }>(
    'select seq::int, hash from tenant_heads where tenant_id = $1',
    [db.tenantId],
  )
  const [head] = heads
  if (head?.seq !== last.seq || head.hash !== last.hash) broken.push('head')
  return broken
}
