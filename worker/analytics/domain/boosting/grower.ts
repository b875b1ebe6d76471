import type { BinnedMatrix } from './binning'
import { type Bundles, bundled, handOn } from './bundles'
import { accumulatePairs, accumulateSome, type Histogram, type Packed, packedHessian, subtract } from './histogram'
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
  /** Rows that decide the tree. Reordered in place while the tree grows. */
  readonly inBag: Int32Array
  /** Rows that only follow it: left out of the sample, or held out for validation. Reordered likewise. */
  readonly outside: Int32Array
  readonly packed: Float64Array
  readonly units: Packed
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
  // By row: the leaf it ends in. What leaves sum up is then read row after row, as memory likes it, and in the same order.
  const leafOf = new Uint16Array(matrix.rowCount)
  const inOrder = new Int32Array(matrix.rowCount)

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
    accumulatePairs(bundles.pairs, bundles.pairsARow, inBag, start, end, packed, sums)
    handOn(bundles, sums)
    return sums
  }

  /** The bin of each row within one feature. */
  function binsOf(feature: number): Uint8Array {
    return matrix.columns.subarray(feature * matrix.rowCount, (feature + 1) * matrix.rowCount)
  }

  function release(open: Open): void {
    if (open.sums) free.push(open.sums)
    open.sums = null
  }

  return function grow(round: Round): GrownTree {
    const { inBag, outside, units } = round
    scratch = scratch.length < Math.max(inBag.length, outside.length) ? new Int32Array(matrix.rowCount) : scratch
    const nodes: GrownNode[] = [{ split: null, left: -1, value: 0, cover: 0 }]
    const root: Open = {
      node: 0,
      depth: 0,
      start: 0,
      end: inBag.length,
      outsideStart: 0,
      outsideEnd: outside.length,
      total: units.total,
      bounds: UNBOUNDED,
      sums: null,
      split: null,
    }
    inOrder.set(inBag)
    inOrder.set(outside, inBag.length)
    const open: Open[] = []
    const boundsOf: Bounds[] = [] // by node, of leaves
    if (settings.maxDepth > 0 && settings.maxLeaves > 1 && inBag.length > 0) {
      root.sums = histogramOf(round, 0, inBag.length)
    }
    consider(root)

    let leafCount = 1
    while (open.length > 0 && leafCount < settings.maxLeaves) {
      const parent = takeBest()
      leafCount++
      if (parent.depth + 1 < settings.maxDepth && leafCount < settings.maxLeaves) {
        const [left, right] = divide(parent)
        shareHistogram(parent, left, right)
        consider(left)
        consider(right)
      } else {
        divideIntoLeaves(parent)
      }
    }
    for (const waiting of open) settle(waiting)
    closeLeaves()
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
      boundsOf[leaf.node] = leaf.bounds
      for (let i = leaf.start; i < leaf.end; i++) leafOf[inBag[i]!] = leaf.node
      for (let i = leaf.outsideStart; i < leaf.outsideEnd; i++) leafOf[outside[i]!] = leaf.node
    }

    function takeBest(): Open {
      let best = 0
      for (let i = 1; i < open.length; i++) if (open[i]!.split!.gain > open[best]!.split!.gain) best = i
      return open.splice(best, 1)[0]! // the loop runs only while something is open
    }

    function divide(parent: Open): [Open, Open] {
      const split = parent.split! // only nodes with a split are open
      const bins = binsOf(split.feature)
      const middle = partition(inBag, parent.start, parent.end, bins, split.goesRight)
      const outsideMiddle = partition(outside, parent.outsideStart, parent.outsideEnd, bins, split.goesRight)
      const [boundsLeft, boundsRight] = childBounds(parent, split)
      const left = addChildren(parent, split)
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

    /** Two children that will not be divided: their rows only learn which of them is theirs. */
    function divideIntoLeaves(parent: Open): void {
      const split = parent.split! // only nodes with a split are open
      release(parent)
      const left = addChildren(parent, split)
      const [boundsLeft, boundsRight] = childBounds(parent, split)
      boundsOf[left] = boundsLeft
      boundsOf[left + 1] = boundsRight
      const bins = binsOf(split.feature)
      tellApart(inBag, parent.start, parent.end, bins, split.goesRight, left)
      tellApart(outside, parent.outsideStart, parent.outsideEnd, bins, split.goesRight, left)
    }

    function tellApart(
      rows: Int32Array,
      start: number,
      end: number,
      bins: Uint8Array,
      goesRight: Uint8Array,
      left: number,
    ): void {
      for (let i = start; i < end; i++) {
        const row = rows[i]!
        leafOf[row] = left + goesRight[bins[row]!]!
      }
    }

    /** Returns the number of the left one. */
    function addChildren(parent: Open, split: Split): number {
      const left = nodes.length
      nodes.push({ split: null, left: -1, value: 0, cover: 0 }, { split: null, left: -1, value: 0, cover: 0 })
      nodes[parent.node]!.split = split
      nodes[parent.node]!.left = left
      return left
    }

    /** Rows that go left keep their order at the front, the others theirs at the back. Returns where the right begins. */
    function partition(rows: Int32Array, start: number, end: number, bins: Uint8Array, goesRight: Uint8Array): number {
      const aside = scratch
      let right = 0
      // Both are written and one index moves: no branch for the processor to guess wrong.
      for (let i = start; i < end; i++) {
        const row = rows[i]!
        rows[i - right] = row
        aside[right] = row
        right += goesRight[bins[row]!]!
      }
      const middle = end - right
      rows.set(aside.subarray(0, right), middle)
      return middle
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

    /** Takes the values of all leaves from the sums before packing, and gives every row that of its own. */
    function closeLeaves(): void {
      const { gradients, hessians, weights, margins } = round
      const gradientOf = new Float64Array(nodes.length)
      const hessianOf = new Float64Array(nodes.length)
      const weightOf = new Float64Array(nodes.length)
      for (let i = 0; i < inBag.length; i++) {
        const row = inOrder[i]!
        const leaf = leafOf[row]!
        gradientOf[leaf]! += gradients[row]!
        hessianOf[leaf]! += hessians[row]!
        weightOf[leaf]! += weights[row]!
      }
      const valueAt = new Float64Array(nodes.length)
      boundsOf.forEach((bounds, leaf) => {
        const hessian = hessianOf[leaf]!
        const limits = { low: Math.max(-MAX_STEP, bounds.low), high: Math.min(MAX_STEP, bounds.high) }
        const step = hessian + lambda > 0 ? clamp(newtonStep(gradientOf[leaf]!, hessian, lambda), limits) : 0
        valueAt[leaf] = Math.round((settings.learningRate * step) / VALUE_UNIT) * VALUE_UNIT
        nodes[leaf]!.value = valueAt[leaf]!
        nodes[leaf]!.cover = Math.max(1, Math.round(weightOf[leaf]! / coverUnit))
      })
      const rows = inBag.length + outside.length
      for (let i = 0; i < rows; i++) {
        const row = inOrder[i]!
        margins[row]! += valueAt[leafOf[row]!]!
      }
    }
  }
}
