import { type Ageing, agedWeights, ageingOf, NEVER, splitAfterTurn } from './ageing'
import { MIN_CALIBRATION_DEALS } from './boosting/calibration'
import type { Dataset } from './boosting/dataset'
import { trainModel } from './boosting/model'
import { trainResidual } from './boosting/residual'
import type { TrainedModel } from './boosting/scoring'
import { planFor } from './boosting/settings'
import { type GateDecision, gate, type HoldoutMetrics, LEAST_OUTCOMES } from './gate'
import { hindsightOf } from './hindsight'
import { type HoldoutRows, holdoutMetrics } from './holdout'
import { isSurelyLess, lossesByDeal } from './paired'
import { PRIOR_FEATURES } from './prior/features'
import { calibratedPrior, priorFor } from './prior/serve'
import type { Rung } from './rung'
import type { TrainingSet } from './training-set'
import { acrossFolds, FOLDS, judge, onlyRows, rowsWith } from './trial'
import { afterTurn, type Turn, turnOf } from './turn'
import { MOST_WORK, workLimit } from './work-limit'

type Trained = Exclude<Rung, 'base_rate'>

/** One rung as it was tried: what it said of deals it had not seen, and what the gate says of that. */
export interface TriedRung {
  readonly rung: Trained
  /** As it was tried: with what it was not judged on. */
  readonly model: TrainedModel
  readonly judged: HoldoutRows
  readonly metrics: HoldoutMetrics
  readonly decision: GateDecision
}

/** How far up the ladder the company's deals carry. */
export interface Climb {
  /** Lowest first. Empty where there are too few closed deals to judge anything by. */
  readonly tried: readonly TriedRung[]
  /** The best that passed the gate; null where none did, and always where nothing could be judged. */
  readonly reached: TriedRung | null
  /**
   * The shipped model where no rung has passed and the deals do not speak against it either: to be proved by some hundred of
   * them is hard even for what is true, and to show the usual rate in its place is to forget what every other company has
   * taught. It goes on as with fewer deals, and is said to be unproven.
   */
  readonly unproven: TriedRung | null
  /** Rows that were judged: the newest, or every closed deal where what was judged had seen none of them. */
  readonly rows: Int32Array
  readonly judgedOn: 'holdout' | 'all'
  /** How far back it looked. */
  readonly age: Ageing
  /** What the newest closings say against all that came before, where there is not enough of it yet to learn from. */
  readonly turn: Turn | null
  /** Makes the model of the rung that was reached from everything there is. */
  finish(): TrainedModel
}

const SURE = 1.64 // standard errors, as at the gate
const CLEARLY = 1 // standard error, by which the more complex must do better (Breiman et al. 1984, §3.4.3)
// Won, and lost, among the newest. A good model's gain is .05 nats a deal and strays by .4 from deal to deal: to be surely seen,
// it takes (2 · 1.64 · .4 / .05)² = 690 deals, and one in four or five is won.
const ENOUGH_TO_PROVE = 150
const LEAST_TO_DOUBT = 10 // won, and lost: fewer prove nothing
const LEAST_KNOWN = 0.25 // of what it looks at
// From so many deals on, a company's own model has never needed the help, and time is short.
const MOST_FOR_RESIDUAL = 10_000

/**
 * Tries the rungs from the lowest: the shipped model at the company's rate, calibrated on its deals, the same with what other
 * companies' deals add to it (`pooled`, for a company that shares as well), corrected by small trees, and a model of its own.
 * Each must pass the gate and be no worse than the rung below that passed.
 */
export function climb(set: TrainingSet, pooled: TrainedModel | null = null, mostWork = MOST_WORK): Climb {
  const fewest = Math.min(set.window.holdoutWon, set.window.holdoutLost)
  if (fewest < LEAST_OUTCOMES) return climbWithFew(set, pooled, mostWork)
  const climbed = climbByNewest(set, pooled, mostWork)
  const isSteady = climbed.age.halfLifeDays === null && !climbed.turn
  const hasLearned = climbed.reached?.rung === 'own' || climbed.reached?.rung === 'residual'
  if (hasLearned || fewest >= ENOUGH_TO_PROVE || !isSteady || !climbed.tried.some(isOpen)) return climbed
  // So few can veto and hardly prove: what the newest leave open, all deals together may settle.
  const byAll = climbWithFew(set, pooled, mostWork / 2)
  const newest = climbed.tried.find(({ rung }) => rung === byAll.reached?.rung)
  return newest && isOpen(newest) ? byAll : climbed
}

