import { neon } from '@neondatabase/serverless'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-http'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as schema from '../../drizzle/schema'
import { type Database, databaseError } from '../../worker/platform/db'
import { LostRace, UnitOfWork, type Viewpoint } from '../../worker/platform/unit-of-work'
import { type DatabaseKind, openTestDatabase, type TestDatabase } from '../support/database'
import { breakOpen } from '../support/policies'
import { type Company, writeCompany } from '../support/two-companies'

const STRANGE = v7() // an account that was not presented

/** What somebody at the door presents, or who looks for work that was lost. */
const VIEWERS = ['nothing', 'email', 'reset', 'invitation', 'identity', 'session', 'sweeper'] as const
type Viewer = (typeof VIEWERS)[number]

// Every table but these is closed to all of them.
const SEEN: Readonly<Record<string, Readonly<Partial<Record<Viewer, string>>>>> = {
  identities: { email: 'rep', identity: 'rep' },
  invitations: { invitation: 'invited' },
  jobs: { sweeper: 'overdue, overdue of theirs' },
  password_resets: { reset: 'of rep', identity: 'of rep', sweeper: 'outdated' },
  prediction_models: { sweeper: 'champion, champion of theirs' },
  roles: { email: 'sales_rep', invitation: 'sales_rep', identity: 'sales_rep', session: 'sales_rep' },
  sessions: { identity: 'of rep', session: 'of rep', sweeper: 'of rep of theirs' },
  task_reminders: { sweeper: 'due, due of theirs' },
  tenants: { email: 'ours', invitation: 'ours', identity: 'ours', session: 'ours', sweeper: 'ours' },
  users: { email: 'rep', invitation: 'heir', identity: 'rep', session: 'rep' },
}

/** What rows are called; those of the other company are “of theirs” besides. */
const LABELS: Readonly<Record<string, string>> = {
  identities: `split_part(email, '@', 1) || case when email like '%theirs%' then ' of theirs' else '' end`,
  invitations: `split_part(email, '@', 1)`,
  jobs: 'dedupe_key',
  password_resets: 'token_hash',
  prediction_models: 'status',
  roles: 'key',
  sessions: `(select 'of ' || name from users u where u.id = user_id)`,
  task_reminders: `case when sent_at is not null then 'sent' when remind_at > now() then 'later' else 'due' end`,
  tenants: `case slug when 'company-ours' then 'ours' else 'theirs' end`,
  users: 'name',
}

// Ids and times, never what a company wrote.
const SWEEPER_READS = {
  auth_attempts: ['key', 'window_start'],
  jobs: ['attempts', 'due_at', 'finished_at', 'id', 'kind', 'tenant_id'],
  password_resets: ['expires_at', 'id'],
  prediction_models: ['deals', 'finished_at', 'id', 'status', 'tenant_id'],
  sessions: ['expires_at', 'id'],
  task_reminders: ['id', 'remind_at', 'sent_at', 'tenant_id'],
  tenants: ['id', 'is_active'],
}

