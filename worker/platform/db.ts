import { NeonDbError, neon, neonConfig } from '@neondatabase/serverless'
import { drizzle, type NeonHttpDatabase } from 'drizzle-orm/neon-http'
import * as schema from '../../drizzle/schema'
import type { Env } from './env'

export type Database = NeonHttpDatabase<typeof schema>

let opened: { url: string; database: Database } | undefined

/** The isolate's handle on the database: stateless HTTP, so it may be shared by every request. */
export function openDatabase(env: Pick<Env, 'DATABASE_URL' | 'NEON_LOCAL'>): Database {
  if (opened?.url === env.DATABASE_URL) return opened.database
  if (env.NEON_LOCAL) neonConfig.fetchEndpoint = `http://${env.NEON_LOCAL}/sql`
  opened = { url: env.DATABASE_URL, database: drizzle(neon(env.DATABASE_URL), { schema }) }
  return opened.database
}

/** The fields a database error carries; anything else that fails has none of them. */
export interface DatabaseError {
  readonly code: string
  readonly constraint: string | undefined
  readonly message: string
}

// Class 08: the connection broke; 57P0x: the server is shutting down or starting; 53300: it takes no more connections.
const AWAY = /^(08...|57P0[1-3]|53300)$/

/** Whether the database could not be asked at all, or its answer was lost on the way. */
export function isDatabaseAway(error: unknown): boolean {
  const code = databaseError(error)?.code
  if (code !== undefined) return AWAY.test(code)
  for (let e = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth++) {
    // What the driver itself could not do: the database's own errors all have a code.
    if (e instanceof NeonDbError) return true
  }
  return false
}

/** Finds the database's own error, however the driver and the query builder wrapped it. */
export function databaseError(error: unknown): DatabaseError | undefined {
  for (let e = error, depth = 0; e instanceof Error && depth < 5; e = e.cause, depth++) {
    const { code, constraint } = e as { code?: unknown; constraint?: unknown }
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
      return { code, constraint: typeof constraint === 'string' ? constraint : undefined, message: e.message }
    }
  }
  return undefined
}
