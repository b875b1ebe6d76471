import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { opportunities } from '../../../../drizzle/schema'
import { type CustomerId, newId, type OpportunityId } from '../../../../worker/kernel/ids'
import type { Page } from '../../../../worker/kernel/page'
import type { Board, OpportunityRow } from '../../../../worker/sales/contract'
import { weightedTotals } from '../../../../worker/sales/domain/forecast'
import { aCompany, aPipeline, type Company, owner, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal } from '../../../support/builders'
import { aChampion, aScore } from '../../../support/scores'

let company: Company
let customerId: CustomerId

const SORTS = ['opened', 'title', 'amount', 'closes', 'probability'] as const
const DEALS = 60

// Few different values, so that most rows tie with others, and some have none.
const pick = <T>(from: readonly T[], i: number): T => from[i % from.length]!

beforeAll(async () => {
  company = await aCompany()
  customerId = await aCustomer(company)
  const theirs = await aCustomer(company, { ownerId: company.outsider.userId, createdBy: company.outsider.userId })
  const { tenantId, pipelineId, stages } = company
  const rows = Array.from({ length: DEALS }, (_, i) => {
    const person = i % 10 === 9 ? company.outsider : company.rep
    const status = i % 7 === 6 ? 'won' : 'open'
    return {
      tenantId,
      id: newId<OpportunityId>(),
      customerId: person === company.rep ? customerId : theirs,
      ownerId: person.userId,
      createdBy: person.userId,
      pipelineId,
      stageId: status === 'won' ? stages.won : pick([stages.lead, stages.lead, stages.proposal], i),
      status,
      closedAt: status === 'won' ? '2026-02-01T00:00:00.000Z' : null,
      title: pick(['Alpha', 'beta', 'Émile', 'Zebra', '北京', "O'Neil"], i),
      amountMinor: pick([0, 100, 100, 5_000_000, Number.MAX_SAFE_INTEGER], i),
      currency: pick(['EUR', 'EUR', 'USD'], i),
      openedAt: pick(['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.001Z', '2025-06-30T12:00:00.000Z'], i),
      stageEnteredAt: '2026-01-05T00:00:00.000Z',
      expectedCloseOn: pick(['2026-05-01', null, '2026-04-01', null], i),
      priority: pick(['high', 'low', 'medium', 'critical'] as const, i),
      tags: pick([['eu'], ['us', 'eu'], []], i),
      source: pick(['Fair', null], i),
    } as const
  })
  await owner()
    .insert(opportunities)
    .values(rows.map((row) => ({ ...row, tags: [...row.tags] })))
  const modelId = await aChampion(company)
  // One of a closed deal as well: made just before it closed, it counts no more.
  for (const [i, { id }] of rows.entries())
    if (i % 3 !== 0) await aScore(company, modelId, id, pick([0.1, 0.5, 1 / 3], i))
})

async function allPages(who: Person, query: string, limit: number): Promise<OpportunityRow[]> {
  const rows: OpportunityRow[] = []
  let cursor: string | null = null
  do {
    const next: string = cursor ? `&cursor=${cursor}` : ''
    const page = await as(who).get<Page<OpportunityRow>>(`/opportunities?${query}&limit=${limit}${next}`)
    expect(page).toMatchObject({ status: 200, roundTrips: 1 })
    expect(page.body.rows.length).toBeLessThanOrEqual(limit)
    rows.push(...page.body.rows)
    cursor = page.body.nextCursor
  } while (cursor)
  return rows
}

const placeOf = (row: OpportunityRow, sort: (typeof SORTS)[number]): string | number | null =>
  ({
    opened: row.openedAt,
    title: row.title,
    amount: row.amountMinor,
    closes: row.expectedCloseOn,
    probability: row.score?.probability ?? null,
  })[sort]

