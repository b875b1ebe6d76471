import { type FeatureBins, MISSING } from './binning'
import { FIELD, type Histogram, PER_FIELD, packedGradient, packedHessian, type Units } from './histogram'

/** What a split must respect, and what its gain is reckoned with. Hessians are in deals · σ(1 − σ): at most ¼ a deal. */
export interface SplitSettings {
  /** L2 on leaf values. */
  readonly lambda: number
  /** The least sum of hessians on either side. */
  readonly minHessian: number
  /** The least gain worth a split. */
  readonly minGain: number
  /** L2 added for splits by sets of categories, which fit noise more easily than a threshold does. */
  readonly categoryLambda: number
  /** Categories are ordered by gradient / (hessian + smoothing), so that rare ones stay in the middle. */
  readonly categorySmoothing: number
  /** Categories with a smaller sum of hessians in the node stay out of sets. */
  readonly minCategoryHessian: number
  /** The most categories on the smaller side. */
  readonly maxCategories: number
  /** Up to so many categories present in a node, `minCategoryHessian` is not asked of them. */
  readonly oneAgainstRest: number
}

/** Which bins of a feature go left: `goesRight[bin]` is 0 or 1 for each of the 256 values of a byte. */
export interface Split {
  readonly feature: number
  readonly gain: number
  readonly kind: 'threshold' | 'set'
  /** The highest bin that goes left, when the kind is threshold. */
  readonly threshold: number
  readonly missingLeft: boolean
  readonly goesRight: Uint8Array
  /** Packed sum of the left side. */
  readonly left: number
}

/** The value a leaf must keep within, because a monotone feature was split above it. */
export interface Bounds {
  readonly low: number
  readonly high: number
}

const NEARLY = 1 - 2 ** -40 // far beyond what rounding does to a gain

export const UNBOUNDED: Bounds = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }

/** Newton's step for a leaf: the w that minimises G w + ½ (H + λ) w². */
export function newtonStep(gradient: number, hessian: number, lambda: number): number {
  return -gradient / (hessian + lambda)
}

export interface SplitSearch {
  readonly features: readonly FeatureBins[]
  readonly offsets: Int32Array
  readonly settings: SplitSettings
  /** +1: probability may only rise with this numeric feature, −1: only fall, 0: free. One entry a feature. */
  readonly monotone: Int8Array | null
}

/**
 * Returns a function that finds the best split of a node, or null if none gains enough. A side with sums (G, H) is worth
 * G² / (H + λ); the gain is what the two sides are worth beyond the whole (Chen & Guestrin 2016, eq. 7, without ½).
 * `candidates` lists the features to try, ascending; the first of equals wins.
 */
