import type { BinnedMatrix } from './binning'
import { type Bundles, bundled, handOn } from './bundles'
import { accumulate, accumulateSome, type Histogram, packedHessian, subtract, type Units } from './histogram'
import { type Bounds, clamp, createSplitSearch, newtonStep, type Split, type SplitSearch, UNBOUNDED } from './splitting'

export interface GrowSettings {
  readonly maxDepth: number
  readonly maxLeaves: number
  /** What a leaf's Newton step is multiplied with. */
  readonly learningRate: number
}

/** A node while it is grown. Leaves have no split; children are neighbours: right is left + 1. */
export interface GrownNode {
  split: Split | null
  left: number
  /** The leaf's share of the log-odds, a whole multiple of `VALUE_UNIT`. */
  value: number
  /** Weight of the rows that reached it, in whole units of the forest's `coverUnit`, at least 1. */
  cover: number
}

export type GrownTree = readonly GrownNode[]

// Leaf values are kept as whole multiples of this, so that an artifact holds them in two bytes and to the last bit.
// The next round corrects what rounding did, so nothing is lost: 3·10⁻⁵ in log-odds.
export const VALUE_UNIT = 2 ** -15
// Newton's step for a leaf of one kind only is huge; no single leaf needs to say more than e⁸ to 1.
const MAX_STEP = 8

/** One round's view of the rows. Arrays by row are indexed by the row's number in the matrix. */
export interface Round {
  /** Rows that decide the tree. Reordered in place: afterwards the rows of each leaf are neighbours. */
  readonly inBag: Int32Array
  /** Rows that only follow it: left out of the sample, or held out for validation. Reordered likewise. */
  readonly outside: Int32Array
  readonly packed: Float64Array
  readonly units: Units
  readonly gradients: Float64Array
  readonly hessians: Float64Array
  readonly weights: Float64Array
  /** Features to consider, ascending. */
  readonly candidates: Int32Array
  /** Log-odds by row; every row in and outside gets its leaf's value added. */
  readonly margins: Float64Array
}

interface Open {
  readonly node: number
  readonly depth: number
  readonly start: number
  readonly end: number
  readonly outsideStart: number
  readonly outsideEnd: number
  readonly total: number
  readonly bounds: Bounds
  sums: Histogram | null
  split: Split | null
}

/**
 * Returns a function that grows one tree leaf-wise: of all leaves the one that gains most is split next, until the
 * leaves or the gains run out. Of two siblings only the smaller is counted, the larger is parent minus smaller.
 */
