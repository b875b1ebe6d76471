import { expect, it } from 'vitest'
import type { Team } from '../../../../worker/organization/contract'
import { changesOf } from '../../../support/accounts'
import { aCompany, aPerson, aRole, type Company } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal } from '../../../support/builders'
import { forEachRole } from '../../../support/for-each-role'

const teamsOf = async (company: Company) => (await as(company.admin).get<{ rows: Team[] }>('/teams')).body.rows
const named = async (company: Company, name: string) => {
  const team = (await teamsOf(company)).find((t) => t.name === name)
  if (!team) throw new Error(`no team ${name}`)
  return team
}

forEachRole('GET /teams', { nobody: 401, sales_rep: 200, manager: 200, org_admin: 200 })
forEachRole('POST /teams', { nobody: 401, sales_rep: 403, manager: 403, org_admin: 201 }, () => ({
  path: '/teams',
  body: { name: 'East' },
}))
forEachRole('PATCH /teams/:id', { nobody: 401, sales_rep: 403, manager: 403, org_admin: 200 }, async (company) => {
  const team = await named(company, 'North')
  return { path: `/teams/${team.id}`, body: { version: team.version, managerId: null } }
})
forEachRole('DELETE /teams/:id', { nobody: 401, sales_rep: 403, manager: 403, org_admin: 204 }, async (company) => ({
  path: `/teams/${(await named(company, 'North')).id}`,
}))

it('is formed, changed and dissolved, each on record', async () => {
  const company = await aCompany()
  const { admin, manager, rep, outsider, tenantId } = company
  const formed = await as(admin).post<Team>('/teams', {
    name: 'East',
    managerId: manager.userId,
    memberIds: [rep.userId, rep.userId],
  })
  expect(formed).toMatchObject({
    status: 201,
    roundTrips: 2,
    body: { name: 'East', memberIds: [rep.userId], version: 1 },
  })
  const path = `/teams/${formed.body.id}`
  const changed = await as(admin).patch<Team>(path, {
    version: 1,
    name: 'Far East',
    managerId: null,
    memberIds: [outsider.userId],
  })
  expect(changed).toMatchObject({ status: 200, roundTrips: 2 })
  expect(await named(company, 'Far East')).toEqual(changed.body)
  expect(changed.body).toMatchObject({ managerId: null, memberIds: [outsider.userId], version: 2 })
  expect(await as(admin).delete(path)).toMatchObject({ status: 204, roundTrips: 2 })
  expect((await as(admin).delete(path)).status).toBe(404)
  const types = ['team.formed', 'team.changed', 'team.dissolved']
  const changes = (await Promise.all(types.map((type) => changesOf(tenantId, type)))).flat()
  expect(changes.map((change) => [change.type, change.entityId])).toEqual(types.map((type) => [type, formed.body.id]))
})

it('lets whoever leads it change who is in it, and with that whose deals they see', async () => {
  const company = await aCompany()
  const { manager, rep, outsider } = company
  const customerId = await aCustomer(company, { ownerId: outsider.userId })
  const deal = await aDeal(company, { customerId, ownerId: outsider.userId })
  expect((await as(manager).get(`/opportunities/${deal}`)).status).toBe(404)

  const north = await named(company, 'North')
  const memberIds = [rep.userId, outsider.userId]
  const added = await as(manager).patch<Team>(`/teams/${north.id}`, { version: north.version, memberIds })
  expect(added).toMatchObject({ status: 200, roundTrips: 2, body: { memberIds: [...memberIds].sort() } })
  expect((await as(manager).get(`/opportunities/${deal}`)).status).toBe(200)

  const removed = await as(manager).patch<Team>(`/teams/${north.id}`, { version: north.version + 1, memberIds: [] })
  expect(removed.body.memberIds).toEqual([])
  expect((await as(manager).get(`/opportunities/${deal}`)).status).toBe(404)
})

it('lets nobody else: not its name, not another team, not without the permission', async () => {
  const company = await aCompany()
  const [north, south] = [await named(company, 'North'), await named(company, 'South')]
  const refused = { status: 403, body: { kind: 'team_not_yours' } }
  const memberIds = [company.manager.userId]
  expect(await as(company.manager).patch(`/teams/${north.id}`, { version: 1, name: 'Mine' })).toMatchObject(refused)
  expect(await as(company.manager).patch(`/teams/${south.id}`, { version: 1, memberIds })).toMatchObject(refused)
  expect(await as(company.rep).patch(`/teams/${north.id}`, { version: 1, memberIds })).toMatchObject(refused)

  const lead = await aPerson(
    company.tenantId,
    'Lena Lead',
    await aRole(company.tenantId, 'team', ['team.view_performance']),
  )
  await as(company.admin).patch(`/teams/${south.id}`, { version: 1, managerId: lead.userId })
  expect(await as(lead).patch(`/teams/${south.id}`, { version: 2, memberIds })).toMatchObject(refused)
})

it('refuses names that are taken, people who are not here and old versions', async () => {
  const [company, other] = [await aCompany(), await aCompany()]
  const { admin } = company
  expect((await as(admin).post('/teams', { name: 'North' })).body).toMatchObject({
    kind: 'team_name_taken',
    errors: [{ field: 'name' }],
  })
  const south = await named(company, 'South')
  expect((await as(admin).patch(`/teams/${south.id}`, { version: 1, name: 'North' })).status).toBe(409)
  expect((await as(admin).post('/teams', { name: 'East', memberIds: [other.rep.userId] })).body).toMatchObject({
    kind: 'person_not_found',
    ids: [other.rep.userId],
  })
  expect((await as(admin).patch(`/teams/${south.id}`, { version: 1, managerId: other.rep.userId })).status).toBe(422)
  expect((await as(admin).patch(`/teams/${south.id}`, { version: 5, name: 'X' })).body).toMatchObject({
    kind: 'version_conflict',
    version: 1,
  })
  for (const body of [{ name: '' }, { name: 'x'.repeat(101) }, {}, { name: 'A', memberIds: ['x'] }]) {
    expect((await as(admin).post('/teams', body)).status).toBe(422)
  }
  const theirs = await named(other, 'North')
  expect((await as(admin).patch(`/teams/${theirs.id}`, { version: 1, name: 'X' })).status).toBe(404)
  expect((await as(admin).delete(`/teams/${theirs.id}`)).status).toBe(404)
})
