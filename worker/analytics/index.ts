import type { UnitOfWork } from '../platform/unit-of-work'
import type { AnalyticsWork } from './application/work'
import { countDeals, listModels } from './persistence/models'
import { findPrediction, scoreHistory } from './persistence/predictions'

/** What the use cases of analytics work with, over one unit of work. */
export function analyticsWork(unit: UnitOfWork): AnalyticsWork {
  return {
    actor: unit.actor,
    now: unit.now,
    models: () => listModels(unit),
    counts: () => countDeals(unit),
    prediction: (id) => findPrediction(unit, id),
    history: (id) => scoreHistory(unit, id),
    emit: (change) => unit.emit(change),
    enqueue: (job) => unit.enqueue(job),
  }
}

export { modelOverview } from './application/model-overview'
export { requestTraining } from './application/request-training'
export { showPrediction } from './application/show-prediction'
export { scoreTenantDeals } from './background/score-deals'
export { trainTenantModel } from './background/train-model'
export { Prediction, PredictionAnswer } from './contract'
export { liveScores } from './serving/live-scores'
