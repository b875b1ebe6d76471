import type { Context } from 'hono'
import type { Actor } from '../kernel/actor'
import type { Permission } from '../kernel/permissions'
import type { Database } from './db'
import type { Env } from './env'

/** What every handler finds: bindings, and what the middleware before it has established. */
export interface AppEnv {
  Bindings: Env
  Variables: {
    requestId: string
    db: Database
    /** Set by `authenticate`; handlers behind it may rely on it. */
    actor: Actor
    /** Counted over the request, for `Server-Timing` and the tests that hold the budget. */
    databaseTrips: number
    databaseMs: number
  }
}

export type AppContext = Context<AppEnv>

export type { Permission }
