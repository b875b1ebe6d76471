import { env } from 'cloudflare:workers'
import { eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../../../drizzle/schema'
import { toCursor } from '../../../../worker/kernel/cursor'
import { newId, type RoleId } from '../../../../worker/kernel/ids'
import { PERMISSIONS } from '../../../../worker/kernel/permissions'
import type { Role, Team, User } from '../../../../worker/organization/contract'
import { openDatabase } from '../../../../worker/platform/db'
import { UnitOfWork } from '../../../../worker/platform/unit-of-work'
import { atBrowser, changesOf } from '../../../support/accounts'
import { aCompany, aPerson, aRole, type Company, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import { forEachRole } from '../../../support/for-each-role'

forEachRole('GET /users', { nobody: 401, sales_rep: 200, manager: 200, org_admin: 200 })
forEachRole('PATCH /users/:id', { nobody: 401, sales_rep: 403, manager: 403, org_admin: 200 }, (company) => ({
  path: `/users/${company.outsider.userId}`,
  body: { version: 1, name: 'Otto Normal' },
}))

type List = { rows: User[]; nextCursor: string | null }

async function rolesOf(company: Company): Promise<Record<string, RoleId>> {
  const { body } = await as(company.admin).get<{ rows: Role[] }>('/roles')
  return Object.fromEntries(body.rows.map((role) => [role.key ?? role.name, role.id]))
}

async function theUser(company: Company, id: string): Promise<User> {
  const { body } = await as(company.admin).get<List>('/users?limit=200')
  const user = body.rows.find((row) => row.id === id)
  if (!user) throw new Error('no such person')
  return user
}

const change = async (company: Company, id: string, patch: object, by = company.admin) =>
  as(by).patch<User>(`/users/${id}`, { version: (await theUser(company, id)).version, ...patch })

describe('the list of people', () => {
  it('is by name, with those an import named, and goes on where a page ended', async () => {
    const company = await aCompany()
    const { sales_rep } = await rolesOf(company)
    const placeholder = newId<never>()
    await owner().insert(schema.users).values({
      tenantId: company.tenantId,
      id: placeholder,
      name: 'Mia of the file',
      roleId: sales_rep!,
      status: 'placeholder',
    })
    const pages: string[][] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body, roundTrips }: { body: List; roundTrips: number } = await as(company.rep).get<List>(
        `/users?limit=2${cursor && `&cursor=${cursor}`}`,
      )
      expect(roundTrips).toBe(1)
      pages.push(body.rows.map((row) => row.name))
      cursor = body.nextCursor
    }
    expect(pages).toEqual([['Ada Admin', 'Max Manager'], ['Mia of the file', 'Otto Outsider'], ['Rita Rep']])
    const { body } = await as(company.admin).get<List>('/users?status=placeholder')
    expect(body.rows).toMatchObject([{ id: placeholder, email: null, status: 'placeholder', lastSeenAt: null }])
  })

  it('says who is in which team', async () => {
    const company = await aCompany()
    const { body } = await as(company.rep).get<{ rows: Team[] }>('/teams')
    const north = body.rows.find((team) => team.name === 'North')
    expect((await theUser(company, company.rep.userId)).teamIds).toEqual([north?.id])
    expect((await theUser(company, company.admin.userId)).teamIds).toEqual([])
  })

  it('has nobody of another company', async () => {
    const [one, other] = [await aCompany(), await aCompany()]
    const { body } = await as(one.admin).get<List>('/users?limit=200')
    expect(body.rows).toHaveLength(4)
    expect(body.rows.map((row) => row.id)).not.toContain(other.rep.userId)
  })

  it.each([
    'limit=0',
    'limit=201',
    'limit=x',
    'cursor=nonsense',
    'cursor=W10',
    `cursor=${toCursor(['a\0', newId()])}`,
    'status=asleep',
  ])('refuses %s', async (search) => {
    const { rep } = await aCompany()
    expect((await as(rep).get(`/users?${search}`)).status).toBe(422)
  })
})

describe('a role that changes', () => {
  it('stops the old token on the very next request, and the refreshed one has the new rights', async () => {
    const company = await aCompany()
    const rita = await atBrowser(company.rep)
    const { manager } = await rolesOf(company)
    expect(await change(company, company.rep.userId, { roleId: manager })).toMatchObject({ status: 200, roundTrips: 2 })
    expect(await rita.send('/me')).toMatchObject({ status: 401, body: { kind: 'access_changed' } })
    expect((await rita.send('/auth/refresh', {})).status).toBe(200)
    expect((await rita.send('/me')).body).toMatchObject({ role: { key: 'manager' } })
  })

  it('is on record with what was and what is', async () => {
    const company = await aCompany()
    const { sales_rep, manager } = await rolesOf(company)
    await change(company, company.rep.userId, { roleId: manager, name: 'Rita the Manager' })
    expect(await changesOf(company.tenantId, 'user.changed')).toMatchObject([
      {
        actorId: company.admin.userId,
        entityId: company.rep.userId,
        before: { roleId: sales_rep, name: 'Rita Rep' },
        after: { roleId: manager, name: 'Rita the Manager' },
      },
    ])
  })

  it('leaves no company without an administrator, whoever is quicker', async () => {
    const company = await aCompany()
    const { sales_rep, org_admin } = await rolesOf(company)
    expect(await change(company, company.admin.userId, { roleId: sales_rep })).toMatchObject({
      status: 409,
      body: { kind: 'last_admin' },
    })

    const second = await aPerson(company.tenantId, 'Bea Boss', {
      id: org_admin!,
      scope: 'tenant',
      permissions: PERMISSIONS,
    })
    const demote = (by: typeof second, whom: string) =>
      as(by).patch<{ kind?: string }>(`/users/${whom}`, { version: 1, roleId: sales_rep })
    const answers = await Promise.all([demote(company.admin, second.userId), demote(second, company.admin.userId)])
    // One is demoted; the other demotion is refused, or came from somebody who had no right to it any more.
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    const admins = await owner().select().from(schema.users).where(eq(schema.users.roleId, org_admin!))
    expect(admins).toHaveLength(1)
  })
})

