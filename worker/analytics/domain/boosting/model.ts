import { binDataset, fitBins } from './binning'
import { type Blend, fitBlend } from './blend'
import { createBooster } from './boosting'
import { fitCalibration, IDENTITY } from './calibration'
import { type Dataset, type NumericColumn, usableRows } from './dataset'
import { countDeals, crossFolds, type Holdout, joinTwins, newestSlice } from './folds'
import { designLinear, fitLogistic, type LinearModel, linearModel } from './logistic'
import { baseLogOdds } from './loss'
import { binOffsets, inputPositions, type TrainedModel, type TrainingReport } from './scoring'
import {
  chooseLinear,
  chooseTrees,
  heldOutBaseLoss,
  heldOutLoss,
  heldOutMargins,
  heldOutRows,
  type Judged,
  type Watch,
} from './selection'
import { MIN_DEALS_PER_OUTCOME, planFor, type TrainingPlan } from './settings'
import { plantForest } from './tree'

export interface Progress {
  /** Trees are first grown to choose settings, then once more from all rows. */
  readonly phase: 'choosing' | 'growing'
  /** Rounds grown so far in this phase. */
  readonly round: number
}

export interface TrainOptions {
  /** Same data, same options, same seed: the same model, bit for bit. */
  readonly seed?: number
  /**
   * +1: what the trees say may only rise with this number, −1: only fall. By column name; categories are ignored. The
   * linear member is not constrained.
   */
  readonly monotone?: Readonly<Record<string, 1 | -1>>
  /** Instead of the plan for the number of deals. */
  readonly plan?: Partial<TrainingPlan>
  readonly onRound?: (progress: Progress) => void
  /** Asked after every round of choosing. Once true, no more are tried, and the best so far are grown. */
  readonly shouldStop?: () => boolean
}

/**
 * Trains on a whole dataset, however small: with fewer than 10 won or 10 lost deals the model is the base rate.
 * Otherwise trees and logistic regression are tuned and blended on rows they were not fitted on (the newest slice
 * where rows have an order, else folds or a random slice), then both are fitted again on all rows.
 */
