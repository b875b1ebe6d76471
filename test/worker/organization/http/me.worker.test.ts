import { expect, it } from 'vitest'
import type { Me, SessionView } from '../../../../worker/organization/contract'
import { atBrowser, changesOf } from '../../../support/accounts'
import { aCompany } from '../../../support/actors'
import { as } from '../../../support/app'
import { forEachRole } from '../../../support/for-each-role'

forEachRole('GET /me', { nobody: 401, sales_rep: 200, manager: 200, org_admin: 200 })
forEachRole('GET /me/sessions', { nobody: 401, sales_rep: 200, manager: 200, org_admin: 200 })
forEachRole('PATCH /me', { nobody: 401, sales_rep: 200, manager: 200, org_admin: 200 }, () => ({
  path: '/me',
  body: { version: 1, name: 'Somebody Else' },
}))
forEachRole('DELETE /me/sessions', { nobody: 401, sales_rep: 204, manager: 204, org_admin: 204 })

const aMe = async (person: { token: string }) => (await as(person).get<Me>('/me')).body

it('changes a name and preferences, and says so to everybody', async () => {
  const { rep, tenantId } = await aCompany()
  const before = await aMe(rep)
  const preferences = { theme: 'dark', density: 2, digest: true }
  const changed = await as(rep).patch<Me>('/me', { version: before.version, name: 'Rita Ritter', preferences })
  expect(changed).toMatchObject({ status: 200, roundTrips: 2 })
  expect(changed.body).toEqual({ ...before, name: 'Rita Ritter', preferences, version: before.version + 1 })
  expect(await aMe(rep)).toEqual(changed.body)
  expect(await changesOf(tenantId, 'user.changed')).toMatchObject([
    { entityId: rep.userId, audience: 'tenant', before: { name: 'Rita Rep' }, after: { name: 'Rita Ritter' } },
  ])
})

it('forgets a preference set to null, keeps the others, and keeps them to oneself', async () => {
  const { rep, tenantId } = await aCompany()
  await as(rep).patch('/me', { version: 1, preferences: { theme: 'dark', density: 2 } })
  const changed = await as(rep).patch<Me>('/me', { version: 2, preferences: { theme: null } })
  expect(changed.body.preferences).toEqual({ density: 2 })
  expect(await changesOf(tenantId, 'user.changed')).toEqual([])
})

it('writes nothing when nothing changes', async () => {
  const { rep } = await aCompany()
  expect(await as(rep).patch('/me', { version: 1, name: 'Rita Rep' })).toMatchObject({
    status: 200,
    roundTrips: 1,
    body: { version: 1 },
  })
})

it('refuses what was based on an older state', async () => {
  const { rep } = await aCompany()
  await as(rep).patch('/me', { version: 1, name: 'A' })
  const late = await as(rep).patch('/me', { version: 1, name: 'B' })
  expect(late).toMatchObject({ status: 409, body: { kind: 'version_conflict', version: 2 } })
})

it('takes no role, status or e-mail from oneself', async () => {
  const { rep, admin } = await aCompany()
  const { role } = await aMe(admin)
  const changed = await as(rep).patch<Me>('/me', {
    version: 1,
    name: 'X',
    roleId: role.id,
    role,
    email: 'x@example.com',
    status: 'active',
  })
  expect(changed.body).toMatchObject({ role: { key: 'sales_rep' }, email: (await aMe(rep)).email })
})

it('carries a command out once under its key, and gives the same answer again', async () => {
  const { rep } = await aCompany()
  const key = { 'idempotency-key': crypto.randomUUID() }
  const first = await as(rep).patch('/me', { version: 1, name: 'Once' }, key)
  const second = await as(rep).patch('/me', { version: 1, name: 'Once' }, key)
  expect(second).toMatchObject({ status: 200, body: first.body as object })
  expect(second.headers.get('idempotent-replay')).toBe('true')
  const other = await as(rep).patch('/me', { version: 1, name: 'Another' }, key)
  expect(other).toMatchObject({ status: 422, body: { kind: 'operation_id_reused' } })
})

it('lists where one is signed in, and ends what one names, at once', async () => {
  const { rep, manager, tenantId } = await aCompany()
  const [here, there] = [await atBrowser(rep), await atBrowser(rep)]
  const others = await atBrowser(manager)
  const { body } = await here.send<{ rows: SessionView[] }>('/me/sessions')
  // The one the test began with, and two browsers; nobody else's.
  expect(body.rows.map((session) => session.id).sort()).toEqual([rep.sessionId, here.sessionId, there.sessionId].sort())
  expect(body.rows.filter((session) => session.isCurrent).map((session) => session.id)).toEqual([here.sessionId])
  expect(JSON.stringify(body)).not.toMatch(/hash/i)

  const end = (id: string) => here.send(`/me/sessions/${id}`, undefined, { method: 'DELETE' })
  expect(await end(there.sessionId)).toMatchObject({ status: 204, roundTrips: 2 })
  expect((await there.send('/me')).body).toMatchObject({ kind: 'session_ended' })
  expect(await changesOf(tenantId, 'session.ended')).toMatchObject([{ entityId: there.sessionId }])
  // Ended, somebody else's, missing and malformed: one answer.
  for (const id of [there.sessionId, others.sessionId, crypto.randomUUID(), 'x'])
    expect((await end(id)).status).toBe(404)
  expect((await others.send('/me')).status).toBe(200)
})

it('ends all sessions but this one', async () => {
  const { rep } = await aCompany()
  const [here, there] = [await atBrowser(rep), await atBrowser(rep)]
  expect(await here.send('/me/sessions', undefined, { method: 'DELETE' })).toMatchObject({ status: 204, roundTrips: 2 })
  expect((await here.send('/me')).status).toBe(200)
  expect((await there.send('/me')).status).toBe(401)
  expect((await as(rep).get('/me')).status).toBe(401)
})

it.each(['', 'Bearer x', 'Bearer a.b.c', 'Basic YTpi'])('knows nobody by %j', async (authorization) => {
  const answer = await as(null).get('/me', { authorization })
  expect(answer).toMatchObject({ status: 401, roundTrips: 0, body: { kind: 'not_signed_in' } })
  expect(answer.headers.get('www-authenticate')).toBe('Bearer')
})