describe.each<DatabaseKind>(['pglite', 'postgres'])('before anybody is signed in, on %s', (kind) => {
  let database: TestDatabase
  let app: Database
  let ours: Company
  let theirs: Company
  let identity: string
  let tables: string[]
  const labels = new Map<string, string>()

  beforeAll(async () => {
    database = await openTestDatabase(kind)
    app = drizzle(neon(database.connectionString.app), { schema })
    ours = await writeCompany(database.query, 'ours')
    theirs = await writeCompany(database.query, 'theirs')
    await writeMore()
    identity = await one(`select id from identities where email = 'rep@ours.example'`)
    const listed = await database.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
    )
    tables = listed.map(({ name }) => name)
    for (const [table, label] of Object.entries(LABELS)) {
      const rows = await database.query<{ id: string; label: string }>(
        `select id, ${label} || case when to_jsonb(t)->>'tenant_id' = $1 then ' of theirs' else '' end as label from ${table} t`,
        [theirs.tenantId],
      )
      for (const row of rows) labels.set(`${table} ${row.id}`, row.label)
    }
  })
  afterAll(() => database.close())

  it.each(['app_login', 'app_rep', 'app_manager', 'app_admin', 'app_system'])(
    '%s reaches neither accounts nor the links to new passwords, in any way',
    async (role) => {
      const rights = await database.query<{ may: string }>(
        `select t || ' ' || p as may from unnest(array['identities','password_resets']) t,
           unnest(array['SELECT','INSERT','UPDATE']) p where has_any_column_privilege($1, t, p)
         union all select t || ' DELETE' from unnest(array['identities','password_resets']) t where has_table_privilege($1, t, 'DELETE')`,
        [role],
      )
      expect(rights).toEqual([])
    },
  )

  it.each(['rep', 'manager', 'admin'] as const)('a %s who is signed in is refused them', async (person) => {
    for (const table of ['identities', 'password_resets']) {
      const { tenantId, sessions } = ours
      const entering = sql`select set_config('app.tenant_id', ${tenantId}, true), set_config('app.user_id', ${ours[person]}, true),
        set_config('app.session_id', ${sessions[person]}, true), set_config('role', app.enter(1), true)`
      const asked = app.batch([app.execute(entering), app.execute(sql`select 1 from ${sql.identifier(table)}`)])
      expect(databaseError(await asked.catch((e: unknown) => e))).toMatchObject({ code: '42501' })
    }
  })

  it.each(VIEWERS)(
    'whoever presents “%s” sees what belongs to it, and is refused every other table',
    async (viewer) => {
      const expected = tables.map((table) => {
        const isClosed =
          viewer === 'sweeper' ? !(table in SWEEPER_READS) : !(table in SEEN) || /jobs|_models|reminders/.test(table)
        return [table, isClosed ? 'denied' : (SEEN[table]?.[viewer] ?? '')]
      })
      expect(await everythingSeenBy(viewer)).toEqual(Object.fromEntries(expected))
    },
  )

  it('lets sweeps read ids and times, and nothing that a company wrote', async () => {
    const readable = await database.query<{ table: string; columns: string[] }>(
      `select table_name as table, array_agg(column_name::text order by column_name::text) as columns from information_schema.columns
       where table_schema = 'public' and has_column_privilege('app_sweeper', 'public.' || table_name, column_name, 'SELECT') group by 1`,
    )
    expect(Object.fromEntries(readable.map(({ table, columns }) => [table, columns]))).toEqual(SWEEPER_READS)
  })

  it.each<[string, Viewer, 'done' | 'denied', () => string]>([
    ['an account of the e-mail', 'email', 'done', () => anAccount('rep@ours.example')],
    ['an account of another e-mail', 'email', 'denied', () => anAccount('new@ours.example')],
    ['an account without an e-mail', 'nothing', 'denied', () => anAccount('new@ours.example')],
    ['another password of the account', 'email', 'done', () => `update identities set password_hash = 'other'`],
    ['another e-mail of the account', 'email', 'denied', () => `update identities set email = 'other@ours.example'`],
    [
      'another account in its place',
      'identity',
      'denied',
      () => `update identities set id = '${v7()}', email = 'a@b.c'`,
    ],
    ['a link of the account', 'identity', 'done', () => aReset(identity)],
    ['a link of another account', 'identity', 'denied', () => aReset(STRANGE)],
    ['that the link was used', 'reset', 'done', () => 'update password_resets set used_at = now()'],
    ['another secret of the link', 'reset', 'denied', () => `update password_resets set token_hash = 'other'`],
    ['a session of the account', 'identity', 'done', () => aSession(identity)],
    ['a session of another account', 'identity', 'denied', () => aSession(STRANGE)],
    ['the end of the session', 'session', 'done', () => 'update sessions set ended_at = now()'],
    ['another name of the session', 'session', 'denied', () => `update sessions set id = '${v7()}'`],
    ['an invitation', 'invitation', 'denied', () => 'update invitations set accepted_at = now()'],
    ['that a session is gone which is long over', 'sweeper', 'done', () => 'delete from sessions'],
    ['that a link is used', 'sweeper', 'denied', () => 'update password_resets set used_at = now()'],
  ])('writing %s with “%s” is %s', async (_, viewer, expected, statement) => {
    expect(await written(viewer, statement())).toBe(expected)
  })

  /** As for the people of a company: every policy is opened wide once, what it shows and what it takes apart. */
  it('notices when any one policy is broken', async () => {
    const policies = await database.query<{
      tablename: string
      policyname: string
      cmd: string
      with_check: string | null
    }>(
      `select tablename, policyname, cmd, with_check from pg_policies where schemaname = 'public'
         and roles && array['app_identity','app_sweeper']::name[] order by 1, 2`,
    )
    expect(policies).toHaveLength(14)
    const intact = await everything()
    const unnoticed: string[] = []
    for (const { tablename, policyname, cmd, with_check } of policies) {
      for (const half of with_check === null ? (['using'] as const) : (['using', 'check'] as const)) {
        const restore = await breakOpen(database, tablename, policyname, cmd, half)
        if ((await everything()) === intact) unnoticed.push(`${tablename}.${policyname} ${half}`)
        await restore()
      }
    }
    expect(unnoticed).toEqual([])
    expect(await everything()).toBe(intact)
  }, 120_000)

  /** All that anybody sees and may write, as one text. */
  async function everything(): Promise<string> {
    const seen = []
    for (const viewer of VIEWERS) seen.push(await everythingSeenBy(viewer, Object.keys(SEEN)))
    const wrote = [
      await written('email', anAccount('new@ours.example')),
      await written('identity', aReset(STRANGE)),
      await written('identity', aSession(STRANGE)),
    ]
    return JSON.stringify([seen, wrote])
  }

  async function everythingSeenBy(viewer: Viewer, of = tables): Promise<Record<string, string>> {
    const seen: Record<string, string> = {}
    for (const table of of) {
      try {
        const column = table in LABELS ? sql`id` : sql`1`
        const rows = await begin(viewer).rows<{ id: string }>(
          sql`select ${column} as id from ${sql.identifier(table)} order by 1`,
        )
        seen[table] = rows
          .map(({ id }) => labels.get(`${table} ${id}`) ?? id)
          .sort()
          .join(', ')
      } catch (error) {
        if (databaseError(error)?.code !== '42501') throw error
        seen[table] = 'denied'
      }
    }
    return seen
  }

  /** What comes of a statement, which is undone in any case. */
  async function written(viewer: Viewer, statement: string): Promise<'done' | 'denied'> {
    const unit = begin(viewer)
    unit.write(sql.raw(statement))
    unit.write(sql`select app.expect(0, 1)`)
    const error: unknown = await unit.commit().catch((e: unknown) => e)
    const code = databaseError(error)?.code
    if (code === '42501') return 'denied'
    // What it broke lies behind the policy.
    if (error instanceof LostRace || code?.startsWith('23')) return 'done'
    throw error
  }

  function begin(viewer: Viewer): UnitOfWork {
    const presented: Record<Viewer, Viewpoint> = {
      nothing: { as: 'identity' },
      email: { as: 'identity', email: 'rep@ours.example' },
      reset: { as: 'identity', tokenHash: 'of rep' },
      invitation: { as: 'identity', tokenHash: 'token-ours' },
      identity: { as: 'identity', identityId: identity },
      session: { as: 'identity', sessionId: ours.sessions.rep },
      sweeper: { as: 'sweeper' },
    }
    return new UnitOfWork(app, presented[viewer])
  }

  const one = async (text: string, params: unknown[] = []) =>
    (await database.query<{ id: string }>(text, params))[0]!.id
  const anAccount = (email: string) =>
    `insert into identities (id, email, password_hash) values ('${v7()}', '${email}', 'none')`
  const aReset = (of: string) =>
    `insert into password_resets (id, identity_id, token_hash, expires_at) values ('${v7()}', '${of}', '${v7()}', now())`
  const aSession = (of: string) =>
    `insert into sessions (tenant_id, id, identity_id, user_id, refresh_hash, expires_at)
     values ('${ours.tenantId}', '${v7()}', '${of}', '${ours.rep}', '${v7()}', now())`

  /** Beside each row that is shown, one that is not: finished, later, sent, retired, not in force. */
  async function writeMore(): Promise<void> {
    const q = (text: string, params?: unknown[]) => database.query(text, params)
    const heir = v7()
    await q(
      `insert into users (tenant_id, id, name, role_id, status) select $1, $2, 'heir', id, 'placeholder' from roles
       where tenant_id = $1 and key = 'sales_rep'`,
      [ours.tenantId, heir],
    )
    await q('update invitations set placeholder_id = $2 where tenant_id = $1', [ours.tenantId, heir])
    await q(`update tenants set is_active = false where id = $1`, [theirs.tenantId])
    await q(`update sessions set expires_at = now() - interval '8 days' where user_id = $1`, [theirs.rep])
    await q(`update jobs set dedupe_key = 'overdue', due_at = now() - interval '1 minute'`)
    for (const [key, due, finished] of [
      ['later', `now() + interval '1 hour'`, 'null'],
      ['finished', `now() - interval '1 hour'`, 'now()'],
    ]) {
      await q(`insert into jobs (tenant_id, id, kind, payload, dedupe_key, due_at, finished_at)
        select tenant_id, gen_random_uuid(), kind, payload, '${key}', ${due}, ${finished} from jobs where dedupe_key = 'overdue'`)
    }
    await q(`insert into prediction_models (tenant_id, id, number, status)
      select tenant_id, gen_random_uuid(), 2, 'retired' from prediction_models`)
    for (const [remind, sent] of [
      [`now() + interval '1 hour'`, 'null'],
      [`now() - interval '1 hour'`, 'now()'],
    ]) {
      await q(`insert into task_reminders (tenant_id, id, task_id, user_id, remind_at, sent_at)
        select distinct on (tenant_id) tenant_id, gen_random_uuid(), task_id, user_id, ${remind}, ${sent} from task_reminders`)
    }
    await q(`insert into password_resets (id, identity_id, token_hash, expires_at)
      select gen_random_uuid(), id, 'of rep', now() + interval '1 hour' from identities where email = 'rep@ours.example'
      union all select gen_random_uuid(), id, 'outdated', now() - interval '8 days' from identities where email = 'rep@theirs.example'`)
  }
})
