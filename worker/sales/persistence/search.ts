import { type AnyColumn, type SQL, sql } from 'drizzle-orm'

// The newest so many that hold the words: beyond that a search asks for another word, not for another page.
const MAX_FOUND = 5000

/** Rows that hold every word, each as a prefix. Text without a word in it asks for nothing. */
export function found(
  entity: 'customer' | 'interaction' | 'opportunity',
  id: AnyColumn | SQL,
  q: string | undefined,
): SQL[] {
  if (!q || q.trim() === '') return []
  return [sql`${id} in (select id from app.search_ids(${entity}, ${q}, ${MAX_FOUND}))`]
}
