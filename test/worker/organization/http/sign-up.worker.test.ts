import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import * as schema from '../../../../drizzle/schema'
import type { Me } from '../../../../worker/organization/contract'
import { anEmail, changesOf, PASSWORD, tried } from '../../../support/accounts'
import { owner } from '../../../support/actors'
import { aVisitor } from '../../../support/visitor'

const aCompanyOf = (email: string, given: object = {}) => ({
  company: 'Tervo Sensing',
  name: 'Inês Carvalho',
  email,
  password: PASSWORD,
  ...given,
})

it('makes a company with roles, a pipeline and its administrator, and signs them in', async () => {
  const visitor = aVisitor()
  const email = anEmail()
  const answer = await visitor.send(
    '/auth/sign-up',
    aCompanyOf(email, { currency: 'CHF', locale: 'de-CH', timeZone: 'Europe/Zurich' }),
  )
  expect(answer).toMatchObject({ status: 201, roundTrips: 2 })
  expect(answer.body).toEqual({ expiresAt: expect.any(String) })

  const me = await visitor.send<Me>('/me')
  expect(me).toMatchObject({ status: 200, roundTrips: 1 })
  expect(me.body).toMatchObject({
    name: 'Inês Carvalho',
    email,
    role: { key: 'org_admin', scope: 'tenant' },
    tenant: { name: 'Tervo Sensing', currency: 'CHF', locale: 'de-CH', timeZone: 'Europe/Zurich', version: 1 },
  })
  expect(me.body.permissions).toHaveLength(24)
  expect(me.body.companies).toEqual([{ id: me.body.tenant.id, name: 'Tervo Sensing' }])

  const roles = await visitor.send<{ rows: { key: string; people: number }[] }>('/roles')
  expect(roles.body.rows.map(({ key, people }) => [key, people])).toEqual([
    ['sales_rep', 0],
    ['manager', 0],
    ['org_admin', 1],
  ])
  const stages = await owner().select().from(schema.stages).where(eq(schema.stages.tenantId, me.body.tenant.id))
  expect(stages.sort((a, b) => a.position - b.position).map((stage) => stage.name)).toEqual([
    'Qualified',
    'Discovery',
    'Proposal',
    'Negotiation',
    'Won',
    'Lost',
  ])
  expect(await changesOf(me.body.tenant.id, 'tenant.founded')).toHaveLength(1)
})

it('keeps only a digest of the password and of the refresh token', async () => {
  const visitor = aVisitor()
  const email = anEmail()
  await visitor.send('/auth/sign-up', aCompanyOf(email))
  const [account] = await owner().select().from(schema.identities).where(eq(schema.identities.email, email))
  expect(account?.passwordHash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/)
  const [id = '', secret = ''] = visitor.jar.get('__Host-refresh')?.split('.') ?? []
  const [session] = await owner().select().from(schema.sessions).where(eq(schema.sessions.id, id))
  expect(session?.refreshHash).toMatch(/^[0-9a-f]{64}$/)
  expect(JSON.stringify(session)).not.toContain(secret)
})

it('lets a person have a second company with the password they have, and tells others nothing of the first', async () => {
  const email = anEmail()
  await aVisitor().send('/auth/sign-up', aCompanyOf(email))
  const stranger = await aVisitor().send(
    '/auth/sign-up',
    aCompanyOf(email, { company: 'Other', password: 'not their password' }),
  )
  expect(stranger).toMatchObject({ status: 401, body: { kind: 'wrong_credentials' } })

  // Word for word what sign-in says of an e-mail that nobody has.
  const unknown = await aVisitor().send('/auth/sign-in', { email: anEmail(), password: PASSWORD })
  const { requestId: _, ...refusal } = stranger.body
  const { requestId: __, ...same } = unknown.body
  expect(refusal).toEqual(same)

  const visitor = aVisitor()
  expect(await visitor.send('/auth/sign-up', aCompanyOf(email, { company: 'Second' }))).toMatchObject({ status: 201 })
  const me = await visitor.send<Me>('/me')
  expect(me.body.companies.map((company) => company.name)).toEqual(['Second', 'Tervo Sensing'])
})

it('makes one account when somebody signs up twice at the same moment', async () => {
  const email = anEmail()
  const answers = await Promise.all(
    [1, 2].map((n) => aVisitor().send('/auth/sign-up', aCompanyOf(email, { company: `C${n}` }))),
  )
  expect(answers.map((answer) => answer.status)).toEqual([201, 201])
  expect(await owner().select().from(schema.identities).where(eq(schema.identities.email, email))).toHaveLength(1)
})

it.each([
  ['a common password', { password: 'PassWord1' }, 'password_common'],
  ['the company’s name', { password: 'TervoSensing!' }, 'password_guessable'],
  ['a short password', { password: '7 chars' }, 'invalid_input'],
  ['no e-mail', { email: 'nobody' }, 'invalid_input'],
  ['no company', { company: '  ' }, 'invalid_input'],
  ['a currency of four letters', { currency: 'EURO' }, 'invalid_input'],
  ['a place that is none', { timeZone: 'Mars/Olympus' }, 'invalid_input'],
])('refuses %s', async (_, given, kind) => {
  const answer = await aVisitor().send('/auth/sign-up', aCompanyOf(anEmail(), given))
  expect(answer).toMatchObject({ status: 422, body: { kind } })
  expect((answer.body as { errors: unknown[] }).errors).toHaveLength(1)
  expect(answer.roundTrips).toBe(0)
})

it('founds ten companies an hour from one address, and no more', async () => {
  const address = '198.51.100.77'
  await tried(`sign_up:${address}`, 8)
  const email = anEmail()
  expect((await aVisitor(address).send('/auth/sign-up', aCompanyOf(email))).status).toBe(201)
  // A refused one counts as well: it is how somebody would learn which e-mails are taken.
  const taken = aCompanyOf(email, { password: 'not their password' })
  expect((await aVisitor(address).send('/auth/sign-up', taken)).status).toBe(401)
  const answer = await aVisitor(address).send('/auth/sign-up', aCompanyOf(anEmail()))
  expect(answer).toMatchObject({ status: 429, body: { kind: 'too_many_attempts' } })
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(3500)
})

it('is no way to try an account’s passwords more often than at sign-in', async () => {
  const email = anEmail()
  await tried(`password:${email}`, 10)
  expect((await aVisitor().send('/auth/sign-up', aCompanyOf(email))).status).toBe(429)
})
