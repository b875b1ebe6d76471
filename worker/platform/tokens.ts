import { createLocalJWKSet, importJWK, type JSONWebKeySet, type JWK, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { Actor } from '../kernel/actor'
import { IdentityId, SessionId, TenantId, UserId } from '../kernel/ids'
import { PERMISSIONS, Permission, Scope } from '../kernel/permissions'
import type { Env } from './env'

export const ACCESS_TTL_SECONDS = 10 * 60 // rights are checked anew by the database on every request all the same
const AUDIENCE = 'salesoptimizer-api'

const Claims = z.object({
  sub: UserId,
  tid: TenantId,
  iid: IdentityId,
  sid: SessionId,
  scp: Scope,
  // Indexes into the catalogue: two dozen names would double the cookie.
  prm: z.array(z.int().min(0)),
  ver: z.int(),
})

type Keys = Pick<Env, 'AUTH_PRIVATE_KEY' | 'AUTH_PUBLIC_KEYS' | 'APP_ORIGIN'>

/** Signs a short-lived access token that says who acts, where and with what rights. */
export async function signAccessToken(env: Keys, actor: Actor, now: Date): Promise<string> {
  const jwk = JSON.parse(env.AUTH_PRIVATE_KEY) as JWK
  const issuedAt = Math.floor(now.getTime() / 1000)
  return new SignJWT({
    tid: actor.tenantId,
    iid: actor.identityId,
    sid: actor.sessionId,
    scp: actor.scope,
    prm: actor.permissions.map((permission) => PERMISSIONS.indexOf(permission)),
    ver: actor.accessVersion,
  })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: jwk.kid ?? '' })
    .setSubject(actor.userId)
    .setIssuer(env.APP_ORIGIN)
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ACCESS_TTL_SECONDS)
    .sign(await importJWK(jwk, 'ES256'))
}

let keySet: { readonly text: string; readonly resolve: ReturnType<typeof createLocalJWKSet> } | undefined

// A signature costs more than the query behind it: remember the tokens this isolate has already checked.
const VERIFIED_AT_MOST = 2000
const verified = new Map<string, { readonly actor: Actor; readonly expiresAt: number }>()

/** Checks an access token; answers null for any that is not wholly in order, without saying why. */
export async function verifyAccessToken(env: Keys, token: string, now: Date): Promise<Actor | null> {
  if (keySet?.text !== env.AUTH_PUBLIC_KEYS) {
    verified.clear()
    keySet = {
      text: env.AUTH_PUBLIC_KEYS,
      resolve: createLocalJWKSet(JSON.parse(env.AUTH_PUBLIC_KEYS) as JSONWebKeySet),
    }
  }
  const known = verified.get(token)
  if (known) {
    if (known.expiresAt > now.getTime() / 1000) return known.actor
    verified.delete(token)
    return null
  }
  try {
    const { payload } = await jwtVerify(token, keySet.resolve, {
      algorithms: ['ES256'],
      issuer: env.APP_ORIGIN,
      audience: AUDIENCE,
      typ: 'at+jwt',
      currentDate: now,
      requiredClaims: ['exp', 'sub', 'sid'],
    })
    const claims = Claims.safeParse(payload)
    if (!claims.success) return null
    const { sub, tid, iid, sid, scp, prm, ver } = claims.data
    const permissions = prm.flatMap((i) => Permission.safeParse(PERMISSIONS[i]).data ?? [])
    const actor: Actor = {
      userId: sub,
      tenantId: tid,
      identityId: iid,
      sessionId: sid,
      scope: scp,
      permissions,
      accessVersion: ver,
    }
    if (verified.size >= VERIFIED_AT_MOST) verified.delete(verified.keys().next().value ?? '')
    verified.set(token, { actor, expiresAt: payload.exp ?? 0 })
    return actor
  } catch {
    return null
  }
}
