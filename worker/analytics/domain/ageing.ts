import { exp } from './arithmetic'
import { binDataset, fitBins } from './boosting/binning'
import { type Dataset, type NumericColumn, usableRows } from './boosting/dataset'
import { crossFolds } from './boosting/folds'
import { designLinear, fitLogistic, linearModel, sumTable } from './boosting/logistic'
import { logisticLoss } from './boosting/loss'
import { planFor } from './boosting/settings'
import { unitHash } from './hash'
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
const FOLDS = 4
const SEED = 1
const LAMBDA = 30
// Enough to tell a turned market from an even one, and a second's work.
const MOST_ROWS = 12_000
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
export function ageingOf(set: TrainingSet): Ageing {
  if (set.window.holdoutFrom === null) return NEVER
  const { dataset, moments, opportunityIds, holdout } = set
  const share = MOST_ROWS / dataset.rowCount
  const rows = usableRows(dataset).filter(
    (row) => share >= 1 || unitHash(`${opportunityIds[dataset.groups[row]!]} ${moments[row]}`) < share,
  )
  const isNew = new Uint8Array(dataset.rowCount)
  for (const row of holdout) isNew[row] = 1
  const learnFrom = learner(dataset, rows)
  const even = learnFrom(dataset.weights, isNew)
  let best: { halfLifeDays: number | null; losses: ReadonlyMap<number, number> } = { ...NEVER, losses: even }
  for (const halfLifeDays of HALF_LIVES) {
    const losses = learnFrom(agedWeights(set, { halfLifeDays }), isNew)
    // Past the best half-life it only gets worse.
    if (sumOf(losses) >= sumOf(best.losses)) break
    best = { halfLifeDays, losses }
  }
  return isSurelyLess(best.losses, even) ? { halfLifeDays: best.halfLifeDays } : NEVER
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

/** Learns with some weights and answers the loss of every new deal, as weighted in the dataset, out of fold. */
function learner(dataset: Dataset, rows: Int32Array) {
  const { labels, groups } = dataset
  const features = fitBins(dataset, rows, planFor(rows.length).binning)
  const matrix = binDataset(dataset, features)
  const columnByName = new Map(dataset.columns.map((column) => [column.name, column]))
  const numericColumn = (name: string) => columnByName.get(name) as NumericColumn | undefined // asked for numbers only
  const design = designLinear(matrix, features, numericColumn, dataset.weights, rows)
  const folds = crossFolds(dataset, rows, FOLDS, SEED)
  const margins = new Float64Array(dataset.rowCount)
  return (weights: Float64Array, isNew: Uint8Array): ReadonlyMap<number, number> => {
    const losses = new Map<number, number>()
    for (const { fitted, heldOut } of folds) {
      const { table, intercept } = linearModel(
        design,
        fitLogistic({ matrix, design, labels, weights, rows: fitted }, LAMBDA),
      )
      const told = heldOut.filter((row) => isNew[row] === 1)
      sumTable(matrix, told, table, intercept, margins)
      for (const row of told) {
        const loss = dataset.weights[row]! * logisticLoss(margins[row]!, labels[row]!)
        losses.set(groups[row]!, (losses.get(groups[row]!) ?? 0) + loss)
      }
    }
    return losses
  }
}

const sumOf = (losses: ReadonlyMap<number, number>) => [...losses.values()].reduce((sum, loss) => sum + loss, 0)

/** By more than chance parts them, deal by deal. */
function isSurelyLess(losses: ReadonlyMap<number, number>, than: ReadonlyMap<number, number>): boolean {
  const gains = [...losses].map(([deal, loss]) => than.get(deal)! - loss) // both tell the same deals
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0)
  return mean * gains.length > SURE * Math.sqrt(variance)
}
