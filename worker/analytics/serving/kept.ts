import { confidenceInWords } from '../domain/confidence-words'
import type { ScoredDeal, ServedModel } from '../domain/scorer'
import type { Signals } from '../domain/signals'
import type { KeptScore } from '../persistence/predictions'

/** A score as the database keeps it. */
export function toKept(
  scored: ScoredDeal,
  model: ServedModel,
  opportunityId: string,
  asOf: Date,
  cause: string,
  signals: Signals,
): KeptScore {
  return {
    opportunityId,
    modelId: model.id,
    probability: scored.probability,
    // Rounding in the tails must not put the number outside its own interval.
    low: Math.min(scored.low, scored.probability),
    high: Math.max(scored.high, scored.probability),
    confidence: scored.confidence,
    confidenceWhy: scored.confidenceReasons.map(confidenceInWords),
    baseRate: scored.baseRate,
    reasons: [...scored.reasons],
    signals,
    asOf: asOf.toISOString(),
    cause,
  }
}
