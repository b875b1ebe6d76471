import { sigmoid } from './loss'
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
  /** Whether the model knows nothing but these deals, and a slope that chance could give is none. */
  readonly isDoubted?: boolean
}

// Fewer won or lost deals than this move a slope by chance more than a model is usually wrong.
export const MIN_CALIBRATION_DEALS = 40

/**
 * Platt scaling (Platt 1999, with his targets (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2) that keep it from certainty). The identity
 * where fewer than 40 deals were won or fewer than 40 lost. A negative slope is never given: a model that ranks
 * backwards is answered with the base rate instead. Where the model is doubted, the slope s is drawn in to s · (1 − σ²/s²)₊
 * (the garrote of Breiman 1995, σ its standard error): hardly where there is a signal, to the base rate where there is none.
 */
export function fitCalibration({ margins, labels, weights, rows, isDoubted = false }: CalibrationInput): Calibration {
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
  const [fitted = 0] = coefficients
  const doubt = isDoubted ? varianceOf(fitted, intercept, { margins, weights, rows }) / fitted ** 2 : 0
  const slope = fitted > 0 ? fitted * Math.max(0, 1 - doubt) : 0
  if (slope === fitted) return { slope, intercept }
  const drawn = margins.map((margin) => slope * margin)
  const held = fitFew({ columns: [drawn], targets, weights, rows, ridge: HELD, centre: 1 })
  return { slope, intercept: held.intercept }
}

const HELD = 1e9 // a pull that leaves a coefficient where it is

/** 1/Σ w p (1 − p) (m − m̄)² */
function varianceOf(slope: number, intercept: number, { margins, weights, rows }: Omit<CalibrationInput, 'labels'>) {
  let information = 0
  let first = 0
  let second = 0
  for (const row of rows) {
    const margin = margins[row]!
    const p = sigmoid(slope * margin + intercept)
    const curvature = weights[row]! * p * (1 - p)
    information += curvature
    first += curvature * margin
    second += curvature * margin * margin
  }
  return 1 / Math.max(1e-12, second - (first * first) / information)
}
