import { type SQL, sql } from 'drizzle-orm'
import type { Change } from '../kernel/change'

// What the hub can tell of without asking for more: the rest changes rights or the catalogue, or stands for many rows.
const TOLD_AS_THEY_ARE: ReadonlySet<string> = new Set([
  'opportunity',
  'customer',
  'interaction',
  'task',
  'notification',
])
const MOST = 20 // changes: nobody else in the company commits while they are read

/**
 * Reads what a batch changed before it commits, in the company's own view: text that the hub understands, so that it needs
 * no round trip of its own. Null where it has to ask all the same.
 */
export function newsOf(changes: readonly Change[], at: Date): SQL | null {
  const isWorthIt = changes.length > 0 && changes.length <= MOST
  return isWorthIt && changes.every(({ entity }) => TOLD_AS_THEY_ARE.has(entity))
    ? sql`select app.news_of_commit(${changes.length}, ${at.toISOString()}::timestamptz) as news`
    : null
}
