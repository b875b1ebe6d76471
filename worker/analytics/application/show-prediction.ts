import type { OpportunityId } from '../../kernel/ids'
import { err, ok, type Result } from '../../kernel/result'
import type { Prediction } from '../contract'
import type { AnalyticsWork, PastScore, StoredPrediction } from './work'

export type PredictionMissing = { readonly kind: 'prediction_not_found' }

const WEEK_MS = 7 * 86_400_000

/** A deal's score with its reasons and its past. */
export async function showPrediction(
  work: AnalyticsWork,
  id: OpportunityId,
): Promise<Result<Prediction, PredictionMissing>> {
  const [stored, history] = await Promise.all([work.prediction(id), work.history(id)])
  return stored ? ok(toPrediction(stored, history, work.now)) : err({ kind: 'prediction_not_found' })
}

export function toPrediction(
  stored: StoredPrediction,
  history: readonly PastScore[],
  now: Date,
  movedBy: readonly string[] = [],
): Prediction {
  const weekAgo = new Date(now.getTime() - WEEK_MS).toISOString()
  const then = history.findLast(({ at }) => at <= weekAgo)
  const { modelNumber, rung, probability, low, high, confidence, baseRate, asOf } = stored
  return {
    opportunityId: stored.opportunityId as Prediction['opportunityId'],
    modelId: stored.modelId as Prediction['modelId'],
    modelNumber,
    rung,
    probability,
    low,
    high,
    confidence,
    confidenceWhy: [...stored.confidenceWhy],
    baseRate,
    reasons: [...stored.reasons],
    ...stored.signals,
    weekChange: then ? probability - then.probability : null,
    movedBy: [...movedBy],
    asOf,
    history: [...history],
  }
}
