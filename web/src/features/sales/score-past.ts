import type { Prediction } from '../../../../worker/analytics/contract'
import type { ChancePoint } from '../../ui/chart/chance-line'
import type { TimelineEntry } from '../../ui/timeline'

const MOST_TOLD = 2 // events of one step; a week may hold dozens

/** A deal's scores, each with what happened between it and the one before. `entries` come newest first. */
export function scorePast(history: Prediction['history'], entries: readonly TimelineEntry[]): ChancePoint[] {
  return history.map(({ at, probability }, index) => {
    const from = history[index - 1]?.at
    const between =
      from === undefined ? [] : entries.filter((entry) => entry.kind !== 'score' && entry.at > from && entry.at <= at)
    const told = between.slice(0, MOST_TOLD).map(({ who, did }) => `${who} ${did}`)
    const more = between.length - told.length
    return { at, value: probability, events: more > 0 ? [...told, `${more} more`] : told }
  })
}
