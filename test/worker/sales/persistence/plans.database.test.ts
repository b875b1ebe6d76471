import { type SQL, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toCursor } from '../../../../worker/kernel/cursor'
import type { OpportunityId } from '../../../../worker/kernel/ids'
import {
  changesSince,
  customerTimeline,
  findOpportunity,
  listCustomers,
  listInteractions,
  listOpportunities,
  listPeople,
  moveOpportunity,
  opportunityHistory,
  showBoard,
  workingSetPage,
} from '../../../../worker/sales'
import type { SalesWork } from '../../../../worker/sales/application/work'
import { BoardQuery, CustomerQuery, InteractionQuery, OpportunityQuery } from '../../../../worker/sales/contract'
import { type DealDatabase, openDealDatabase } from '../../../support/deal-database'
import { manyDeals, othersLike } from '../../../support/many-deals'

const DEALS = 100_000
let db: DealDatabase
let id: OpportunityId

beforeAll(async () => {
  db = await openDealDatabase('postgres')
  await manyDeals(db, DEALS)
  await othersLike(db, 3)
  const board = await db.ask(db.rep, (work) => showBoard(work, BoardQuery.parse({})))
  if (!board.ok) throw new Error(board.error.kind)
  id = board.value.columns[0]!.cards[0]!.id // every stage has open deals of everybody
  for (const sort of SORTS) {
    const first = await db.ask(db.admin, list({ sort }))
    if (first.ok && first.value.nextCursor) cursors.set(sort, first.value.nextCursor)
  }
  expect(cursors.size).toBe(SORTS.length)
}, 300_000)
afterAll(() => db.database.close())

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows'?: number
  readonly 'Actual Loops'?: number
  readonly Plans?: readonly Node[]
}

// What is asked inside a function is in no plan, but counted all the same, though with what the session did before.
const SCANNED = sql`select relname, seq_scan::int as scans from pg_stat_xact_user_tables`
type Scans = { readonly relname: string; readonly scans: number }[]

/** How the database goes about each read of a use case; with `indexesOnly` it reads a whole table only where it must. */
async function plansOf(
  who: 'rep' | 'manager' | 'admin',
  run: (work: SalesWork) => Promise<unknown>,
  indexesOnly: boolean,
): Promise<Node[]> {
  const { unit, work } = db.begin(db[who])
  const read = unit.read.bind(unit)
  const plans: Promise<Node>[] = []
  if (indexesOnly) {
    void unit.rows(sql`select set_config('enable_seqscan', 'off', true)`)
    void unit.rows(sql`discard plans`) // those that functions have made already
  }
  unit.read = ((query: { getSQL(): SQL }) => {
    const explain = sql`explain (analyze, timing off, format json) ${query.getSQL()}`
    plans.push(read(unit.db.execute(explain)).then(({ rows }) => planIn(rows)))
    const scans = () => read(unit.db.execute(SCANNED)).then(({ rows }) => rows as Scans)
    const before = scans()
    const answer = read(query as never)
    plans.push(Promise.all([before, scans()]).then(([then, now]) => scanned(then, now)))
    return answer
  }) as typeof unit.read
  await run(work)
  return (await Promise.all(plans)).flatMap(nodes)
}

const planIn = (rows: unknown[]): Node => (rows as { 'QUERY PLAN': [{ Plan: Node }] }[])[0]!['QUERY PLAN'][0].Plan
const scanned = (then: Scans, now: Scans): Node => ({
  'Node Type': 'Result',
  Plans: now
    .filter(({ relname, scans }) => scans > (then.find((table) => table.relname === relname)?.scans ?? 0))
    .map(({ relname }) => ({ 'Node Type': 'Seq Scan', 'Relation Name': relname })),
})
const nodes = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodes)]

// Tables that grow with the company; its pipelines, fields and people are few.
const LARGE =
  /^(opportunities|customers|interactions|predictions|prediction_history|stage_history|change_log|opportunity_products|deal_totals)$/
const wholeTables = (plan: Node[]) =>
  plan
    .filter((n) => n['Node Type'] === 'Seq Scan' && LARGE.test(n['Relation Name'] ?? ''))
    .map((n) => n['Relation Name'])
const rowsOf = (plan: Node[], table: string) =>
  plan
    .filter((n) => n['Relation Name'] === table)
    .reduce((sum, n) => sum + (n['Actual Rows'] ?? 0) * (n['Actual Loops'] ?? 0), 0)

const SORTS = ['opened', 'title', 'amount', 'closes', 'probability'].flatMap((sort) => [sort, `-${sort}`])
const list = (query: object) => (work: SalesWork) => listOpportunities(work, OpportunityQuery.parse(query))