export function createSplitSearch({ features, offsets, settings, monotone }: SplitSearch) {
  const { lambda, minGain } = settings
  // Even with no limit asked for, both sides need rows.
  const minHessian = Math.max(settings.minHessian, 1e-9)
  const order = new Int32Array(256)
  const sortKey = new Float64Array(256)

  // The best so far. Plain variables rather than an object a candidate: this is the inner loop of training.
  let bestGain = 0
  let bestFeature = -1
  let bestThreshold = 0
  let bestMissingLeft = false
  let bestLeft = 0
  let bestSet: Int32Array | null = null

  function tryThresholds(sums: Histogram, f: number, total: number, units: Units, direction: number, bounds: Bounds) {
    const { gradientUnit, hessianUnit } = units
    const first = offsets[f]!
    const last = offsets[f + 1]! - first - 1
    const missing = sums[first]!
    const totalGradient = packedGradient(total) * gradientUnit
    const totalHessian = packedHessian(total) * hessianUnit
    const worth = (totalGradient * totalGradient) / (totalHessian + lambda)
    let best = bestGain // a local: the loop reads it for every bin
    let hopeless = (best + worth) * NEARLY
    // Missing goes right, then left; when none is missing the two are the same and one pass will do.
    for (let missingLeft = 0; missingLeft < (missing === 0 ? 1 : 2); missingLeft++) {
      let left = missingLeft === 1 ? missing : 0
      for (let bin = 1; bin <= last; bin++) {
        const inBin = sums[first + bin]!
        if (inBin === 0) continue
        left += inBin
        const high = Math.floor(left * PER_FIELD)
        const hessian = (left - high * FIELD) * hessianUnit
        if (hessian < minHessian) continue
        const hessianRight = totalHessian - hessian
        if (hessianRight < minHessian) break
        const gradient = high * gradientUnit
        const gradientRight = totalGradient - gradient
        const a = hessian + lambda
        const b = hessianRight + lambda
        const both = gradient * gradient * b + gradientRight * gradientRight * a
        // Nearly all bins are told by a multiplication; only what may be better is worth a division.
        if (both < hopeless * (a * b)) continue
        const gain = both / (a * b) - worth
        if (gain <= best) continue
        if (direction !== 0) {
          const stepLeft = clamp(newtonStep(gradient, hessian, lambda), bounds)
          const stepRight = clamp(newtonStep(gradientRight, hessianRight, lambda), bounds)
          if (direction > 0 ? stepLeft > stepRight : stepLeft < stepRight) continue
        }
        best = gain
        hopeless = (best + worth) * NEARLY
        bestFeature = f
        bestThreshold = bin
        bestMissingLeft = missingLeft === 1
        bestLeft = left
        bestSet = null
      }
    }
    bestGain = best
  }

  function trySet(left: number, total: number, units: Units, l2: number, f: number, from: number, to: number): boolean {
    const hessian = packedHessian(left) * units.hessianUnit
    const hessianRight = packedHessian(total - left) * units.hessianUnit
    if (hessian < minHessian) return true
    if (hessianRight < minHessian) return false
    const gradient = packedGradient(left) * units.gradientUnit
    const whole = packedGradient(total) * units.gradientUnit
    const gradientRight = whole - gradient
    const gain =
      (gradient * gradient) / (hessian + l2) +
      (gradientRight * gradientRight) / (hessianRight + l2) -
      (whole * whole) / (hessian + hessianRight + l2)
    if (gain > bestGain) {
      bestGain = gain
      bestFeature = f
      bestLeft = left
      bestSet = order.slice(from, to)
    }
    return true
  }

  function trySets(sums: Histogram, f: number, total: number, units: Units) {
    const first = offsets[f]!
    const bins = offsets[f + 1]! - first
    let present = 0
    for (let bin = 0; bin < bins; bin++) if (sums[first + bin] !== 0) order[present++] = bin
    if (present < 2) return
    // Among a handful every category counts; among many, those with next to no evidence would win by chance.
    const leastHessian = present > settings.oneAgainstRest ? settings.minCategoryHessian : 0
    let kept = 0
    for (let i = 0; i < present; i++) {
      const bin = order[i]!
      const packed = sums[first + bin]!
      const hessian = packedHessian(packed) * units.hessianUnit
      if (hessian < leastHessian) continue
      sortKey[bin] = (packedGradient(packed) * units.gradientUnit) / (hessian + settings.categorySmoothing)
      order[kept] = bin
      trySet(packed, total, units, lambda, f, kept, kept + 1)
      kept++
    }
    // One against the rest is all there is to three categories.
    if (kept < 2 || present < 4) return
    present = kept
    sortBy(order, present, sortKey)
    // For the optimal two sides, the best set is a run at one end of this order (Fisher 1958).
    const l2 = lambda + settings.categoryLambda
    const most = Math.min(settings.maxCategories, (present + 1) >> 1, present - 1)
    let left = 0
    for (let i = 0; i < most; i++) {
      left += sums[first + order[i]!]!
      if (!trySet(left, total, units, l2, f, 0, i + 1)) break
    }
    left = 0
    for (let i = 0; i < most; i++) {
      left += sums[first + order[present - 1 - i]!]!
      if (!trySet(left, total, units, l2, f, present - 1 - i, present)) break
    }
  }

  return function findSplit(
    sums: Histogram,
    total: number,
    units: Units,
    candidates: Int32Array,
    bounds: Bounds = UNBOUNDED,
  ): Split | null {
    bestGain = Math.max(minGain, 1e-9)
    bestFeature = -1
    for (let i = 0; i < candidates.length; i++) {
      const f = candidates[i]!
      if (features[f]!.kind === 'numeric') tryThresholds(sums, f, total, units, monotone?.[f] ?? 0, bounds)
      else trySets(sums, f, total, units)
    }
    if (bestFeature < 0) return null
    return describe(sums, total)
  }

  function describe(sums: Histogram, total: number): Split {
    const first = offsets[bestFeature]!
    const bins = offsets[bestFeature + 1]! - first
    // What this node has never seen follows the heavier side.
    const heavierRight = packedHessian(total - bestLeft) > packedHessian(bestLeft) ? 1 : 0
    const goesRight = new Uint8Array(256)
    if (bestSet) {
      for (let bin = 0; bin < bins; bin++) goesRight[bin] = sums[first + bin] === 0 ? heavierRight : 1
      for (const bin of bestSet) goesRight[bin] = 0
    } else {
      if (sums[first] === 0) bestMissingLeft = heavierRight === 0
      for (let bin = 1; bin < bins; bin++) goesRight[bin] = bin > bestThreshold ? 1 : 0
      goesRight[MISSING] = bestMissingLeft ? 0 : 1
    }
    return {
      feature: bestFeature,
      gain: bestGain,
      kind: bestSet ? 'set' : 'threshold',
      threshold: bestSet ? 0 : bestThreshold,
      missingLeft: bestMissingLeft,
      goesRight,
      left: bestLeft,
    }
  }
}

export function clamp(value: number, { low, high }: Bounds): number {
  return Math.min(high, Math.max(low, value))
}

/** Insertion sort by key, stable: a node rarely holds more than a few dozen categories. */
function sortBy(items: Int32Array, count: number, key: Float64Array): void {
  for (let i = 1; i < count; i++) {
    const item = items[i]!
    let j = i - 1
    for (; j >= 0 && key[items[j]!]! > key[item]!; j--) items[j + 1] = items[j]!
    items[j + 1] = item
  }
}
