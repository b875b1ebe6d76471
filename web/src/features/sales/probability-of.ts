import type { ScoreBrief } from '../../../../worker/sales/contract'
import type { Probability } from '../../ui/probability'

/** A score as the badge and the panel draw it. */
export function probabilityOf(score: Omit<ScoreBrief, 'scoredAt'>): Probability {
  return {
    value: score.probability,
    confidence: score.confidence,
    low: score.low,
    high: score.high,
    weekAgo: score.weekChange === null ? undefined : score.probability - score.weekChange,
  }
}