/** Whether the newest deals do not speak against it. */
const isOpen = ({ metrics: { baseLogLoss, logLoss, gainError } }: TriedRung) => baseLogLoss - logLoss > -gainError

function climbByNewest(set: TrainingSet, pooled: TrainedModel | null, mostWork: number): Climb {
  const { dataset, window } = set
  const { age, turn } = pastOf(set)
  const { training, holdout } = age.halfLifeDays === null ? set : splitAfterTurn(set)
  const aged = { ...dataset, weights: agedWeights(set, age) }
  const learned = { ...dataset, weights: onlyRows(aged, training) }
  const tried: TriedRung[] = []
  const attempt = (rung: Trained, model: TrainedModel | null) => {
    if (model) tried.push(tryRung(rung, model, judge(model, dataset, holdout)))
    return model
  }
  attempt('prior', priorFor(countOf(set, training)))
  const calibrated = attempt('prior_calibrated', calibratedPrior(learned))
  attempt('pooled', pooled && calibratedPrior(learned, pooled))
  if (window.deals < MOST_FOR_RESIDUAL && isWatched(set)) {
    attempt('residual', calibrated && trainResidual(learned, calibrated))
  }
  const own = trainModel(learned, { shouldStop: workLimit(learned, mostWork) })
  attempt('own', own)
  const reached = highestThatHolds(tried)
  return {
    ...{ tried, reached, unproven: unprovenOf(set, tried), rows: holdout, judgedOn: 'holdout', age, turn },
    finish: () => {
      const model = finished(reached, aged, window, { own, pooled, mostWork })
      return turn ? afterTurn(model, set, turn) : model
    },
  }
}

/** How the past is to be taken. On its own, so that what it was found out with is gone before the training needs the memory. */
function pastOf(set: TrainingSet): { readonly age: Ageing; readonly turn: Turn | null } {
  const hindsight = hindsightOf(set)
  const age = ageingOf(set, hindsight)
  // Where the past fades, the newest deals have had their say.
  return { age, turn: age.halfLifeDays === null ? turnOf(set, hindsight) : null }
}

/**
 * Whether the closed deals show what the shipped model looks at. Where only facts were imported they do not, and what trees
 * make of the facts would vouch for a model that nobody has tried here.
 */
function isWatched({ dataset }: TrainingSet): boolean {
  const wanted = new Set(PRIOR_FEATURES.map(({ name }) => name))
  let known = 0
  for (const column of dataset.columns) {
    if (column.kind !== 'numeric' || !wanted.has(column.name)) continue
    for (const value of column.values) if (Number.isFinite(value)) known++
  }
  return known >= LEAST_KNOWN * dataset.rowCount * wanted.size
}

/**
 * What a few closed deals can still tell, where the newest fifth is too little to judge by: what is borrowed has seen none of
 * them, and what learns from them is judged on each deal by a model of its kind that had not seen it.
 */
function climbWithFew(set: TrainingSet, pooled: TrainedModel | null, mostWork: number): Climb {
  const { dataset, window } = set
  const rows = Int32Array.from({ length: dataset.rowCount }, (_, row) => row).filter((row) => dataset.weights[row]! > 0)
  const { won, lost } = window
  if (Math.min(won, lost) < LEAST_OUTCOMES) {
    return {
      tried: [],
      reached: null,
      unproven: null,
      rows,
      judgedOn: 'all',
      age: NEVER,
      turn: null,
      finish: () => priorFor({ won, lost }),
    }
  }
  const prior = priorFor({ won, lost })
  const tried = [tryRung('prior', prior, judge(prior, dataset, rows))]
  const attempt = (rung: Trained, learn: (from: Dataset) => TrainedModel, learnPart = learn) => {
    const model = learn(dataset)
    tried.push(tryRung(rung, model, rowsWith(acrossFolds(dataset, learnPart), dataset, rows)))
    return model
  }
  let own: TrainedModel | null = null
  if (Math.min(won, lost) >= MIN_CALIBRATION_DEALS) {
    attempt('prior_calibrated', (from) => calibratedPrior(from))
    if (pooled) attempt('pooled', (from) => calibratedPrior(from, pooled))
    if (isWatched(set)) attempt('residual', correctedPrior)
    // The parts choose their settings on one set of folds: what serves has the luck of three evened out, and does no worse.
    // Few of one outcome can still be many deals: what there is time for is shared by the parts and the whole.
    const limit = (from: Dataset) => workLimit(from, mostWork / (FOLDS + 1))
    const quick = (part: Dataset) => trainModel(part, { plan: { repeats: 1 }, shouldStop: limit(part) })
    own = attempt('own', (from) => trainModel(from, { shouldStop: limit(from) }), quick)
  }
  const reached = highestThatHolds(tried)
  return {
    tried,
    reached,
    unproven: unprovenOf(set, tried),
    rows,
    judgedOn: 'all',
    age: NEVER,
    turn: null,
    finish: () => finished(reached, dataset, window, { own, pooled, mostWork }),
  }
}

