import type { Context, MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { type Actor, may } from '../kernel/actor'
import type { Permission } from '../kernel/permissions'
import type { AppEnv } from './context'
import { described } from './described'
import { problemResponse } from './problem'
import { verifyAccessToken } from './tokens'

// hono's `prefix: 'host'` writes these as `__Host-…`: Secure, Path=/, no Domain.
export const ACCESS_COOKIE = 'access'
export const REFRESH_COOKIE = 'refresh'

/** Who is calling, by a bearer token or the access cookie; null for anything that is not wholly in order. */
export async function callerOf(c: Context<AppEnv>): Promise<Actor | null> {
  const bearer = /^Bearer ([\w.-]+)$/.exec(c.req.header('authorization') ?? '')?.[1]
  const token = bearer ?? getCookie(c, ACCESS_COOKIE, 'host')
  return token ? verifyAccessToken(c.env, token, new Date()) : null
}

/** Finds who is calling or answers 401. */
export const authenticate: MiddlewareHandler<AppEnv> = async (c, next) => {
  const actor = await callerOf(c)
  if (!actor) return signInFirst(c)
  c.set('actor', actor)
  return next()
}

export function signInFirst(c: Context): Response {
  return problemResponse(c, 401, 'not_signed_in', 'Sign in first', {}, { 'www-authenticate': 'Bearer' })
}

/** Lets only people through whose role holds the permission. */
export function requires(permission: Permission): MiddlewareHandler<AppEnv> {
  const check: MiddlewareHandler<AppEnv> = (c, next) =>
    may(c.var.actor, permission)
      ? next()
      : Promise.resolve(
          problemResponse(c, 403, 'not_permitted', 'Your role does not allow this; ask an administrator', {
            permission,
          }),
        )
  return described(check, { permission })
}
