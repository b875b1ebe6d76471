import { log } from './arithmetic'
/** A share of the score, in log-odds: exact, signed, adding up. */
export interface Contribution {
  readonly key: string
  readonly logOdds: number
}

export interface Step extends Contribution {
  /** Whole percentage points. */
  readonly points: number
}

/** From the usual win rate to this deal, in whole points that add up: base + steps + smaller = total. */
export interface Waterfall {
  /** Whole percent. */
  readonly base: number
  /** Helping, biggest first. */
  readonly helping: readonly Step[]
  /** Hurting, biggest first. */
  readonly hurting: readonly Step[]
  /** All the rest as one; null when there is none. */
  readonly smaller: { readonly count: number; readonly logOdds: number; readonly points: number } | null
  readonly total: number
}

const MOST_STEPS = 7 // what a person reads; with base, rest and total it is ten rows

/** Whole percent as shown: never 0 or 100, since no open deal is certain. */
export function shownPercent(probability: number): number {
  return Math.min(99, Math.max(1, Math.round(probability * 100)))
}

/** Contributions must add up to logit(probability) − logit(base). */
export function waterfall(
  base: number,
  probability: number,
  contributions: readonly Contribution[],
  mostSteps = MOST_STEPS,
): Waterfall {
  const factor = 100 * pointsPerLogOdds(base, probability)
  const bySize = contributions.toSorted((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
  // Half a point would be shown as none, or as one: either way it is no reason.
  const shown = bySize.slice(0, mostSteps).filter(({ logOdds }) => Math.abs(logOdds * factor) >= 0.5)
  const rest = bySize.slice(shown.length)
  const restLogOdds = rest.reduce((sum, { logOdds }) => sum + logOdds, 0)

  const total = shownPercent(probability) - shownPercent(base)
  const exact = [...shown.map(({ logOdds }) => logOdds * factor), ...(rest.length > 0 ? [restLogOdds * factor] : [])]
  const points = roundedTo(total, exact)
  const steps = shown.map((contribution, i): Step => ({ ...contribution, points: points[i]! }))
  return {
    base: shownPercent(base),
    helping: steps.filter(({ logOdds }) => logOdds > 0),
    hurting: steps.filter(({ logOdds }) => logOdds < 0),
    smaller: rest.length === 0 ? null : { count: rest.length, logOdds: restLogOdds, points: points.at(-1)! },
    total: shownPercent(probability),
  }
}

/**
 * How much probability one unit of log-odds is worth between two probabilities: the slope of the chord, so that points keep
 * the order and the sign of the contributions and add up; the slope of the curve where the two meet.
 */
export function pointsPerLogOdds(base: number, probability: number): number {
  const distance = logit(probability) - logit(base)
  return Math.abs(distance) < 1e-6 ? probability * (1 - probability) : (probability - base) / distance
}

const logit = (p: number) => log(p / (1 - p))

/**
 * Whole numbers near the exact ones that add up to the total, by largest remainder. Because the shown percentages are
 * rounded, the exact values may add up to a little less or more than the total.
 */
export function roundedTo(total: number, exact: readonly number[]): number[] {
  const whole = exact.map(Math.floor)
  const remainder = (i: number) => exact[i]! - whole[i]!
  // Of two alike the first stays at least as far from zero: what comes first is shown as the greater.
  const turn = (i: number) => (exact[i]! < 0 ? 2 * exact.length - i : i)
  const byRemainder = [...exact.keys()].sort((a, b) => remainder(b) - remainder(a) || turn(a) - turn(b))
  let missing = total - whole.reduce((sum, value) => sum + value, 0)
  for (let k = 0; missing > 0 && byRemainder.length > 0; k = (k + 1) % byRemainder.length, missing--) {
    whole[byRemainder[k]!]!++
  }
  // One too many can only be taken where it changes no sign: from what is a whole point already.
  const reducible = byRemainder.toReversed().filter((i) => whole[i] !== 0)
  for (let k = 0; missing < 0 && reducible.length > 0; k = (k + 1) % reducible.length, missing++)
    whole[reducible[k]!]!--
  return whole
}
