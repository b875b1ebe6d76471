import { log } from './arithmetic'
import { areaUnderCurve, baseRateLogLoss, calibrationError, logLoss } from './boosting/metrics'
import type { HoldoutMetrics } from './gate'

/** Answers of a model on rows it has not seen, all by position. */
export interface HoldoutRows {
  readonly probabilities: Float64Array
  readonly labels: Uint8Array
  readonly weights: Float64Array
  /** The deal of each row. */
  readonly groups: Int32Array
}

const BINS = 10

/** What the gate wants to know. Rows of one deal share its end, so every standard error is of deals, not of rows. */
export function holdoutMetrics(rows: HoldoutRows): HoldoutMetrics {
  const dealLabels = new Map(Array.from(rows.groups, (group, row) => [group, rows.labels[row]!]))
  const won = [...dealLabels.values()].filter((label) => label === 1).length
  return {
    won,
    lost: dealLabels.size - won,
    logLoss: logLoss(rows),
    baseLogLoss: baseRateLogLoss(rows.labels, rows.weights),
    gainError: gainError(rows),
    auc: areaUnderCurve(rows),
    calibrationError: calibrationError(rows, BINS),
    calibrationByChance: calibrationByChance(rows),
  }
}

/** Standard error of the mean gain over the base rate, summed deal by deal. */
function gainError({ probabilities, labels, weights, groups }: HoldoutRows): number {
  const total = sumOf(weights)
  const base = weights.reduce((sum, weight, row) => sum + weight * labels[row]!, 0) / total
  const loss = (p: number, row: number) => -log(Math.max(1e-12, labels[row] === 1 ? p : 1 - p))
  const gains = weights.map((weight, row) => weight * (loss(base, row) - loss(probabilities[row]!, row)))
  const mean = sumOf(gains) / total
  const excess = new Map<number, number>()
  gains.forEach((gain, row) => {
    excess.set(groups[row]!, (excess.get(groups[row]!) ?? 0) + gain - weights[row]! * mean)
  })
  return Math.sqrt([...excess.values()].reduce((sum, value) => sum + value ** 2, 0)) / total
}

/**
 * The calibration error that a perfect model would stay under 19 times in 20: in each bin the outcomes of its deals stray
 * by a standard error σ, of which chance shows √(2/π)·σ on average.
 */
function calibrationByChance({ probabilities, weights, groups }: HoldoutRows): number {
  const total = sumOf(weights)
  const order = Int32Array.from(probabilities.keys()).sort((a, b) => probabilities[a]! - probabilities[b]! || a - b)
  let mean = 0
  let variance = 0
  let seen = 0
  for (let bin = 0, at = 0; bin < BINS; bin++) {
    const byDeal = new Map<number, number>()
    let weight = 0
    let predicted = 0
    for (; at < order.length && (bin === BINS - 1 || seen + weight < ((bin + 1) / BINS) * total); at++) {
      const row = order[at]!
      byDeal.set(groups[row]!, (byDeal.get(groups[row]!) ?? 0) + weights[row]!)
      weight += weights[row]!
      predicted += weights[row]! * probabilities[row]!
    }
    if (weight === 0) continue
    seen += weight
    const p = predicted / weight
    const squares = [...byDeal.values()].reduce((sum, value) => sum + value ** 2, 0)
    const sigma = Math.sqrt(p * (1 - p) * squares) / total // already times the share of the bin
    mean += Math.sqrt(2 / Math.PI) * sigma
    variance += (1 - 2 / Math.PI) * sigma ** 2
  }
  return mean + 1.64 * Math.sqrt(variance)
}

const sumOf = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)
