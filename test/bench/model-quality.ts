import { UNSEEN } from '../../worker/analytics/domain/boosting/binning'
import type { Dataset } from '../../worker/analytics/domain/boosting/dataset'
import { logOdds, sigmoid } from '../../worker/analytics/domain/boosting/loss'
import { measure } from '../../worker/analytics/domain/boosting/metrics'
import { trainModel } from '../../worker/analytics/domain/boosting/model'
import {
  encodeDataset,
  predictBatch,
  predictLinear,
  type TrainedModel,
} from '../../worker/analytics/domain/boosting/scoring'
import { predictForest } from '../../worker/analytics/domain/boosting/tree'
import { type Confidence, confidenceOf } from '../../worker/analytics/domain/confidence'
import { LEAST_GAIN } from '../../worker/analytics/domain/gate'
import { unitHash } from '../../worker/analytics/domain/hash'
import { type Answer, type ConfidenceQuality, judgeConfidence } from './model-confidence'
import { type PreparedSet, takeRows } from './model-data'

export interface Quality {
  /** Null where all were won or all lost. */
  readonly auc: number | null
  readonly logLoss: number
  readonly brier: number
  /** Expected calibration error over ten bins of equal count. */
  readonly ece: number
}

type Peers = Readonly<Record<string, Quality>>

export interface Judged extends Quality {
  readonly fits: number
  readonly secondsPerFit: number
  readonly confidence: ConfidenceQuality
  readonly peers: Peers
  readonly timeSplit?: Quality & { readonly confidence: ConfidenceQuality; readonly peers: Peers }
}

export interface SetQuality extends Judged {
  /** What any set must keep and this one does not, in words. */
  readonly missed: readonly string[]
}

// Two good models of the same rows differ by as much in the luck of their folds.
const AS_GOOD = 1.005

/** No set is known here by name: whatever it is, the usual rate must be reached, and the libraries that were measured beside it. */
export function missedBy(
  quality: Pick<Judged, 'logLoss' | 'peers'> & { readonly timeSplit?: Pick<Judged, 'logLoss' | 'peers'> },
) {
  const rules = { baseRate: 1, xgboost: AS_GOOD, xgboostTuned: AS_GOOD }
  const parts = { 'on its folds': quality, ...(quality.timeSplit && { 'on later deals': quality.timeSplit }) }
  return Object.entries(parts).flatMap(([where, { logLoss, peers }]) =>
    Object.entries(rules).flatMap(([peer, tolerance]) => {
      const limit = (peers[peer]?.logLoss ?? Number.POSITIVE_INFINITY) * tolerance
      return logLoss <= limit ? [] : [`log loss ${logLoss.toFixed(4)} ${where}, over ${limit.toFixed(4)} of ${peer}`]
    }),
  )
}

interface Answers {
  /** `model` is ours, the others are beside it. */
  readonly quality: Readonly<Record<string, Quality>>
  readonly told: readonly Answer[]
}

const FOLDS = 5 // where a set brings none

/** Trains on every fold's complement and tests on the fold; means over folds. Where there is a time split, that too. */
export function judgeSet({ name, data, folds, timeTest }: PreparedSet, report: (line: string) => void): Judged {
  const answers: Answers[] = []
  const began = performance.now()
  for (const fold of folds.length > 0 ? folds : [hashedFolds(name, data.rowCount)]) {
    for (const number of [...new Set(fold)].sort((a, b) => a - b)) {
      answers.push(judge(data, (row) => fold[row] === number))
      report(`${answers.length} fits, log loss ${meanOf(answers).model!.logLoss.toFixed(4)}`)
    }
  }
  const secondsPerFit = (performance.now() - began) / 1000 / answers.length
  const split = timeTest && judge(data, (row) => timeTest[row] === 1)
  return {
    ...flat(meanOf(answers)),
    confidence: judgeConfidence(answers.flatMap(({ told }) => told)),
    fits: answers.length,
    secondsPerFit,
    ...(split && { timeSplit: { ...flat(split.quality), confidence: judgeConfidence(split.told) } }),
  }
}

function hashedFolds(name: string, rowCount: number): Uint8Array {
  return Uint8Array.from({ length: rowCount }, (_, row) => Math.floor(unitHash(`${name} ${row}`) * FOLDS))
}

function judge(data: Dataset, isTest: (row: number) => boolean): Answers {
  const fitted = takeRows(data, (row) => !isTest(row))
  const test = takeRows(data, isTest)
  const model = trainModel(fitted)
  const rows = encodeDataset(model, test)
  const width = model.features.length
  const quality = (probabilities: Float64Array): Quality => {
    const { auc, logLoss, brier, calibrationError } = measure({ probabilities, labels: test.labels })
    return { auc: Number.isNaN(auc) ? null : auc, logLoss, brier, ece: calibrationError }
  }
  const each = (margin: (at: number) => number) =>
    quality(Float64Array.from(test.labels, (_, row) => sigmoid(margin(row * width))))
  const share = (fitted.labels.reduce((sum, label) => sum + label, 0) + 0.5) / (fitted.rowCount + 1)
  const probabilities = predictBatch(model, rows, new Float64Array(test.rowCount))
  return {
    quality: {
      model: quality(probabilities),
      baseRate: each(() => logOdds(share)),
      logistic: each((at) => predictLinear(model, rows, at)),
      trees: each((at) => model.base + predictForest(model.forest, rows, at)),
    },
    told: Array.from(probabilities, (probability, row) => {
      const told = rows.subarray(row * width, (row + 1) * width)
      const { level, low, high } = confidenceIn(model, fitted.rowCount, told, probability)
      return { level, width: high - low, probability, label: test.labels[row]! }
    }),
  }
}

/**
 * As the product would say it of a deal that names neither customer, owner nor stage. A model that knows no more than the usual
 * rate would not be published, and what is shown in its place is never sure of anything.
 */
function confidenceIn(model: TrainedModel, deals: number, row: Uint8Array, probability: number): Confidence {
  const missing = row.reduce((sum, bin) => sum + (bin === 0 ? 1 : 0), 0)
  const { blendLoss, baseLoss } = model.report
  const rung = blendLoss <= (1 - LEAST_GAIN) * baseLoss ? 'own' : 'base_rate'
  return confidenceOf({
    ...{ probability, rung, deals, features: model.inputs.length },
    ...{ customerDeals: null, ownerDeals: null, stageDeals: null },
    missingShare: missing / Math.max(1, row.length),
    unseen: model.features.filter(({ kind }, f) => kind === 'category' && row[f] === UNSEEN).length,
  })
}

function flat({ model, ...peers }: Answers['quality']) {
  return { ...model!, peers } // every fit judges it
}

function meanOf(answers: readonly Answers[]): Answers['quality'] {
  const mean = (values: readonly (number | null)[]) => {
    const known = values.filter((value) => value !== null)
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
  }
  return Object.fromEntries(
    Object.keys(answers[0]!.quality).map((peer): [string, Quality] => {
      const over = (metric: keyof Quality) => mean(answers.map(({ quality }) => quality[peer]![metric]))
      return [peer, { auc: over('auc'), logLoss: over('logLoss')!, brier: over('brier')!, ece: over('ece')! }]
    }),
  )
}