describe('deactivating', () => {
  it('ends every session on the very next request, for good', async () => {
    const company = await aCompany()
    const rita = await atBrowser(company.rep)
    expect((await rita.send('/me')).status).toBe(200)
    expect(await change(company, company.rep.userId, { status: 'deactivated' })).toMatchObject({
      status: 200,
      roundTrips: 2,
    })
    expect(await rita.send('/me')).toMatchObject({ status: 401, body: { kind: 'session_ended' } })
    expect((await rita.send('/auth/refresh', {})).status).toBe(401)
    expect((await as(company.rep).get('/opportunities')).status).toBe(401)

    // Coming back brings no old session back.
    expect((await change(company, company.rep.userId, { status: 'active' })).status).toBe(200)
    expect((await as(company.rep).get('/me')).status).toBe(401)
    expect((await rita.send('/auth/refresh', {})).status).toBe(401)
  })

  it('is not done to oneself, and not to somebody with no account', async () => {
    const company = await aCompany()
    const { sales_rep } = await rolesOf(company)
    expect((await change(company, company.admin.userId, { status: 'deactivated' })).body).toMatchObject({
      kind: 'cannot_deactivate_yourself',
    })
    const id = newId<never>()
    await owner()
      .insert(schema.users)
      .values({ tenantId: company.tenantId, id, name: 'Mia', roleId: sales_rep!, status: 'placeholder' })
    expect((await change(company, id, { status: 'active' })).body).toMatchObject({ kind: 'placeholder_has_no_account' })
    expect((await change(company, id, { name: 'Mia Martins' })).body).toMatchObject({ name: 'Mia Martins', version: 2 })
  })
})

it('moves a person between teams, and each team says so', async () => {
  const company = await aCompany()
  const { body } = await as(company.admin).get<{ rows: Team[] }>('/teams')
  const [north, south] = body.rows as [Team, Team]
  const moved = await change(company, company.rep.userId, { teamIds: [south.id] })
  expect(moved).toMatchObject({ status: 200, roundTrips: 2, body: { teamIds: [south.id] } })
  const after = (await as(company.admin).get<{ rows: Team[] }>('/teams')).body.rows
  expect(after.map((team) => team.memberIds)).toEqual([[], [company.outsider.userId, company.rep.userId].sort()])
  expect(after.map((team) => team.version)).toEqual([2, 2])
  expect((await changesOf(company.tenantId, 'team.changed')).map((c) => c.entityId).sort()).toEqual(
    [north.id, south.id].sort(),
  )
})

it('lets somebody who manages people but assigns no roles do just that', async () => {
  const company = await aCompany()
  const clerk = await aPerson(
    company.tenantId,
    'Carl Clerk',
    await aRole(
      company.tenantId,
      'tenant',
      PERMISSIONS.filter((permission) => permission !== 'org.assign_roles'),
    ),
  )
  const { manager } = await rolesOf(company)
  const by = (patch: object, whom = company.rep.userId) => change(company, whom, patch, clerk)
  expect(await by({ roleId: manager })).toMatchObject({
    status: 403,
    body: { kind: 'permission_needed', permission: 'org.assign_roles' },
  })
  expect(await by({ status: 'deactivated' }, company.admin.userId)).toMatchObject({
    status: 403,
    body: { kind: 'beyond_your_rights' },
  })
  expect(await by({ status: 'deactivated' })).toMatchObject({ status: 200 })
})

it('lets the database itself refuse whoever raises their own rights', async () => {
  const company = await aCompany()
  const { org_admin } = await rolesOf(company)
  // Sees the whole company, and may write their own row: their name, not their role.
  const auditor = await aPerson(
    company.tenantId,
    'Aud',
    await aRole(company.tenantId, 'tenant', ['org.view_audit_logs']),
  )
  const unit = new UnitOfWork(openDatabase(env), { as: 'actor', actor: auditor })
  unit.guard(
    sql`update users set role_id = ${org_admin} where tenant_id = ${company.tenantId} and id = ${auditor.userId} returning id`,
  )
  await expect(unit.commit()).rejects.toThrow('only an administrator')
})

it.each([
  ['another company’s person', async () => (await aCompany()).rep.userId],
  ['nobody', async () => crypto.randomUUID()],
  ['no id at all', async () => 'x'],
])('answers 404 for %s', async (_, whom) => {
  const { admin } = await aCompany()
  expect((await as(admin).patch(`/users/${await whom()}`, { version: 1, name: 'X' })).status).toBe(404)
})

it('refuses what is not there or out of date', async () => {
  const [company, other] = [await aCompany(), await aCompany()]
  const theirs = await rolesOf(other)
  const id = company.rep.userId
  expect((await change(company, id, { roleId: theirs.manager })).body).toMatchObject({ kind: 'role_not_found' })
  expect((await change(company, id, { teamIds: [crypto.randomUUID()] })).body).toMatchObject({ kind: 'team_not_found' })
  expect((await change(company, id, { version: 9, name: 'X' })).body).toMatchObject({
    kind: 'version_conflict',
    version: 1,
  })
  expect((await change(company, id, { status: 'placeholder' })).body).toMatchObject({ kind: 'invalid_input' })
  expect(await changesOf(company.tenantId, 'user.changed')).toEqual([])
})
