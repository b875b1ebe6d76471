import { env } from 'cloudflare:workers'
import { exportSPKI, importJWK, type JWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeSigningKeys } from '../../../worker/local/secrets'
import { ACCESS_TTL_SECONDS, signAccessToken, verifyAccessToken } from '../../../worker/platform/tokens'
import { aCompany, type Person } from '../../support/actors'
import { as } from '../../support/app'

const OURS = JSON.parse(env.AUTH_PRIVATE_KEY) as JWK
const [PUBLISHED] = (JSON.parse(env.AUTH_PUBLIC_KEYS) as { keys: [JWK] }).keys

let person: Person
let sound: { readonly header: JWTHeaderParameters; readonly payload: JWTPayload }
beforeAll(async () => {
  person = (await aCompany()).rep
  sound = { header: part(person.token, 0) as JWTHeaderParameters, payload: part(person.token, 1) as JWTPayload }
})

const said = (fields: object) => JSON.parse(JSON.stringify(fields)) as object
const part = (token: string, at: 0 | 1) => JSON.parse(atob(plain(token.split('.')[at] ?? ''))) as object
const plain = (text: string) => text.replaceAll('-', '+').replaceAll('_', '/')
const encoded = (value: object) =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
const seconds = (from = 0) => Math.floor(Date.now() / 1000) + from

/** The person's own token but for what is said: a claim of `undefined` is left out. */
async function signed(
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
  key: JWK | Uint8Array = OURS,
): Promise<string> {
  const whole = said({ ...sound.payload, ...claims }) as JWTPayload
  return new SignJWT(whole)
    .setProtectedHeader(said({ ...sound.header, ...header }) as JWTHeaderParameters)
    .sign(key instanceof Uint8Array ? key : await importJWK(key, 'ES256'))
}

const bytes = (text: string) => new TextEncoder().encode(text)
async function publicKeyAsText(): Promise<string> {
  return exportSPKI((await importJWK(PUBLISHED, 'ES256', { extractable: true })) as CryptoKey)
}
async function anotherKey(): Promise<JWK> {
  return JSON.parse((await makeSigningKeys()).AUTH_PRIVATE_KEY) as JWK
}

async function answerTo(path: string, headers: Record<string, string>) {
  const response = await as(null).fetch(path, { headers })
  const { requestId: _, ...body } = (await response.json()) as Record<string, unknown>
  const { headers: said, status } = response
  return { status, body, asks: said.get('www-authenticate'), trips: said.get('server-timing')?.includes('desc="0"') }
}

describe('an access token', () => {
  it.each<[string, () => Promise<string>]>([
    ['of another issuer', () => signed({ iss: 'https://elsewhere.test' })],
    ['of no issuer', () => signed({ iss: undefined })],
    ['for another audience', () => signed({ aud: 'another-api' })],
    ['for no audience', () => signed({ aud: undefined })],
    ['of another type', () => signed({}, { typ: 'JWT' })],
    ['of no type', () => signed({}, { typ: undefined })],
    ['that expired a second ago', () => signed({ exp: seconds(-1) })],
    ['that never expires', () => signed({ exp: undefined })],
    ['that is not valid yet', () => signed({ nbf: seconds(60) })],
    ['of nobody', () => signed({ sub: undefined })],
    ['of no session', () => signed({ sid: undefined })],
    ['of no company', () => signed({ tid: undefined })],
    ['of somebody whose id is none', () => signed({ sub: 'admin' })],
    ['of a scope that there is not', () => signed({ scp: 'everything' })],
    ['with no signature', async () => `${(await signed({})).split('.').slice(0, 2).join('.')}.`],
    [
      'with the algorithm “none”',
      async () => `${encoded({ ...sound.header, alg: 'none' })}.${encoded(sound.payload)}.`,
    ],
    [
      'signed symmetrically with the public key, as PEM',
      async () => signed({}, { alg: 'HS256' }, bytes(await publicKeyAsText())),
    ],
    [
      'signed symmetrically with the public key, as JSON',
      () => signed({}, { alg: 'HS256' }, bytes(JSON.stringify(PUBLISHED))),
    ],
    ['of a key that nobody knows', async () => signed({}, { kid: crypto.randomUUID() }, await anotherKey())],
    ['of an environment with keys of its own', async () => signed({}, { kid: 'staging' }, await anotherKey())],
    ['that says our key and was signed with another', async () => signed({}, {}, await anotherKey())],
    [
      'that brings its key along',
      async () => {
        const { d: _, ...jwk } = await anotherKey()
        return signed({}, { jwk }, await anotherKey())
      },
    ],
    [
      'whose claims were changed',
      async () => {
        const [header, , signature] = (await signed({})).split('.')
        return `${header}.${encoded({ ...sound.payload, scp: 'tenant' })}.${signature}`
      },
    ],
    ['that is none', async () => 'a.b.c'],
  ])('%s is answered as none at all, in a header and in a cookie, and costs the database nothing', async (_, forge) => {
    const token = await forge()
    for (const path of ['/me', '/stream']) {
      const nobody = await answerTo(path, {})
      expect(nobody).toMatchObject({ status: 401, asks: 'Bearer', trips: true, body: { kind: 'not_signed_in' } })
      expect(await answerTo(path, { authorization: `Bearer ${token}` })).toEqual(nobody)
      expect(await answerTo(path, { cookie: `__Host-access=${token}` })).toEqual(nobody)
    }
  })

  it('made like those, but sound, is let in', async () => {
    expect((await as({ token: await signed({}) }).get('/me')).status).toBe(200)
    expect((await as(null).get('/me', { cookie: `__Host-access=${await signed({ jti: 'a' })}` })).status).toBe(200)
  })

  it('that was let in before is not any more once it has expired', async () => {
    const issued = new Date('2026-03-04T05:06:07.000Z')
    const later = (ms: number) => new Date(issued.getTime() + ms)
    const token = await signAccessToken(env, person, issued)
    const lifetimeMs = ACCESS_TTL_SECONDS * 1000
    expect(await verifyAccessToken(env, token, issued)).toMatchObject({ userId: person.userId })
    expect(await verifyAccessToken(env, token, later(lifetimeMs - 1))).toMatchObject({ userId: person.userId })
    expect(await verifyAccessToken(env, token, later(lifetimeMs))).toBeNull()
    expect(await verifyAccessToken(env, token, later(lifetimeMs))).toBeNull()
  })

  it('that was let in before is not any more once its key is withdrawn', async () => {
    const token = await signAccessToken(env, person, new Date())
    expect(await verifyAccessToken(env, token, new Date())).not.toBeNull()
    const { AUTH_PUBLIC_KEYS } = await makeSigningKeys()
    expect(await verifyAccessToken({ ...env, AUTH_PUBLIC_KEYS }, token, new Date())).toBeNull()
  })
})
