import { fitFew } from './newton'

/** calibrated log-odds = slope · log-odds + intercept. */
export interface Calibration {
  readonly slope: number
  readonly intercept: number
}

export const IDENTITY: Calibration = { slope: 1, intercept: 0 }

export interface CalibrationInput {
  /** Log-odds of a finished model on rows it has not seen, by row. */
  readonly margins: Float64Array
  readonly labels: Uint8Array
  readonly weights: Float64Array
  readonly rows: Int32Array
}

// Fewer won or lost deals than this move a slope by chance more than a model is usually wrong.
export const MIN_CALIBRATION_DEALS = 40

/**
 * Platt scaling (Platt 1999, with his targets (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2) that keep it from certainty). The identity
 * where fewer than 40 deals were won or fewer than 40 lost. A negative slope is never given: a model that ranks
 * backwards is answered with the base rate instead.
 */
export function fitCalibration({ margins, labels, weights, rows }: CalibrationInput): Calibration {
  let won = 0
  let lost = 0
  for (const row of rows) {
    if (labels[row] === 1) won += weights[row]!
    else lost += weights[row]!
  }
  if (Math.min(won, lost) < MIN_CALIBRATION_DEALS) return IDENTITY
  const high = (won + 1) / (won + 2)
  const low = 1 / (lost + 2)
  const targets = Float64Array.from(labels, (label) => (label === 1 ? high : low))
  const { intercept, coefficients } = fitFew({ columns: [margins], targets, weights, rows, ridge: 1e-6 })
  if (coefficients[0]! > 0) return { slope: coefficients[0]!, intercept }
  return { slope: 0, intercept: fitFew({ columns: [], targets, weights, rows, ridge: 0 }).intercept }
}
