import { type BinningSettings, MAX_BINS } from './binning'
import type { BoostSettings } from './boosting'

/** Everything training decides by the amount of data. Rows, deals and rounds are counts. */
export interface TrainingPlan {
  readonly binning: BinningSettings
  /** How many times the rows are parted to judge settings: 1 is a single holdout, more are cross-validation. */
  readonly folds: number
  /** How often cross-validation is repeated with other folds: with few deals one set of folds decides by luck. */
  readonly repeats: number
  /** Share of the data in the holdout: the newest, where rows have an order. */
  readonly holdoutShare: number
  /** Tree settings to choose from; no tree is grown where there are none. */
  readonly candidates: readonly BoostSettings[]
  /** L2 of the logistic regression to choose from, strongest first. */
  readonly lambdas: readonly number[]
  readonly maxRounds: number
  /** Rounds without improvement after which more would only fit noise. */
  readonly patience: number
  /** The final fit sees more rows than the one that was judged, and bears so many times the rounds. */
  readonly refitRounds: number
}

// Fewer than this of either outcome, and any pattern is more likely chance than not: the base rate is the model.
export const MIN_DEALS_PER_OUTCOME = 10
// Below this many deals one holdout is too small to choose by.
const MANY_DEALS = 10_000
const SOME_DEALS = 2000

const COMMON: Omit<BoostSettings, 'maxDepth' | 'maxLeaves' | 'learningRate' | 'lambda' | 'minHessian'> = {
  minGain: 0,
  // Sets are ordered by the very outcomes they are judged on. Held back as strongly as this they still help where
  // there are many categories, and no longer fit noise where there are few deals.
  categoryLambda: 100,
  categorySmoothing: 10,
  minCategoryHessian: 0.5,
  maxCategories: 32,
  oneAgainstRest: 4,
  rowSampling: 0.8,
  columnSampling: 0.4,
}

// With few deals nothing is chosen: to compare candidates costs more in luck than the best of them is worth.
const FEW: readonly BoostSettings[] = [
  { ...COMMON, maxDepth: 3, maxLeaves: 8, learningRate: 0.05, lambda: 3, minHessian: 1 },
]

// In order of complexity: a later one must be clearly better.
const SOME: readonly BoostSettings[] = [
  ...FEW,
  { ...COMMON, maxDepth: 4, maxLeaves: 16, learningRate: 0.05, lambda: 5, minHessian: 2 },
]

// Where two features mean together what neither means alone, trees never see it that hold categories back and are shown few
// columns. It takes its time, which deals that are looked at many times over do not leave.
const SOME_ONCE: readonly BoostSettings[] = [
  ...SOME,
  {
    ...{ ...COMMON, maxDepth: 6, maxLeaves: 20, learningRate: 0.05, lambda: 5, minHessian: 1 },
    ...{ categoryLambda: 10, columnSampling: 0.8 },
  },
]

const RICH = { ...COMMON, categoryLambda: 300, minCategoryHessian: 8, columnSampling: 0.5 }

const MANY: readonly BoostSettings[] = [
  { ...RICH, maxDepth: 6, maxLeaves: 31, learningRate: 0.1, lambda: 5, minHessian: 5 },
  { ...RICH, maxDepth: 9, maxLeaves: 64, learningRate: 0.1, lambda: 10, minHessian: 5 },
]

// Few deals looked at many times over are many rows: more folds would cost more and tell no more.
const FEW_ROWS = 2000
const SOME_ROWS = 6000

/**
 * The settings for so many deals in so many rows. Boosting as if there were many is harmful where there are few, and the
 * reverse.
 */
export function planFor(deals: number, rows: number = deals): TrainingPlan {
  const many = deals >= MANY_DEALS
  return {
    binning: { maxBins: MAX_BINS, minCategoryWeight: 0, minCommonWeight: 20 },
    folds: many ? 1 : rows < SOME_ROWS ? 4 : 2,
    repeats: rows < FEW_ROWS ? 3 : 1,
    holdoutShare: 0.2,
    candidates: many ? MANY : deals < SOME_DEALS ? FEW : rows < MANY_DEALS ? SOME_ONCE : SOME,
    lambdas: many ? [30, 10, 3, 1] : [1000, 300, 100, 30, 10, 3, 1],
    maxRounds: 1500,
    patience: 40,
    refitRounds: many ? 1.1 : 1,
  }
}
