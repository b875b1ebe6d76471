import { logOdds } from '../boosting/loss'
import { logLoss } from '../boosting/metrics'
import { fitFew } from '../boosting/newton'

/** A score that was told while a deal was open, and how the deal ended. */
export interface ToldScore {
  readonly opportunityId: string
  readonly probability: number
  readonly won: boolean
  /** `2026-11`: when it closed. */
  readonly month: string
}

/** How the scores that people were told came true on the deals that closed since. Losses are nats a deal. */
export interface Outcomes {
  readonly deals: number
  readonly won: number
  readonly logLoss: number
  /** Of always saying the usual rate of when the model was made. */
  readonly baseRateLogLoss: number
  /** 1 where a point of log-odds is worth a point; below it, the scores are too sure of themselves. Null where too few tell. */
  readonly slope: number | null
  /** The same by month of closing, oldest first. */
  readonly months: readonly MonthOutcomes[]
}

export interface MonthOutcomes {
  readonly month: string
  readonly deals: number
  readonly logLoss: number
  readonly baseRateLogLoss: number
}

const LEAST_FOR_SLOPE = 20 // won, and lost

/** Every deal counts once, however often it was scored. Null while none has closed. */
export function outcomesOf(told: readonly ToldScore[], usualRate: number): Outcomes | null {
  if (told.length === 0) return null
  const { deals, won, probabilities, labels, weights } = weighed(told)
  return {
    ...{ deals, won },
    ...lossesOf(told, usualRate),
    slope: Math.min(won, deals - won) < LEAST_FOR_SLOPE ? null : slopeOf(probabilities, labels, weights),
    months: [...Map.groupBy(told, ({ month }) => month)]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([month, some]) => ({ month, deals: weighed(some).deals, ...lossesOf(some, usualRate) })),
  }
}

function weighed(told: readonly ToldScore[]) {
  const timesById = new Map<string, number>()
  for (const { opportunityId } of told) timesById.set(opportunityId, (timesById.get(opportunityId) ?? 0) + 1)
  return {
    deals: timesById.size,
    won: new Set(told.filter((one) => one.won).map(({ opportunityId }) => opportunityId)).size,
    weights: Float64Array.from(told, ({ opportunityId }) => 1 / timesById.get(opportunityId)!),
    labels: Uint8Array.from(told, ({ won }) => (won ? 1 : 0)),
    probabilities: Float64Array.from(told, ({ probability }) => Math.min(0.999, Math.max(0.001, probability))),
  }
}

function lossesOf(told: readonly ToldScore[], usualRate: number) {
  const { probabilities, labels, weights } = weighed(told)
  const usual = new Float64Array(labels.length).fill(usualRate)
  return {
    logLoss: logLoss({ probabilities, labels, weights }),
    baseRateLogLoss: logLoss({ probabilities: usual, labels, weights }),
  }
}

function slopeOf(probabilities: Float64Array, labels: Uint8Array, weights: Float64Array): number | null {
  const margins = probabilities.map(logOdds)
  if (margins.every((margin) => margin === margins[0])) return null // one rate for all has no slope
  const rows = Int32Array.from(margins.keys())
  return fitFew({ columns: [margins], targets: Float64Array.from(labels), weights, rows, ridge: 1e-6 }).coefficients[0]!
}
