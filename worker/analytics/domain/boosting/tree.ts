import type { GrownTree } from './grower'

export const LEAF = -1

/**
 * A forest as parallel arrays with one entry a node: small to keep, quick to walk, easy to compare. Node numbers run
 * through the whole forest; a right child always follows its left sibling.
 */
export interface Forest {
  /** Where each tree begins. */
  readonly roots: Int32Array
  /** The feature a node asks about, or `LEAF`. */
  readonly feature: Int16Array
  /**
   * What it asks. For a number, `missing goes right` (0 or 1) · 256 + the highest bin that goes left. For a category,
   * −1 − (where its set starts in `sets`).
   */
  readonly test: Int32Array
  /** The left child; the right one is its neighbour. For a leaf 0. */
  readonly left: Int32Array
  /** Log-odds a leaf adds; 0 elsewhere. */
  readonly value: Float64Array
  /** Weight of the training rows that came by, in whole units. A parent's is the sum of its children's. */
  readonly cover: Int32Array
  /** Sets of bins that go right, as many 32-bit words as the feature needs, least bit first. */
  readonly sets: Uint32Array
}

/**
 * Lays grown trees out flat, each breadth first: the children of its i-th node that asks are its nodes 2 i + 1 and
 * 2 i + 2, wherever growing put them. `binCounts` has one entry a feature.
 */
export function plantForest(trees: readonly GrownTree[], binCounts: ArrayLike<number>): Forest {
  const nodeCount = trees.reduce((sum, tree) => sum + tree.length, 0)
  const forest = emptyForest(trees.length, nodeCount)
  const sets: number[] = []
  let first = 0
  trees.forEach((tree, t) => {
    forest.roots[t] = first
    // Position in the growing tree by position in the planted one.
    const grown = [0]
    for (let i = 0; i < grown.length; i++) {
      const { split, left, value, cover } = tree[grown[i]!]!
      const node = first + i
      forest.cover[node] = cover
      if (!split) {
        forest.value[node] = value + 0 // turns −0 into 0: the artifact knows only one zero
        continue
      }
      forest.feature[node] = split.feature
      forest.left[node] = first + grown.length
      grown.push(left, left + 1)
      if (split.kind === 'threshold') {
        forest.test[node] = (split.missingLeft ? 0 : 256) + split.threshold
      } else {
        forest.test[node] = -1 - sets.length
        sets.push(...wordsOf(split.goesRight, binCounts[split.feature]!))
      }
    }
    first += tree.length
  })
  return { ...forest, sets: Uint32Array.from(sets) }
}

export function emptyForest(treeCount: number, nodeCount: number): Forest {
  return {
    roots: new Int32Array(treeCount),
    feature: new Int16Array(nodeCount).fill(LEAF),
    test: new Int32Array(nodeCount),
    left: new Int32Array(nodeCount),
    value: new Float64Array(nodeCount),
    cover: new Int32Array(nodeCount),
    sets: new Uint32Array(0),
  }
}

export function wordCount(bins: number): number {
  return (bins + 31) >> 5
}

function wordsOf(goesRight: Uint8Array, bins: number): Uint32Array {
  const words = new Uint32Array(wordCount(bins))
  for (let bin = 0; bin < bins; bin++) if (goesRight[bin] === 1) words[bin >> 5]! |= 1 << (bin & 31)
  return words
}

/** 1 if a row with this bin goes right at the node, 0 if left. */
export function goesRight({ test, sets }: Forest, node: number, bin: number): number {
  const asked = test[node]!
  if (asked < 0) return (sets[-1 - asked + (bin >> 5)]! >>> (bin & 31)) & 1
  // Missing is bin 0. Where it goes right, counting from bin 1 modulo 256 makes it the highest of all.
  const missingRight = asked >> 8
  return ((bin - missingRight) & 255) > (asked & 255) - missingRight ? 1 : 0
}

/** The leaf in which a row ends. `bins` holds one bin a feature, from `at` on. */
export function leafOf(forest: Forest, root: number, bins: Uint8Array, at = 0): number {
  const { feature, test, left, sets } = forest
  let node = root
  // Each `!` holds because a grown tree only points at its own nodes and features.
  for (let f = feature[node]!; f >= 0; f = feature[node]!) {
    const bin = bins[at + f]!
    const asked = test[node]!
    if (asked >= 0) {
      const missingRight = asked >> 8
      node = left[node]! + (((bin - missingRight) & 255) > (asked & 255) - missingRight ? 1 : 0)
    } else {
      node = left[node]! + ((sets[-1 - asked + (bin >> 5)]! >>> (bin & 31)) & 1)
    }
  }
  return node
}

/** Sum over all trees of the leaf a row ends in: its log-odds beyond the base. */
export function predictForest(forest: Forest, bins: Uint8Array, at = 0): number {
  const { roots, value } = forest
  let sum = 0
  for (let t = 0; t < roots.length; t++) sum += value[leafOf(forest, roots[t]!, bins, at)]!
  return sum
}
