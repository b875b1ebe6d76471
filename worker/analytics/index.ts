import type { UnitOfWork } from '../platform/unit-of-work'
import type { AnalyticsWork } from './application/work'
import { findCare, keepPause } from './persistence/care'
import { countDeals, listModels, putBack } from './persistence/models'
import { findPooling, keepPooling } from './persistence/pool'
import { findPrediction, scoreHistory } from './persistence/predictions'
import { newestSweep } from './persistence/sweeps'

/** What the use cases of analytics work with, over one unit of work. */
export function analyticsWork(unit: UnitOfWork): AnalyticsWork {
  return {
    actor: unit.actor,
    now: unit.now,
    models: () => listModels(unit),
    counts: () => countDeals(unit),
    sweep: () => newestSweep(unit),
    prediction: (id) => findPrediction(unit, id),
    history: (id) => scoreHistory(unit, id),
    care: () => findCare(unit),
    putBack: (modelId, championId) => putBack(unit, modelId, championId),
    pooling: () => findPooling(unit),
    keepPooling: (agreed) => keepPooling(unit, agreed),
    keepPause: (pausedBy) => keepPause(unit, pausedBy),
    emit: (change) => unit.emit(change),
    enqueue: (job) => unit.enqueue(job),
  }
}

export { dealSight, servingArtifact, servingModel } from './application/device'
export { modelOverview } from './application/model-overview'
export { briefOf } from './application/narrate'
export { pauseTraining, resumeTraining } from './application/pause-training'
export { agreeToPooling, withdrawFromPooling } from './application/pooling'
export { requestScoring } from './application/request-scoring'
export { requestTraining } from './application/request-training'
export { rollBack } from './application/roll-back'
export { showPrediction } from './application/show-prediction'
export { giveUpScoring, scoreTenantDeals } from './background/score-deals'
export { giveUpTraining, trainTenantModel } from './background/train-model'
export { Prediction, PredictionAnswer } from './contract'
export { readTone, writeAbout } from './insights/insights'
export { deviceWork } from './persistence/device'
export { holdDeals } from './persistence/hold-deals'
export { narrativeWork } from './persistence/narrative'
export { buildPool } from './persistence/pool'
export { liveScores } from './serving/live-scores'
