import { inArray, sql } from 'drizzle-orm'
import { opportunities } from '../../../drizzle/schema'
import type { UnitOfWork } from '../../platform/unit-of-work'
import type { LiveRows, LiveScore } from '../application/live-rows'
import { type DealColumns, toRows } from './deal-columns'
import { selectNamelessRows, toNamelessRow, weekBefore } from './opportunity-rows'

/** Live rows as the database writes them out. */
export type WrittenLiveRows = Omit<LiveRows, 'deals'> & { readonly deals: DealColumns | null }

export function asLiveRows({ deals, ...others }: WrittenLiveRows): LiveRows {
  return { ...others, deals: toRows(deals).map(({ customerName: _, ...deal }) => deal) }
}

/**
 * What the changes after `since`, at most `limit` of them, left of deals and customers: as the company sees it, each with
 * the people whose records it hangs on. The unit must be a snapshot, or the changes and their rows may be of two moments.
 */
export async function liveRows(unit: UnitOfWork, since: number, limit: number): Promise<LiveRows> {
  const [row] = await unit.rows<{ live: WrittenLiveRows }>(
    sql`select app.live_rows(${since}, ${limit}, ${weekBefore(unit.now)}::timestamptz) as live`,
  )
  if (!row) throw new Error('a function that answers one value answered none')
  return asLiveRows(row.live)
}

/** The newest scores of deals that are open, with the owner of each. */
export async function liveScores(unit: UnitOfWork, ids: readonly string[]): Promise<readonly LiveScore[]> {
  const named = sql`(select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)::uuid)`
  const rows = await unit.read(selectNamelessRows(unit.db, unit.now).where(inArray(opportunities.id, named)))
  return rows
    .map(toNamelessRow)
    .flatMap(({ id, ownerId, status, score }) => (score && status === 'open' ? [{ id, ownerId, score }] : []))
}
