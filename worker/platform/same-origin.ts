import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './context'
import { problemResponse } from './problem'

/**
 * Refuses writes that another site's page sends with our cookies. A browser says where a request comes from;
 * a bearer token is proof by itself, and a client that is not a browser sends neither header nor cookie.
 */
export const sameOrigin: MiddlewareHandler<AppEnv> = async (c, next) => {
  const { method } = c.req
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return next()
  if (!c.req.header('cookie')) return next()
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  const own = origin === undefined ? undefined : origin === c.env.APP_ORIGIN
  // Both must agree where both are given; a cookie with neither comes from no browser we know.
  const isOurs = site === undefined ? own === true : site === 'same-origin' && own !== false
  if (!isOurs) return problemResponse(c, 403, 'cross_origin', 'This request came from another site')
  return next()
}
