import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { opportunities, stageHistory } from '../../../../drizzle/schema'
import type { CustomerId } from '../../../../worker/kernel/ids'
import type { Page } from '../../../../worker/kernel/page'
import type { Customer, Opportunity, TimelineEntry } from '../../../../worker/sales/contract'
import { aCompany, type Company, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal, anInteraction } from '../../../support/builders'

let company: Company
beforeAll(async () => {
  company = await aCompany()
})

async function timeline(id: string, query: Record<string, string> = {}, person = company.rep) {
  const path = `/customers/${id}/timeline?${new URLSearchParams(query)}`
  const answer = await as(person).get<Page<TimelineEntry>>(path)
  expect(answer).toMatchObject({ status: 200, roundTrips: 1 })
  return answer.body
}

describe('a timeline', () => {
  it('tells a customer’s whole story, newest first, each thing once', async () => {
    const rep = as(company.rep)
    const made = await rep.post<Customer>('/customers', { kind: 'company', name: 'Globex' })
    const customerId = made.body.id
    const deal = await rep.post<Opportunity>('/opportunities', { title: 'Rollout', amountMinor: 5000, customerId })
    const { id } = deal.body
    await rep.post('/interactions', { opportunityId: id, channel: 'call', content: 'Hello' })
    await rep.patch(`/opportunities/${id}`, { version: 1, nextStep: 'Demo' })
    await rep.post(`/opportunities/${id}/move`, { stageId: company.stages.qualified })
    await rep.patch(`/customers/${customerId}`, { version: 1, phone: '1' })
    await rep.post(`/opportunities/${id}/close`, { outcome: 'lost', lossReason: 'Price' })

    const { rows, nextCursor } = await timeline(customerId)
    expect(nextCursor).toBeNull()
    expect(rows).toMatchObject([
      {
        type: 'opportunity.lost',
        title: 'Rollout',
        entityId: id,
        actorId: company.rep.userId,
        before: { stageId: company.stages.qualified, stageName: 'Qualified' },
        after: { stageId: company.stages.lost, lossReason: 'Price', amountMinor: 5000 },
      },
      { type: 'customer.changed', title: null, before: { phone: null }, after: { phone: '1' } },
      { type: 'opportunity.moved', before: { stageName: 'Lead' }, after: { stageName: 'Qualified' } },
      { type: 'opportunity.changed', title: 'Rollout', before: { nextStep: null }, after: { nextStep: 'Demo' } },
      { type: 'interaction.logged', title: 'Rollout', after: { channel: 'call', content: 'Hello', opportunityId: id } },
      { type: 'opportunity.opened', before: null, after: { stageName: 'Lead' } },
      { type: 'customer.opened', after: { name: 'Globex' } },
    ])
  })

  it('is that of a company and the people in it', async () => {
    const globex = await aCustomer(company)
    const ann = await aCustomer(company, { kind: 'person', name: 'Ann', companyId: globex })
    const bea = await aCustomer(company, { kind: 'person', name: 'Bea', companyId: globex })
    const toCompany = await anInteraction(company, { customerId: globex })
    const toAnnThere = await anInteraction(company, { customerId: globex, personId: ann })
    const toAnn = await anInteraction(company, { customerId: ann, personId: ann })
    const toBea = await anInteraction(company, { customerId: bea })
    await aDeal(company, { customerId: ann, title: 'Ann’s own' })
    const ids = async (id: CustomerId) =>
      (await timeline(id)).rows.map(({ entityId, title }) => title ?? entityId).sort()
    expect(await ids(globex)).toEqual([toCompany, toAnnThere, toAnn, toBea, 'Ann’s own'].sort())
    expect(await ids(ann)).toEqual([toAnnThere, toAnn, 'Ann’s own'].sort())
    expect(await ids(bea)).toEqual([toBea])
  })

  it('tells of colleagues’ deals to nobody who may not see them', async () => {
    const shared = await aCustomer(company)
    await aDeal(company, { customerId: shared, title: 'Theirs', ownerId: company.outsider.userId })
    await as(company.admin).post('/interactions', { customerId: shared, channel: 'note', content: 'for all' })
    const titles = async (role: 'rep' | 'outsider' | 'admin') =>
      (await timeline(shared, {}, company[role])).rows.map(({ type, title }) => [type, title])
    const note = ['interaction.logged', null]
    expect(await titles('rep')).toEqual([note])
    expect(await titles('outsider')).toEqual([note, ['opportunity.opened', 'Theirs']])
    expect(await titles('admin')).toEqual([note, ['opportunity.opened', 'Theirs']])
  })

  it('tells of deals that were imported with their past', async () => {
    const customerId = await aCustomer(company)
    const { tenantId, stages } = company
    const id = await aDeal(company, { customerId, stageEnteredAt: '2019-01-05T00:00:00.000Z' })
    await owner()
      .update(stageHistory)
      .set({ leftAt: '2019-02-05T00:00:00.000Z' })
      .where(eq(stageHistory.opportunityId, id))
    await owner()
      .insert(stageHistory)
      .values({ tenantId, opportunityId: id, stageId: stages.won, enteredAt: '2019-02-05T00:00:00.000Z' })
    await owner()
      .update(opportunities)
      .set({ status: 'won', stageId: stages.won, closedAt: '2019-02-05T00:00:00.000Z' })
      .where(eq(opportunities.id, id))
    expect((await timeline(customerId)).rows).toMatchObject([
      { type: 'opportunity.won', at: '2019-02-05T00:00:00.000Z', seq: null, after: { lossReason: null } },
      { type: 'opportunity.opened', at: '2019-01-05T00:00:00.000Z' },
    ])
  })
})

describe('pages of a timeline', () => {
  it.each([[1], [2], [3], [7]])('of %d hold every entry once, in order, also those of one moment', async (limit) => {
    const own = await aCompany()
    const rep = as(own.rep)
    const customerId = await aCustomer(own)
    const at = '2026-01-01T00:00:00.000Z'
    for (const content of ['a', 'b', 'c']) await anInteraction(own, { customerId, occurredAt: at, content })
    for (const title of ['d', 'e', 'f']) await aDeal(own, { customerId, title, stageEnteredAt: at })
    for (const version of [1, 2, 3]) await rep.patch(`/customers/${customerId}`, { version, phone: `${version}` })
    const seen: TimelineEntry[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page<TimelineEntry> = await timeline(
        customerId,
        { limit: String(limit), ...(cursor ? { cursor } : {}) },
        own.rep,
      )
      expect(page.rows.length).toBeLessThanOrEqual(limit)
      seen.push(...page.rows)
      cursor = page.nextCursor
    }
    expect(seen).toEqual((await timeline(customerId, {}, own.rep)).rows)
    expect(seen).toHaveLength(9)
    expect(new Set(seen.map((entry) => JSON.stringify(entry))).size).toBe(9)
  })

  it.each([
    ['nonsense', 'x'],
    ['a key that is none', btoa(JSON.stringify(['2026-01-01T00:00:00.000Z', "i' or 1=1"]))],
    ['a moment that is none', btoa(JSON.stringify(['yesterday', 'i0']))],
  ])('do not go on from %s', async (_, cursor) => {
    const customerId = await aCustomer(company)
    const answer = await as(company.rep).get(`/customers/${customerId}/timeline?${new URLSearchParams({ cursor })}`)
    expect(answer).toMatchObject({ status: 422, body: { kind: 'cursor_invalid' } })
  })
})
