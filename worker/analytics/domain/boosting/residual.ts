import { binDataset, fitBins } from './binning'
import { createBooster } from './boosting'
import { fitCalibration } from './calibration'
import { type Dataset, usableRows } from './dataset'
import { crossFolds } from './folds'
import { joinModels } from './joined'
import { binOffsets, encodeDataset, predictLogOdds, type TrainedModel } from './scoring'
import { chooseTrees, heldOutRows, type Judged } from './selection'
import { planFor } from './settings'
import { plantForest } from './tree'

const MOST_ROUNDS = 100 // a correction, not a model of its own
const SEED = 1

/**
 * Grows small trees on what a given model leaves unexplained, as many as held-out folds bear. Null where none helps.
 */
export function trainResidual(dataset: Dataset, first: TrainedModel): TrainedModel | null {
  const { labels, weights } = dataset
  const rows = usableRows(dataset)
  const plan = planFor(0)
  const features = fitBins(dataset, rows, plan.binning)
  if (features.length === 0) return null
  const matrix = binDataset(dataset, features)
  const start = marginsOf(first, dataset)
  const settings = { ...plan.candidates[0]!, maxDepth: 2, maxLeaves: 4, learningRate: 0.1, lambda: 10, minHessian: 2 } // every plan has one
  const judged: Judged = {
    ...{ matrix, features, labels, weights, start, monotone: null, seed: SEED },
    ...{ holdouts: crossFolds(dataset, rows, planFor(0, rows.length).folds, SEED), repeats: 1 },
  }
  const watch = { afterRound: () => false }
  const trees = chooseTrees(judged, { ...plan, candidates: [settings], maxRounds: MOST_ROUNDS }, watch)
  if (trees.rounds === 0) return null
  const booster = createBooster({
    matrix,
    features,
    labels,
    weights,
    rows,
    settings,
    start,
    coverUnit: 1 / 16,
    seed: SEED,
  })
  for (let round = 0; round < trees.rounds; round++) booster.grow()
  const offsets = binOffsets(features)
  const joined = joinModels(first, {
    inputs: dataset.columns.map(({ name, kind }) => ({ name, kind })),
    features,
    forest: plantForest(
      booster.trees,
      Int32Array.from(features, (_, f) => offsets[f + 1]! - offsets[f]!),
    ),
  })
  const fitted = fitCalibration({ margins: trees.margins, labels, weights, rows: heldOutRows(judged) })
  return {
    ...joined,
    calibration: {
      slope: fitted.slope * joined.calibration.slope,
      intercept: fitted.slope * joined.calibration.intercept + fitted.intercept,
    },
    report: {
      ...joined.report,
      ...{ rows: rows.length, rounds: trees.rounds, maxDepth: settings.maxDepth, maxLeaves: settings.maxLeaves },
      ...{ learningRate: settings.learningRate, lambda: settings.lambda, heldOut: 'folds', blendLoss: trees.loss },
    },
  }
}

/** What a model says of every row of a dataset, in log-odds. Columns it does not find are missing. */
export function marginsOf(model: TrainedModel, dataset: Dataset): Float64Array {
  const encoded = encodeDataset(model, dataset)
  const width = model.features.length
  return Float64Array.from({ length: dataset.rowCount }, (_, row) => predictLogOdds(model, encoded, row * width))
}
