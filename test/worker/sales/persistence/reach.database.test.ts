import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { customers } from '../../../../drizzle/schema'
import type { Actor } from '../../../../worker/kernel/actor'
import { type CustomerId, newId } from '../../../../worker/kernel/ids'
import { type DealDatabase, openDealDatabase } from '../../../support/deal-database'

// A person's reach is remembered for the length of a batch: what follows must never be told from memory.
describe.each(['pglite', 'postgres'] as const)('on %s, the customers within reach', (kind) => {
  let db: DealDatabase
  beforeAll(async () => {
    db = await openDealDatabase(kind)
  })
  afterAll(() => db.database.close())

  const seen = sql`select id from customers order by id`
  const mine = sql`select unnest(app.my_customers()) as id order by 1`
  const insert = (id: CustomerId, ownerId: string) =>
    sql`insert into customers (tenant_id, id, kind, name, owner_id, created_by)
      values (${db.tenantId}, ${id}, 'company', 'New', ${ownerId}, ${ownerId})`

  it('are the same whoever asks first in a batch: a policy or a list', async () => {
    const { unit } = db.begin(db.rep)
    const [first, second, third] = await Promise.all([unit.rows(seen), unit.rows(mine), unit.rows(seen)])
    expect(first).toEqual([{ id: db.customerId }])
    expect([second, third]).toEqual([first, first])
    expect(unit.roundTrips).toBe(1)
  })

  it.each(['rep', 'manager'] as const)('hold what a %s has added in the same batch', async (who) => {
    const id = newId<CustomerId>()
    const { unit } = db.begin(db[who])
    const [before, , after] = await Promise.all([
      unit.rows<{ id: string }>(seen),
      unit.rows(insert(id, db[who].userId)),
      unit.rows<{ id: string }>(seen),
    ])
    expect(before.map((row) => row.id)).not.toContain(id)
    expect(after.map((row) => row.id)).toEqual([...before.map((row) => row.id), id])
  })

  it('are those of whoever the batch goes on as', async () => {
    const asOther = (actor: Actor) => sql`select set_config('app.user_id', ${actor.userId}, true)`
    const { unit } = db.begin(db.rep)
    const [reps, , others] = await Promise.all([unit.rows(mine), unit.rows(asOther(db.admin)), unit.rows(mine)])
    expect(reps).not.toEqual([])
    expect(others).toEqual([])
  })

  it('are worked out anew in the next batch', async () => {
    const id = newId<CustomerId>()
    const { unit } = db.begin(db.rep)
    const before = await unit.rows(seen)
    await db.owner.insert(customers).values({
      tenantId: db.tenantId,
      id,
      kind: 'company',
      name: 'Later',
      ownerId: db.rep.userId,
      createdBy: db.rep.userId,
    })
    expect(await unit.rows(seen)).toEqual([...before, { id }])
    await db.owner.execute(sql`update customers set owner_id = ${db.admin.userId} where id = ${id}`)
    expect(await unit.rows(seen)).toEqual(before)
  })
})
