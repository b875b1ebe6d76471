import { systemUnit } from '../../platform/background'
import type { Env } from '../../platform/env'
import { type DealRecord, type StagePlace, timelineOf } from '../domain/deal-record'
import type { DealTimeline } from '../domain/timeline'
import { type DealFilter, dealRecordsAfter, stagePlaces } from '../persistence/deal-records'

const DEALS_A_PAGE = 2000 // about 2 MB of answer with long histories, of the 10 MB the database may send at once

/** Every deal of a tenant, page by page in the order of ids, as timelines. */
export async function* eachPage(
  env: Env,
  tenantId: string,
  requestId: string,
  filter: DealFilter,
  words: Map<string, string>,
): AsyncGenerator<readonly { readonly record: DealRecord; readonly timeline: DealTimeline }[]> {
  const places = await stagePlaces(systemUnit(env, tenantId, requestId))
  let after: string | null = null
  for (;;) {
    const page: DealRecord[] = await dealRecordsAfter(
      systemUnit(env, tenantId, requestId),
      after,
      DEALS_A_PAGE,
      filter,
      words,
    )
    if (page.length > 0) yield page.map((record) => ({ record, timeline: timelineOf(record, placeIn(places)) }))
    const last = page.at(-1)
    if (!last || page.length < DEALS_A_PAGE) return
    after = last.id
  }
}

export function placeIn(places: ReadonlyMap<string, StagePlace>): (stageId: string) => StagePlace | undefined {
  return (stageId) => places.get(stageId)
}
