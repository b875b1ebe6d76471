import { beforeAll, describe, expect, it } from 'vitest'
import { type CustomerId, newId, type OpportunityId } from '../../../../worker/kernel/ids'
import type { Opportunity, OpportunityRow } from '../../../../worker/sales/contract'
import { aCompany, aPerson, aRole, type Company, type Person } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal } from '../../../support/builders'

interface Problem {
  readonly kind: string
  readonly errors?: readonly { readonly field: string; readonly reason: string }[]
}

let company: Company
let elsewhere: Company
let customerId: CustomerId

beforeAll(async () => {
  ;[company, elsewhere] = await Promise.all([aCompany(), aCompany()])
  customerId = await aCustomer(company)
})

const wanted = (given: object = {}) => ({ title: 'Rollout', amountMinor: 500_000, customerId, ...given })

describe('who may', () => {
  let theirs: Record<'rep' | 'manager' | 'outsider', OpportunityId>
  beforeAll(async () => {
    const of = async (person: Person) => {
      const ids = { ownerId: person.userId, createdBy: person.userId }
      return aDeal(company, { customerId: await aCustomer(company, ids), ...ids })
    }
    theirs = {
      rep: await of(company.rep),
      manager: await of(company.manager),
      outsider: await of(company.outsider),
    }
  })

  it.each([
    ['rep', 'rep', 200],
    ['rep', 'manager', 404],
    ['rep', 'outsider', 404],
    ['manager', 'rep', 200],
    ['manager', 'manager', 200],
    ['manager', 'outsider', 404],
    ['admin', 'rep', 200],
    ['admin', 'outsider', 200],
  ] as const)('%s: a deal of %s answers %i everywhere', async (who, whose, status) => {
    const { get, post, patch } = as(company[who])
    const path = `/opportunities/${theirs[whose]}`
    expect((await get(path)).status).toBe(status)
    expect((await get(`${path}/history`)).status).toBe(status)
    expect((await post(`${path}/move`, { stageId: company.stages.lead })).status).toBe(status)
    expect((await patch(path, { version: 1, title: `Deal of ${whose}` })).status).not.toBe(500)
    if (status === 404) expect((await post(`${path}/close`, { outcome: 'won' })).status).toBe(404)
  })

  it.each(['rep', 'manager', 'admin'] as const)('%s lists what they may see, and no more', async (who) => {
    const list = await as(company[who]).get<{ rows: OpportunityRow[] }>('/opportunities?limit=200')
    const seen = { rep: ['rep'], manager: ['rep', 'manager'], admin: ['rep', 'manager', 'outsider'] }[who]
    const ids = list.body.rows.map((row) => row.id)
    for (const [whose, id] of Object.entries(theirs)) expect(ids.includes(id)).toBe(seen.includes(whose))
  })

  it.each([
    ['rep', 'rep', 201],
    ['rep', 'manager', 403],
    ['manager', 'rep', 201],
    ['manager', 'manager', 201],
    ['manager', 'outsider', 403],
    ['admin', 'outsider', 201],
  ] as const)('%s gives a deal to %s: %i', async (who, whom, status) => {
    const answer = await as(company[who]).post<Problem>('/opportunities', wanted({ ownerId: company[whom].userId }))
    expect(answer.status).toBe(status)
    if (status === 403) expect(answer.body.kind).toBe('owner_not_yours')
  })

  it('hands a deal over, and then it is out of sight', async () => {
    const id = await aDeal(company, { customerId })
    const handed = await as(company.admin).patch<Opportunity>(`/opportunities/${id}`, {
      version: 1,
      ownerId: company.outsider.userId,
    })
    expect(handed).toMatchObject({ status: 200, body: { ownerId: company.outsider.userId } })
    expect((await as(company.rep).get(`/opportunities/${id}`)).status).toBe(404)
    expect((await as(company.outsider).get(`/opportunities/${id}`)).status).toBe(200)
  })

  it('no one from another company, whatever their role, and no one who is not signed in', async () => {
    const path = `/opportunities/${theirs.rep}`
    const missing = await as(elsewhere.admin).get<Problem>(`/opportunities/${newId()}`)
    for (const answer of [
      await as(elsewhere.admin).get(path),
      await as(elsewhere.admin).get(`${path}/history`),
      await as(elsewhere.admin).patch(path, { version: 1, title: 'Ours' }),
      await as(elsewhere.admin).post(`${path}/move`, { stageId: company.stages.lead }),
      await as(elsewhere.admin).post(`${path}/close`, { outcome: 'won' }),
    ]) {
      expect(answer).toMatchObject({ status: missing.status, body: { kind: missing.body.kind } })
    }
    expect((await as(null).get(path)).status).toBe(401)
    expect((await as(null).post('/opportunities', wanted())).status).toBe(401)
  })

  it('nobody whose role does not let them', async () => {
    expect(await as(await withoutRights(company)).post('/opportunities', wanted())).toMatchObject({
      status: 403,
      body: { kind: 'not_permitted', permission: 'opportunities.manage_assigned' },
    })
  })
})

async function withoutRights({ tenantId }: Company): Promise<Person> {
  return aPerson(tenantId, 'Rudi Reader', await aRole(tenantId, 'own', ['dashboard.view_personal']))
}
