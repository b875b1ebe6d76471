import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { teams } from '../../../../drizzle/schema'
import type { ImportRun } from '../../../../worker/sales/contract'
import { aCompany, aPerson, aRole, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal } from '../../../support/builders'
import { begunUnsent, draftOf, ended, errorsOf, imported, upload, workOn } from '../../../support/imports'

const FILE = 'Deal id,Title,Account,Owner,Product,Region,Stage\n1,Pumps,Acme,Otto Outsider,GTX,North,Hope\n'

it('is seen by whoever began it and by administrators, not by another company', async () => {
  const [company, other] = [await aCompany(), await aCompany()]
  const { body } = await upload(company.rep, FILE)
  const path = `/imports/${body.run.id}`
  const seen = async (person: Parameters<typeof as>[0]) => (await as(person).get(path)).status
  expect(await seen(company.rep)).toBe(200)
  expect(await seen(company.admin)).toBe(200)
  expect(await seen(company.outsider)).toBe(404)
  expect(await seen(other.admin)).toBe(404)
  for (const what of ['/preview', '/start', '/draft'])
    expect(await as(other.admin)[what === '/draft' ? 'put' : 'post'](path + what, draftOf(body))).toMatchObject({
      status: 404,
      body: { kind: 'import_not_found' },
    })
  expect((await as(other.admin).post(`${path}/inspect`, {})).status).toBe(404)
  expect((await as(other.admin).post(`${path}/cancel`)).status).toBe(404)
  const listed = async (person: Parameters<typeof as>[0]) =>
    (await as(person).get<{ rows: ImportRun[] }>('/imports')).body.rows.map(({ id }) => id)
  expect(await listed(company.admin)).toEqual([body.run.id])
  expect(await listed(company.outsider)).toEqual([])
  expect(await listed(other.admin)).toEqual([])
})

describe('a rep', () => {
  it('brings in deals of their own, and sets nothing up', async () => {
    const company = await aCompany()
    const run = await imported(company.rep, FILE)
    expect(run).toMatchObject({ status: 'done', rowsCreated: 1 })
    const { body } = await as(company.rep).get<{ rows: Record<string, unknown>[] }>('/opportunities')
    expect(body.rows).toMatchObject([{ title: 'Pumps', ownerId: company.rep.userId, stageId: company.stages.lead }])
    const { body: deal } = await as(company.rep).get(`/opportunities/${body.rows[0]!.id}`)
    expect(deal).toMatchObject({ productIds: [], custom: {} })
    const fields = await as(company.admin).get<{ rows: unknown[] }>('/custom-fields')
    expect(JSON.stringify(fields.body)).not.toContain('Region')
  })

  it('does not take over a deal of somebody else', async () => {
    const company = await aCompany()
    const customerId = await aCustomer(company, { ownerId: company.outsider.userId, name: 'Acme' })
    const deal = { customerId, ownerId: company.outsider.userId, title: 'Theirs', externalId: '1' }
    const id = await aDeal(company, deal)
    const run = await imported(company.rep, FILE)
    expect(run).toMatchObject({ status: 'done', rowsCreated: 0, rowsUpdated: 0, rowsFailed: 1 })
    expect(await errorsOf(company.rep, run)).toEqual([[2, '', 'This deal is somebody else’s']])
    const { body } = await as(company.admin).get<Record<string, unknown>>(`/opportunities/${id}`)
    expect(body).toMatchObject({ title: 'Theirs', ownerId: company.outsider.userId, version: 1 })
  })

  it('gets a customer of their own where they do not see the one of that name', async () => {
    const company = await aCompany()
    const theirs = await aCustomer(company, { ownerId: company.outsider.userId, name: 'Acme', email: 'a@acme.example' })
    await imported(company.rep, FILE)
    const { body } = await as(company.rep).get<{ rows: { id: string; name: string }[] }>('/customers')
    expect(body.rows).toMatchObject([{ name: 'Acme' }])
    expect(body.rows[0]!.id).not.toBe(theirs)
    await imported(company.rep, FILE.replace('1,Pumps', '2,Probes'))
    expect((await as(company.rep).get<{ rows: unknown[] }>('/customers')).body.rows).toHaveLength(1)
  })

  it('who loses the right meanwhile goes no further', async () => {
    const company = await aCompany()
    const importing = await aRole(company.tenantId, 'own', ['data.import_customers', 'opportunities.manage_assigned'])
    const idle = await aRole(company.tenantId, 'own', ['opportunities.manage_assigned'])
    const clerk = await aPerson(company.tenantId, 'Clerk', importing)
    const run = await begunUnsent(clerk, FILE)
    const { body: user } = await as(company.admin).get<{ rows: { id: string; version: number }[] }>('/users')
    const { version } = user.rows.find(({ id }) => id === clerk.userId)!
    const changed = await as(company.admin).patch(`/users/${clerk.userId}`, { version, roleId: idle.id })
    expect(changed.status).toBe(200)
    await workOn(company)
    expect(await ended(company.admin, run)).toMatchObject({
      status: 'failed',
      rowsCreated: 0,
      failure: 'Whoever began it may not import any more; what was taken by then is kept',
    })
  })
})

describe('a manager who may import', () => {
  it('brings in deals for their team and for nobody else', async () => {
    const company = await aCompany()
    const role = await aRole(company.tenantId, 'team', ['data.import_customers', 'opportunities.manage_assigned'])
    const lead = await aPerson(company.tenantId, 'Lea Lead', role)
    await owner()
      .update(teams)
      .set({ managerId: lead.userId })
      .where(and(eq(teams.tenantId, company.tenantId), eq(teams.name, 'North')))
    await imported(lead, 'Id,Title,Account,Owner\n1,a,A,Rita Rep\n2,b,A,Otto Outsider\n3,c,A,Nobody Known\n')
    const { body } = await as(company.admin).get<{ rows: { title: string; ownerId: string }[] }>('/opportunities')
    expect(Object.fromEntries(body.rows.map(({ title, ownerId }) => [title, ownerId]))).toEqual({
      a: company.rep.userId,
      b: lead.userId,
      c: lead.userId,
    })
  })
})
