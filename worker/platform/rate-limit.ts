import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './context'
import { problemResponse } from './problem'

const WINDOW_SECONDS = 60

interface Budget {
  count: number
  resetAt: number
}

// Counted in the isolate: no round trip, and each edge location bounds its own share. What must hold exactly
// (sign-in, reset, invitations) is counted in the database instead.
const budgets = new Map<string, Budget>()
const MAX_KEYS = 20_000

/**
 * Lets a person (or an address, before sign-in) make so many requests a minute, and says how many are left. Routes
 * that give the same name and number share one count.
 */
export function rateLimit(perMinute: number, name: string): MiddlewareHandler<AppEnv> {
  // With the number in it: a count that is small where 1200 are allowed would leave nothing where 60 are.
  const policy = `${name}-${perMinute}`
  return async (c, next) => {
    const who = c.var.actor?.userId ?? c.req.header('cf-connecting-ip') ?? 'unknown'
    const now = Date.now()
    const key = `${policy}:${who}`
    let budget = budgets.get(key)
    if (!budget || budget.resetAt <= now) {
      if (budgets.size >= MAX_KEYS) budgets.clear()
      budget = { count: 0, resetAt: now + WINDOW_SECONDS * 1000 }
      budgets.set(key, budget)
    }
    budget.count++
    const reset = Math.ceil((budget.resetAt - now) / 1000)
    // IETF draft-ietf-httpapi-ratelimit-headers.
    const headers = {
      'ratelimit-policy': `"${policy}";q=${perMinute};w=${WINDOW_SECONDS}`,
      ratelimit: `"${policy}";r=${Math.max(0, perMinute - budget.count)};t=${reset}`,
    }
    if (budget.count > perMinute) {
      return problemResponse(
        c,
        429,
        'too_many_requests',
        `Wait ${reset} seconds and try again`,
        { retryAfter: reset },
        {
          ...headers,
          'retry-after': String(reset),
        },
      )
    }
    await next()
    for (const [header, value] of Object.entries(headers)) c.res.headers.set(header, value)
    return undefined
  }
}
