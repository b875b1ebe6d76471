import { neon } from '@neondatabase/serverless'
import { type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/neon-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as schema from '../../../../drizzle/schema'
import { toCursor } from '../../../../worker/kernel/cursor'
import type { TaskId } from '../../../../worker/kernel/ids'
import { UnitOfWork } from '../../../../worker/platform/unit-of-work'
import {
  bulkTasks,
  changeTask,
  listTasks,
  moveTask,
  showTask,
  showTaskBoard,
  taskActivity,
  taskWork,
  taskWorkingSet,
} from '../../../../worker/tasks'
import type { TaskWork } from '../../../../worker/tasks/application/work'
import { TaskBoardQuery, TaskQuery } from '../../../../worker/tasks/contract'
import { type DealDatabase, openDealDatabase } from '../../../support/deal-database'

const TASKS = 50_000
let db: DealDatabase
let id: TaskId

beforeAll(async () => {
  db = await openDealDatabase('postgres')
  const { database, tenantId, rep, customerId } = db
  const run = (text: string, ...params: unknown[]) => database.query(text, [tenantId, ...params])
  await run(
    `insert into users (tenant_id, id, name, role_id, status)
      select $1, gen_random_uuid(), 'Person ' || n, (select role_id from users where id = $2), 'placeholder' from generate_series(1, 99) n`,
    rep.userId,
  )
  await run(
    `insert into tasks (tenant_id, id, title, assigned_to, assigned_by, status, completed_at, visibility, due_at, customer_id)
      select $1, gen_random_uuid(), 'Task ' || md5(n::text), people.ids[1 + n % 102], people.ids[1 + n % 102],
        case when n % 5 = 0 then 'pending' else 'completed' end, case when n % 5 > 0 then now() - n % 900 * interval '1 day' end,
        (array['private','private','collaborative','public'])[1 + n % 4], now() + (n % 60 - 30) * interval '1 day', $2
      from generate_series(1, ${TASKS}) n, (select array_agg(id) as ids from users where tenant_id = $1) people`,
    customerId,
  )
  await run(
    `insert into task_checklist_items (tenant_id, id, task_id, title, position)
      select $1, gen_random_uuid(), id, 'a', 'V' from tasks where tenant_id = $1 and status = 'pending'`,
  )
  await run(
    `insert into task_comments (tenant_id, id, task_id, author_id, text)
      select $1, gen_random_uuid(), id, assigned_to, 'a' from tasks where tenant_id = $1 and status = 'pending'`,
  )
  await run(
    `insert into task_collaborators (tenant_id, task_id, user_id) select $1, id, $2 from tasks
      where tenant_id = $1 and visibility = 'collaborative' and status = 'pending' limit 300`,
    rep.userId,
  )
  await run(
    `insert into change_log (tenant_id, seq, at, request_id, type, entity, entity_id, audience, people, digest, hash)
      select $1, row_number() over (), now(), '', 'task.changed', 'task', id, 'people', array[assigned_to], '', ''
      from tasks where tenant_id = $1`,
  )
  const [mine] = await run(
    `select id from tasks where tenant_id = $1 and assigned_to = $2 and status = 'pending' limit 1`,
    rep.userId,
  )
  id = (mine as { id: TaskId }).id
  await database.query('vacuum analyze')
}, 300_000)
afterAll(() => db.database.close())

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly Node[]
}
const nodes = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodes)]
const LARGE = /^(tasks|task_|change_log|opportunities|customers)/

/** The large tables that the reads of a use case go through whole, where an index would do. */
async function wholeTables(who: 'rep' | 'manager' | 'admin', run: (work: TaskWork) => Promise<unknown>) {
  const app = drizzle(neon(db.database.connectionString.app), { schema })
  const unit = new UnitOfWork(app, { as: 'actor', actor: db[who] })
  const read = unit.read.bind(unit)
  const plans: Promise<Node>[] = []
  void unit.rows(sql`select set_config('enable_seqscan', 'off', true)`)
  unit.read = ((query: { getSQL(): SQL }) => {
    const explain = sql`explain (format json) ${query.getSQL()}`
    plans.push(
      read(unit.db.execute(explain)).then(
        ({ rows }) => (rows as { 'QUERY PLAN': [{ Plan: Node }] }[])[0]!['QUERY PLAN'][0].Plan, // explain answers one row
      ),
    )
    return read(query as never)
  }) as typeof unit.read
  await run(taskWork(unit))
  return (await Promise.all(plans))
    .flatMap(nodes)
    .filter((node) => node['Node Type'] === 'Seq Scan' && LARGE.test(node['Relation Name'] ?? ''))
    .map((node) => node['Relation Name'])
}

const list = (query: object) => (work: TaskWork) => listTasks(work, TaskQuery.parse(query))
const past = (sort: string, key: unknown) => toCursor([sort, key as string, id])

describe.each(['rep', 'manager', 'admin'] as const)('with 50,000 tasks, a %s', (who) => {
  it.each<[string, (work: TaskWork) => Promise<unknown>]>([
    ['list', (work) => list({ cursor: past('due', new Date().toISOString()) })(work)],
    ['list of everyone', list({ view: 'all', sort: '-due' })],
    ['list of those due at no time', (work) => list({ view: 'all', cursor: past('due', null) })(work)],
    ['list by urgency', (work) => list({ view: 'all', sort: 'urgency', cursor: past('urgency', 1) })(work)],
    ['list by place', list({ view: 'all', sort: 'position' })],
    ['list by age', list({ view: 'all', sort: '-created' })],
    ['list of what they gave', list({ view: 'given' })],
    ['list of a customer', (work) => list({ view: 'all', customerId: db.customerId })(work)],
    ['month', list({ dueFrom: '2026-11-01T00:00:00Z', dueTo: '2026-12-01T00:00:00Z' })],
    ['search', list({ view: 'all', q: 'task abc' })],
    ['board', (work) => showTaskBoard(work, TaskBoardQuery.parse({}))],
    ['working set', taskWorkingSet],
    ['task', (work) => showTask(work, id)],
    ['activity', (work) => taskActivity(work, id)],
    ['edit', (work) => changeTask(work, id, { version: 1, title: 'x' })],
    ['completing', (work) => moveTask(work, id, { status: 'completed' })],
    ['bulk', (work) => bulkTasks(work, { changes: [{ id, status: 'completed' }] })],
  ])('finds an index for every table of its %s', async (_, run) => {
    expect(await wholeTables(who, run)).toEqual([])
  })
})