export function trainModel(dataset: Dataset, options: TrainOptions = {}): TrainedModel {
  const seed = options.seed ?? 1
  const rows = usableRows(dataset)
  const deals = countDeals(dataset, rows)
  const plan = { ...planFor(deals.won + deals.lost, rows.length), ...options.plan }
  const { labels, weights } = dataset
  const directions = new Map(Object.entries(options.monotone ?? {}))
  const features = fitBins(dataset, rows, plan.binning, new Set(directions.keys()))
  const inputs = dataset.columns.map(({ name, kind }) => ({ name, kind }))
  const inputOf = inputPositions(inputs, features)
  const offsets = binOffsets(features)
  const base = baseLogOdds(labels, weights, rows)
  const counts = { rows: rows.length, wonDeals: deals.won, lostDeals: deals.lost, seed }
  if (Math.min(deals.won, deals.lost) < MIN_DEALS_PER_OUTCOME || features.length === 0) {
    return {
      ...{ inputs, features, inputOf, offsets, base },
      forest: plantForest([], []),
      linear: { intercept: base, table: new Float64Array(offsets[features.length]!) },
      linearMeans: new Float64Array(features.length),
      blend: { intercept: 0, trees: 1, linear: 0 },
      calibration: IDENTITY,
      report: { ...NOTHING_CHOSEN, ...counts },
    }
  }

  const matrix = binDataset(dataset, features)
  const monotone = Int8Array.from(features, (bins) => (bins.kind === 'numeric' ? (directions.get(bins.name) ?? 0) : 0))
  const columnByName = new Map(dataset.columns.map((column) => [column.name, column]))
  const numericColumn = (name: string) => columnByName.get(name) as NumericColumn | undefined // asked for numbers only
  const design = designLinear(matrix, features, numericColumn, weights, rows)
  const watch = watchRounds(options)
  const judgedOn = (holdouts: readonly Holdout[], repeats = 1): Judged => ({
    ...{ matrix, features, labels, weights, holdouts, repeats, monotone, seed },
  })

  const parted = plan.folds > 1 ? { ...dataset, groups: joinTwins(dataset, rows, matrix) } : dataset
  const newest = dataset.times ? newestSlice(parted, rows, plan.holdoutShare) : null
  let judged = plan.folds > 1 ? judgedOn(repeatedFolds(), plan.repeats) : judgedOn([newest ?? randomSlice()])
  let trees = chooseTrees(judged, plan, watch.choosing)
  let linear = chooseLinear(judged, design, plan.lambdas)
  const rounds = Math.round(trees.rounds * plan.refitRounds)
  if (newest && plan.folds > 1 && isEnough(newest)) {
    // Folds choose the settings better than a small slice can, but only the newest slice shows what drift leaves of them.
    judged = judgedOn([newest])
    trees = { ...trees, margins: heldOutMargins(judged, trees, watch.choosing) }
    linear = chooseLinear(judged, design, [linear.lambda])
  }
  const heldOut = heldOutRows(judged)
  const blend = fitBlend({ treeMargins: trees.margins, linearMargins: linear.margins, labels, weights, rows: heldOut })
  const blended = trees.margins.map((margin, row) => blendOf(blend, margin, linear.margins[row]!))
  const calibration = fitCalibration({ margins: blended, labels, weights, rows: heldOut, isDoubted: true })

  const { settings } = trees
  const coverUnit = weights.every((weight) => Number.isInteger(weight)) ? 1 : 1 / 16
  const booster = createBooster({ matrix, features, labels, weights, rows, settings, monotone, coverUnit, seed })
  for (let round = 1; round <= rounds; round++) {
    booster.grow()
    watch.growing.afterRound()
  }
  const forest = plantForest(
    booster.trees,
    Int32Array.from(features, (_, f) => offsets[f + 1]! - offsets[f]!),
  )
  const finalLinear = linearModel(design, fitLogistic({ matrix, design, labels, weights, rows }, linear.lambda))
  return {
    ...{ inputs, features, inputOf, offsets, base, forest, blend, calibration },
    linear: finalLinear,
    linearMeans: meansOf(finalLinear),
    report: {
      ...counts,
      heldOut: judged.holdouts[0] === newest ? 'newest' : plan.folds > 1 ? 'folds' : 'slice',
      baseLoss: heldOutBaseLoss(judged),
      treesLoss: heldOutLoss(judged, trees.margins),
      linearLoss: linear.loss,
      blendLoss: heldOutLoss(
        judged,
        blended.map((margin) => calibration.slope * margin + calibration.intercept),
      ),
      rounds: booster.trees.length,
      maxDepth: settings.maxDepth,
      maxLeaves: settings.maxLeaves,
      learningRate: settings.learningRate,
      lambda: settings.lambda,
      linearLambda: linear.lambda,
      stopped: watch.stopped(),
    },
  }

  function randomSlice(): Holdout {
    return crossFolds(parted, rows, Math.max(2, Math.round(1 / plan.holdoutShare)), seed)[0]! // it makes at least two
  }

  function repeatedFolds(): Holdout[] {
    return Array.from({ length: plan.repeats }, (_, i) => crossFolds(parted, rows, plan.folds, seed + i)).flat()
  }

  function isEnough(slice: Holdout): boolean {
    const old = countDeals(dataset, slice.fitted)
    const young = countDeals(dataset, slice.heldOut)
    return Math.min(old.won, old.lost, young.won, young.lost) >= MIN_DEALS_PER_OUTCOME
  }

  function meansOf({ table }: LinearModel): Float64Array {
    const total = rows.reduce((sum, row) => sum + weights[row]!, 0)
    return Float64Array.from(features, (_, f) => {
      let sum = 0
      for (const row of rows) sum += weights[row]! * table[matrix.cells[row * features.length + f]!]!
      return sum / total
    })
  }
}

function blendOf(blend: Blend, trees: number, linear: number): number {
  return blend.intercept + blend.trees * trees + blend.linear * linear
}

function watchRounds({ onRound, shouldStop }: TrainOptions) {
  let stopped = false
  const watch = (phase: Progress['phase']): Watch => {
    let round = 0
    return {
      afterRound() {
        onRound?.({ phase, round: ++round })
        // What was chosen is grown to its end: it costs no more than it did to choose it.
        if (phase === 'choosing') stopped ||= shouldStop?.() ?? false
        return stopped
      },
    }
  }
  return { choosing: watch('choosing'), growing: watch('growing'), stopped: () => stopped }
}

const NOTHING_CHOSEN: Omit<TrainingReport, 'rows' | 'wonDeals' | 'lostDeals' | 'seed'> = {
  heldOut: 'none',
  baseLoss: 0,
  treesLoss: 0,
  linearLoss: 0,
  blendLoss: 0,
  rounds: 0,
  maxDepth: 0,
  maxLeaves: 0,
  learningRate: 0,
  lambda: 0,
  linearLambda: 0,
  stopped: false,
}
