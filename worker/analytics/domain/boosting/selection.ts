import type { BinnedMatrix, FeatureBins } from './binning'
import { type BoostSettings, createBooster } from './boosting'
import type { Holdout } from './folds'
import { fitLogistic, type LinearDesign, type LogisticFit, linearModel, sumTable } from './logistic'
import { baseLogOdds, logisticLoss, meanLoss } from './loss'
import type { TrainingPlan } from './settings'

/** What settings are judged on. Arrays by row are indexed by the row's number in the matrix. */
export interface Judged {
  readonly matrix: BinnedMatrix
  readonly features: readonly FeatureBins[]
  readonly labels: Uint8Array
  readonly weights: Float64Array
  readonly holdouts: readonly Holdout[]
  /** How many of the holdouts hold each held-out row. Their answers for a row are averaged. */
  readonly repeats: number
  readonly monotone: Int8Array | null
  /** What the trees begin from, by row; see `BoostInput`. */
  readonly start?: Float64Array | null
  readonly seed: number
}

export interface Watch {
  /** Called after every round; answers whether to stop. */
  readonly afterRound: () => boolean
}

export interface ChosenTrees {
  readonly settings: BoostSettings
  /** Rounds at which the held-out loss was least; 0 where no tree helped. */
  readonly rounds: number
  readonly loss: number
  /** Log-odds of every held-out row at that round, by row. */
  readonly margins: Float64Array
}

/**
 * Grows every candidate on all holdouts in step to the round with the least held-out loss, and keeps a later candidate
 * only if it is clearly better than an earlier one. One number of rounds for all folds together: the best of each fold
 * alone would be chosen by luck.
 */
export function chooseTrees(judged: Judged, plan: TrainingPlan, watch: Watch): ChosenTrees {
  let chosen: ChosenTrees | null = null
  for (const settings of plan.candidates) {
    const tried = tryTrees(judged, settings, plan, watch)
    if (!chosen || isClearlyBetter(judged, tried.margins, chosen.margins)) chosen = tried
  }
  return chosen! // every plan has a candidate
}

/**
 * Whether the loss falls by more than one standard error of the difference, row by row. Candidates come in order of
 * complexity, and where there are few deals the best of several is mostly the luckiest.
 */
function isClearlyBetter(judged: Judged, margins: Float64Array, than: Float64Array): boolean {
  const { labels, weights } = judged
  let weight = 0
  let sum = 0
  let squares = 0
  for (const row of heldOutRows(judged)) {
    const gain = logisticLoss(than[row]!, labels[row]!) - logisticLoss(margins[row]!, labels[row]!)
    weight += weights[row]!
    sum += weights[row]! * gain
    squares += (weights[row]! * gain) ** 2
  }
  return sum > Math.sqrt(Math.max(0, squares - (sum * sum) / weight))
}

function tryTrees(judged: Judged, settings: BoostSettings, plan: TrainingPlan, watch: Watch): ChosenTrees {
  const trial = startTrial(judged, settings)
  let loss = trial.loss()
  let rounds = 0
  let margins = trial.margins()
  for (let round = 1; round <= plan.maxRounds; round++) {
    trial.grow()
    const reached = trial.loss()
    if (reached < loss - 1e-6) {
      loss = reached
      rounds = round
      margins = trial.margins(margins)
    } else if (round - rounds >= plan.patience) break
    if (watch.afterRound()) break
  }
  return { settings, rounds, loss, margins }
}

/** Log-odds of every held-out row after so many rounds with settings that are already chosen, by row. */
export function heldOutMargins(judged: Judged, { settings, rounds }: ChosenTrees, watch: Watch): Float64Array {
  const trial = startTrial(judged, settings)
  for (let round = 1; round <= rounds; round++) {
    trial.grow()
    if (watch.afterRound()) break
  }
  return trial.margins()
}

/** One booster a holdout, all grown in step. */
function startTrial(judged: Judged, settings: BoostSettings) {
  const { matrix, features, labels, weights, holdouts, repeats, monotone, seed, start = null } = judged
  const common = { matrix, features, labels, weights, settings, monotone, start }
  const boosters = holdouts.map(({ fitted, heldOut }, fold) =>
    createBooster({ ...common, rows: fitted, heldOut, seed: seed + fold }),
  )
  const heldOutWeights = holdouts.map(({ heldOut }) => heldOut.reduce((sum, row) => sum + weights[row]!, 0))
  const totalWeight = heldOutWeights.reduce((sum, weight) => sum + weight, 0)
  return {
    grow() {
      for (const booster of boosters) booster.grow()
    },
    loss: () =>
      boosters.reduce((sum, booster, fold) => sum + booster.heldOutLoss() * heldOutWeights[fold]!, 0) / totalWeight,
    margins(into = new Float64Array(matrix.rowCount)) {
      into.fill(0)
      boosters.forEach((booster, fold) => {
        for (const row of holdouts[fold]!.heldOut) into[row]! += booster.margins[row]! / repeats
      })
      return into
    },
  }
}

export interface ChosenLinear {
  readonly lambda: number
  readonly loss: number
  /** Log-odds of every held-out row, by row. */
  readonly margins: Float64Array
}

/** Fits every λ on all holdouts, strongest first and each from where the last one ended, and keeps the best. */
export function chooseLinear(judged: Judged, design: LinearDesign, lambdas: readonly number[]): ChosenLinear {
  const { matrix, labels, weights, holdouts, repeats } = judged
  const answers = new Float64Array(matrix.rowCount)
  const last: (LogisticFit | undefined)[] = []
  let chosen: ChosenLinear | null = null
  for (const lambda of lambdas) {
    const margins = new Float64Array(matrix.rowCount)
    let loss = 0
    holdouts.forEach(({ fitted, heldOut }, fold) => {
      const fit = fitLogistic({ matrix, design, labels, weights, rows: fitted }, lambda, last[fold])
      last[fold] = fit
      const { table, intercept } = linearModel(design, fit)
      sumTable(matrix, heldOut, table, intercept, answers)
      for (const row of heldOut) margins[row]! += answers[row]! / repeats
      loss += meanLoss(answers, labels, weights, heldOut) / holdouts.length
    })
    if (!chosen || loss < chosen.loss) chosen = { lambda, loss, margins }
    // Past the best λ the loss only grows, and the fits grow slower.
    else if (loss > chosen.loss * 1.01) break
  }
  return chosen! // every plan has a λ
}

/** Mean loss over all held-out rows of all folds. */
export function heldOutLoss(judged: Judged, margins: Float64Array): number {
  return meanLoss(margins, judged.labels, judged.weights, heldOutRows(judged))
}

/** Loss of answering with the share won among the rows fitted. */
export function heldOutBaseLoss(judged: Judged): number {
  const margins = new Float64Array(judged.matrix.rowCount)
  for (const { fitted, heldOut } of judged.holdouts) {
    const base = baseLogOdds(judged.labels, judged.weights, fitted)
    for (const row of heldOut) margins[row] = base
  }
  return heldOutLoss(judged, margins)
}

/** Every row that some holdout holds, ascending. */
export function heldOutRows({ matrix, holdouts }: Pick<Judged, 'matrix' | 'holdouts'>): Int32Array {
  const isHeld = new Uint8Array(matrix.rowCount)
  for (const { heldOut } of holdouts) for (const row of heldOut) isHeld[row] = 1
  const rows = new Int32Array(isHeld.reduce((sum, held) => sum + held, 0))
  let at = 0
  for (let row = 0; row < isHeld.length; row++) if (isHeld[row] === 1) rows[at++] = row
  return rows
}
