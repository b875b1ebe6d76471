import { type NeonQueryFunction, neon } from '@neondatabase/serverless'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../worker/kernel/ids'
import { type DatabaseKind, openTestDatabase, type TestDatabase } from '../support/database'
import { type Company, writeCompany } from '../support/two-companies'

const VISIBILITIES = ['private', 'collaborative', 'public'] as const
type Visibility = (typeof VISIBILITIES)[number]
/** What somebody is to a task, and who of the company plays it. */
const RELATIONS = {
  assignee: 'rep',
  assigner: 'manager',
  editor: 'colleague',
  viewer: 'otherManager',
  nobody: 'admin',
} as const satisfies Record<string, keyof Company>
type Relation = keyof typeof RELATIONS
const PARTS = [
  'task_checklist_items',
  'task_dependencies',
  'task_attachments',
  'task_comments',
  'task_time_entries',
] as const

/** By eye, not taken from the policies: who sees a task, who changes it, who says with whom it is shared. */
const SEES: Record<Visibility, string> = {
  private: 'assignee assigner',
  collaborative: 'assignee assigner editor viewer',
  public: 'assignee assigner editor viewer nobody',
}
const EDITS: Record<Visibility, string> = {
  private: 'assignee assigner',
  collaborative: 'assignee assigner editor',
  public: 'assignee assigner editor',
}
const SHARES = 'assignee assigner'

