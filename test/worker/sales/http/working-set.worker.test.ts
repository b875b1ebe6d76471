import { beforeAll, describe, expect, it } from 'vitest'
import { changeLog, customFields, opportunities, products, tenantHeads } from '../../../../drizzle/schema'
import { type CustomerId, newId, type OpportunityId } from '../../../../worker/kernel/ids'
import type { Opportunity, WorkingSetChanges, WorkingSetPage } from '../../../../worker/sales/contract'
import { aCompany, type Company, owner, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal } from '../../../support/builders'
import { aChampion, aScore } from '../../../support/scores'

const pageOf = (who: Person, cursor?: string | null) =>
  as(who).get<WorkingSetPage>(`/working-set${cursor ? `?cursor=${cursor}` : ''}`)

describe('a working set', () => {
  let company: Company
  let open: OpportunityId
  beforeAll(async () => {
    company = await aCompany()
    const { tenantId } = company
    const employer = await aCustomer(company, { name: 'Globex' })
    const person = await aCustomer(company, { name: 'Hank', kind: 'person', companyId: employer })
    await aCustomer(company, { name: 'Without a deal' })
    open = await aDeal(company, { customerId: person })
    await aDeal(company, { customerId: person, status: 'lost', lossReason: 'Price' })
    await aScore(company, await aChampion(company), open, 0.7, 0.4)
    const hidden = { ownerId: company.outsider.userId, createdBy: company.outsider.userId }
    await aDeal(company, { customerId: await aCustomer(company, { name: 'Hidden', ...hidden }), ...hidden })
    await owner()
      .insert(products)
      .values({ tenantId, id: newId(), name: 'Support', listPriceMinor: 100, currency: 'EUR' })
    await owner()
      .insert(customFields)
      .values({ tenantId, id: newId(), entity: 'opportunity', key: 'region', label: 'Region', type: 'text' })
  })

  it('is the open deals a person may see, and whatever those refer to, in one round trip', async () => {
    const page = await pageOf(company.rep)
    expect(page).toMatchObject({ status: 200, roundTrips: 1, body: { seq: 0, nextCursor: null } })
    expect(page.body.opportunities).toMatchObject([
      { id: open, customerName: 'Hank', score: { probability: 0.7, weekChange: expect.closeTo(0.3, 10) } },
    ])
    expect(page.body.customers.map((c) => c.name).sort()).toEqual(['Globex', 'Hank'])
    expect(page.body.first?.pipelines).toMatchObject([{ id: company.pipelineId }])
    expect(page.body.first?.users).toHaveLength(4)
    expect(page.body.first?.products).toMatchObject([
      { name: 'Support', listPrice: { amountMinor: 100, currency: 'EUR' }, isArchived: false },
    ])
    expect(page.body.first?.customFields).toMatchObject([{ key: 'region', isArchived: false }])
  })

  it.each([
    ['rep', 1],
    ['manager', 1],
    ['outsider', 1],
    ['admin', 2],
  ] as const)('of %s holds %i deals', async (who, deals) => {
    expect((await pageOf(company[who])).body.opportunities).toHaveLength(deals)
  })

  it('is nobody’s who is not signed in, and goes on from no place of its own', async () => {
    expect((await as(null).get('/working-set')).status).toBe(401)
    expect(await pageOf(company.rep, 'nonsense')).toMatchObject({ status: 422, body: { kind: 'cursor_invalid' } })
  })

  it('begins at a change, and what happens then is told', async () => {
    const { seq } = (await pageOf(company.rep)).body
    const { body: moved } = await as(company.rep).post<Opportunity>(`/opportunities/${open}/move`, {
      stageId: company.stages.proposal,
    })
    const told = await as(company.rep).get<WorkingSetChanges>(`/working-set/changes?since=${seq}`)
    expect(told).toMatchObject({ status: 200, roundTrips: 1, body: { seq: seq + 1, more: false, resync: false } })
    expect(told.body.changes).toMatchObject([{ entityId: open, after: { stageId: moved.stageId, version: 2 } }])
    expect((await pageOf(company.rep)).body.seq).toBe(seq + 1)
  })

  it('tells nobody of what they may not see, but how far they have come', async () => {
    const { seq } = (await pageOf(company.outsider)).body
    await as(company.rep).post(`/opportunities/${open}/move`, { stageId: company.stages.qualified })
    expect((await as(company.outsider).get(`/working-set/changes?since=${seq}`)).body).toEqual({
      seq: seq + 1,
      changes: [],
      more: false,
      resync: false,
    })
  })

  it('tells both sides of a handover', async () => {
    const id = await aDeal(company, { customerId: await aCustomer(company) })
    const { seq } = (await pageOf(company.rep)).body
    await as(company.admin).patch(`/opportunities/${id}`, { version: 1, ownerId: company.outsider.userId })
    for (const who of [company.rep, company.outsider]) {
      const { body } = await as(who).get<WorkingSetChanges>(`/working-set/changes?since=${seq}`)
      expect(body.changes).toMatchObject([{ entityId: id, after: { ownerId: company.outsider.userId } }])
    }
  })

  it.each(['-1', '1.5', 'x'])('since %s is not understood', async (since) => {
    expect((await as(company.rep).get(`/working-set/changes?since=${since}`)).status).toBe(422)
  })
})

