import { gzipSync } from 'node:zlib'
import { encodeArtifact } from '../../worker/analytics/domain/boosting/artifact'
import { binDataset, fitBins } from '../../worker/analytics/domain/boosting/binning'
import { type BoostSettings, createBooster } from '../../worker/analytics/domain/boosting/boosting'
import { IDENTITY } from '../../worker/analytics/domain/boosting/calibration'
import { createExplainer } from '../../worker/analytics/domain/boosting/contributions'
import { type Column, type Dataset, numericColumn, usableRows } from '../../worker/analytics/domain/boosting/dataset'
import { accumulate } from '../../worker/analytics/domain/boosting/histogram'
import { designLinear, fitLogistic, linearModel } from '../../worker/analytics/domain/boosting/logistic'
import { sigmoid } from '../../worker/analytics/domain/boosting/loss'
import { trainModel } from '../../worker/analytics/domain/boosting/model'
import { createRandom } from '../../worker/analytics/domain/boosting/random'
import {
  binOffsets,
  encodeDataset,
  encodeRow,
  inputPositions,
  predict,
  predictBatch,
  type ReadValue,
  type TrainedModel,
} from '../../worker/analytics/domain/boosting/scoring'
import { plantForest } from '../../worker/analytics/domain/boosting/tree'
import { type Figure, figure, median } from './figure'

const ROUNDS = 200

/** The setting every gradient boosting library is compared in: 200 trees of depth 6, nothing sampled. */
const SETTINGS: BoostSettings = {
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

/** What training, scoring, explaining and keeping 200 × 6 trees costs, one thread. */
export function measureSpeed(data: Dataset): Figure[] {
  const runs = Array.from({ length: 3 }, () => grow(data))
  const { model, matrix, rows } = runs[0]!
  const seconds = median(runs.map((run) => run.seconds))
  // Every level of every tree adds up at least half the rows, for every feature, somewhere in a table.
  const sums = new Float64Array(matrix.offsets.at(-1)!)
  const values = new Float64Array(data.rowCount).fill(1)
  const half = rows.length >> 1
  const passes = 20
  const bare = once(() => {
    for (let pass = 0; pass < passes; pass++) accumulate(matrix, rows, 0, half, values, sums)
  })
  const floor = { name: 'half the additions of its histograms', value: (bare / passes) * ROUNDS * SETTINGS.maxDepth }
  const size = `${rows.length} rows × ${data.columns.length} columns`
  return [
    figure({ name: `train ${ROUNDS} × 6 on ${size}`, value: seconds, unit: 's', floor, target: atMost(2) }),
    ...scoring(model, data),
    figure({
      name: `artifact of ${ROUNDS} × 6, gzip`,
      value: gzipSync(encodeArtifact(model), { level: 9 }).length / 1000,
      unit: 'kB',
      target: atMost(120),
    }),
    figure({ name: 'whole training, settings chosen by itself', value: once(() => trainModel(data)), unit: 's' }),
  ]
}

const atMost = (value: number) => ({ of: 'value', atMost: value }) as const

function grow(data: Dataset) {
  const began = performance.now()
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
  const seconds = (performance.now() - began) / 1000

  // A linear member beside it, so that scores and artifacts are as whole as real ones.
  const numeric = new Map(data.columns.flatMap((column) => (column.kind === 'numeric' ? [[column.name, column]] : [])))
  const design = designLinear(matrix, features, (name) => numeric.get(name), data.weights, rows)
  const inputs = data.columns.map(({ name, kind }) => ({ name, kind }))
  const model: TrainedModel = {
    ...{ inputs, features, offsets, forest, base: booster.base, inputOf: inputPositions(inputs, features) },
    linear: linearModel(design, fitLogistic({ matrix, design, ...data, rows }, 10)),
    linearMeans: new Float64Array(features.length),
    blend: { intercept: 0, trees: 0.8, linear: 0.2 },
    calibration: IDENTITY,
    report: trainModel({ ...data, labels: new Uint8Array(data.rowCount) }).report,
  }
  return { model, matrix, rows, seconds }
}

function scoring(model: TrainedModel, data: Dataset): Figure[] {
  const width = model.features.length
  const rows = encodeDataset(model, data)
  const some = Math.min(data.rowCount, 5000)
  const raw = Array.from({ length: some }, (_, row) => reader(data, row))
  const out = new Uint8Array(width)
  let sum = 0
  const one = perRow(some, (row) => {
    sum += predict(model, rows, row * width)
  })
  const whole = perRow(some, (row) => {
    sum += predict(model, encodeRow(model, raw[row]!, out))
  })
  const probabilities = new Float64Array(some)
  const batch = perRow(1, () => {
    sum += predictBatch(model, rows.subarray(0, some * width), probabilities)[0]!
  })
  const explainer = createExplainer(model)
  const explained = perRow(Math.min(some, 500), (row) => {
    sum += explainer(rows, row * width).base
  })
  if (!Number.isFinite(sum)) throw new Error('a score is not a number')
  return [
    figure({ name: 'one score, model only', value: one, unit: 'µs', target: atMost(15) }),
    figure({ name: 'one score from raw values', value: whole, unit: 'µs', target: atMost(50) }),
    figure({ name: 'batch, per row', value: batch / some, unit: 'µs', target: atMost(5) }),
    figure({ name: 'exact contributions, per row', value: explained, unit: 'µs', target: atMost(1300) }),
  ]
}

function reader(data: Dataset, row: number): ReadValue {
  const values = new Map(
    data.columns.map((column) => [
      column.name,
      column.kind === 'numeric' ? column.values[row]! : (column.dictionary[column.codes[row]!] ?? null),
    ]),
  )
  return (name) => values.get(name)
}

/** Seconds of one call. */
function once(call: () => unknown): number {
  const began = performance.now()
  call()
  return (performance.now() - began) / 1000
}

/** Microseconds a call, median of passes over the rows after two to warm up. */
function perRow(count: number, call: (row: number) => void): number {
  const passes: number[] = []
  for (let pass = -2; pass < 7; pass++) {
    const began = performance.now()
    for (let row = 0; row < count; row++) call(row)
    if (pass >= 0) passes.push(((performance.now() - began) * 1000) / count)
  }
  return median(passes)
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
      values[row] = i < 4 ? Math.floor(value * 200) : i < 6 ? value : Math.exp(value * 8)
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
