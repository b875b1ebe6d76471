import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import * as schema from '../../../../drizzle/schema'
import {
  anEmail,
  atBrowser,
  changesOf,
  mails,
  mailTo,
  PASSWORD,
  tokenIn,
  tried,
  withPassword,
} from '../../../support/accounts'
import { aCompany, owner } from '../../../support/actors'
import { as } from '../../../support/app'
import { aVisitor } from '../../../support/visitor'

const NEW = 'a better horse battery'

it('changes one’s own, and every other session ends', async () => {
  const { rep, tenantId } = await aCompany()
  const { email } = await withPassword(rep)
  const [here, there] = [await atBrowser(rep), await atBrowser(rep)]
  const body = { currentPassword: PASSWORD, newPassword: NEW }
  expect(await here.send('/me/password', body, { method: 'PUT' })).toMatchObject({ status: 204, roundTrips: 2 })

  expect((await here.send('/me')).status).toBe(200)
  expect((await there.send('/me')).body).toMatchObject({ kind: 'session_ended' })
  expect((await there.send('/auth/refresh', {})).status).toBe(401)
  expect((await aVisitor().send('/auth/sign-in', { email, password: PASSWORD })).status).toBe(401)
  expect((await aVisitor().send('/auth/sign-in', { email, password: NEW })).status).toBe(200)
  expect(await changesOf(tenantId, 'user.password_changed')).toMatchObject([{ actorId: rep.userId, audience: 'admin' }])
  expect((await mailTo(email)).subject).toContain('password was changed')
})

it.each([
  [
    'the wrong current one',
    { currentPassword: 'not it', newPassword: NEW },
    'current_password_wrong',
    'currentPassword',
  ],
  ['a common one', { currentPassword: PASSWORD, newPassword: 'iloveyou' }, 'password_common', 'newPassword'],
  [
    'one made of one’s name',
    { currentPassword: PASSWORD, newPassword: 'rita-rep-1' },
    'password_guessable',
    'newPassword',
  ],
  ['a short one', { currentPassword: PASSWORD, newPassword: 'short' }, 'invalid_input', 'newPassword'],
])('refuses %s', async (_, body, kind, field) => {
  const { rep } = await aCompany()
  await withPassword(rep)
  const here = await atBrowser(rep)
  const answer = await here.send('/me/password', body, { method: 'PUT' })
  expect(answer).toMatchObject({ status: 422, body: { kind, errors: [{ field }] } })
})

it('is no way to try an account’s passwords more often than at sign-in', async () => {
  const { rep } = await aCompany()
  const { email } = await withPassword(rep)
  await tried(`password:${email}`, 10)
  const here = await atBrowser(rep)
  const answer = await here.send('/me/password', { currentPassword: PASSWORD, newPassword: NEW }, { method: 'PUT' })
  expect(answer).toMatchObject({ status: 429, body: { kind: 'too_many_attempts' } })
  expect(answer.headers.get('retry-after')).toMatch(/^\d+$/)
})