describe('a large working set', () => {
  const DEALS = 10_000
  let company: Company
  beforeAll(async () => {
    company = await aCompany()
    const customers: CustomerId[] = []
    for (let i = 0; i < 20; i++) customers.push(await aCustomer(company))
    const { tenantId, pipelineId, stages, rep } = company
    for (let from = 0; from < DEALS; from += 1000) {
      await owner()
        .insert(opportunities)
        .values(
          Array.from({ length: 1000 }, (_, i) => ({
            tenantId,
            id: newId(),
            customerId: customers[i % customers.length]!,
            ownerId: rep.userId,
            createdBy: rep.userId,
            pipelineId,
            stageId: stages.lead,
            status: 'open' as const,
            title: `Rollout of ${(from + i) * 7919} seats`,
            amountMinor: (from + i) * 104_729,
            currency: 'EUR',
            nextStep: 'Send the offer',
          })),
        )
    }
  }, 60_000)

  it('comes in a handful of pages, each under a megabyte when compressed, every deal once', async () => {
    const ids: string[] = []
    let cursor: string | null = null
    let pages = 0
    do {
      const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(company.rep, cursor)
      expect(page).toMatchObject({ status: 200, roundTrips: 1 })
      expect(page.body.first === null).toBe(pages > 0)
      expect(await gzipped(JSON.stringify(page.body))).toBeLessThan(1_000_000)
      const known = new Set<string>(page.body.customers.map((c) => c.id))
      expect(page.body.opportunities.every((row) => known.has(row.customerId))).toBe(true)
      ids.push(...page.body.opportunities.map((row) => row.id))
      cursor = page.body.nextCursor
      pages++
    } while (cursor)
    expect(pages).toBe(4)
    expect(ids).toHaveLength(DEALS)
    expect(new Set(ids).size).toBe(DEALS)
  }, 60_000)
})

describe('a device that was away', () => {
  let company: Company
  beforeAll(async () => {
    company = await aCompany()
    const { tenantId, rep } = company
    for (let from = 0; from < 6000; from += 1000) {
      await owner()
        .insert(changeLog)
        .values(
          Array.from({ length: 1000 }, (_, i) => ({
            tenantId,
            seq: from + i + 1,
            at: '2026-03-01T00:00:00.000Z',
            requestId: 'r',
            type: 'opportunity.changed',
            entity: 'opportunity',
            entityId: newId(),
            audience: 'owner' as const,
            ownerBefore: rep.userId,
            ownerAfter: rep.userId,
            digest: '',
            hash: '',
          })),
        )
    }
    await owner()
      .insert(tenantHeads)
      .values({ tenantId, seq: 6000 })
      .onConflictDoUpdate({
        target: tenantHeads.tenantId,
        set: { seq: 6000 },
      })
  }, 60_000)

  it('is told in parts, without a gap', async () => {
    const seqs: number[] = []
    let since = 4800
    for (let more = true; more; ) {
      const { body } = await as(company.rep).get<WorkingSetChanges>(`/working-set/changes?since=${since}`)
      expect(body.changes.length).toBeLessThanOrEqual(500)
      seqs.push(...body.changes.map((change) => change.seq ?? 0))
      since = body.seq
      more = body.more
    }
    expect(seqs).toEqual(Array.from({ length: 1200 }, (_, i) => 4801 + i))
    expect(since).toBe(6000)
  })

  it.each([
    [999, true],
    [1000, false],
    [6000, false],
    [6001, true],
  ])('since %i fetches everything anew: %s', async (since, resync) => {
    const { body } = await as(company.rep).get<WorkingSetChanges>(`/working-set/changes?since=${since}`)
    expect(body.resync).toBe(resync)
    if (resync) expect(body).toEqual({ seq: 6000, changes: [], more: false, resync: true })
  })
})

async function gzipped(text: string): Promise<number> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))
  return (await new Response(stream).arrayBuffer()).byteLength
}