/**
 * Whether the shipped model is plainly worse than the usual rate, on deals too few to prove that it is better. Nobody is
 * shown a number that their own deals speak against.
 */
export function isRefuted(set: TrainingSet): boolean {
  const { dataset, window } = set
  const { won, lost } = window
  if (Math.min(won, lost) < LEAST_TO_DOUBT) return false
  const rows = Int32Array.from({ length: dataset.rowCount }, (_, row) => row).filter((row) => dataset.weights[row]! > 0)
  return isPlainlyWorse(holdoutMetrics(judge(priorFor({ won, lost }), dataset, rows)))
}

const isPlainlyWorse = ({ baseLogLoss, logLoss, gainError }: HoldoutMetrics) =>
  baseLogLoss - logLoss < -SURE * gainError

function unprovenOf(set: TrainingSet, tried: readonly TriedRung[]): TriedRung | null {
  const shipped = tried.find(({ rung }) => rung === 'prior')
  if (!shipped || tried.some(({ decision }) => decision.publish)) return null
  return isWatched(set) && !isPlainlyWorse(shipped.metrics) ? shipped : null
}

function tryRung(rung: Trained, model: TrainedModel, judged: HoldoutRows): TriedRung {
  const metrics = holdoutMetrics(judged)
  return { rung, model, judged, metrics, decision: gate(metrics, null) }
}

/**
 * The best of those that passed, the higher where two do as well. A model of the company's own alone begins from nothing: where
 * what is borrowed does as well but for chance, it has seen more and will err less.
 */
function highestThatHolds(tried: readonly TriedRung[]): TriedRung | null {
  return tried.reduce<TriedRung | null>(
    (best, next) => (next.decision.publish && (!best || isBetter(next, best)) ? next : best),
    null,
  )
}

function isBetter(next: TriedRung, best: TriedRung): boolean {
  if (next.rung !== 'own') return next.metrics.logLoss <= best.metrics.logLoss
  return isSurelyLess(lossesByDeal(next.judged), lossesByDeal(best.judged), CLEARLY)
}

interface Made {
  readonly own: TrainedModel | null
  readonly pooled: TrainedModel | null
  readonly mostWork: number
}

/** Judged, a model may learn from everything: the newest deals are the ones most like those it will be asked about. */
function finished(
  reached: TriedRung | null,
  dataset: Dataset,
  window: TrainingSet['window'],
  { own, pooled, mostWork }: Made,
): TrainedModel {
  switch (reached?.rung) {
    case 'own':
      // How is settled: only what it learns is new.
      return trainModel(dataset, {
        shouldStop: workLimit(dataset, mostWork),
        plan: { candidates: own ? settledOn(own.report) : planFor(window.deals).candidates },
      })
    case 'residual':
      return correctedPrior(dataset)
    case 'pooled':
      return calibratedPrior(dataset, pooled ?? undefined)
    case 'prior_calibrated':
      return calibratedPrior(dataset)
    default:
      return priorFor(window)
  }
}

/** As it is where no tree helps. */
function correctedPrior(dataset: Dataset): TrainedModel {
  const calibrated = calibratedPrior(dataset)
  return trainResidual(dataset, calibrated) ?? calibrated
}

/** The settings that won the trial. */
function settledOn({ wonDeals, lostDeals, rows, maxDepth, maxLeaves, lambda }: TrainedModel['report']) {
  const { candidates } = planFor(wonDeals + lostDeals, rows)
  const winner = candidates.filter(
    (one) => one.maxDepth === maxDepth && one.maxLeaves === maxLeaves && one.lambda === lambda,
  )
  return winner.length > 0 ? winner : candidates
}

function countOf({ dataset }: TrainingSet, rows: Int32Array): { won: number; lost: number } {
  const outcome = new Map(Array.from(rows, (row) => [dataset.groups[row]!, dataset.labels[row]!]))
  const won = [...outcome.values()].filter((label) => label === 1).length
  return { won, lost: outcome.size - won }
}
