import { exp } from '../../worker/analytics/domain/arithmetic'
import { binDataset, fitBins } from '../../worker/analytics/domain/boosting/binning'
import { type BoostSettings, createBooster } from '../../worker/analytics/domain/boosting/boosting'
import { IDENTITY } from '../../worker/analytics/domain/boosting/calibration'
import { type Column, type Dataset, numericColumn, usableRows } from '../../worker/analytics/domain/boosting/dataset'
import { designLinear, fitLogistic, linearModel } from '../../worker/analytics/domain/boosting/logistic'
import { sigmoid } from '../../worker/analytics/domain/boosting/loss'
import { trainModel } from '../../worker/analytics/domain/boosting/model'
import { createRandom } from '../../worker/analytics/domain/boosting/random'
import { binOffsets, inputPositions, type TrainedModel } from '../../worker/analytics/domain/boosting/scoring'
import { plantForest } from '../../worker/analytics/domain/boosting/tree'

export const ROUNDS = 200

/** The setting every gradient boosting library is compared in: 200 trees of depth 6, nothing sampled. */
export const SETTINGS: BoostSettings = {
  maxDepth: 6,
  maxLeaves: 64,
  learningRate: 0.1,
  lambda: 1,
  minHessian: 1,
  minGain: 0,
  categoryLambda: 100,
  categorySmoothing: 10,
  minCategoryHessian: 8,
  maxCategories: 32,
  oneAgainstRest: 4,
  rowSampling: 1,
  columnSampling: 1,
}

/** Bins and 200 trees of depth 6: what a library of gradient boosting does from columns to a forest. */
export function growTrees(data: Dataset) {
  const rows = usableRows(data)
  const features = fitBins(data, rows, { maxBins: 255, minCategoryWeight: 0, minCommonWeight: 20 })
  const matrix = binDataset(data, features)
  const booster = createBooster({ matrix, features, ...data, rows, settings: SETTINGS, seed: 1 })
  for (let round = 0; round < ROUNDS; round++) booster.grow()
  const offsets = binOffsets(features)
  const forest = plantForest(
    booster.trees,
    Int32Array.from(features, (_, f) => offsets[f + 1]! - offsets[f]!),
  )
  return { rows, features, matrix, offsets, forest, base: booster.base }
}

/** The same with a linear member beside them, so that scores and artifacts are as whole as real ones. */
export function grow(data: Dataset) {
  const began = performance.now()
  const { rows, features, matrix, offsets, forest, base } = growTrees(data)
  const seconds = (performance.now() - began) / 1000

  const numeric = new Map(data.columns.flatMap((column) => (column.kind === 'numeric' ? [[column.name, column]] : [])))
  const design = designLinear(matrix, features, (name) => numeric.get(name), data.weights, rows)
  const inputs = data.columns.map(({ name, kind }) => ({ name, kind }))
  const model: TrainedModel = {
    ...{ inputs, features, offsets, forest, base, inputOf: inputPositions(inputs, features) },
    linear: linearModel(design, fitLogistic({ matrix, design, ...data, rows }, 10)),
    linearMeans: new Float64Array(features.length),
    blend: { intercept: 0, trees: 0.8, linear: 0.2 },
    calibration: IDENTITY,
    report: trainModel({ ...data, labels: new Uint8Array(data.rowCount) }).report,
  }
  return { model, matrix, rows, seconds }
}

/** Made-up deals in the size and shape of a large export: half the columns numbers, half categories, one in four won. */
export function madeUpDeals(rowCount = 62_434, seed = 1): Dataset {
  const random = createRandom(seed)
  const sizes = [11, 4, 7, 5, 5, 5, 5, 3, 7]
  const numbers = Array.from({ length: 8 }, () => new Float64Array(rowCount))
  const codes = sizes.map(() => new Int32Array(rowCount))
  const labels = new Uint8Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    let margin = -1.8
    numbers.forEach((values, i) => {
      const value = random()
      // Days are whole numbers, shares are not, amounts are skewed.
      values[row] = i < 4 ? Math.floor(value * 200) : i < 6 ? value : exp(value * 8)
      margin += (i % 2 ? 1.5 : -1.5) * Math.sin(3 * value + i)
    })
    codes.forEach((values, i) => {
      values[row] = Math.floor(random() ** 1.5 * sizes[i]!)
      margin += ((values[row]! * 7 + i) % 5) / 4 - 0.5
    })
    labels[row] = random() < sigmoid(margin) ? 1 : 0
  }
  const columns: Column[] = [
    ...numbers.map((values, i) => numericColumn(`number ${i}`, values)),
    ...codes.map((values, i): Column => {
      const dictionary = Array.from({ length: sizes[i]! }, (_, k) => `value ${k}`)
      return { kind: 'category', name: `category ${i}`, codes: values, dictionary }
    }),
  ]
  const groups = Int32Array.from(labels.keys())
  return { rowCount, columns, labels, weights: new Float64Array(rowCount).fill(1), groups, times: null }
}
