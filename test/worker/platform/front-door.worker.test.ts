import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { app } from '../../../worker/app'
import { CLIENT_VERSION, OLDEST_CLIENT } from '../../../worker/kernel/client-version'
import type { Env } from '../../../worker/platform/env'
import { atBrowser } from '../../support/accounts'
import { aCompany } from '../../support/actors'
import { as } from '../../support/app'
import { envNamed, failNext } from '../../support/imports'

const PARTNER = 'https://partner.example'
const OTHER_PARTNER = 'https://other.example'

async function ask(path: string, init: RequestInit = {}, given: Env = env as unknown as Env): Promise<Response> {
  const context = createExecutionContext()
  const response = await app.fetch(new Request(`https://app.test${path}`, init), given, context)
  await waitOnExecutionContext(context)
  return response
}

describe('every answer of the API', () => {
  it.each<[string, number, () => Promise<Response>]>([
    ['that went well', 200, () => ask('/api/v1/health')],
    ['to somebody who is not signed in', 401, () => ask('/api/v1/me')],
    ['that there is nothing', 404, () => ask('/api/v1/nothing')],
    ['that a body is none', 400, () => ask('/api/v1/auth/sign-in', { method: 'POST', body: '{', headers: JSON_BODY })],
    ['to another site’s page', 403, () => ask('/api/v1/me', { method: 'PATCH', headers: { cookie: 'a=b' } })],
    [
      'that the database is away',
      503,
      async () => {
        const { rep } = await aCompany()
        await failNext('front-door', 1, 'refuse')
        return ask('/api/v1/me', { headers: { authorization: `Bearer ${rep.token}` } }, envNamed('front-door'))
      },
    ],
    [
      'that something went wrong on our side',
      500,
      // A key that cannot be read: a surprise.
      () => ask('/api/v1/me', BEARER, { ...(env as unknown as Env), AUTH_PUBLIC_KEYS: '{' }),
    ],
    ['to a preflight', 204, () => ask('/api/v1/me', { method: 'OPTIONS', headers: { origin: 'https://app.test' } })],
  ])('%s (%i) tells browsers to show it nowhere and to keep it nowhere', async (_, status, answer) => {
    const { headers, status: answered } = await answer()
    expect(answered).toBe(status)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{8,}$/)
  })
})

describe('an app that was loaded long ago', () => {
  const says = (version: string) => ({ 'client-version': version })

  it.each([
    ['the newest', String(CLIENT_VERSION), 200, null],
    ['of a later version than ours', String(CLIENT_VERSION + 1), 200, null],
    ['of the version before', String(CLIENT_VERSION - 1), 200, 'offered'],
    ['the oldest that is understood', String(OLDEST_CLIENT), 200, 'offered'],
    ['too old to be understood', String(OLDEST_CLIENT - 1), 400, 'needed'],
    ['of no version we know', 'none', 400, 'needed'],
  ])('%s (%s) is answered %i, and told of a newer one: %s', async (_, version, status, newer) => {
    const { rep } = await aCompany()
    const answer = await as(rep).get<{ kind: string }>('/me', says(version))
    expect([answer.status, answer.headers.get('newer-client')]).toEqual([status, newer])
    if (status === 400) {
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(answer.body.kind).toBe('client_too_old')
    }
  })

  it('has nothing done for it where it is too old, and the same done once it is not', async () => {
    const { rep } = await aCompany()
    const key = { 'idempotency-key': crypto.randomUUID() }
    const add = (version: number) => as(rep).post('/tasks', { title: 'Sweep' }, { ...key, ...says(String(version)) })
    expect((await add(OLDEST_CLIENT - 1)).status).toBe(400)
    expect((await as(rep).get<{ rows: unknown[] }>('/tasks/working-set')).body.rows).toEqual([])
    expect((await add(CLIENT_VERSION)).status).toBe(201)
  })

  it('may still sign out, and other programs are not asked', async () => {
    const { rep } = await aCompany()
    expect((await as(rep).post('/auth/sign-out', {}, says('0'))).status).toBeLessThan(300)
    expect((await as(rep).get('/health')).headers.get('newer-client')).toBeNull()
  })
})

const JSON_BODY = { 'content-type': 'application/json' }
const BEARER = { headers: { authorization: 'Bearer a.b.c' } }

describe('a page of another origin', () => {
  const given = { ...(env as unknown as Env), CORS_ORIGINS: `${PARTNER} ${OTHER_PARTNER}` }
  const permitted = ({ headers }: Response) =>
    Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))
  const preflight = (origin: string) =>
    ask(
      '/api/v1/opportunities',
      {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
        },
      },
      given,
    )
  const get = (origin: string) => ask('/api/v1/health', { headers: { origin } }, given)

  it.each([
    'https://evil.example',
    'http://partner.example',
    'https://partner.example.evil.example',
    'https://partner.example:8443',
    `${PARTNER} ${OTHER_PARTNER}`,
    'null',
    '',
  ])('is told nothing if we do not know it, before it asks and after: %j', async (origin) => {
    expect(permitted(await get(origin))).toEqual({})
    expect(permitted(await preflight(origin))).toEqual({})
  })

  it.each([PARTNER, OTHER_PARTNER, 'https://app.test'])('may ask if it is one of ours: %s', async (origin) => {
    const answer = await get(origin)
    expect(permitted(answer)).toEqual({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'ratelimit,ratelimit-policy,retry-after,x-request-id,idempotent-replay',
    })
    // What is kept for one origin is not given to another.
    expect(answer.headers.get('vary')).toMatch(/origin/i)
    expect(permitted(await preflight(origin))).toEqual({
      ...permitted(answer),
      'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE',
      'access-control-allow-headers': 'authorization,content-type,idempotency-key,if-match',
      'access-control-max-age': '600',
    })
  })

  it('acts with a token of its own, never with somebody’s cookies', async () => {
    const { rep } = await aCompany()
    const { jar } = await atBrowser(rep)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const change = (headers: Record<string, string>) =>
      ask(
        '/api/v1/me',
        {
          method: 'PATCH',
          body: JSON.stringify({ version: 1, name: 'Rita' }),
          headers: { ...JSON_BODY, origin: PARTNER, 'sec-fetch-site': 'cross-site', ...headers },
        },
        given,
      )
    expect(permitted(await get(PARTNER))).not.toHaveProperty('access-control-allow-credentials')
    expect((await change({ cookie })).status).toBe(403)
    expect((await change({ authorization: `Bearer ${rep.token}` })).status).toBe(200)
  })
})
