export type Confidence = 'low' | 'medium' | 'high'

/** A chance to win as the model gives it; every number is a fraction from 0 to 1. */
export interface Probability {
  readonly value: number
  readonly confidence: Confidence
  readonly low?: number | undefined
  readonly high?: number | undefined
  /** What it was a week ago; left out when the deal is younger. */
  readonly weekAgo?: number | undefined
}

const WORTH_SAYING = 2 // points; less than that in a week is noise

/** Whole points from 1 to 99: no open deal is certain, and rounding must not say so. */
export function toPoints(fraction: number): number {
  return Math.min(99, Math.max(1, Math.round(fraction * 100)))
}

/** Points moved since last week, or 0 when it is not worth saying. */
export function changeInPoints(probability: Probability): number {
  if (probability.weekAgo === undefined) return 0
  const change = toPoints(probability.value) - toPoints(probability.weekAgo)
  return Math.abs(change) < WORTH_SAYING ? 0 : change
}

/** What a screen reader says: "64 percent, medium confidence, up 7 since last week". */
export function announceProbability(probability: Probability): string {
  const change = changeInPoints(probability)
  const parts = [`${toPoints(probability.value)} percent`, `${probability.confidence} confidence`]
  if (change !== 0) parts.push(`${change > 0 ? 'up' : 'down'} ${Math.abs(change)} since last week`)
  return parts.join(', ')
}

/** "between 55 and 72", or nothing when the interval is not known. */
export function intervalWords(probability: Probability): string | undefined {
  if (probability.low === undefined || probability.high === undefined) return undefined
  return `between ${toPoints(probability.low)} and ${toPoints(probability.high)}`
}
