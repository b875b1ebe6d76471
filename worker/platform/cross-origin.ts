import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import type { AppEnv } from './context'
import type { Env } from './env'

// No credentials: a page of another origin acts with a token of its own, never with somebody's cookies.
const shared = cors({
  origin: (origin) => origin,
  allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match'],
  exposeHeaders: ['ratelimit', 'ratelimit-policy', 'retry-after', 'x-request-id', 'idempotent-replay'],
  maxAge: 600,
})

/** Lets pages of the origins we know call the API. Others are told nothing, and their browsers keep the answer from them. */
export const crossOrigin: MiddlewareHandler<AppEnv> = async (c, next) => {
  const origin = c.req.header('origin')
  if (origin && isKnown(origin, c.env)) return shared(c, next)
  await next()
  // What is kept for one origin is not given to another.
  c.header('vary', 'Origin', { append: true })
  return undefined
}

function isKnown(origin: string, { APP_ORIGIN, CORS_ORIGINS = '' }: Env): boolean {
  return [APP_ORIGIN, ...CORS_ORIGINS.split(' ')].includes(origin)
}
