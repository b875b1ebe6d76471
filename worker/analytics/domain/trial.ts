import { type Dataset, usableRows } from './boosting/dataset'
import { crossFolds } from './boosting/folds'
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
import type { TrainingSet } from './training-set'

/** What a model says of the held-out rows of a dataset. Columns the model does not know are not asked. */
export function judge(model: TrainedModel, dataset: Dataset, holdout: Int32Array): HoldoutRows {
  return rowsWith(
    predictBatch(model, encodeDataset(model, dataset), new Float64Array(dataset.rowCount)),
    dataset,
    holdout,
  )
}

/** Some rows of a dataset, with what was said of them; `all` has an entry for every row. */
export function rowsWith(all: Float64Array, dataset: Dataset, holdout: Int32Array): HoldoutRows {
  return {
    probabilities: Float64Array.from(holdout, (row) => all[row]!),
    labels: Uint8Array.from(holdout, (row) => dataset.labels[row]!),
    weights: Float64Array.from(holdout, (row) => dataset.weights[row]!),
    groups: Int32Array.from(holdout, (row) => dataset.groups[row]!),
  }
}

export const FOLDS = 5
const SEED = 1

/** Probabilities for every row, each from what was learned without the row's deal. */
export function acrossFolds(dataset: Dataset, learn: (part: Dataset) => TrainedModel): Float64Array {
  const all = new Float64Array(dataset.rowCount)
  for (const { fitted, heldOut } of crossFolds(dataset, usableRows(dataset), FOLDS, SEED)) {
    const model = learn({ ...dataset, weights: onlyRows(dataset, fitted) })
    const told = predictBatch(model, encodeDataset(model, dataset), new Float64Array(dataset.rowCount))
    for (const row of heldOut) all[row] = told[row]!
  }
  return all
}

/** The weights of some rows; the others weigh nothing, and are not learned from. */
export function onlyRows(dataset: Dataset, rows: Int32Array): Float64Array {
  const weights = new Float64Array(dataset.rowCount)
  for (const row of rows) weights[row] = dataset.weights[row]!
  return weights
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
  /** The newest fifth, a fifth by hash where there are no dates, or all where the model had seen none. */
  readonly holdout: 'newest' | 'hashed' | 'all'
  readonly holdoutFrom: string | null
  readonly reliability: readonly {
    readonly predicted: number
    readonly observed: number
    readonly low: number
    readonly high: number
    readonly count: number
  }[]
  readonly stages: readonly StageFigures[]
}

/** How well deals of one stage are told apart. */
export interface StageFigures {
  readonly stageId: string
  readonly deals: number
  readonly won: number
  /** Null when all were won or all lost. */
  readonly auc: number | null
  readonly logLoss: number
  readonly baseRateLogLoss: number
}

/** Beside what always saying the held-out deals' own rate would have reached: the best that one number can do. */
export function trialFigures(
  judged: HoldoutRows,
  set: TrainingSet,
  { rows, judgedOn: on }: { readonly rows: Int32Array; readonly judgedOn: 'holdout' | 'all' },
): TrialFigures {
  const auc = areaUnderCurve(judged)
  const outcomes = [...new Map(Array.from(judged.groups, (group, i) => [group, judged.labels[i]!])).values()]
  const won = outcomes.filter((label) => label === 1).length
  const lost = outcomes.length - won
  const from = on === 'all' ? null : set.window.holdoutFrom
  return {
    auc: Number.isNaN(auc) ? null : auc,
    logLoss: logLoss(judged),
    brier: brierScore(judged),
    calibrationError: calibrationError(judged),
    baseRateLogLoss: baseRateLogLoss(judged.labels, judged.weights),
    baseRateBrier: brierScore(judgeRate(shareWon(judged), judged)),
    holdoutDeals: won + lost,
    holdoutWon: won,
    holdoutLost: lost,
    holdout: on === 'all' ? 'all' : from === null ? 'hashed' : 'newest',
    holdoutFrom: from === null ? null : dayOf(from),
    reliability: reliabilityCurve(judged).map(({ weight, ...bin }) => ({ ...bin, count: Math.round(weight) })),
    stages: stageFigures(judged, set, rows),
  }
}

const MOST_STAGES = 20

/** Deals are told apart where they stood when they were looked at: a deal counts in every stage it was seen in. */
function stageFigures(judged: HoldoutRows, { dataset }: TrainingSet, rows: Int32Array): StageFigures[] {
  const column = dataset.columns.find(({ name }) => name === 'stage')
  if (column?.kind !== 'category') return []
  const positions = Map.groupBy(judged.labels.keys(), (i) => column.codes[rows[i]!]!)
  return [...positions]
    .filter(([code]) => code >= 0)
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, MOST_STAGES)
    .map(([code, at]) => {
      const labels = Uint8Array.from(at, (i) => judged.labels[i]!)
      const weights = Float64Array.from(at, (i) => judged.weights[i]!)
      const scored = { probabilities: Float64Array.from(at, (i) => judged.probabilities[i]!), labels, weights }
      const outcomes = new Map(at.map((i) => [judged.groups[i]!, judged.labels[i]!]))
      const auc = areaUnderCurve(scored)
      return {
        stageId: column.dictionary[code]!,
        deals: outcomes.size,
        won: [...outcomes.values()].filter((label) => label === 1).length,
        auc: Number.isNaN(auc) ? null : auc,
        logLoss: logLoss(scored),
        baseRateLogLoss: baseRateLogLoss(labels, weights),
      }
    })
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