it('is reset with a mailed link, once, and every session ends', async () => {
  const { rep, tenantId } = await aCompany()
  const { email } = await withPassword(rep)
  const there = await atBrowser(rep)
  expect(await aVisitor().send('/auth/password-reset', { email })).toMatchObject({
    status: 202,
    roundTrips: 2,
    body: '',
  })
  const { link } = await mailTo(email)
  expect(link).toMatch(/^https:\/\/app\.test\/reset#token=[\w-]{43}$/)

  const token = tokenIn(link)
  const visitor = aVisitor()
  const answer = await visitor.send('/auth/password-reset/confirm', { token, password: NEW })
  expect(answer).toMatchObject({ status: 204, roundTrips: 2 })
  // Nobody is signed in by a link alone.
  expect(visitor.jar.size).toBe(0)
  expect((await there.send('/me')).body).toMatchObject({ kind: 'session_ended' })
  expect((await aVisitor().send('/auth/sign-in', { email, password: NEW })).status).toBe(200)
  expect(await changesOf(tenantId, 'user.password_reset')).toMatchObject([{ actorId: rep.userId, audience: 'admin' }])

  const again = await visitor.send('/auth/password-reset/confirm', { token, password: 'yet another battery' })
  expect(again).toMatchObject({ status: 422, body: { kind: 'reset_not_valid' } })
})

it('keeps a digest of the link’s secret, and uses up every link when one is used', async () => {
  const { rep } = await aCompany()
  const { email, identityId } = await withPassword(rep)
  await aVisitor().send('/auth/password-reset', { email })
  const first = tokenIn((await mailTo(email)).link)
  await aVisitor().send('/auth/password-reset', { email })
  await expect.poll(async () => tokenIn((await mailTo(email)).link)).not.toBe(first)
  const second = tokenIn((await mailTo(email)).link)

  const kept = await owner()
    .select()
    .from(schema.passwordResets)
    .where(eq(schema.passwordResets.identityId, identityId))
  expect(kept).toHaveLength(2)
  for (const reset of kept) expect(JSON.stringify(reset)).not.toMatch(new RegExp(`${first}|${second}`))

  expect((await aVisitor().send('/auth/password-reset/confirm', { token: second, password: NEW })).status).toBe(204)
  const late = await aVisitor().send('/auth/password-reset/confirm', { token: first, password: NEW })
  expect(late.body).toMatchObject({ kind: 'reset_not_valid' })
})

it('takes a link for half an hour', async () => {
  const { rep } = await aCompany()
  const { email, identityId } = await withPassword(rep)
  await aVisitor().send('/auth/password-reset', { email })
  const token = tokenIn((await mailTo(email)).link)
  const [reset] = await owner()
    .select()
    .from(schema.passwordResets)
    .where(eq(schema.passwordResets.identityId, identityId))
  expect(Date.parse(reset?.expiresAt ?? '') - Date.parse(reset?.createdAt ?? '')).toBeLessThanOrEqual(30 * 60_000)
  await owner()
    .update(schema.passwordResets)
    .set({ expiresAt: new Date(Date.now() - 1000).toISOString() })
    .where(eq(schema.passwordResets.identityId, identityId))
  const answer = await aVisitor().send('/auth/password-reset/confirm', { token, password: NEW })
  expect(answer.body).toMatchObject({ kind: 'reset_not_valid' })
})

it('is told nothing of an e-mail that nobody has: same answer, same work, and no mail', async () => {
  const { rep } = await aCompany()
  const { email } = await withPassword(rep)
  const stranger = anEmail()
  const known = await aVisitor().send('/auth/password-reset', { email })
  const unknown = await aVisitor().send('/auth/password-reset', { email: stranger })
  const told = ({ status, body, roundTrips, headers }: typeof known) => ({
    status,
    body,
    roundTrips,
    headers: [...headers.keys()],
  })
  expect(told(unknown)).toEqual(told(known))
  await mailTo(email)
  expect((await mails()).map((mail) => mail.to)).not.toContain(stranger)
})

it('is asked for five times an hour, whether the e-mail has an account or not', async () => {
  const email = anEmail()
  await tried(`reset:${email}`, 4)
  expect((await aVisitor().send('/auth/password-reset', { email })).status).toBe(202)
  expect((await aVisitor().send('/auth/password-reset', { email })).status).toBe(429)
})

it.each(['A'.repeat(43), `${'A'.repeat(42)}'`])('is not reset by a secret nobody was sent: %s', async (token) => {
  const answer = await aVisitor().send('/auth/password-reset/confirm', { token, password: NEW })
  expect(answer).toMatchObject({ status: 422, roundTrips: 1, body: { kind: 'reset_not_valid' } })
})

it('refuses a guessable new one and keeps the link good', async () => {
  const { admin } = await aCompany()
  const { email } = await withPassword(admin)
  await aVisitor().send('/auth/password-reset', { email })
  const token = tokenIn((await mailTo(email)).link)
  const confirm = (password: string) => aVisitor().send('/auth/password-reset/confirm', { token, password })
  expect((await confirm('ada-admin')).body).toMatchObject({ kind: 'password_guessable' })
  expect((await confirm('sunshine')).body).toMatchObject({ kind: 'password_common' })
  expect((await confirm(NEW)).status).toBe(204)
})

it('leaves no quick digest of itself behind when it is changed under a key', async () => {
  const { rep, tenantId } = await aCompany()
  await withPassword(rep)
  const here = await atBrowser(rep)
  const body = { currentPassword: PASSWORD, newPassword: NEW }
  const headers = { 'idempotency-key': crypto.randomUUID() }
  expect((await here.send('/me/password', body, { method: 'PUT', headers })).status).toBe(204)
  expect(await owner().select().from(schema.operations).where(eq(schema.operations.tenantId, tenantId))).toEqual([])
})

it('needs somebody signed in to be changed', async () => {
  const answer = await as(null).put('/me/password', { currentPassword: PASSWORD, newPassword: NEW })
  expect(answer).toMatchObject({ status: 401, body: { kind: 'not_signed_in' } })
})
