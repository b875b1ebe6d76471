import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { newId } from '../../../worker/kernel/ids'
import { openTestDatabase, type TestDatabase } from '../../support/database'

describe('two administrators who demote each other at the same moment', () => {
  let database: TestDatabase
  let clients: pg.Client[] = []
  beforeAll(async () => {
    database = await openTestDatabase('postgres')
    const { hostname, port, password } = new URL(inject('postgres').ownerUrl)
    const name = new URL(database.connectionString.owner).pathname.slice(1)
    clients = [1, 2].map(
      () => new pg.Client({ host: hostname, port: Number(port), user: 'postgres', password, database: name }),
    )
    await Promise.all(clients.map((client) => client.connect()))
  })
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()))
    await database.close()
  })

  it('take turns, and the second is refused', async () => {
    const [tenantId, admin, rep, ada, bea] = Array.from({ length: 5 }, () => newId<string>())
    await database.query('insert into tenants (id, name, slug) values ($1, $2, $3)', [
      tenantId,
      'Acme',
      `t-${tenantId}`,
    ])
    for (const [id, key, scope] of [
      [admin, 'org_admin', 'tenant'],
      [rep, 'sales_rep', 'own'],
    ]) {
      await database.query(
        'insert into roles (tenant_id, id, key, name, scope, permissions) values ($1, $2, $3, $3, $4, $5)',
        [tenantId, id, key, scope, []],
      )
    }
    for (const id of [ada, bea]) {
      await database.query('insert into identities (id, email, password_hash) values ($1, $2, $3)', [
        id,
        `${id}@example.com`,
        'none',
      ])
      await database.query(
        'insert into users (tenant_id, id, identity_id, email, name, role_id) values ($1, $2, $2, $3, $3, $4)',
        [tenantId, id, `${id}@example.com`, admin],
      )
    }

    const [first, second] = clients as [pg.Client, pg.Client]
    for (const client of clients) {
      await client.query('begin')
      await client.query(`select set_config('app.tenant_id', $1, true)`, [tenantId])
    }
    const demote = (client: pg.Client, id: string | undefined) =>
      client.query('update users set role_id = $1 where tenant_id = $2 and id = $3', [rep, tenantId, id])
    await demote(first, ada)
    const waiting = demote(second, bea).then(
      () => 'done',
      (error: { constraint?: string }) => error.constraint,
    )
    await expect
      .poll(
        async () => (await database.query(`select 1 from pg_locks where locktype = 'advisory' and not granted`)).length,
      )
      .toBe(1)
    await first.query('commit')
    expect(await waiting).toBe('users_keep_an_admin')
  })
})
