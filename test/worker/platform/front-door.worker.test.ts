import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { app } from '../../../worker/app'
import type { Env } from '../../../worker/platform/env'
import { atBrowser } from '../../support/accounts'
import { aCompany } from '../../support/actors'
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