describe('pages', () => {
  it.each(SORTS.flatMap((sort) => [['', sort] as const, ['-', sort] as const]))(
    'in the order of %s%s hold every deal once, deals without a value last',
    async (sign, sort) => {
      const whole = await as(company.admin).get<Page<OpportunityRow>>(`/opportunities?sort=${sign}${sort}&limit=200`)
      const expected = whole.body.rows
      expect(new Set(expected.map((row) => row.id)).size).toBe(DEALS)

      const values = expected.map((row) => placeOf(row, sort))
      const known = values.filter((value) => value !== null)
      expect(values.slice(known.length).every((value) => value === null)).toBe(true)
      if (sort !== 'title') {
        // Titles are in the database's order of letters; numbers and moments are in everybody's.
        const sorted = known.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
        expect(known).toEqual(sign === '-' ? sorted.reverse() : sorted)
      }

      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: DEALS + 1 }), async (limit) => {
          const ids = (await allPages(company.admin, `sort=${sign}${sort}`, limit)).map((row) => row.id)
          expect(ids).toEqual(expected.map((row) => row.id))
        }),
        // The smallest page and the page that just holds everything are where a list breaks.
        { numRuns: 4, examples: [[7], [DEALS], [1]] },
      )
    },
    60_000,
  )

  it('say the other way round what they say one way, among deals that have a value', async () => {
    for (const sort of SORTS) {
      const there = (await allPages(company.admin, `sort=${sort}`, 200)).filter((row) => placeOf(row, sort) !== null)
      const back = (await allPages(company.admin, `sort=-${sort}`, 200)).filter((row) => placeOf(row, sort) !== null)
      expect(back.map((row) => row.id)).toEqual(there.map((row) => row.id).reverse())
    }
  })

  it('show a rep their own, in the same order', async () => {
    const all = await allPages(company.admin, 'sort=-probability', 200)
    const own = await allPages(company.rep, 'sort=-probability', 7)
    expect(own).toEqual(all.filter((row) => row.ownerId === company.rep.userId))
  })
})

describe('filters', () => {
  it.each<[string, () => string, (row: OpportunityRow) => boolean]>([
    ['status', () => 'status=won', (row) => row.status === 'won'],
    ['stage', () => `stageId=${company.stages.proposal}`, (row) => row.stageId === company.stages.proposal],
    ['pipeline', () => `pipelineId=${company.pipelineId}`, () => true],
    ['owner', () => `ownerId=${company.outsider.userId}`, (row) => row.ownerId === company.outsider.userId],
    ['customer', () => `customerId=${customerId}`, (row) => row.customerId === customerId],
    ['priority', () => 'priority=critical', (row) => row.priority === 'critical'],
    ['least amount', () => 'minAmountMinor=5000000', (row) => row.amountMinor >= 5_000_000],
    ['most amount', () => 'maxAmountMinor=100', (row) => row.amountMinor <= 100],
    ['closing from', () => 'closesFrom=2026-05-01', (row) => row.expectedCloseOn === '2026-05-01'],
    ['closing to', () => 'closesTo=2026-04-30', (row) => row.expectedCloseOn === '2026-04-01'],
    ['two at once', () => 'status=open&priority=high', (row) => row.status === 'open' && row.priority === 'high'],
    ['a word', () => 'q=alph', (row) => row.title === 'Alpha'],
    ['a word of any script', () => `q=${encodeURIComponent('北京')}`, (row) => row.title === '北京'],
    ['a word with a quote', () => "q=o'neil", (row) => row.title === "O'Neil"],
    ['two words', () => 'q=ZEBRA+fa', (row) => row.title === 'Zebra' && false],
    ['a word and a status', () => 'q=alpha&status=open', (row) => row.title === 'Alpha' && row.status === 'open'],
    ['no word at all', () => 'q=%26%26!', () => false],
  ])('by %s', async (_, query, belongs) => {
    const all = await allPages(company.admin, 'sort=-amount', 200)
    const found = await allPages(company.admin, `sort=-amount&${query()}`, 11)
    expect(found).toEqual(all.filter(belongs))
  })

  it('by tag', async () => {
    expect(await allPages(company.admin, 'tag=us', 200)).toHaveLength(DEALS / 3)
    expect(await allPages(company.admin, 'tag=u', 200)).toEqual([])
  })

  it('reach no further than the caller', async () => {
    expect(await allPages(company.rep, `ownerId=${company.outsider.userId}`, 200)).toEqual([])
    const found = await allPages(company.rep, 'q=alpha', 200)
    expect(found.length).toBeGreaterThan(0)
    expect(found.every((row) => row.ownerId === company.rep.userId)).toBe(true)
  })
})

