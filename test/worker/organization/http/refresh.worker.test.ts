import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import * as schema from '../../../../drizzle/schema'
import { atBrowser, changesOf } from '../../../support/accounts'
import { aCompany, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import { aVisitor, type Visitor } from '../../../support/visitor'

const REFRESH = '__Host-refresh'
const held = (visitor: Visitor) => visitor.jar.get(REFRESH) ?? ''
/** The same browser as it was when it held another token. */
function holding(token: string): Visitor {
  const visitor = aVisitor()
  visitor.jar.set(REFRESH, token)
  return visitor
}
const theSession = async (id: string) =>
  (await owner().select().from(schema.sessions).where(eq(schema.sessions.id, id)))[0]
const past = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()

it('exchanges the token each time, and the new access token works', async () => {
  const { rep } = await aCompany()
  const visitor = await atBrowser(rep)
  const first = held(visitor)
  const answer = await visitor.send('/auth/refresh', {})
  expect(answer).toMatchObject({ status: 200, roundTrips: 2 })
  expect(held(visitor)).not.toBe(first)
  expect(held(visitor).split('.')[0]).toBe(first.split('.')[0])
  expect((await visitor.send('/me')).status).toBe(200)
  const session = await theSession(visitor.sessionId)
  expect(session?.refreshHash).not.toBe(session?.previousHash)
})

it('gives a lost answer again for half a minute, without another exchange', async () => {
  const { rep } = await aCompany()
  const visitor = await atBrowser(rep)
  const before = held(visitor)
  await visitor.send('/auth/refresh', {})
  const exchanged = await theSession(visitor.sessionId)

  const again = holding(before)
  expect(await again.send('/auth/refresh', {})).toMatchObject({ status: 200, roundTrips: 1 })
  expect(held(again)).toBe(held(visitor))
  expect((await again.send('/me')).status).toBe(200)
  expect(await theSession(visitor.sessionId)).toEqual(exchanged)
  // Both are the newest now, and go on together.
  expect((await visitor.send('/auth/refresh', {})).status).toBe(200)
})

it('ends the family when the one before the newest comes later than that', async () => {
  const { rep, tenantId } = await aCompany()
  const visitor = await atBrowser(rep)
  const before = held(visitor)
  await visitor.send('/auth/refresh', {})
  await owner()
    .update(schema.sessions)
    .set({ previousUntil: past(1) })
    .where(eq(schema.sessions.id, visitor.sessionId))

  const thief = holding(before)
  const answer = await thief.send('/auth/refresh', {})
  expect(answer).toMatchObject({ status: 401, roundTrips: 2, body: { kind: 'session_ended' } })
  expect(thief.jar.size).toBe(0)
  // Who was honest cannot be told: the newest token and the access token of the family stop working too.
  expect((await visitor.send('/me')).body).toMatchObject({ kind: 'session_ended' })
  expect((await visitor.send('/auth/refresh', {})).status).toBe(401)
  expect(await theSession(visitor.sessionId)).toMatchObject({ endReason: 'replayed' })
  const [change] = await changesOf(tenantId, 'session.replayed')
  expect(change).toMatchObject({ audience: 'admin', entityId: visitor.sessionId, after: { address: thief.address } })
})

it('ends the family at once for any older one', async () => {
  const { rep } = await aCompany()
  const visitor = await atBrowser(rep)
  const first = held(visitor)
  await visitor.send('/auth/refresh', {})
  await visitor.send('/auth/refresh', {})
  expect((await holding(first).send('/auth/refresh', {})).status).toBe(401)
  expect((await visitor.send('/auth/refresh', {})).status).toBe(401)
})

it('lets two tabs that ask at the same moment both go on', async () => {
  const { rep } = await aCompany()
  const visitor = await atBrowser(rep)
  const [one, two] = [holding(held(visitor)), holding(held(visitor))]
  const answers = await Promise.all([one.send('/auth/refresh', {}), two.send('/auth/refresh', {})])
  expect(answers.map((answer) => answer.status)).toEqual([200, 200])
  expect(held(one)).toBe(held(two))
  expect((await one.send('/auth/refresh', {})).status).toBe(200)
})

it('ends after thirty days however busy it was', async () => {
  const { rep } = await aCompany()
  const visitor = await atBrowser(rep)
  const session = await theSession(visitor.sessionId)
  await visitor.send('/auth/refresh', {})
  expect((await theSession(visitor.sessionId))?.expiresAt).toBe(session?.expiresAt)
  await owner()
    .update(schema.sessions)
    .set({ expiresAt: past(1) })
    .where(eq(schema.sessions.id, visitor.sessionId))
  expect((await visitor.send('/me')).body).toMatchObject({ kind: 'session_ended' })
  expect((await visitor.send('/auth/refresh', {})).status).toBe(401)
})

it('does not bring a deactivated person back', async () => {
  const { rep } = await aCompany()
  const visitor = await atBrowser(rep)
  await owner().update(schema.tenants).set({ isActive: false }).where(eq(schema.tenants.id, rep.tenantId))
  expect((await visitor.send('/me')).body).toMatchObject({ kind: 'session_ended' })
  expect((await visitor.send('/auth/refresh', {})).body).toMatchObject({ kind: 'session_ended' })
})

it.each(['', 'nonsense', `${crypto.randomUUID()}.${'A'.repeat(43)}`, `' or 1=1 --`])(
  'knows no session by %j',
  async (token) => {
    const visitor = holding(token)
    expect(await visitor.send('/auth/refresh', {})).toMatchObject({ status: 401, body: { kind: 'session_ended' } })
    expect(visitor.jar.size).toBe(0)
  },
)

it('takes cookies only from our own pages', async () => {
  const { rep } = await aCompany()
  const visitor = await atBrowser(rep)
  const token = held(visitor)
  for (const headers of [
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site', origin: 'https://other.app.test' },
    { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'none', origin: 'null' },
  ]) {
    for (const [path, method] of [
      ['/auth/refresh', 'POST'],
      ['/auth/sign-out', 'POST'],
      ['/me', 'PATCH'],
      ['/me/sessions', 'DELETE'],
    ] as const) {
      const answer = await visitor.send(path, {}, { method, headers })
      expect(answer, `${method} ${path} from ${headers.origin}`).toMatchObject({
        status: 403,
        body: { kind: 'cross_origin' },
      })
    }
  }
  expect(held(visitor)).toBe(token)
  expect(await visitor.send('/auth/refresh', {})).toMatchObject({ status: 200 })
})

it('needs no origin of a client that proves itself by a bearer token', async () => {
  const { rep } = await aCompany()
  const me = await as(rep).get<{ version: number }>('/me')
  expect((await as(rep).patch('/me', { version: me.body.version, name: 'Rita R.' })).status).toBe(200)
})

it('signs out: the session ends, and the cookies are taken back', async () => {
  const { rep, tenantId } = await aCompany()
  const visitor = await atBrowser(rep)
  const access = visitor.jar.get('__Host-access') ?? ''
  const answer = await visitor.send('/auth/sign-out', {})
  expect(answer).toMatchObject({ status: 204, roundTrips: 2 })
  expect(answer.headers.getSetCookie()).toEqual([
    '__Host-access=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
    '__Host-refresh=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict',
    '__Host-signed-in=; Max-Age=0; Path=/; Secure; SameSite=Strict',
  ])
  expect((await as({ token: access }).get('/me')).body).toMatchObject({ kind: 'session_ended' })
  expect(await changesOf(tenantId, 'session.ended')).toMatchObject([{ after: { reason: 'signed_out' } }])
})

it('signs out whoever has only an access token left', async () => {
  const { rep } = await aCompany()
  expect((await as(rep).post('/auth/sign-out', {})).status).toBe(204)
  expect((await as(rep).get('/me')).status).toBe(401)
})

it('ends nobody’s session for a secret that is not theirs', async () => {
  const { rep } = await aCompany()
  const visitor = await atBrowser(rep)
  const forged = holding(`${visitor.sessionId}.${'A'.repeat(43)}`)
  expect((await forged.send('/auth/sign-out', {})).status).toBe(204)
  expect((await visitor.send('/me')).status).toBe(200)
})

it('is no trouble to somebody who is not signed in', async () => {
  expect(await aVisitor().send('/auth/sign-out', {})).toMatchObject({ status: 204, roundTrips: 0 })
})

it('goes on renewing the sessions of an office behind one address, however many of its people sign in', async () => {
  const { rep } = await aCompany()
  const visitor = await atBrowser(rep)
  const atTheOffice = { headers: { 'cf-connecting-ip': `office of ${rep.tenantId}` } }
  let last = await visitor.send('/auth/sign-in', {}, atTheOffice)
  for (let people = 1; people <= 60; people++) last = await visitor.send('/auth/sign-in', {}, atTheOffice)
  expect(last).toMatchObject({ status: 429, body: { kind: 'too_many_requests' } })
  expect(last.headers.get('ratelimit-policy')).toBe('"auth-60";q=60;w=60')

  for (let tabs = 0; tabs < 100; tabs++) {
    const nobody = await aVisitor().send('/auth/refresh', {}, atTheOffice)
    expect(nobody).toMatchObject({ status: 401, body: { kind: 'session_ended' } })
  }
  const renewed = await visitor.send('/auth/refresh', {}, atTheOffice)
  expect(renewed.status).toBe(200)
  expect(renewed.headers.get('ratelimit')).toMatch(/^"refresh-1200";r=1099;t=\d+$/)
})
