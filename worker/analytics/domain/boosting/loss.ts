import { exp, log, log1p } from '../arithmetic'
/** Won with probability σ(m) = 1 / (1 + e⁻ᵐ), m the log-odds. */
export function sigmoid(margin: number): number {
  return 1 / (1 + exp(-margin))
}

/** log(p / (1 − p)). */
export function logOdds(probability: number): number {
  return log(probability / (1 - probability))
}

/** −log of the probability given to what happened: log(1 + e⁻ᵐ) if won, log(1 + eᵐ) if lost, without overflow. */
export function logisticLoss(margin: number, label: number): number {
  const against = label === 1 ? -margin : margin
  return against > 0 ? against + log1p(exp(-against)) : log1p(exp(against))
}

/** Mean logistic loss in nats of the given rows, each by its weight. 0 for no rows. */
export function meanLoss(margins: Float64Array, labels: Uint8Array, weights: Float64Array, rows: Int32Array): number {
  let sum = 0
  let weight = 0
  for (const row of rows) {
    sum += weights[row]! * logisticLoss(margins[row]!, labels[row]!)
    weight += weights[row]!
  }
  return weight > 0 ? sum / weight : 0
}

/** Log-odds of the weighted share of won rows, half a deal added to each side so that all won is not certainty. */
export function baseLogOdds(labels: Uint8Array, weights: Float64Array, rows: Int32Array): number {
  let won = 0.5
  let lost = 0.5
  for (const row of rows) {
    if (labels[row] === 1) won += weights[row]!
    else lost += weights[row]!
  }
  return log(won / lost)
}

// σ on a grid with straight lines between, error below 8e-7: boosting asks for it millions of times and corrects in
// the next round what it got slightly wrong in this one.
const REACH = 20
const STEPS = 128
const SIGMOID = Float64Array.from({ length: 2 * REACH * STEPS + 2 }, (_, i) => sigmoid(i / STEPS - REACH))

function nearlySigmoid(margin: number): number {
  const at = (Math.max(-REACH, Math.min(REACH, margin)) + REACH) * STEPS
  const index = at | 0 // at is not negative; an engine takes this for a whole number, and a truncated one for any
  const low = SIGMOID[index]! // margin is clamped to the grid, which has one point more than it needs
  return low + (SIGMOID[index + 1]! - low) * (at - index)
}

/** What the derivatives of some rows add up to: gradients without their signs. */
export interface Sums {
  readonly gradients: number
  readonly hessians: number
}

/**
 * First and second derivative of the loss by the margin, for the given rows only:
 * gradient = w (σ(m) − y), hessian = w σ(m) (1 − σ(m)). Returns what they add up to.
 */
export function differentiate(
  margins: Float64Array,
  labels: Uint8Array,
  weights: Float64Array,
  rows: Int32Array,
  gradients: Float64Array,
  hessians: Float64Array,
): Sums {
  let gradientSum = 0
  let hessianSum = 0
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!
    const p = nearlySigmoid(margins[row]!)
    const weight = weights[row]!
    const gradient = weight * (p - labels[row]!)
    const hessian = weight * p * (1 - p)
    gradients[row] = gradient
    hessians[row] = hessian
    gradientSum += Math.abs(gradient)
    hessianSum += hessian
  }
  return { gradients: gradientSum, hessians: hessianSum }
}
