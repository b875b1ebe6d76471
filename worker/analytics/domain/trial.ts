import type { Dataset } from './boosting/dataset'
import {
  areaUnderCurve,
  baseRateLogLoss,
  brierScore,
  calibrationError,
  logLoss,
  reliabilityCurve,
} from './boosting/metrics'
import { encodeDataset, predictBatch, type TrainedModel } from './boosting/scoring'
import type { HoldoutRows } from './holdout'
import { dayOf } from './timeline'
import type { TrainingWindow } from './training-set'

/** What a model says of the held-out rows of a dataset. Columns the model does not know are not asked. */
export function judge(model: TrainedModel, dataset: Dataset, holdout: Int32Array): HoldoutRows {
  const all = predictBatch(model, encodeDataset(model, dataset), new Float64Array(dataset.rowCount))
  return {
    probabilities: Float64Array.from(holdout, (row) => all[row]!),
    labels: Uint8Array.from(holdout, (row) => dataset.labels[row]!),
    weights: Float64Array.from(holdout, (row) => dataset.weights[row]!),
    groups: Int32Array.from(holdout, (row) => dataset.groups[row]!),
  }
}

/** What always saying one rate would have said of them. */
export function judgeRate(rate: number, judged: HoldoutRows): HoldoutRows {
  return { ...judged, probabilities: new Float64Array(judged.probabilities.length).fill(rate) }
}

/** The figures as the model page shows them; losses are nats a deal. */
export interface TrialFigures {
  /** Null when all were won or all lost. */
  readonly auc: number | null
  readonly logLoss: number
  readonly brier: number
  readonly calibrationError: number
  readonly baseRateLogLoss: number
  readonly baseRateBrier: number
  readonly holdoutDeals: number
  readonly holdoutWon: number
  readonly holdoutLost: number
  readonly holdout: 'newest' | 'hashed'
  readonly holdoutFrom: string | null
  readonly reliability: readonly {
    readonly predicted: number
    readonly observed: number
    readonly low: number
    readonly high: number
    readonly count: number
  }[]
}

/** Beside what always saying the held-out deals' own rate would have reached: the best that one number can do. */
export function trialFigures(judged: HoldoutRows, window: TrainingWindow): TrialFigures {
  const auc = areaUnderCurve(judged)
  return {
    auc: Number.isNaN(auc) ? null : auc,
    logLoss: logLoss(judged),
    brier: brierScore(judged),
    calibrationError: calibrationError(judged),
    baseRateLogLoss: baseRateLogLoss(judged.labels, judged.weights),
    baseRateBrier: brierScore(judgeRate(shareWon(judged), judged)),
    holdoutDeals: window.holdoutWon + window.holdoutLost,
    holdoutWon: window.holdoutWon,
    holdoutLost: window.holdoutLost,
    holdout: window.holdoutFrom === null ? 'hashed' : 'newest',
    holdoutFrom: window.holdoutFrom === null ? null : dayOf(window.holdoutFrom),
    reliability: reliabilityCurve(judged).map(({ weight, ...bin }) => ({ ...bin, count: Math.round(weight) })),
  }
}

/** The weighted share of held-out rows that were won. */
export function shareWon({ labels, weights }: HoldoutRows): number {
  let won = 0
  let all = 0
  labels.forEach((label, row) => {
    won += weights[row]! * label
    all += weights[row]!
  })
  return won / all
}
