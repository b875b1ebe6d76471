import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './context'

/** What every answer of the API carries. The pages' own policy is in `web/public/_headers`. */
export const securityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next()
  const { headers } = c.res
  headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'; sandbox")
  headers.set('x-content-type-options', 'nosniff')
  headers.set('referrer-policy', 'no-referrer')
  headers.set('cross-origin-resource-policy', 'same-origin')
  headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  headers.set('x-request-id', c.var.requestId)
  headers.set('server-timing', `db;desc="${c.var.databaseTrips ?? 0}";dur=${(c.var.databaseMs ?? 0).toFixed(1)}`)
}
