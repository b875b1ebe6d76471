import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import * as schema from '../../../../drizzle/schema'
import type { Me, SignedIn } from '../../../../worker/organization/contract'
import { anEmail, atBrowser, changesOf, PASSWORD, tried, triedBefore, withPassword } from '../../../support/accounts'
import { aCompany, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import { aVisitor } from '../../../support/visitor'

it('lets in whoever has the password, and remembers where from', async () => {
  const { rep, tenantId } = await aCompany()
  const { email } = await withPassword(rep)
  const visitor = aVisitor()
  const answer = await visitor.send('/auth/sign-in', { email: email.toUpperCase(), password: PASSWORD })
  expect(answer).toMatchObject({ status: 200, roundTrips: 2, body: { expiresAt: expect.any(String) } })
  expect(Object.keys(answer.body)).toEqual(['expiresAt'])
  expect((await visitor.send<Me>('/me')).body).toMatchObject({ userId: rep.userId, tenant: { id: tenantId } })
  const [started] = await changesOf(tenantId, 'session.started')
  expect(started).toMatchObject({
    actorId: rep.userId,
    audience: 'admin',
    after: { userId: rep.userId, address: visitor.address, userAgent: 'Test browser' },
  })
})

it('sets cookies no script and no other site can use, and one that says no more than that they are there', async () => {
  const { rep } = await aCompany()
  const { email } = await withPassword(rep)
  const answer = await aVisitor().send('/auth/sign-in', { email, password: PASSWORD })
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.replace(/=[^;]+/, '=…'))
  expect(answer.headers.getSetCookie()).toContainEqual(expect.stringMatching(/^__Host-signed-in=1;/))
  expect(cookies).toEqual([
    '__Host-access=…; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax',
    expect.stringMatching(/^__Host-refresh=…; Max-Age=25919\d\d; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
    expect.stringMatching(/^__Host-signed-in=…; Max-Age=25919\d\d; Path=\/; Secure; SameSite=Strict$/),
  ])
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

it('gives an API client its tokens in the answer and no cookies', async () => {
  const { rep } = await aCompany()
  const { email } = await withPassword(rep)
  const client = aVisitor()
  const answer = await client.send<SignedIn>('/auth/sign-in', { email, password: PASSWORD, token: true })
  expect(answer.headers.getSetCookie()).toEqual([])
  const { accessToken = '', refreshToken } = answer.body
  expect((await as({ token: accessToken }).get<Me>('/me')).body.userId).toBe(rep.userId)

  const refreshed = await client.send<SignedIn>('/auth/refresh', { refreshToken })
  expect(refreshed.headers.getSetCookie()).toEqual([])
  expect(refreshed.body.refreshToken).not.toBe(refreshToken)
  expect((await as({ token: refreshed.body.accessToken ?? '' }).get('/me')).status).toBe(200)
})

it('answers an unknown e-mail and a wrong password alike, by words and by work', async () => {
  const { rep } = await aCompany()
  const { email } = await withPassword(rep)
  const wrong = await aVisitor().send('/auth/sign-in', { email, password: 'not the password' })
  const unknown = await aVisitor().send('/auth/sign-in', { email: anEmail(), password: 'not the password' })
  const told = ({ status, body, roundTrips }: typeof wrong) => ({
    status,
    roundTrips,
    body: { ...body, requestId: '' },
  })
  expect(wrong).toMatchObject({ status: 401, roundTrips: 1, body: { kind: 'wrong_credentials' } })
  expect(told(wrong)).toEqual(told(unknown))
  expect([...wrong.headers.keys()].sort()).toEqual([...unknown.headers.keys()].sort())
})

it('makes a hash anew whose parameters are outdated, and the password stays', async () => {
  const { rep } = await aCompany()
  const { email } = await withPassword(rep)
  const hashOf = async () =>
    (await owner().select().from(schema.identities).where(eq(schema.identities.id, rep.identityId)))[0]?.passwordHash
  expect(await hashOf()).toContain('$ln=4,')
  await aVisitor().send('/auth/sign-in', { email, password: PASSWORD })
  expect(await hashOf()).toContain('$ln=15,')
  expect((await aVisitor().send('/auth/sign-in', { email, password: PASSWORD })).status).toBe(200)
})

it('enters the company used last, or the one that is asked for', async () => {
  const [first, second] = [await aCompany(), await aCompany()]
  const { email, identityId } = await withPassword(first.rep)
  await owner().update(schema.users).set({ identityId, email }).where(eq(schema.users.id, second.rep.userId))
  const enter = async (tenantId?: string) => {
    const visitor = aVisitor()
    const { status } = await visitor.send('/auth/sign-in', { email, password: PASSWORD, tenantId })
    return status === 200 ? (await visitor.send<Me>('/me')).body.tenant.id : status
  }
  expect(await enter(second.tenantId)).toBe(second.tenantId)
  expect(await enter()).toBe(second.tenantId)
  expect(await enter(first.tenantId)).toBe(first.tenantId)
  expect(await enter()).toBe(first.tenantId)
  const { tenantId: strangers } = await aCompany()
  expect(await enter(strangers)).toBe(403)
})

it('lets nobody in whose only company has deactivated them', async () => {
  const { rep } = await aCompany()
  const { email } = await withPassword(rep)
  await owner().update(schema.users).set({ status: 'deactivated' }).where(eq(schema.users.id, rep.userId))
  const right = await aVisitor().send('/auth/sign-in', { email, password: PASSWORD })
  expect(right).toMatchObject({ status: 403, body: { kind: 'no_company_to_enter' } })
  const wrong = await aVisitor().send('/auth/sign-in', { email, password: 'not the password' })
  expect(wrong.body).toMatchObject({ kind: 'wrong_credentials' })
})

it('lets an account be tried ten times, from wherever, and forgets the tries when it was right', async () => {
  const { rep } = await aCompany()
  const { email } = await withPassword(rep)
  const tryWith = (password: string) => aVisitor().send('/auth/sign-in', { email, password })
  for (let n = 1; n <= 9; n++) expect((await tryWith(`wrong ${n}`)).status).toBe(401)
  expect((await tryWith(PASSWORD)).status).toBe(200)
  await withPassword(rep)
  for (let n = 1; n <= 10; n++) expect((await tryWith(`wrong ${n}`)).status).toBe(401)

  const tooMany = await tryWith(PASSWORD)
  expect(tooMany).toMatchObject({ status: 429, roundTrips: 1, body: { kind: 'too_many_attempts' } })
  const wait = Number(tooMany.headers.get('retry-after'))
  expect(wait).toBeGreaterThan(800)
  expect(wait).toBeLessThanOrEqual(900)

  // Past the window the right password works again.
  await triedBefore(`password:${email}`, 16)
  expect((await tryWith(PASSWORD)).status).toBe(200)
})

it('counts tries of an e-mail that nobody has the same way', async () => {
  const email = anEmail()
  await tried(`password:${email}`, 9)
  const tryOnce = () => aVisitor().send('/auth/sign-in', { email, password: 'x' })
  expect((await tryOnce()).status).toBe(401)
  expect((await tryOnce()).status).toBe(429)
})

it('lets an address try only so often, whatever it tries, and counts a whole IPv6 network as one', async () => {
  await tried('address:2001:db8:77:1::/64', 100)
  const answer = await aVisitor('2001:db8:77:1:aaaa::9').send('/auth/password-reset', { email: anEmail() })
  expect(answer).toMatchObject({ status: 429, body: { kind: 'too_many_attempts' } })
})

it('keeps no e-mail and no address in what it counts', async () => {
  const rows = await owner().select().from(schema.authAttempts)
  expect(rows.length).toBeGreaterThan(0)
  for (const { key } of rows) expect(key).toMatch(/^[0-9a-f]{64}$/)
})

it('starts a session of its own, never one that was there', async () => {
  const { rep } = await aCompany()
  const { email } = await withPassword(rep)
  const visitor = await atBrowser(rep)
  const before = visitor.jar.get('__Host-refresh')
  await visitor.send('/auth/sign-in', { email, password: PASSWORD })
  expect(visitor.jar.get('__Host-refresh')?.split('.')[0]).not.toBe(before?.split('.')[0])
})

it.each([
  ['an e-mail that is none', { email: 'nobody', password: 'x' }],
  ['a password of a megabyte', { email: 'a@example.com', password: 'x'.repeat(257) }],
  ['nothing', {}],
  ['a list', []],
  ['a password that is a number', { email: 'a@example.com', password: 12345678 }],
])('refuses %s without asking the database', async (_, body) => {
  const answer = await aVisitor().send('/auth/sign-in', body)
  expect(answer).toMatchObject({ status: 422, roundTrips: 0, body: { kind: 'invalid_input' } })
})
