import { binCount, binOf, type FeatureBins, MISSING } from './binning'
import type { Blend } from './blend'
import type { Calibration } from './calibration'
import type { Column, Dataset } from './dataset'
import type { LinearModel } from './logistic'
import { sigmoid } from './loss'
import type { Forest } from './tree'
import { walkerOf } from './walking'

/** A column of the training data, in its order. */
export interface Input {
  readonly name: string
  readonly kind: Column['kind']
}

/** What training found out about itself, all on rows the members were not fitted on. Losses are mean nats a deal. */
export interface TrainingReport {
  readonly rows: number
  readonly wonDeals: number
  readonly lostDeals: number
  /** The newest slice, folds, a random slice, or nothing: too few deals for more than the base rate. */
  readonly heldOut: 'newest' | 'folds' | 'slice' | 'none'
  readonly baseLoss: number
  readonly treesLoss: number
  readonly linearLoss: number
  readonly blendLoss: number
  readonly rounds: number
  readonly maxDepth: number
  readonly maxLeaves: number
  readonly learningRate: number
  readonly lambda: number
  readonly linearLambda: number
  readonly seed: number
  /** Whether the caller stopped training before it was done. */
  readonly stopped: boolean
}

/**
 * A trained model, ready to score:
 *
 *     log-odds = slope · (blend.intercept + blend.trees · (base + forest) + blend.linear · linear) + intercept
 */
export interface TrainedModel {
  readonly inputs: readonly Input[]
  /** How the inputs are read: one byte of an encoded row each. Features of one input are neighbours. */
  readonly features: readonly FeatureBins[]
  /** For each feature the position of its input. */
  readonly inputOf: Int32Array
  /** Where the bins of each feature begin when all are numbered through; one entry more than features. */
  readonly offsets: Int32Array
  readonly base: number
  readonly forest: Forest
  readonly linear: LinearModel
  /** Mean of the linear table over the training rows, one entry a feature: what contributions are measured from. */
  readonly linearMeans: Float64Array
  readonly blend: Blend
  readonly calibration: Calibration
  readonly report: TrainingReport
}

/** The raw value of an input by its name. Missing is null, undefined, NaN, an infinity or the empty text. */
export type ReadValue = (name: string) => number | string | null | undefined

/** The starts of each feature's bins, numbered through. */
export function binOffsets(features: readonly FeatureBins[]): Int32Array {
  const offsets = new Int32Array(features.length + 1)
  features.forEach((bins, f) => {
    offsets[f + 1] = offsets[f]! + binCount(bins)
  })
  return offsets
}

/** For each feature the input it reads. */
export function inputPositions(inputs: readonly Input[], features: readonly FeatureBins[]): Int32Array {
  const positions = new Map(inputs.map(({ name }, position) => [name, position]))
  return Int32Array.from(features, ({ name }) => positions.get(name)!) // features are made from the inputs
}

/** Encodes one raw row into `out`, one byte a feature, from `at` on. Never refuses: what it cannot read is missing. */
export function encodeRow(model: TrainedModel, read: ReadValue, out: Uint8Array, at = 0): Uint8Array {
  let input = -1
  let value: ReturnType<ReadValue> = null
  for (let f = 0; f < model.features.length; f++) {
    const bins = model.features[f]!
    if (model.inputOf[f] !== input) {
      input = model.inputOf[f]!
      value = read(bins.name)
    }
    out[at + f] = binOf(bins, value)
  }
  return out
}

/** Encodes many rows, one after the other. Columns are found by name; one that is gone, or of another kind, is missing. */
export function encodeDataset(model: TrainedModel, { columns, rowCount }: Pick<Dataset, 'columns' | 'rowCount'>) {
  const width = model.features.length
  const encoded = new Uint8Array(rowCount * width)
  const columnByName = new Map(columns.map((column) => [column.name, column]))
  model.features.forEach((bins, f) => {
    const column = columnByName.get(bins.name)
    if (column?.kind === 'numeric' && bins.kind !== 'category') {
      for (let row = 0; row < rowCount; row++) encoded[row * width + f] = binOf(bins, column.values[row]!)
    } else if (column?.kind === 'category' && bins.kind === 'category') {
      const binOfCode = Uint8Array.from(column.dictionary, (text) => binOf(bins, text))
      for (let row = 0; row < rowCount; row++) encoded[row * width + f] = binOfCode[column.codes[row]!] ?? MISSING
    }
  })
  return encoded
}

/** The final log-odds of one encoded row, which begins at `at`. */
export function predictLogOdds(model: TrainedModel, row: Uint8Array, at = 0): number {
  return combine(model, walkerOf(model.forest).one(row, at), predictLinear(model, row, at))
}

/** The probability that the deal of one encoded row is won, within (0, 1). */
export function predict(model: TrainedModel, row: Uint8Array, at = 0): number {
  return sigmoid(predictLogOdds(model, row, at))
}

/** Probabilities of many encoded rows, one after the other in `rows`. As many as `out` has entries, where it is given. */
export function predictBatch(model: TrainedModel, rows: Uint8Array, out?: Float64Array): Float64Array {
  const width = model.features.length
  const sums = out ?? new Float64Array(width === 0 ? 0 : rows.length / width)
  sums.fill(0)
  walkerOf(model.forest).many(rows, width, sums)
  for (let i = 0; i < sums.length; i++) {
    sums[i] = sigmoid(combine(model, sums[i]!, predictLinear(model, rows, i * width)))
  }
  return sums
}

export function predictLinear({ linear, offsets }: TrainedModel, row: Uint8Array, at = 0): number {
  let sum = linear.intercept
  for (let f = 0; f + 1 < offsets.length; f++) sum += linear.table[offsets[f]! + row[at + f]!]!
  return sum
}

function combine({ base, blend, calibration }: TrainedModel, forest: number, linear: number): number {
  const blended = blend.intercept + blend.trees * (base + forest) + blend.linear * linear
  return calibration.slope * blended + calibration.intercept
}
