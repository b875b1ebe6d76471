import { neon, Pool } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../support/database'

describe.each(['pglite', 'postgres'] as const)('the Neon driver over %s', (kind) => {
  let database: TestDatabase
  let sql: ReturnType<typeof neon<false, false>>

  beforeAll(async () => {
    database = await openTestDatabase(kind)
    sql = neon(database.connectionString.owner)
    await database.query(`CREATE TABLE notes (id int PRIMARY KEY, owner text NOT NULL, body text CHECK (body <> ''))`)
    await database.query('ALTER TABLE notes ENABLE ROW LEVEL SECURITY')
    await database.query(`CREATE POLICY own ON notes USING (owner = current_setting('test.owner', true))`)
    await database.query('GRANT SELECT, INSERT ON notes TO app_login')
  })
  afterAll(() => database.close())

  it('parses each value by its type, as from Neon', async () => {
    const [row] = await sql`SELECT 1::int AS int, 2::bigint AS big, true AS yes, null AS none, 'é' AS text,
      '{"a":[1]}'::jsonb AS json, array[1,2] AS list, '2026-01-02T03:04:05Z'::timestamptz AS at, 'x'::bytea AS bytes`
    expect(row).toEqual({
      int: 1,
      big: '2',
      yes: true,
      none: null,
      text: 'é',
      json: { a: [1] },
      list: [1, 2],
      at: new Date('2026-01-02T03:04:05Z'),
      bytes: Buffer.from('x'),
    })
  })

  it('takes parameters of every kind as text', async () => {
    const values = [1, 'o’clock', true, null, new Date('2026-01-02T03:04:05Z'), ['a', 'b']]
    const [row] = await sql.query(
      'SELECT $1::int AS a, $2::text AS b, $3::bool AS c, $4::text AS d, $5::timestamptz AS e, $6::text[] AS f',
      values,
    )
    expect(Object.values(row!)).toEqual(values)
  })

  it('says what was done and to how many', async () => {
    const inserted = await sql.query(`INSERT INTO notes VALUES (1, 'ann', 'x'), (2, 'bob', 'y')`, [], {
      fullResults: true,
    })
    expect(inserted).toMatchObject({ command: 'INSERT', rowCount: 2, rows: [] })
    const none = await sql.query('SELECT id FROM notes WHERE false', [], { fullResults: true })
    expect(none).toMatchObject({ command: 'SELECT', rowCount: 0, rows: [], fields: [{ name: 'id', dataTypeID: 23 }] })
  })

  it('shapes a refusal as Neon does', async () => {
    const taken = sql`INSERT INTO notes VALUES (1, 'ann', 'again')`
    await expect(taken).rejects.toMatchObject({
      name: 'NeonDbError',
      severity: 'ERROR',
      code: '23505',
      table: 'notes',
      constraint: 'notes_pkey',
      detail: 'Key (id)=(1) already exists.',
    })
    await expect(sql`SELEC 1`).rejects.toMatchObject({ code: '42601', position: '1' })
  })

  it('refuses two statements in one', async () => {
    await expect(sql.query('SELECT 1; SELECT 2')).rejects.toMatchObject({ code: '42601' })
  })

  it('does a batch wholly or not at all', async () => {
    const batch = sql.transaction([
      sql`INSERT INTO notes VALUES (10, 'ann', 'first')`,
      sql`INSERT INTO notes VALUES (11, 'ann', '')`,
      sql`INSERT INTO notes VALUES (12, 'ann', 'third')`,
    ])
    await expect(batch).rejects.toMatchObject({ code: '23514', constraint: 'notes_body_check' })
    expect(await database.query('SELECT id FROM notes WHERE id >= 10')).toEqual([])
    // And the connection is fit for the next one.
    expect(await sql.transaction([sql`SELECT 1 AS a`, sql`SELECT 2 AS b`])).toEqual([[{ a: 1 }], [{ b: 2 }]])
  })

  it('gives a batch the isolation it asks for', async () => {
    const ask = () => [
      sql`SELECT current_setting('transaction_isolation') AS level`,
      sql`SELECT current_setting('transaction_read_only') AS sealed`,
      sql`SELECT current_setting('transaction_deferrable') AS patient`,
    ]
    const options = { isolationLevel: 'Serializable', readOnly: true, deferrable: true } as const
    expect(await sql.transaction(ask(), options)).toEqual([
      [{ level: 'serializable' }],
      [{ sealed: 'on' }],
      [{ patient: 'on' }],
    ])
    expect(await sql.transaction(ask(), { isolationLevel: 'RepeatableRead', readOnly: false })).toEqual([
      [{ level: 'repeatable read' }],
      [{ sealed: 'off' }],
      [{ patient: 'off' }],
    ])
    const write = sql.transaction([sql`INSERT INTO notes VALUES (20, 'ann', 'x')`], { readOnly: true })
    await expect(write).rejects.toMatchObject({ code: '25006' })
  })

  it('makes row policies bite on the login role, and forgets its settings with the transaction', async () => {
    const app = neon(database.connectionString.app)
    const [, own] = await app.transaction([
      app`SELECT set_config('test.owner', 'ann', true)`,
      app`SELECT owner FROM notes ORDER BY id`,
    ])
    expect(own).toEqual([{ owner: 'ann' }])
    expect(await app`SELECT id FROM notes`).toEqual([])
    expect(await app`SELECT session_user::text AS name`).toEqual([{ name: 'app_login' }])
    await expect(app`DELETE FROM notes`).rejects.toMatchObject({ code: '42501' })
  })

  it('leaves nothing of one request to the next', async () => {
    const app = neon(database.connectionString.app)
    await app`SELECT set_config('test.owner', 'ann', false)`
    await app`SET ROLE app_rep`
    expect(await app`SELECT current_setting('test.owner', true) AS owner, current_user::text AS name`).toEqual([
      { owner: expect.toSatisfy((owner) => !owner), name: 'app_login' },
    ])
    expect(await database.query('SELECT current_user::text AS name')).toEqual([{ name: 'postgres' }])
  })

  it('lets a connection keep what it has, over a batch that only says what it wants to see', async () => {
    await sql`SELECT pg_advisory_lock(4711)`
    const level = sql`SELECT current_setting('transaction_isolation') AS level`
    const seen = await sql.transaction([sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`, level])
    expect(seen).toEqual([[], [{ level: 'repeatable read' }]])
    expect(await sql`SELECT pg_advisory_unlock(4711) AS kept`).toEqual([{ kept: true }])
    expect(await sql`SELECT current_setting('transaction_isolation') AS level`).toEqual([{ level: 'read committed' }])
  })

  it('turns away a role nobody made', async () => {
    const stranger = neon(database.connectionString.app.replace('app_login', 'stranger'))
    await expect(stranger`SELECT 1`).rejects.toThrow(/stranger/)
  })

  it('refuses an answer larger than Neon gives', async () => {
    await expect(sql`SELECT repeat('x', 11000000) AS big`).rejects.toThrow(/507.*response is too large/)
    const huge = sql`SELECT ${'x'.repeat(11_000_000)}::text`
    await expect(huge).rejects.toThrow(/413.*request is too large/)
  })

  it('counts round trips, a batch as one, and one application by itself', async () => {
    const named = neon(`${database.connectionString.owner}?application_name=counted`)
    const before = database.endpoint.roundTrips
    await named.transaction([named`SELECT 1`, named`SELECT 2`, named`SELECT 3`])
    await named`SELECT 1`
    await sql`SELECT 1`
    expect(database.endpoint.roundTrips - before).toBe(3)
    expect(database.endpoint.roundTripsOf('counted')).toBe(2)
    const response = await fetch(`http://${database.endpoint.address}/round-trips?application=counted`)
    expect(await response.json()).toEqual({ roundTrips: 2 })
  })

  it('refuses as often as it is told to, and loses an answer after the work is done', async () => {
    database.endpoint.fail(2)
    await expect(sql`SELECT 1`).rejects.toThrow(/Error connecting to database/)
    await expect(sql`SELECT 1`).rejects.toThrow(/Error connecting to database/)
    expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }])

    await fetch(`http://${database.endpoint.address}/fail?times=1&how=lose-reply`)
    await expect(sql`INSERT INTO notes VALUES (30, 'ann', 'kept')`).rejects.toThrow(/Error connecting to database/)
    expect(await sql`SELECT body FROM notes WHERE id = 30`).toEqual([{ body: 'kept' }])
  })

  it('goes away and comes back', async () => {
    database.endpoint.goAway()
    await expect(sql`SELECT 1`).rejects.toThrow(/Error connecting to database/)
    database.endpoint.comeBack()
    expect(await sql`SELECT 1 AS one`).toEqual([{ one: 1 }])
  })

  it('keeps an interactive transaction to itself until it ends', async () => {
    const pool = new Pool({ connectionString: database.connectionString.owner })
    const client = await pool.connect()
    await client.query('BEGIN')
    await client.query(`INSERT INTO notes VALUES ($1, 'cat', 'not yet')`, [40])
    const elsewhere = sql`SELECT count(*)::int AS seen FROM notes WHERE id = 40`.then(([row]) => row?.seen)
    await client.query('ROLLBACK')
    expect(await elsewhere).toBe(0)
    await client.query('BEGIN')
    await expect(client.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' })
    await client.query('ROLLBACK')
    await client.query(`INSERT INTO notes VALUES (41, 'cat', 'at once')`)
    client.release()
    await pool.end()
    expect(await database.query('SELECT id FROM notes WHERE id IN (40, 41)')).toEqual([{ id: 41 }])
  })

  it('rolls back what a client that vanishes had begun', async () => {
    const pool = new Pool({ connectionString: database.connectionString.owner })
    pool.on('error', () => {})
    const client = await pool.connect()
    client.on('error', () => {})
    await client.query('BEGIN')
    await client.query(`INSERT INTO notes VALUES (50, 'dan', 'gone')`)
    database.endpoint.goAway()
    database.endpoint.comeBack()
    expect(await sql`SELECT id FROM notes WHERE id = 50`).toEqual([])
    client.release(true)
    await pool.end()
  })
})
