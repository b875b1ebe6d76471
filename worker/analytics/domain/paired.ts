import { log } from './arithmetic'
import type { HoldoutRows } from './holdout'

/** What two models lost on the same deals, by deal: the luck of the deals is in both, and goes when they are subtracted. */
export type Losses = ReadonlyMap<number, number>

export function lossesByDeal({ probabilities, labels, weights, groups }: HoldoutRows): Losses {
  const losses = new Map<number, number>()
  groups.forEach((deal, i) => {
    const p = labels[i] === 1 ? probabilities[i]! : 1 - probabilities[i]!
    losses.set(deal, (losses.get(deal) ?? 0) - weights[i]! * log(Math.max(1e-12, p)))
  })
  return losses
}

/** Whether less is lost than by another by more than so many standard errors of the difference, Σd > errors · √Σ(d − d̄)². */
export function isSurelyLess(losses: Losses, than: Losses, errors: number): boolean {
  const gains = [...losses].map(([deal, loss]) => than.get(deal)! - loss) // both tell the same deals
  const sum = gains.reduce((total, gain) => total + gain, 0)
  const variance = gains.reduce((total, gain) => total + (gain - sum / gains.length) ** 2, 0)
  return sum > errors * Math.sqrt(variance)
}