describe('what is refused', () => {
  it.each([
    '/opportunities?sort=random',
    '/opportunities?limit=0',
    '/opportunities?limit=1000',
    '/opportunities?cursor=nonsense',
    '/opportunities?closesFrom=1899-01-01',
    '/opportunities?minAmountMinor=1e30',
    '/opportunities?q=a%00b',
    '/opportunities?ownerId=me',
    '/opportunities/board?cards=1000',
  ])('%s', async (path) => {
    expect(await as(company.rep).get(path)).toMatchObject({ status: 422 })
  })

  it('a page of a list in another order', async () => {
    const { get } = as(company.rep)
    const first = await get<{ nextCursor: string }>('/opportunities?sort=title&limit=1')
    expect(await get(`/opportunities?sort=-title&limit=1&cursor=${first.body.nextCursor}`)).toMatchObject({
      status: 422,
      body: { kind: 'cursor_invalid' },
    })
  })
})

describe('the board', () => {
  it.each(['admin', 'manager', 'rep', 'outsider'] as const)(
    'shows %s true counts and totals beside a few cards',
    async (who) => {
      const board = await as(company[who]).get<Board>('/opportunities/board?cards=3')
      expect(board).toMatchObject({ status: 200, roundTrips: 1, body: { pipelineId: company.pipelineId } })
      const open = await allPages(company[who], 'status=open', 200)
      expect(board.body.columns.map((c) => c.stageId)).toEqual([
        company.stages.lead,
        company.stages.qualified,
        company.stages.proposal,
      ])
      for (const column of board.body.columns) {
        const inStage = open.filter((row) => row.stageId === column.stageId)
        expect(column.count).toBe(inStage.length)
        const totals = weightedTotals(inStage)
        expect(column.totals.map((t) => t.currency)).toEqual(totals.map((t) => t.currency))
        column.totals.forEach((total, i) => {
          // Sums past 2^53 are floating point on both sides.
          expect(total.amountMinor / totals[i]!.amountMinor || 1).toBeCloseTo(1, 12)
          expect(total.weightedMinor / totals[i]!.weightedMinor || 1).toBeCloseTo(1, 12)
        })
        const newest = inStage.toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, 3)
        expect(column.cards).toEqual(newest)
      }
    },
  )

  it('is of one owner, or of another pipeline, when asked', async () => {
    const { outsider, tenantId, admin } = company
    const one = await as(admin).get<Board>(`/opportunities/board?ownerId=${outsider.userId}`)
    expect(one.body.columns.flatMap((c) => c.cards).every((card) => card.ownerId === outsider.userId)).toBe(true)
    expect(one.body.columns.reduce((sum, c) => sum + c.count, 0)).toBeGreaterThan(0)
    const other = await aPipeline(tenantId, { name: 'Other', position: 1 })
    const id = await aDeal(company, { customerId, pipelineId: other.pipelineId, stageId: other.stages.lead })
    const second = await as(admin).get<Board>(`/opportunities/board?pipelineId=${other.pipelineId}`)
    expect(second.body.columns.flatMap((c) => c.cards.map((card) => card.id))).toEqual([id])
  })

  it('is none of another company’s', async () => {
    const stranger = await aCompany()
    expect(await as(stranger.admin).get(`/opportunities/board?pipelineId=${company.pipelineId}`)).toMatchObject({
      status: 422,
      body: { kind: 'pipeline_not_found' },
    })
    const theirs = await as(stranger.admin).get<Board>('/opportunities/board')
    expect(theirs.body.columns.every((column) => column.count === 0)).toBe(true)
  })
})
