import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { customers } from '../../../../drizzle/schema'
import type { Actor } from '../../../../worker/kernel/actor'
import { type CustomerId, newId } from '../../../../worker/kernel/ids'
import { listCustomers } from '../../../../worker/sales'
import { CustomerQuery } from '../../../../worker/sales/contract'
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

  // Nobody notices that a wide team's customers are asked about one by one and no longer listed.
  it('are the same for whoever leads a team, however many deals it has', async () => {
    const { tenantId, pipelineId, rep, admin } = db
    const names = [
      'Owned',
      'Staff',
      'Employer',
      'Contact',
      'Dealt',
      'Colleague',
      'House',
      'Buyer',
      'Stranger',
      'Strange',
    ]
    const id = Object.fromEntries(names.map((name) => [name, newId<CustomerId>()]))
    const add = (name: string, owner: Actor, company?: string) =>
      db.owner.insert(customers).values({
        tenantId,
        id: id[name]!,
        kind: company ? 'person' : 'company',
        name,
        companyId: company ? id[company]! : null,
        ownerId: owner.userId,
        createdBy: owner.userId,
      })
    const deals = (name: string, count: number) =>
      db.owner.execute(sql`insert into opportunities (tenant_id, id, customer_id, owner_id, created_by, pipeline_id, stage_id,
          status, closed_at, title, amount_minor, currency)
        select ${tenantId}, gen_random_uuid(), ${id[name]}, ${rep.userId}, ${rep.userId}, ${pipelineId}, ${db.stages.won},
          'won', now(), 'Deal', 1, 'EUR' from generate_series(1, ${count}::int)`)
    await add('Owned', rep)
    await add('Staff', admin, 'Owned')
    await add('Employer', admin)
    await add('Contact', rep, 'Employer')
    await add('Dealt', admin)
    await add('Colleague', admin, 'Dealt')
    await add('House', admin)
    await add('Buyer', admin, 'House')
    await add('Stranger', admin)
    await add('Strange', admin, 'Stranger')
    await deals('Dealt', 1)
    await deals('Buyer', 1)
    await db.owner.execute(sql`insert into interactions (tenant_id, id, customer_id, user_id, channel, subject, occurred_at)
      select tenant_id, gen_random_uuid(), id, ${admin.userId}, 'note', 'Said', now() from customers
      where tenant_id = ${tenantId}`)
    await db.owner.execute(sql`insert into change_log (tenant_id, seq, at, request_id, type, entity, entity_id, audience,
        owner_after, digest, hash)
      select tenant_id, row_number() over (order by id), now(), '', 'customer.changed', 'customer', id, 'owner',
        ${admin.userId}, '', '' from customers where tenant_id = ${tenantId}`)

    const pages = (query: object) => db.ask(db.manager, (work) => listCustomers(work, CustomerQuery.parse(query)))
    const look = async () => {
      const { unit } = db.begin(db.manager)
      const [customersSeen, talks, news, [wide]] = await Promise.all([
        unit.rows<{ name: string }>(sql`select name from customers order by name`),
        unit.rows(sql`select customer_id from interactions order by 1`),
        unit.rows(sql`select seq from change_log order by seq`),
        unit.rows<{ wide: boolean }>(sql`select app.team_is_wide() as wide`),
      ])
      const listed = await Promise.all([pages({}), pages({ sort: '-name', limit: 3 }), pages({ q: 'o' })])
      const tags = await db.ask(db.manager, (work) => work.customerLists.tags(10))
      return { wide: wide?.wide, sight: { customersSeen, talks, news, listed, tags } }
    }

    const narrow = await look()
    const found = narrow.sight.customersSeen.map(({ name }) => name)
    expect(names.filter((name) => found.includes(name))).toEqual(names.slice(0, 8))
    expect(narrow.sight.listed[0]).toMatchObject({ ok: true })
    await deals('Dealt', 5000)
    const wide = await look()
    expect([narrow.wide, wide.wide]).toEqual([false, true])
    expect(withoutCounts(wide.sight)).toEqual(withoutCounts(narrow.sight))
  })
})

/** A sight but for how many deals were won, which is what differs. */
const withoutCounts = (sight: unknown): unknown =>
  JSON.parse(JSON.stringify(sight), (key, value) => (key === 'wonDeals' ? undefined : value))
