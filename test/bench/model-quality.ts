import type { Dataset } from '../../worker/analytics/domain/boosting/dataset'
import { logOdds, sigmoid } from '../../worker/analytics/domain/boosting/loss'
import { measure } from '../../worker/analytics/domain/boosting/metrics'
import { trainModel } from '../../worker/analytics/domain/boosting/model'
import { encodeDataset, predictBatch, predictLinear } from '../../worker/analytics/domain/boosting/scoring'
import { predictForest } from '../../worker/analytics/domain/boosting/tree'
import { type PreparedSet, takeRows } from './model-data'

export interface Quality {
  readonly auc: number
  readonly logLoss: number
  readonly brier: number
  /** Expected calibration error over ten bins of equal count. */
  readonly ece: number
}

export interface SetQuality extends Quality {
  readonly fits: number
  readonly secondsPerFit: number
  readonly peers: Readonly<Record<Peer, Quality>>
  readonly timeSplit?: Quality & { readonly peers: Readonly<Record<Peer, Quality>> }
}

type Peer = 'baseRate' | 'logistic' | 'trees'
type Answers = Record<Peer | 'model', Quality>

/** Trains on every fold's complement and tests on the fold; means over folds. Where there is a time split, that too. */
export function judgeSet({ data, folds, timeTest }: PreparedSet, report: (line: string) => void): SetQuality {
  const answers: Answers[] = []
  const began = performance.now()
  for (const fold of folds) {
    for (const number of [...new Set(fold)].sort((a, b) => a - b)) {
      answers.push(judge(data, (row) => fold[row] === number))
      report(`${answers.length} fits, log loss ${meanOf(answers).model.logLoss.toFixed(4)}`)
    }
  }
  const secondsPerFit = (performance.now() - began) / 1000 / Math.max(1, answers.length)
  const split = timeTest && judge(data, (row) => timeTest[row] === 1)
  return {
    ...flat(meanOf(answers)),
    fits: answers.length,
    secondsPerFit,
    ...(split && { timeSplit: flat(split) }),
  }
}

function judge(data: Dataset, isTest: (row: number) => boolean): Answers {
  const fitted = takeRows(data, (row) => !isTest(row))
  const test = takeRows(data, isTest)
  const model = trainModel(fitted)
  const rows = encodeDataset(model, test)
  const width = model.features.length
  const quality = (probabilities: Float64Array): Quality => {
    const { auc, logLoss, brier, calibrationError } = measure({ probabilities, labels: test.labels })
    return { auc, logLoss, brier, ece: calibrationError }
  }
  const each = (margin: (at: number) => number) =>
    quality(Float64Array.from(test.labels, (_, row) => sigmoid(margin(row * width))))
  const share = fitted.labels.reduce((sum, label) => sum + label, 0) / fitted.rowCount
  return {
    model: quality(predictBatch(model, rows, new Float64Array(test.rowCount))),
    baseRate: each(() => logOdds(share)),
    logistic: each((at) => predictLinear(model, rows, at)),
    trees: each((at) => model.base + predictForest(model.forest, rows, at)),
  }
}

function flat({ model, ...peers }: Answers) {
  return { ...model, peers }
}

function meanOf(answers: readonly Answers[]): Answers {
  const mean = (of: keyof Answers): Quality => {
    const over = (metric: keyof Quality) => answers.reduce((sum, a) => sum + a[of][metric], 0) / answers.length
    return { auc: over('auc'), logLoss: over('logLoss'), brier: over('brier'), ece: over('ece') }
  }
  return { model: mean('model'), baseRate: mean('baseRate'), logistic: mean('logistic'), trees: mean('trees') }
}
