import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import * as schema from '../../../../drizzle/schema'
import { newId, type UserId } from '../../../../worker/kernel/ids'
import { PERMISSIONS } from '../../../../worker/kernel/permissions'
import type { Invitation, Invited, Me, Role, Team, User } from '../../../../worker/organization/contract'
import { anEmail, changesOf, mailTo, PASSWORD, tokenIn, tried, withPassword } from '../../../support/accounts'
import { aCompany, aPerson, aRole, type Company, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import { aCustomer, aDeal } from '../../../support/builders'
import { forEachRole } from '../../../support/for-each-role'
import { aVisitor } from '../../../support/visitor'

async function roleOf(company: Company, key = 'sales_rep') {
  const { body } = await as(company.admin).get<{ rows: Role[] }>('/roles')
  const role = body.rows.find((r) => r.key === key)
  if (!role) throw new Error(`no role ${key}`)
  return role.id
}

/** Invites somebody, and answers the secret that was mailed. */
async function anInvitation(company: Company, given: object = {}) {
  const email = anEmail()
  const body = { email, roleId: await roleOf(company), ...given }
  const { body: invited, status } = await as(company.admin).post<Invited>('/invitations', body)
  expect(status).toBe(201)
  return { ...invited, token: tokenIn((await mailTo(invited.email)).link) }
}

async function aPlaceholder(company: Company, given: { email?: string } = {}): Promise<UserId> {
  const id = newId<UserId>()
  await owner()
    .insert(schema.users)
    .values({
      tenantId: company.tenantId,
      id,
      name: 'Mia of the file',
      roleId: await roleOf(company),
      status: 'placeholder',
      ...given,
    })
  return id
}

const preview = (token: string) => aVisitor().send('/auth/invitation/preview', { token })
const accept = (token: string, given: object = {}, visitor = aVisitor()) =>
  visitor.send('/auth/invitation/accept', { token, name: 'Rita Nova', password: PASSWORD, ...given })
const expire = (id: string) =>
  owner()
    .update(schema.invitations)
    .set({ expiresAt: new Date(Date.now() - 1000).toISOString() })
    .where(eq(schema.invitations.id, id))

forEachRole('GET /invitations', { nobody: 401, sales_rep: 403, manager: 403, org_admin: 200 })
forEachRole('POST /invitations', { nobody: 401, sales_rep: 403, manager: 403, org_admin: 201 }, async (company) => ({
  path: '/invitations',
  body: { email: anEmail(), roleId: await roleOf(company) },
}))
forEachRole(
  'POST /invitations/:id/resend',
  { nobody: 401, sales_rep: 403, manager: 403, org_admin: 200 },
  async (company) => ({
    path: `/invitations/${(await anInvitation(company)).id}/resend`,
  }),
)
forEachRole(
  'DELETE /invitations/:id',
  { nobody: 401, sales_rep: 403, manager: 403, org_admin: 204 },
  async (company) => ({
    path: `/invitations/${(await anInvitation(company)).id}`,
  }),
)

describe('inviting', () => {
  it('mails a link, keeps a digest of its secret, and shows nobody the link', async () => {
    const company = await aCompany()
    const email = anEmail()
    const roleId = await roleOf(company)
    const answer = await as(company.admin).post<Invited>('/invitations', { email, roleId, name: 'Rita' })
    expect(answer).toMatchObject({
      status: 201,
      roundTrips: 2,
      body: { email, roleId, name: 'Rita', status: 'pending', isMailed: true, link: null, version: 1 },
    })
    const days = (Date.parse(answer.body.expiresAt) - Date.parse(answer.body.createdAt)) / 86_400_000
    expect(days).toBe(7)
    const mail = await mailTo(email)
    expect(mail.subject).toBe('Ada Admin invites you to Acme on SalesOptimizer')
    expect(mail.link).toMatch(/^https:\/\/app\.test\/join#token=[\w-]{43}$/)
    const [kept] = await owner().select().from(schema.invitations).where(eq(schema.invitations.id, answer.body.id))
    expect(kept?.tokenHash).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(kept)).not.toContain(tokenIn(mail.link))

    const list = await as(company.admin).get<{ rows: Invitation[] }>('/invitations')
    expect(list).toMatchObject({ roundTrips: 1, body: { rows: [{ id: answer.body.id, status: 'pending' }] } })
    expect(Object.keys(list.body.rows[0] ?? {})).not.toContain('tokenHash')
    expect(await changesOf(company.tenantId, 'invitation.sent')).toMatchObject([
      { audience: 'admin', after: { email } },
    ])
  })

  it('gives a repeated request the answer without a second mail', async () => {
    const company = await aCompany()
    const body = { email: anEmail(), roleId: await roleOf(company) }
    const key = { 'idempotency-key': crypto.randomUUID() }
    const first = await as(company.admin).post<Invited>('/invitations', body, key)
    const { link } = await mailTo(body.email)
    const again = await as(company.admin).post<Invited>('/invitations', body, key)
    expect(again.body).toEqual({ ...first.body, isMailed: false })
    expect((await mailTo(body.email)).link).toBe(link)
  })

  it('refuses who is here, who is asked already, and what is not there', async () => {
    const [company, other] = [await aCompany(), await aCompany()]
    const roleId = await roleOf(company)
    const { email: member } = await withPassword(company.rep)
    const { email: asked } = await anInvitation(company)
    const ask = async (given: object) => {
      const { status, body } = await as(company.admin).post<{ kind: string }>('/invitations', {
        email: anEmail(),
        roleId,
        ...given,
      })
      return [status, body.kind]
    }
    expect(await ask({ email: member })).toEqual([409, 'already_member'])
    expect(await ask({ email: asked.toUpperCase() })).toEqual([409, 'already_invited'])
    expect(await ask({ roleId: await roleOf(other) })).toEqual([422, 'role_not_found'])
    const { body } = await as(other.admin).get<{ rows: Team[] }>('/teams')
    expect(await ask({ teamId: body.rows[0]?.id })).toEqual([422, 'team_not_found'])
    expect(await ask({ placeholderId: await aPlaceholder(other) })).toEqual([422, 'placeholder_not_found'])
    expect(await ask({ placeholderId: company.rep.userId })).toEqual([422, 'placeholder_not_found'])
    expect(await ask({ email: 'nobody' })).toEqual([422, 'invalid_input'])
  })

  it('asks again when an earlier invitation ran out', async () => {
    const company = await aCompany()
    const first = await anInvitation(company)
    await expire(first.id)
    const again = await as(company.admin).post<Invited>('/invitations', { email: first.email, roleId: first.roleId })
    expect(again.status).toBe(201)
    const { body } = await as(company.admin).get<{ rows: Invitation[] }>('/invitations')
    expect(body.rows.map(({ id, status }) => [id, status])).toEqual([
      [again.body.id, 'pending'],
      [first.id, 'revoked'],
    ])
  })

  it('promises an imported person to one at a time', async () => {
    const company = await aCompany()
    const placeholderId = await aPlaceholder(company)
    await anInvitation(company, { placeholderId })
    const body = { email: anEmail(), roleId: await roleOf(company), placeholderId }
    expect((await as(company.admin).post('/invitations', body)).body).toMatchObject({ kind: 'placeholder_not_found' })
  })

  it('grants no role beyond the inviter’s rights, not even by sending it again', async () => {
    const company = await aCompany()
    const held = PERMISSIONS.filter((permission) => permission !== 'org.assign_roles')
    const clerk = await aPerson(company.tenantId, 'Carl Clerk', await aRole(company.tenantId, 'tenant', held))
    const admin = { email: anEmail(), roleId: await roleOf(company, 'org_admin') }
    expect(await as(clerk).post('/invitations', admin)).toMatchObject({
      status: 403,
      body: { kind: 'beyond_your_rights' },
    })
    const { id } = await anInvitation(company, { roleId: admin.roleId })
    expect(await as(clerk).post(`/invitations/${id}/resend`)).toMatchObject({ status: 403 })
    expect((await as(clerk).post('/invitations', { email: anEmail(), roleId: await roleOf(company) })).status).toBe(201)
  })
})

describe('joining', () => {
  it('shows what the invitation is for, and whether there is an account', async () => {
    const company = await aCompany()
    const { token, email } = await anInvitation(company, { name: 'Rita' })
    expect(await preview(token)).toMatchObject({
      status: 200,
      roundTrips: 1,
      body: { company: 'Acme', email, name: 'Rita', role: 'Sales rep', hasAccount: false },
    })
    const { email: known } = await withPassword((await aCompany()).rep)
    const second = await anInvitation(company, { email: known })
    expect((await preview(second.token)).body).toMatchObject({ hasAccount: true })
  })

  it('makes a person of the company with the role and team they were asked for', async () => {
    const company = await aCompany()
    const { body } = await as(company.admin).get<{ rows: Team[] }>('/teams')
    const { token, email } = await anInvitation(company, { teamId: body.rows[0]?.id })
    const visitor = aVisitor()
    expect(await accept(token, {}, visitor)).toMatchObject({
      status: 201,
      roundTrips: 2,
      body: { expiresAt: expect.any(String) },
    })
    const me = await visitor.send<Me>('/me')
    expect(me.body).toMatchObject({ name: 'Rita Nova', email, role: { key: 'sales_rep', scope: 'own' } })
    const { body: people } = await as(company.admin).get<{ rows: User[] }>('/users')
    expect(people.rows.find((user) => user.email === email)).toMatchObject({
      status: 'active',
      teamIds: [body.rows[0]?.id],
    })
    expect((await aVisitor().send('/auth/sign-in', { email, password: PASSWORD })).status).toBe(200)
    expect(await changesOf(company.tenantId, 'user.joined')).toMatchObject([
      { actorId: me.body.userId, audience: 'tenant' },
    ])
    expect(await changesOf(company.tenantId, 'invitation.accepted')).toHaveLength(1)
  })

  it('works once, even for two at the same moment', async () => {
    const company = await aCompany()
    const { token } = await anInvitation(company)
    const answers = await Promise.all([accept(token), accept(token)])
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 410])
    expect(await accept(token)).toMatchObject({ status: 410, body: { kind: 'invitation_used' } })
    expect(await preview(token)).toMatchObject({ status: 410, body: { kind: 'invitation_used' } })
    const { body } = await as(company.admin).get<{ rows: User[] }>('/users')
    expect(body.rows).toHaveLength(5)
  })

  it('makes the joiner the imported person, with their deals', async () => {
    const company = await aCompany()
    const placeholderId = await aPlaceholder(company)
    const customerId = await aCustomer(company, { ownerId: placeholderId })
    const deal = await aDeal(company, { customerId, ownerId: placeholderId })
    // Their rights were changed before anybody was them.
    await as(company.admin).patch(`/users/${placeholderId}`, { version: 1, roleId: await roleOf(company, 'manager') })
    const { token, email } = await anInvitation(company, { placeholderId })
    expect((await preview(token)).body).toMatchObject({ name: 'Mia of the file' })
    const visitor = aVisitor()
    expect((await accept(token, { name: undefined }, visitor)).status).toBe(201)
    expect((await visitor.send<Me>('/me')).body).toMatchObject({
      userId: placeholderId,
      name: 'Mia of the file',
      email,
    })
    expect((await visitor.send(`/opportunities/${deal}`)).status).toBe(200)
  })

  it('finds the imported person of the same e-mail by itself', async () => {
    const company = await aCompany()
    const email = anEmail()
    const placeholderId = await aPlaceholder(company, { email })
    const { token, ...invitation } = await anInvitation(company, { email })
    expect(invitation.placeholderId).toBe(placeholderId)
    const visitor = aVisitor()
    await accept(token, {}, visitor)
    expect((await visitor.send<Me>('/me')).body).toMatchObject({ userId: placeholderId, name: 'Rita Nova' })
  })

  it('asks whoever has an account for its password, and adds the company to it', async () => {
    const [home, company] = [await aCompany(), await aCompany()]
    const { email } = await withPassword(home.rep)
    const { token } = await anInvitation(company, { email })
    expect(await accept(token, { password: 'not their password' })).toMatchObject({
      status: 401,
      body: { kind: 'wrong_credentials' },
    })
    const visitor = aVisitor()
    expect((await accept(token, {}, visitor)).status).toBe(201)
    const me = await visitor.send<Me>('/me')
    expect(me.body.tenant.id).toBe(company.tenantId)
    expect(me.body.companies.map((c) => c.id).sort()).toEqual([home.tenantId, company.tenantId].sort())
    expect(me.body.identityId).toBe(home.rep.identityId)
  })

  it('is no way to try an account’s passwords more often than at sign-in', async () => {
    const { email } = await withPassword((await aCompany()).rep)
    const { token } = await anInvitation(await aCompany(), { email })
    await tried(`password:${email}`, 9)
    expect((await accept(token, { password: 'not their password' })).status).toBe(401)
    expect(await accept(token)).toMatchObject({ status: 429, body: { kind: 'too_many_attempts' } })
    expect((await aVisitor().send('/auth/sign-in', { email, password: PASSWORD })).status).toBe(429)
  })

  it('refuses a new password that anybody would guess', async () => {
    const { token } = await anInvitation(await aCompany())
    expect((await accept(token, { password: 'password1' })).body).toMatchObject({ kind: 'password_common' })
    expect((await accept(token, { password: 'rita-nova' })).body).toMatchObject({ kind: 'password_guessable' })
    expect((await accept(token, { password: 'short' })).body).toMatchObject({ kind: 'invalid_input' })
    expect((await accept(token)).status).toBe(201)
  })

  it('refuses a link that ran out, was withdrawn, was replaced or never was', async () => {
    const company = await aCompany()
    const old = await anInvitation(company)
    await expire(old.id)
    expect(await accept(old.token)).toMatchObject({ status: 410, body: { kind: 'invitation_expired' } })
    expect(await preview(old.token)).toMatchObject({ status: 410, body: { kind: 'invitation_expired' } })

    const resent = await as(company.admin).post<Invited>(`/invitations/${old.id}/resend`)
    expect(resent).toMatchObject({
      status: 200,
      roundTrips: 2,
      body: { status: 'pending', isMailed: true, version: 2 },
    })
    await expect.poll(async () => tokenIn((await mailTo(old.email)).link)).not.toBe(old.token)
    expect(await accept(old.token)).toMatchObject({ status: 404, body: { kind: 'invitation_not_found' } })
    const token = tokenIn((await mailTo(old.email)).link)
    expect((await preview(token)).status).toBe(200)

    expect(await as(company.admin).delete(`/invitations/${old.id}`)).toMatchObject({ status: 204, roundTrips: 2 })
    expect(await accept(token)).toMatchObject({ status: 410, body: { kind: 'invitation_revoked' } })
    expect(await accept('A'.repeat(43))).toMatchObject({ status: 404, roundTrips: 1 })
    expect(await changesOf(company.tenantId, 'user.joined')).toEqual([])
  })

  it('lets no inviter withdraw or send again what is over', async () => {
    const [company, other] = [await aCompany(), await aCompany()]
    const used = await anInvitation(company)
    await accept(used.token)
    const resend = (id: string, by = company.admin) => as(by).post(`/invitations/${id}/resend`)
    const withdraw = (id: string, by = company.admin) => as(by).delete(`/invitations/${id}`)
    expect(await resend(used.id)).toMatchObject({ status: 409, body: { kind: 'invitation_used' } })
    expect(await withdraw(used.id)).toMatchObject({ status: 409, body: { kind: 'invitation_used' } })
    const gone = await anInvitation(company)
    await withdraw(gone.id)
    expect(await resend(gone.id)).toMatchObject({ status: 409, body: { kind: 'invitation_revoked' } })
    for (const id of [crypto.randomUUID(), 'x']) expect((await resend(id)).status).toBe(404)
    expect((await withdraw(gone.id, other.admin)).status).toBe(404)
  })
})