describe.each<DatabaseKind>(['pglite', 'postgres'])('on %s', (kind) => {
  let database: TestDatabase
  let sql: NeonQueryFunction<false, true>
  let company: Company
  const tasks = {} as Record<Visibility, string>

  beforeAll(async () => {
    database = await openTestDatabase(kind)
    sql = neon(database.connectionString.app, { fullResults: true })
    company = await writeCompany(database.query, 'ours')
    const { tenantId, rep, manager, colleague, otherManager } = company
    for (const visibility of VISIBILITIES) {
      const id = newId()
      tasks[visibility] = id
      await database.query(
        `insert into tasks (tenant_id, id, title, assigned_to, assigned_by, visibility) values ($1, $2, 'Task', $3, $4, $5)`,
        [tenantId, id, rep, manager, visibility],
      )
      await database.query(
        `insert into task_collaborators (tenant_id, task_id, user_id, can_edit) values ($1, $2, $3, true), ($1, $2, $4, false)`,
        [tenantId, id, colleague, otherManager],
      )
      await database.query(
        `insert into task_checklist_items (tenant_id, id, task_id, title, position) values ($1, gen_random_uuid(), $2, 'a', 'V')`,
        [tenantId, id],
      )
      await database.query(
        `insert into task_attachments (tenant_id, id, task_id, object_id, uploaded_by, name, content_type, bytes)
          values ($1, gen_random_uuid(), $2, gen_random_uuid(), $3, 'a.pdf', 'application/pdf', 1)`,
        [tenantId, id, rep],
      )
      await database.query(
        `insert into task_comments (tenant_id, id, task_id, author_id, text) values ($1, gen_random_uuid(), $2, $3, 'a')`,
        [tenantId, id, rep],
      )
      await database.query(
        `insert into task_time_entries (tenant_id, id, task_id, user_id, started_at, minutes)
          values ($1, gen_random_uuid(), $2, $3, now(), 1)`,
        [tenantId, id, rep],
      )
      await database.query(
        `insert into change_log (tenant_id, seq, at, request_id, type, entity, entity_id, audience, people, digest, hash)
          values ($1, $2, now(), 'r', 'task.changed', 'task', $3, $4, $5, 'd', 'h'),
            ($1, $2 + 100, now(), 'r', 'task.withdrawn', 'task', $3, 'people', array[$6]::uuid[], 'd', 'h'),
            ($1, $2 + 200, now(), 'r', 'task.reminder_changed', 'task', $3, 'people', array[$7]::uuid[], 'd', 'h')`,
        [
          tenantId,
          1000 + VISIBILITIES.indexOf(visibility),
          id,
          visibility === 'public' ? 'tenant' : 'people',
          visibility === 'public' ? null : `{${rep},${manager}}`,
          company.admin,
          manager,
        ],
      )
    }
    for (const visibility of VISIBILITIES) {
      await database.query(`insert into task_dependencies (tenant_id, task_id, blocked_by_id) values ($1, $2, $3)`, [
        tenantId,
        tasks[visibility],
        await aTaskOfEveryone(),
      ])
    }
  })
  afterAll(() => database.close())

  it.each(VISIBILITIES)('shows a task that is %s, and its parts, to whom it is for', async (visibility) => {
    const mine = `= '${tasks[visibility]}'`
    expect(await whoMay(`select 1 from tasks where id ${mine}`)).toBe(SEES[visibility])
    expect(await whoMay(`select 1 from task_collaborators where task_id ${mine}`)).toBe(SEES[visibility])
    for (const part of PARTS) {
      expect(await whoMay(`select 1 from ${part} where task_id ${mine}`), part).toBe(SEES[visibility])
    }
    expect(await whoMay(`select id from app.search_tasks('task', 100) where id ${mine}`)).toBe(SEES[visibility])
  })

  it.each(VISIBILITIES)('lets a task that is %s be changed by whoever may edit it', async (visibility) => {
    const mine = `= '${tasks[visibility]}'`
    expect(await whoMay(`update tasks set title = 'x' where id ${mine} returning 1`)).toBe(EDITS[visibility])
    for (const part of ['task_checklist_items', 'task_attachments']) {
      const column = part === 'task_attachments' ? 'name' : 'title'
      expect(await whoMay(`update ${part} set ${column} = 'x' where task_id ${mine} returning 1`)).toBe(
        EDITS[visibility],
      )
      expect(await whoMay(`delete from ${part} where task_id ${mine} returning 1`)).toBe(EDITS[visibility])
    }
    expect(await whoMay(`delete from task_dependencies where task_id ${mine} returning 1`)).toBe(EDITS[visibility])
    expect(
      await whoMay(`insert into task_checklist_items (tenant_id, id, task_id, title, position)
        values ('${company.tenantId}', gen_random_uuid(), '${tasks[visibility]}', 'b', 'W') returning 1`),
    ).toBe(EDITS[visibility])
  })

  it.each(VISIBILITIES)('lets whoever sees a task that is %s speak about it, as themselves', async (visibility) => {
    const say = (author: string) => `insert into task_comments (tenant_id, id, task_id, author_id, text)
      values ('${company.tenantId}', gen_random_uuid(), '${tasks[visibility]}', ${author}, 'b') returning 1`
    expect(await whoMay(say('app.me()'))).toBe(SEES[visibility])
    expect(await whoMay(say(`'${newId()}'`))).toBe('')
    // Words are their author's: here the assignee's.
    expect(await whoMay(`update task_comments set text = 'x' where task_id = '${tasks[visibility]}' returning 1`)).toBe(
      'assignee',
    )
  })

  it.each(VISIBILITIES)('lets those whose task it is share one that is %s, and anybody leave', async (visibility) => {
    const { tenantId, admin } = company
    expect(
      await whoMay(`insert into task_collaborators (tenant_id, task_id, user_id)
        values ('${tenantId}', '${tasks[visibility]}', '${admin}') returning 1`),
    ).toBe(SHARES)
    const leave = `delete from task_collaborators where task_id = '${tasks[visibility]}' and user_id = app.me() returning 1`
    expect(await whoMay(leave)).toBe(visibility === 'private' ? '' : 'editor viewer')
  })

  it.each(VISIBILITIES)(
    'tells of a task that is %s only those who see it, and of its leaving only who lost it',
    async (visibility) => {
      const mine = `entity_id = '${tasks[visibility]}'`
      expect(await whoMay(`select 1 from change_log where ${mine} and type = 'task.changed'`)).toBe(SEES[visibility])
      expect(await whoMay(`select 1 from change_log where ${mine} and type = 'task.withdrawn'`)).toBe('nobody')
    },
  )

  it('tells of a reminder nobody but whose it is, whoever else sees the task', async () => {
    const mine = `entity_id = '${tasks.public}' and type = 'task.reminder_changed'`
    expect(await whoMay(`select 1 from change_log where ${mine}`)).toBe('assigner')
  })

  it('gives no task another assigner, nor one in somebody else’s name', async () => {
    const insert = (by: string) => `insert into tasks (tenant_id, id, title, assigned_to, assigned_by)
      values ('${company.tenantId}', gen_random_uuid(), 'x', ${by}, ${by}) returning 1`
    expect(await whoMay(insert('app.me()'))).toBe(Object.keys(RELATIONS).join(' '))
    expect(await whoMay(insert(`'${company.rep}'`))).toBe('assignee')
  })

  it('closes no circle of waiting, from whichever side', async () => {
    const [a, b, c] = [await aTaskOfEveryone(), await aTaskOfEveryone(), await aTaskOfEveryone()]
    const wait = (one: string, other: string) =>
      sql.transaction([
        enter('admin'),
        sql.query(`insert into task_dependencies (tenant_id, task_id, blocked_by_id) values ($1, $2, $3)`, [
          company.tenantId,
          one,
          other,
        ]),
      ])
    await wait(a, b)
    await wait(b, c)
    await expect(wait(c, a)).rejects.toMatchObject({ constraint: 'task_dependencies_no_circle' })
    await expect(wait(a, a)).rejects.toMatchObject({ constraint: 'task_dependencies_no_circle' })
  })

  async function aTaskOfEveryone(): Promise<string> {
    const id = newId()
    await database.query(
      `insert into tasks (tenant_id, id, title, assigned_to, assigned_by, visibility) values ($1, $2, 'Earlier', $3, $3, 'public')`,
      [company.tenantId, id, company.admin],
    )
    return id
  }

  /** Who of the company a statement does something for. Nothing stays. */
  async function whoMay(statement: string): Promise<string> {
    const may: Relation[] = []
    for (const [relation, person] of Object.entries(RELATIONS) as [Relation, keyof typeof company.sessions][]) {
      if (await tried(person, statement)) may.push(relation)
    }
    return may.join(' ')
  }

  function enter(person: keyof typeof company.sessions) {
    return sql.query(
      `select set_config('app.tenant_id', $1, true), set_config('app.user_id', $2, true),
        set_config('app.session_id', $3, true), set_config('role', app.enter(1), true)`,
      [company.tenantId, company[person as 'rep'], company.sessions[person]],
    )
  }

  async function tried(person: keyof typeof company.sessions, statement: string): Promise<boolean> {
    const counted = `with touched as (${statement}) select app.expect(case when count(*) > 0 then 1 else 0 end, 1) from touched`
    try {
      await sql.transaction([enter(person), sql.query(counted), sql.query('select app.expect(-1, -2)')])
    } catch (error) {
      const { code, detail } = error as { code?: string; detail?: string }
      if (code === '42501') return false
      // The last statement always fails, so that nothing stays; the one before said whether there were rows.
      if (code === 'SO409') return detail === '-1 rows instead of -2'
      throw error
    }
    throw new Error('the transaction was not undone')
  }
})
