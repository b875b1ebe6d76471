import { type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { Attempts, Device, Try } from '../application/auth-stores'
import { ATTEMPT_LIMITS, type AttemptKind, addressGroup, type TooManyAttempts } from '../domain/attempts'

// Keys are digests: the table tells nobody who tried what. The e-mail is the presented one, which in an
// invitation's case only the database knows at this point.
const keyOf = (kind: AttemptKind, who: SQL) => sql`encode(sha256(convert_to(${`${kind}:`} || ${who}, 'UTF8')), 'hex')`

/** Tries counted in the database, in the batch that reads what they are for: exact, and no round trip of their own. */
export function attemptCounter(unit: UnitOfWork, device: Device): Attempts {
  const address = sql`${addressGroup(device.address)}::text`
  const subject = (kind: AttemptKind) => (kind === 'password' || kind === 'reset' ? sql`app.email()` : address)

  return {
    async count(...tries: readonly Try[]): Promise<TooManyAttempts | null> {
      // Always the address first: two requests that lock the same counters do so in the same order.
      const kinds: readonly AttemptKind[] = ['address', ...tries]
      const values = kinds.map((kind) => {
        const { most, windowSeconds } = ATTEMPT_LIMITS[kind]
        return sql`(${keyOf(kind, subject(kind))}, ${most}::integer, ${windowSeconds}::integer)`
      })
      const rows = await unit.rows<{ tries: number; most: number; wait: number }>(
        sql`select app.count_attempt(key, span) as tries, most, app.seconds_left(key, span) as wait
          from (values ${sql.join(values, sql`, `)}) as asked (key, most, span) where key is not null`,
      )
      const over = rows.filter((row) => row.tries > row.most)
      if (over.length === 0) return null
      return { kind: 'too_many_attempts', retryAfter: Math.max(...over.map((row) => row.wait)) }
    },
    forget(email) {
      unit.write(sql`select app.forget_attempts(${keyOf('password', sql`${email}::text`)})`)
    },
  }
}
