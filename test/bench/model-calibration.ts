import { logOdds, sigmoid } from '../../worker/analytics/domain/boosting/loss'
import { fitFew } from '../../worker/analytics/domain/boosting/newton'

/** What a model said of a deal at a moment, beside the true chance. */
export interface Told {
  readonly probability: number
  readonly truth: number
  readonly weight: number
  readonly stageId: string
  readonly dealId: string
}

export interface TrueCalibration {
  /** Of the answers against the true chances: 1 is right. */
  readonly slope: number
  /** Standard error of the slope: by the luck of the deals it was learned from, and of those it was asked about. */
  readonly slopeError: number
  /** Mean distance of answer and true chance over ten bins of equal weight. */
  readonly error: number
}

const BINS = 10

/** `closedDeals`: how many the model had learned from. */
export function trueCalibration(told: readonly Told[], closedDeals: number): TrueCalibration {
  const rows = Int32Array.from(told.keys())
  const weights = Float64Array.from(told, ({ weight }) => weight)
  const margins = Float64Array.from(told, ({ probability }) => logOdds(probability))
  const targets = Float64Array.from(told, ({ truth }) => truth)
  const { coefficients, intercept } = fitFew({ columns: [margins], targets, weights, rows, ridge: 1e-6 })
  const [slope = Number.NaN] = coefficients
  return { slope, slopeError: slopeError(told, margins, { slope, intercept }, closedDeals), error: errorOf(told) }
}

/**
 * Two variances. Of the deals that are asked about: the sandwich Σ g² / I², g the score of all looks at one deal and
 * I = Σ w p (1 − p) (m − m̄)² the information (Huber 1967). Of those it was learned from: 1/I of as many deals, which is what a
 * perfect model pays that has to find its slope from them.
 */
function slopeError(
  told: readonly Told[],
  margins: Float64Array,
  { slope, intercept }: { readonly slope: number; readonly intercept: number },
  closedDeals: number,
): number {
  const said = margins.map((margin) => sigmoid(slope * margin + intercept))
  const curvatures = told.map(({ weight }, i) => weight * said[i]! * (1 - said[i]!))
  const sumOf = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0)
  const mean = sumOf(curvatures.map((curvature, i) => curvature * margins[i]!)) / sumOf(curvatures)
  const information = sumOf(curvatures.map((curvature, i) => curvature * (margins[i]! - mean) ** 2))
  const scores = new Map<string, number>()
  told.forEach(({ dealId, weight, truth }, i) => {
    scores.set(dealId, (scores.get(dealId) ?? 0) + weight * (truth - said[i]!) * (margins[i]! - mean))
  })
  const asked = [...scores.values()].reduce((sum, score) => sum + score ** 2, 0) / information ** 2
  const learned = sumOf(told.map(({ weight }) => weight)) / (Math.max(1, closedDeals) * information)
  return Math.sqrt(asked + learned)
}

function errorOf(told: readonly Told[]): number {
  const ascending = told.toSorted((a, b) => a.probability - b.probability)
  const total = told.reduce((sum, { weight }) => sum + weight, 0)
  let error = 0
  let seen = 0
  for (let bin = 1, at = 0; bin <= BINS; bin++) {
    let distance = 0
    for (; at < ascending.length && (bin === BINS || seen < (bin / BINS) * total); at++) {
      const { weight, probability, truth } = ascending[at]!
      distance += weight * (probability - truth)
      seen += weight
    }
    error += Math.abs(distance) / total
  }
  return error
}
