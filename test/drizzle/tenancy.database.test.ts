import { type NeonQueryFunction, neon } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DatabaseKind, openTestDatabase, type TestDatabase } from '../support/database'
import { breakOpen } from '../support/policies'
import { type Company, PEOPLE, type Person, writeCompany } from '../support/two-companies'
import { EXPECTED } from './tenancy-expected'

/** Who looks: nobody, somebody of another company, people of this one, and this company's background work. */
const VIEWERS = ['nobody', 'stranger', 'strangeWork', ...PEOPLE, 'work'] as const
type Viewer = (typeof VIEWERS)[number]
const OPERATIONS = ['select', 'insert', 'update', 'delete'] as const
type Operation = (typeof OPERATIONS)[number]

interface Table {
  readonly name: string
  /** Columns a row is copied with: all that are not generated. */
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

describe.each<DatabaseKind>(['pglite', 'postgres'])('on %s', (kind) => {
  let database: TestDatabase
  let sql: NeonQueryFunction<false, true>
  let ours: Company
  let theirs: Company
  let tables: readonly Table[]

  beforeAll(async () => {
    database = await openTestDatabase(kind)
    sql = neon(database.connectionString.app, { fullResults: true })
    ours = await writeCompany(database.query, 'ours')
    theirs = await writeCompany(database.query, 'theirs')
    tables = await tenantTables(database)
  })
  afterAll(() => database.close())

  it('has an expectation for every table that belongs to a company, and a row of each company in it', async () => {
    expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(EXPECTED).sort())
    for (const { name } of tables) {
      for (const { tenantId } of [ours, theirs]) {
        const [row] = await database.query<{ count: number }>(
          `select count(*)::int from ${name} where ${ownerOf(name)} = $1`,
          [tenantId],
        )
        expect(row, name).not.toEqual({ count: 0 })
      }
    }
  })

  it('forces row-level security on every table that belongs to a company', async () => {
    const open = await database.query(`select relname from pg_class where relnamespace = 'public'::regnamespace
      and relkind = 'r' and not (relrowsecurity and relforcerowsecurity) order by 1`)
    // Counters by digest: they belong to nobody, and only functions reach them.
    expect(open).toEqual([{ relname: 'auth_attempts' }])
  })

  it('keeps a company as long as it has deals, and deals in companies that are there', async () => {
    const refused = { code: '23503' }
    const company = [ours.tenantId]
    await expect(database.query('delete from tenants where id = $1', company)).rejects.toMatchObject(refused)
    await expect(
      database.query('update opportunities set tenant_id = gen_random_uuid() where tenant_id = $1', company),
    ).rejects.toMatchObject(refused)
  })

  it('lets the login role do nothing by itself', async () => {
    for (const { name } of tables) {
      await expect(sql.query(`select 1 from ${name}`), name).rejects.toMatchObject({ code: '42501' })
    }
  })

  it.each(['nobody', 'stranger', 'strangeWork'] as const)(
    'shows %s nothing of a company, and takes nothing from them',
    async (viewer) => {
      for (const table of tables) {
        for (const operation of OPERATIONS) {
          const outcome = await tried(viewer, table, operation)
          expect(outcome === 'denied' || outcome === '0', `${operation} ${table.name}: ${outcome}`).toBe(true)
        }
      }
    },
  )

  it.each(Object.keys(EXPECTED))('lets the people of a company do with %s what their scope allows', async (name) => {
    const table = tables.find((one) => one.name === name)!
    expect(await matrixRow(table)).toEqual(EXPECTED[name])
  })

  /** Every policy is opened wide once: if nothing notices, it guards nothing that is tested. */
  it('notices when any one policy is broken', async () => {
    const policies = await database.query<{
      tablename: string
      policyname: string
      permissive: string
      cmd: string
      roles: string
    }>(
      `select tablename, policyname, permissive, cmd, roles::text from pg_policies
       where schemaname = 'public' and tablename <> 'pool' and not roles && array['app_identity','app_sweeper','app_pooler']::name[]
       order by 1, 2`, // sign-in and sweeps have a test of their own, and so has the pool, which is nobody's in particular
    )
    expect(policies.length).toBeGreaterThan(60)
    const stopCounting = await countTouches(database, tables)
    const unnoticed: string[] = []
    const intact = new Map<string, Record<string, string>>()
    for (const table of tables) {
      const answers: Record<string, string> = {}
      for await (const [question, answer] of everything(table, VIEWERS)) answers[question] = answer
      intact.set(table.name, answers)
    }
    for (const { tablename, policyname, cmd, roles } of policies) {
      const table = tables.find(({ name }) => name === tablename)!
      const before = intact.get(tablename)!
      const restore = await breakOpen(database, tablename, policyname, cmd)
      if (!(await isNoticed(table, before, roles))) unnoticed.push(`${tablename}.${policyname}`)
      await restore()
    }
    await stopCounting()
    expect(unnoticed).toEqual([])
  }, 180_000)

  /** Asks those a policy of these roles speaks of, until one of them is answered otherwise than before. */
  async function isNoticed(table: Table, before: Record<string, string>, roles: string): Promise<boolean> {
    const spokenOf = VIEWERS.filter((viewer) => /[{,]public[,}]/.test(roles) || roles.includes(roleOf(viewer)))
    for await (const [question, answer] of everything(table, spokenOf)) {
      if (before[question] !== answer) return true
    }
    return false
  }

  async function* everything(
    table: Table,
    viewers: readonly Viewer[],
  ): AsyncGenerator<[question: string, answer: string]> {
    for (const viewer of viewers) {
      for (const operation of OPERATIONS) yield [`${viewer} ${operation}`, await tried(viewer, table, operation)]
      yield [`${viewer} updates`, await touched(viewer, await updateOfAll(database, table, roleOf(viewer)))]
      yield [`${viewer} deletes`, await touched(viewer, `delete from ${table.name}`)]
    }
  }

  /** How many rows a statement without a `where` reaches: it reads nothing, so no policy for reading stands in its way. */
  async function touched(viewer: Viewer, statement: string | null): Promise<string> {
    if (!statement) return 'denied'
    try {
      await sql.transaction([
        ...takeOn(viewer),
        sql.query(`select set_config('test.touched', '0', true)`),
        sql.query(statement),
        sql.query(`select app.expect(current_setting('test.touched')::bigint, -1)`),
      ])
    } catch (error) {
      const { code, detail } = error as { code?: string; detail?: string }
      if (code === '42501') return 'denied'
      if (code === 'SO409') return String(detail)
      throw error
    }
    throw new Error('the transaction was not undone')
  }

  async function matrixRow(table: Table): Promise<Record<Operation, string>> {
    const row: Record<Operation, string> = { select: '', insert: '', update: '', delete: '' }
    for (const operation of OPERATIONS) {
      const may: string[] = []
      for (const viewer of [...PEOPLE, 'work'] as const) {
        if ((await tried(viewer, table, operation)) === 'done') may.push(viewer)
      }
      row[operation] = may.join(' ')
    }
    return row
  }

  /** What comes of one operation on this company's rows: `done`, `0` rows, or `denied`. Nothing stays. */
  async function tried(viewer: Viewer, table: Table, operation: Operation): Promise<'done' | '0' | 'denied'> {
    const statement = await statementFor(viewer, table, operation)
    if (!statement) return 'denied'
    try {
      await sql.transaction([...takeOn(viewer), sql.query(statement), sql.query(`select app.expect(-1, -2)`)])
    } catch (error) {
      const { code, detail } = error as { code?: string; detail?: string }
      if (code === '42501') return 'denied'
      // A broken constraint was reached, so no policy stood in the way.
      if (code?.startsWith('23')) return 'done'
      // The last statement always fails, so that the transaction is undone; the one before said how many rows there were.
      if (code === 'SO409') return detail === '-1 rows instead of -2' ? 'done' : '0'
      throw error
    }
    throw new Error('the transaction was not undone')
  }

  async function statementFor(viewer: Viewer, table: Table, operation: Operation): Promise<string | null> {
    const mine = `${ownerOf(table.name)} = '${ours.tenantId}'`
    const counted = (what: string) =>
      `with touched as (${what}) select app.expect(case when count(*) > 0 then 1 else 0 end, 1) from touched`
    if (operation === 'select') return counted(`select 1 from ${table.name} where ${mine}`)
    if (operation === 'delete') return counted(`delete from ${table.name} where ${mine} returning 1`)
    if (operation === 'update') {
      const column = await updatableColumn(database, table, roleOf(viewer))
      return column ? counted(`update ${table.name} set "${column}" = "${column}" where ${mine} returning 1`) : null
    }
    const [row] = await database.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from ${table.name} t where ${mine} limit 1`,
    )
    const list = table.columns.map((name) => `"${name}"`).join(', ')
    const copy = JSON.stringify(row!.row).replaceAll("'", "''")
    return `insert into ${table.name} (${list}) select ${list} from jsonb_populate_record(null::${table.name}, '${copy}'::jsonb)`
  }

  function takeOn(viewer: Viewer) {
    if (viewer === 'nobody') return [sql.query(`select set_config('role', 'app_admin', true)`)]
    if (viewer === 'work' || viewer === 'strangeWork') {
      const { tenantId } = viewer === 'work' ? ours : theirs
      return [
        sql.query(`select set_config('app.tenant_id', $1, true), set_config('role', 'app_system', true)`, [tenantId]),
      ]
    }
    const company = viewer === 'stranger' ? theirs : ours
    const person: Person = viewer === 'stranger' ? 'admin' : viewer
    return [
      sql.query(
        `select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true), set_config('app.session_id', $3, true),
           set_config('role', app.enter(1), true)`,
        [company.tenantId, company[person], company.sessions[person]],
      ),
    ]
  }
})

const roleOf = (viewer: Viewer) =>
  viewer === 'work' || viewer === 'strangeWork'
    ? 'app_system'
    : viewer === 'rep' || viewer === 'colleague'
      ? 'app_rep'
      : viewer === 'manager' || viewer === 'otherManager'
        ? 'app_manager'
        : 'app_admin'

const ownerOf = (table: string) => (table === 'tenants' ? 'id' : 'tenant_id')

async function tenantTables(database: TestDatabase): Promise<Table[]> {
  const rows = await database.query<{ name: string; columns: string[]; key: string[] }>(`
    select c.table_name as name,
      array_agg(c.column_name::text order by c.ordinal_position) filter (where c.is_generated = 'NEVER') as columns,
      (select array_agg(a.attname::text) from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
        where i.indrelid = ('public.' || c.table_name)::regclass and i.indisprimary) as key
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE' group by c.table_name
    having bool_or(c.column_name = 'tenant_id') or c.table_name = 'tenants' order by 1`)
  return rows
}

async function updatableColumn(database: TestDatabase, table: Table, role: string): Promise<string | null> {
  const [first] = await database.query<{ name: string }>(
    `select name from jsonb_array_elements_text($3::jsonb) with ordinality as c(name, place)
     where has_column_privilege($1, $2, name, 'UPDATE') order by place limit 1`,
    [role, table.name, JSON.stringify(table.columns)],
  )
  return first?.name ?? null
}

async function updateOfAll(database: TestDatabase, table: Table, role: string): Promise<string | null> {
  const column = await updatableColumn(database, table, role)
  return column ? `update ${table.name} set "${column}" = default` : null
}

/** Counts the rows that updates and deletes reach, and lets none of them happen. Answers how to stop that. */
async function countTouches(database: TestDatabase, tables: readonly Table[]): Promise<() => Promise<void>> {
  await database.query(`create function public.test_touch() returns trigger language plpgsql as $$ begin
    perform set_config('test.touched', (current_setting('test.touched')::bigint + 1)::text, true); return null; end $$`)
  // Named to come before every other trigger.
  for (const { name } of tables) {
    await database.query(`create trigger aaa_touch before update or delete on ${name} for each row
      when (current_setting('test.touched', true) <> '') execute function public.test_touch()`)
  }
  return async () => {
    await database.query('drop function public.test_touch() cascade')
  }
}
