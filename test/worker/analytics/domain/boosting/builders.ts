import { binDataset, type FeatureBins, fitBins } from '../../../../../worker/analytics/domain/boosting/binning'
import type { BoostSettings } from '../../../../../worker/analytics/domain/boosting/boosting'
import {
  type Column,
  categoryColumn,
  createDataset,
  type Dataset,
  type DatasetParts,
  usableRows,
} from '../../../../../worker/analytics/domain/boosting/dataset'
import type { Sums } from '../../../../../worker/analytics/domain/boosting/loss'
import { createRandom } from '../../../../../worker/analytics/domain/boosting/random'

export const BINNING = { maxBins: 255, minCategoryWeight: 0, minCommonWeight: 20 }

export const SETTINGS: BoostSettings = {
  maxDepth: 4,
  maxLeaves: 16,
  learningRate: 0.1,
  lambda: 1,
  minHessian: 0.1,
  minGain: 0,
  categoryLambda: 10,
  categorySmoothing: 10,
  minCategoryHessian: 0,
  maxCategories: 32,
  oneAgainstRest: 4,
  rowSampling: 1,
  columnSampling: 1,
}

/** What some rows add up to. */
export function sumsOf(gradients: Float64Array, hessians: Float64Array, rows: Int32Array): Sums {
  const sum = { gradients: 0, hessians: 0 }
  for (const row of rows) {
    sum.gradients += Math.abs(gradients[row]!)
    sum.hessians += hessians[row]!
  }
  return sum
}

export function dataset(parts: DatasetParts): Dataset {
  const made = createDataset(parts)
  if (!made.ok) throw new Error(JSON.stringify(made.error))
  return made.value
}

/**
 * Deals whose odds follow size (a bend), age (a slope), region (three levels) and an interaction, with holes in every
 * column. `noise` is a column that says nothing.
 */
export function deals(rowCount: number, seed = 1, more: Partial<DatasetParts> = {}): Dataset {
  const random = createRandom(seed)
  const size = new Float64Array(rowCount)
  const age = new Float64Array(rowCount)
  const noise = new Float64Array(rowCount)
  const region: (string | null)[] = []
  const labels = new Uint8Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    size[row] = Math.exp(6 + 4 * random())
    age[row] = Math.floor(random() * 120)
    noise[row] = random()
    const place = Math.floor(random() * 5)
    region.push(random() < 0.1 ? null : `region ${place}`)
    const bend = Math.abs(Math.log(size[row]!) - 8) - 1
    const margin = 1.5 * bend - age[row]! / 40 + (place < 2 ? 1 : -0.5) + (place === 3 && age[row]! > 60 ? 2 : 0)
    labels[row] = random() < 1 / (1 + Math.exp(-margin)) ? 1 : 0
    if (random() < 0.1) age[row] = Number.NaN
  }
  const columns: Column[] = [
    { kind: 'numeric', name: 'size', values: size },
    { kind: 'numeric', name: 'age', values: age },
    categoryColumn('region', region),
    { kind: 'numeric', name: 'noise', values: noise },
  ]
  return dataset({ columns, labels, ...more })
}

export function binned(data: Dataset) {
  const rows = usableRows(data)
  const features: FeatureBins[] = fitBins(data, rows, BINNING)
  return { rows, features, matrix: binDataset(data, features) }
}
