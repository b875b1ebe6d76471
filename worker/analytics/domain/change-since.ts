import { logOdds } from './boosting/loss'
import { predictLogOdds } from './boosting/scoring'
import type { CustomerEvidence } from './evidence-book'
import { factsMoved, type Movement } from './facts-moved'
import { lookAt, type ServedModel } from './scorer'
import type { DealTimeline, Instant } from './timeline'

/** A score that was told, and the moment it describes. */
export interface ToldScore {
  readonly at: Instant
  readonly probability: number
}

const TRIFLE = 0.01 // log-odds: a quarter of a point at most

/**
 * Why a score is another than it was. `other` is what no fact of the deal explains: another model, or what became known of the
 * customer since. Null where the usual rate is all there is.
 */
export function changeSince(
  model: ServedModel,
  timeline: DealTimeline,
  customer: CustomerEvidence | null,
  then: ToldScore,
  now: ToldScore,
): Movement | null {
  const { trained } = model
  if (!trained) return null
  const [before, after] = [then, now].map(({ at }) => lookAt(model, trained, timeline, at, customer)) as [
    ReturnType<typeof lookAt>,
    ReturnType<typeof lookAt>,
  ]
  const told = logOdds(now.probability) - logOdds(then.probability)
  const explained = predictLogOdds(trained, after.row) - predictLogOdds(trained, before.row)
  const other = Math.abs(told - explained) > TRIFLE ? told - explained : null
  return factsMoved(model, trained, [before, after], [then.probability, now.probability], other)
}