export function createGrower(
  matrix: BinnedMatrix,
  search: SplitSearch,
  settings: GrowSettings,
  coverUnit: number,
): (round: Round) => GrownTree {
  const findSplit = createSplitSearch(search)
  const { lambda } = search.settings
  const constrained = search.monotone?.some((direction) => direction !== 0) ?? false
  // Made when first asked for: where features are drawn, they are counted one by one.
  let bundles: Bundles | null = null
  const free: Histogram[] = []
  let scratch = new Int32Array(0)

  function emptyHistogram(): Histogram {
    const sums = free.pop()
    return sums ? sums.fill(0) : new Float64Array(bundles?.binTotal ?? matrix.offsets[matrix.featureCount]!)
  }

  /** The histogram of some rows, in the features that may be asked about. */
  function histogramOf({ inBag, packed, candidates }: Round, start: number, end: number): Histogram {
    if (candidates.length < matrix.featureCount) {
      const sums = emptyHistogram()
      accumulateSome(matrix, candidates, inBag, start, end, packed, sums)
      return sums
    }
    bundles ??= bundled(matrix)
    const sums = emptyHistogram()
    accumulate(bundles, inBag, start, end, packed, sums)
    handOn(bundles, sums)
    return sums
  }

  function release(open: Open): void {
    if (open.sums) free.push(open.sums)
    open.sums = null
  }

  return function grow(round: Round): GrownTree {
    const { inBag, outside, packed, units } = round
    scratch = scratch.length < Math.max(inBag.length, outside.length) ? new Int32Array(matrix.rowCount) : scratch
    const nodes: GrownNode[] = [{ split: null, left: -1, value: 0, cover: 0 }]
    let total = 0
    for (let i = 0; i < inBag.length; i++) total += packed[inBag[i]!]!
    const root: Open = {
      node: 0,
      depth: 0,
      start: 0,
      end: inBag.length,
      outsideStart: 0,
      outsideEnd: outside.length,
      total,
      bounds: UNBOUNDED,
      sums: null,
      split: null,
    }
    const open: Open[] = []
    const leaves: Open[] = []
    if (settings.maxDepth > 0 && settings.maxLeaves > 1 && inBag.length > 0) {
      root.sums = histogramOf(round, 0, inBag.length)
    }
    consider(root)

    let leafCount = 1
    while (open.length > 0 && leafCount < settings.maxLeaves) {
      const parent = takeBest()
      const [left, right] = divide(parent)
      leafCount++
      if (left.depth < settings.maxDepth && leafCount < settings.maxLeaves) shareHistogram(parent, left, right)
      else release(parent)
      consider(left)
      consider(right)
    }
    for (const waiting of open) settle(waiting)
    for (const leaf of leaves) close(leaf)
    for (let node = nodes.length - 1; node >= 0; node--) {
      const { split, left } = nodes[node]!
      if (split) nodes[node]!.cover = nodes[left]!.cover + nodes[left + 1]!.cover
    }
    return nodes

    function consider(candidate: Open): void {
      if (candidate.sums) {
        candidate.split = findSplit(candidate.sums, candidate.total, units, round.candidates, candidate.bounds)
      }
      if (candidate.split) open.push(candidate)
      else settle(candidate)
    }

    function settle(leaf: Open): void {
      release(leaf)
      leaves.push(leaf)
    }

    function takeBest(): Open {
      let best = 0
      for (let i = 1; i < open.length; i++) if (open[i]!.split!.gain > open[best]!.split!.gain) best = i
      return open.splice(best, 1)[0]! // the loop runs only while something is open
    }

    function divide(parent: Open): [Open, Open] {
      const split = parent.split! // only nodes with a split are open
      const column = split.feature * matrix.rowCount
      const middle = partition(inBag, parent.start, parent.end, column, split.goesRight)
      const outsideMiddle = partition(outside, parent.outsideStart, parent.outsideEnd, column, split.goesRight)
      const [boundsLeft, boundsRight] = childBounds(parent, split)
      const left = nodes.length
      nodes.push({ split: null, left: -1, value: 0, cover: 0 }, { split: null, left: -1, value: 0, cover: 0 })
      nodes[parent.node]!.split = split
      nodes[parent.node]!.left = left
      const child = { depth: parent.depth + 1, sums: null, split: null }
      return [
        {
          ...child,
          node: left,
          start: parent.start,
          end: middle,
          outsideStart: parent.outsideStart,
          outsideEnd: outsideMiddle,
          total: split.left,
          bounds: boundsLeft,
        },
        {
          ...child,
          node: left + 1,
          start: middle,
          end: parent.end,
          outsideStart: outsideMiddle,
          outsideEnd: parent.outsideEnd,
          total: parent.total - split.left,
          bounds: boundsRight,
        },
      ]
    }

    /** Rows that go left keep their order at the front, the others theirs at the back. Returns where the right begins. */
    function partition(rows: Int32Array, start: number, end: number, column: number, goesRight: Uint8Array): number {
      const { columns } = matrix
      const aside = scratch
      let left = start
      let right = 0
      // Both are written and one index moves: no branch for the processor to guess wrong.
      for (let i = start; i < end; i++) {
        const row = rows[i]!
        const toRight = goesRight[columns[column + row]!]!
        rows[left] = row
        aside[right] = row
        right += toRight
        left += 1 - toRight
      }
      for (let i = 0; i < right; i++) rows[left + i] = aside[i]!
      return left
    }

    function shareHistogram(parent: Open, left: Open, right: Open): void {
      const [smaller, larger] = left.end - left.start < right.end - right.start ? [left, right] : [right, left]
      smaller.sums = histogramOf(round, smaller.start, smaller.end)
      larger.sums = parent.sums! // an open node still has its histogram
      parent.sums = null
      subtract(larger.sums, smaller.sums)
    }

    /** Below a monotone split, one side stays under and the other over the middle of their two values. */
    function childBounds(parent: Open, split: Split): [Bounds, Bounds] {
      const direction = constrained ? search.monotone![split.feature]! : 0
      if (direction === 0 || split.kind === 'set') return [parent.bounds, parent.bounds]
      const middle = (stepOf(split.left, parent.bounds) + stepOf(parent.total - split.left, parent.bounds)) / 2
      const below = { low: parent.bounds.low, high: middle }
      const above = { low: middle, high: parent.bounds.high }
      return direction > 0 ? [below, above] : [above, below]
    }

    function stepOf(sum: number, bounds: Bounds): number {
      const hessian = packedHessian(sum)
      const gradient = (sum - hessian) / 2 ** 26
      return clamp(newtonStep(gradient * units.gradientUnit, hessian * units.hessianUnit, lambda), bounds)
    }

    /** Takes the value from the sums before packing, and gives it to every row of the leaf. */
    function close({ node, start, end, outsideStart, outsideEnd, bounds }: Open): void {
      const { gradients, hessians, weights, margins } = round
      let gradient = 0
      let hessian = 0
      let weight = 0
      for (let i = start; i < end; i++) {
        const row = inBag[i]!
        gradient += gradients[row]!
        hessian += hessians[row]!
        weight += weights[row]!
      }
      const limits = { low: Math.max(-MAX_STEP, bounds.low), high: Math.min(MAX_STEP, bounds.high) }
      const step = hessian + lambda > 0 ? clamp(newtonStep(gradient, hessian, lambda), limits) : 0
      const value = Math.round((settings.learningRate * step) / VALUE_UNIT) * VALUE_UNIT
      nodes[node]!.value = value
      nodes[node]!.cover = Math.max(1, Math.round(weight / coverUnit))
      for (let i = start; i < end; i++) margins[inBag[i]!]! += value
      for (let i = outsideStart; i < outsideEnd; i++) margins[outside[i]!]! += value
    }
  }
}
