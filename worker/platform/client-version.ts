import type { MiddlewareHandler } from 'hono'
import { CLIENT_HEADER, NEWER_HEADER, newerThan, TOO_OLD } from '../kernel/client-version'
import type { AppEnv } from './context'
import { problemResponse } from './problem'

// Whoever cannot load the newest app may still leave this one.
const ALWAYS = '/api/v1/auth/sign-out'

/** Tells an app that is not the newest so, and refuses one that is too old to be understood before anything is done. */
export const clientVersion: MiddlewareHandler<AppEnv> = async (c, next) => {
  const said = c.req.header(CLIENT_HEADER)
  const newer = said === undefined ? undefined : newerThan(Number(said))
  if (newer === undefined) return next()
  if (newer === 'needed' && c.req.path !== ALWAYS) {
    const title =
      'This version of the app is too old. Nothing was changed; what you did is kept until the app is reloaded'
    return problemResponse(c, 400, TOO_OLD, title, {}, { [NEWER_HEADER]: newer })
  }
  await next()
  c.header(NEWER_HEADER, newer)
  return undefined
}
