import { expect, it } from 'vitest'
import { PERMISSIONS } from '../../../../worker/kernel/permissions'
import type { Role } from '../../../../worker/organization/contract'
import { anEmail, atBrowser, changesOf } from '../../../support/accounts'
import { aCompany, aPerson, aRole, type Company } from '../../../support/actors'
import { as } from '../../../support/app'
import { forEachRole } from '../../../support/for-each-role'

forEachRole('GET /roles', { nobody: 401, sales_rep: 200, manager: 200, org_admin: 200 })
forEachRole('POST /roles', { nobody: 401, sales_rep: 403, manager: 403, org_admin: 201 }, () => ({
  path: '/roles',
  body: { name: 'Regional lead', scope: 'team', permissions: [] },
}))
forEachRole('PATCH /roles/:id', { nobody: 401, sales_rep: 403, manager: 403, org_admin: 200 }, async (company) => ({
  path: `/roles/${(await aRole(company.tenantId, 'own', [])).id}`,
  body: { version: 1, name: 'Helper' },
}))
forEachRole('DELETE /roles/:id', { nobody: 401, sales_rep: 403, manager: 403, org_admin: 204 }, async (company) => ({
  path: `/roles/${(await aRole(company.tenantId, 'own', [])).id}`,
}))

const LEAD = { name: 'Regional lead', scope: 'team', permissions: ['team.set_goals', 'org.import_data'] }
const rolesOf = async (company: Company) => (await as(company.admin).get<{ rows: Role[] }>('/roles')).body.rows

it('is defined, changed and removed, each on record', async () => {
  const company = await aCompany()
  const { admin, tenantId } = company
  const defined = await as(admin).post<Role>('/roles', LEAD)
  expect(defined).toMatchObject({
    status: 201,
    roundTrips: 1,
    body: { key: null, scope: 'team', permissions: ['org.import_data', 'team.set_goals'], people: 0, version: 1 },
  })
  expect((await rolesOf(company)).map((role) => role.name)).toEqual([
    'Sales rep',
    'Manager',
    'Org admin',
    'Regional lead',
  ])
  const path = `/roles/${defined.body.id}`
  const changed = await as(admin).patch<Role>(path, { version: 1, permissions: ['team.set_goals'] })
  expect(changed).toMatchObject({ status: 200, roundTrips: 2, body: { permissions: ['team.set_goals'], version: 2 } })
  expect((await rolesOf(company)).at(-1)).toEqual(changed.body)
  expect(await as(admin).delete(path)).toMatchObject({ status: 204, roundTrips: 2 })
  expect(await rolesOf(company)).toHaveLength(3)
  for (const type of ['role.defined', 'role.changed', 'role.removed']) {
    expect(await changesOf(tenantId, type)).toMatchObject([{ entityId: defined.body.id, actorId: admin.userId }])
  }
})

it('changes the rights of whoever holds it on their very next request', async () => {
  const company = await aCompany()
  const role = await aRole(company.tenantId, 'tenant', ['org.configure_settings'])
  const lena = await atBrowser(await aPerson(company.tenantId, 'Lena', role))
  const rename = (version: number) => lena.send('/tenant', { version, name: `Acme ${version}` }, { method: 'PATCH' })
  expect((await rename(1)).status).toBe(200)
  await as(company.admin).patch(`/roles/${role.id}`, { version: 1, permissions: [] })
  expect(await rename(2)).toMatchObject({ status: 401, body: { kind: 'access_changed' } })
  await lena.send('/auth/refresh', {})
  expect(await rename(2)).toMatchObject({
    status: 403,
    body: { kind: 'not_permitted', permission: 'org.configure_settings' },
  })
  // A new name takes nobody's token away.
  await as(company.admin).patch(`/roles/${role.id}`, { version: 2, name: 'Renamed' })
  expect((await lena.send('/me')).status).toBe(200)
})

it('grants nothing its giver does not hold', async () => {
  const company = await aCompany()
  const held = PERMISSIONS.filter((permission) => permission !== 'org.export_data')
  const deputy = await aPerson(company.tenantId, 'Dan Deputy', await aRole(company.tenantId, 'tenant', held))
  const beyond = { status: 403, body: { kind: 'beyond_your_rights', permissions: ['org.export_data'] } }
  const wanted = { name: 'Exporter', scope: 'own', permissions: ['org.export_data'] }
  expect(await as(deputy).post('/roles', wanted)).toMatchObject(beyond)
  const role = await as(company.admin).post<Role>('/roles', wanted)
  const path = `/roles/${role.body.id}`
  expect(await as(deputy).patch(path, { version: 1, permissions: [] })).toMatchObject(beyond)
  expect(await as(deputy).delete(path)).toMatchObject(beyond)
})

it('stays while anybody has it or is invited to it, and goes when they are gone', async () => {
  const company = await aCompany()
  const { admin } = company
  const role = (await as(admin).post<Role>('/roles', LEAD)).body
  await as(admin).patch(`/users/${company.rep.userId}`, { version: 1, roleId: role.id })
  expect(await as(admin).delete(`/roles/${role.id}`)).toMatchObject({
    status: 409,
    body: { kind: 'role_in_use', people: 1 },
  })

  const { id: other } = (await as(admin).post<Role>('/roles', { ...LEAD, name: 'Other' })).body
  const invitation = await as(admin).post<{ id: string }>('/invitations', { email: anEmail(), roleId: other })
  expect(await as(admin).delete(`/roles/${other}`)).toMatchObject({ status: 409, body: { kind: 'role_in_use' } })
  await as(admin).delete(`/invitations/${invitation.body.id}`)
  expect((await as(admin).delete(`/roles/${other}`)).status).toBe(204)
})

it('refuses what cannot be', async () => {
  const [company, other] = [await aCompany(), await aCompany()]
  const { admin } = company
  const [builtIn] = await rolesOf(company)
  const [theirs] = await rolesOf(other)
  expect((await as(admin).patch(`/roles/${builtIn?.id}`, { version: 1, name: 'X' })).body).toMatchObject({
    kind: 'role_built_in',
  })
  expect((await as(admin).delete(`/roles/${builtIn?.id}`)).body).toMatchObject({ kind: 'role_built_in' })
  expect((await as(admin).post('/roles', { ...LEAD, name: 'Manager' })).body).toMatchObject({ kind: 'role_name_taken' })
  expect((await as(admin).post('/roles', { ...LEAD, permissions: ['org.manage_users'] })).body).toMatchObject({
    kind: 'scope_too_narrow',
    permissions: ['org.manage_users'],
  })
  expect((await as(admin).post('/roles', { ...LEAD, permissions: ['platform.view_all_tenants'] })).status).toBe(422)
  expect((await as(admin).post('/roles', { ...LEAD, scope: 'world' })).status).toBe(422)
  for (const id of [theirs?.id, crypto.randomUUID(), 'x']) {
    expect((await as(admin).patch(`/roles/${id}`, { version: 1, name: 'X' })).status).toBe(404)
    expect((await as(admin).delete(`/roles/${id}`)).status).toBe(404)
  }
  const role = await aRole(company.tenantId, 'own', [])
  expect((await as(admin).patch(`/roles/${role.id}`, { version: 7, name: 'X' })).body).toMatchObject({
    kind: 'version_conflict',
    version: 1,
  })
})
