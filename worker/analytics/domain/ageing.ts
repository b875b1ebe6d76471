import { exp } from './arithmetic'
import { usableRows } from './boosting/dataset'
import { logisticLoss } from './boosting/loss'
import { unitHash } from './hash'
import { type Hindsight, hindsightOf, type Said } from './hindsight'
import { isSurelyLess, type Losses } from './paired'
import { DAY_MS } from './timeline'
import type { TrainingSet } from './training-set'

/** How fast the past stops counting: a look weighs half as much for each half-life it lies back. */
export interface Ageing {
  /** Null where the past tells as much of the newest deals as they do of each other. */
  readonly halfLifeDays: number | null
}

export const NEVER: Ageing = { halfLifeDays: null }
// Longest first: each forgets more than the one before.
const HALF_LIVES = [360, 180, 90, 45] as const
const FORGOTTEN = 1 / 64 // six half-lives
const MOST_JUDGED = 0.8 // of the newest deals: something must be left to learn from
const ENOUGH_TO_JUDGE = 50 // won, and lost: a lot that falls a little short still leaves the 40 that the gate needs
const SURE = 2 // standard errors, since the best of several is compared

/**
 * Whether older deals mislead about the newest. Each of the newest deals is told by logistic regressions that have not seen
 * it, learned once from everything as it is and once with the past fading; where fading tells them better beyond chance, the
 * world has turned, and the half-life that does best is the answer. Where it has not, forgetting only wastes deals, and the
 * comparison says that too.
 */
export function ageingOf(set: TrainingSet, hindsight: Hindsight = hindsightOf(set)): Ageing {
  if (set.window.holdoutFrom === null) return NEVER
  const even = lossesOf(set, hindsight, hindsight.even)
  let best: { halfLifeDays: number | null; losses: Losses } = { ...NEVER, losses: even }
  for (const halfLifeDays of HALF_LIVES) {
    const losses = lossesOf(set, hindsight, hindsight.aged(agedWeights(set, { halfLifeDays })))
    // Past the best half-life it only gets worse.
    if (sumOf(losses) >= sumOf(best.losses)) break
    best = { halfLifeDays, losses }
  }
  return isSurelyLess(best.losses, even, SURE) ? { halfLifeDays: best.halfLifeDays } : NEVER
}

/** The weights of a set's rows as they fade, and at last are nothing. Undated deals have no age, and keep theirs. */
export function agedWeights({ dataset, moments, closings }: TrainingSet, { halfLifeDays }: Ageing): Float64Array {
  if (halfLifeDays === null) return dataset.weights
  const isDated = (row: number) => !Number.isNaN(closings[dataset.groups[row]!]!)
  const perMs = Math.LN2 / (halfLifeDays * DAY_MS)
  let newest = Number.NEGATIVE_INFINITY
  moments.forEach((at, row) => {
    if (isDated(row)) newest = Math.max(newest, at)
  })
  return dataset.weights.map((weight, row) => {
    if (!isDated(row)) return weight
    const left = exp(-perMs * (newest - moments[row]!))
    return left < FORGOTTEN ? 0 : weight * left
  })
}

/**
 * Rows to learn from and rows to judge on where the world has turned. A model of the time before would fail on the newest
 * deals, and nobody asks for it: what is asked is whether one that knows the time since does better than the usual rate. So
 * half of the newest deals, or as many more as a verdict needs, are drawn by lot and judged by what the others and all before
 * have taught.
 */
export function splitAfterTurn(set: TrainingSet): Pick<TrainingSet, 'training' | 'holdout'> {
  const { dataset, opportunityIds, holdout, window } = set
  const share = Math.min(MOST_JUDGED, Math.max(0.5, ENOUGH_TO_JUDGE / Math.min(window.holdoutWon, window.holdoutLost)))
  const drawn = holdout.filter((row) => unitHash(`turned ${opportunityIds[dataset.groups[row]!]}`) < share)
  const judged = new Set(Array.from(drawn, (row) => dataset.groups[row]!))
  const training = usableRows(dataset).filter((row) => !judged.has(dataset.groups[row]!))
  return { training, holdout: drawn }
}

/** The loss of every new deal, as weighted in the dataset. */
function lossesOf({ dataset, holdout }: TrainingSet, { rows }: Hindsight, { margins }: Said): Losses {
  const isNew = new Uint8Array(dataset.rowCount)
  for (const row of holdout) isNew[row] = 1
  const losses = new Map<number, number>()
  for (const row of rows) {
    if (isNew[row] === 0) continue
    const deal = dataset.groups[row]!
    const loss = dataset.weights[row]! * logisticLoss(margins[row]!, dataset.labels[row]!)
    losses.set(deal, (losses.get(deal) ?? 0) + loss)
  }
  return losses
}

const sumOf = (losses: Losses) => [...losses.values()].reduce((sum, loss) => sum + loss, 0)