/** The second page of a list, since the first is the easy one, and the first of those that have no value. */
const deepPages = (sort: string) => async (work: SalesWork) => {
  const valueless = /closes|probability/.test(sort) ? toCursor([sort, null, id]) : undefined
  await Promise.all([
    list({ sort, cursor: cursors.get(sort) })(work),
    valueless && list({ sort, cursor: valueless })(work),
  ])
}
const cursors = new Map<string, string>()

// What a move reads to be scored, without the model, which is not in the database.
const withoutModel = (work: SalesWork): SalesWork => ({
  ...work,
  scores: { load: (subject) => work.scores.load(subject).then(() => ({ score: async () => null })) },
})

const FILTERS = [
  ...['open', 'won', 'lost'].map((status) => ({ status })),
  { priority: 'critical' },
  { priority: 'medium' },
  { tag: 'a tag' },
  { signal: 'risk' },
  { signal: 'push' },
  { minAmountMinor: 999_000 },
  { maxAmountMinor: 1_000 },
  { closesFrom: '2026-10-01', closesTo: '2026-10-31' },
  { closedFrom: '2026-01-01T00:00:00Z' },
]

/** Whatever people ask of a company. */
const ASKED: readonly (readonly [string, (work: SalesWork) => Promise<unknown>])[] = [
  ...SORTS.map((sort): [string, (work: SalesWork) => Promise<unknown>] => [`list ${sort}`, deepPages(sort)]),
  ['list of a stage', (work) => list({ stageId: db.stages.lead })(work)],
  ['list of a customer', (work) => list({ customerId: db.customerId })(work)],
  ['list of somebody', (work) => list({ ownerId: db.rep.userId })(work)],
  ...FILTERS.map((filter): [string, (work: SalesWork) => Promise<unknown>] => [
    `list by ${JSON.stringify(filter)}`,
    list(filter),
  ]),
  ['search', list({ q: 'deal abc' })],
  ['board', (work) => showBoard(work, BoardQuery.parse({}))],
  ['working set', (work) => workingSetPage(work, undefined)],
  ['changes', (work) => changesSince(work, DEALS - 1000)],
  ['deal', (work) => findOpportunity(work, id)],
  ['history', (work) => opportunityHistory(work, id)],
  ['move', (work) => moveOpportunity(withoutModel(work), { id, stageId: db.stages.proposal })],
  [
    'customers',
    (work) => listCustomers(work, CustomerQuery.parse({ cursor: toCursor(['Customer 5', db.customerId]) })),
  ],
  ['customers of a kind', (work) => listCustomers(work, CustomerQuery.parse({ kind: 'person', sort: '-name' }))],
  ['customers of somebody', (work) => listCustomers(work, CustomerQuery.parse({ ownerId: db.rep.userId }))],
  ['customers with a tag', (work) => listCustomers(work, CustomerQuery.parse({ tag: 'a tag' }))],
  ['customers of an industry', (work) => listCustomers(work, CustomerQuery.parse({ industry: 'an industry' }))],
  ['customer search', (work) => listCustomers(work, CustomerQuery.parse({ q: 'custom 77' }))],
  ['customer', (work) => work.customers.find(db.customerId)],
  ['namesake', (work) => work.customers.namesake('company', 'CUSTOMER 77')],
  ['people', (work) => listPeople(work, db.customerId, { limit: 50 })],
  ['timeline', (work) => customerTimeline(work, db.customerId, { limit: 50 })],
  ['tags', (work) => work.customerLists.tags(500)],
  ['interactions', (work) => listInteractions(work, InteractionQuery.parse({}))],
  ['interactions of a deal', (work) => listInteractions(work, InteractionQuery.parse({ opportunityId: id }))],
  [
    'exports',
    (work) =>
      Promise.all([
        work.exports.opportunities({}, id),
        work.exports.customers({}, id),
        work.exports.interactions({}, id),
      ]),
  ],
]

// Empty or of a page here: whatever is read of them is read at once.
const FEW_ROWS = ['interactions', 'opportunity_products', 'deal_totals']

describe.each(['rep', 'manager', 'admin'] as const)('with 100,000 deals, a %s', (who) => {
  it.each(ASKED)('finds an index for every table of its %s', async (_, run) => {
    expect(wholeTables(await plansOf(who, run, true))).toEqual([])
  })

  // As the planner itself chooses, by what it knows of several companies side by side.
  it.each(ASKED)('beside others of its size reads no other company’s rows for its %s', async (_, run) => {
    const read = wholeTables(await plansOf(who, run, false))
    expect(read.filter((table) => !FEW_ROWS.includes(table ?? ''))).toEqual([])
  })
})

it.each(SORTS)('reads about as many deals as a page in the order of %s holds', async (sort) => {
  const plan = await plansOf('admin', deepPages(sort), false)
  // The page, and its customers' names by the deals' ids.
  expect(rowsOf(plan, 'opportunities')).toBeLessThan(1000)
  expect(rowsOf(plan, 'prediction_history')).toBeLessThan(1000)
})
