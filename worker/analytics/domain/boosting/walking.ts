import { questionsOf } from './questions'
import { type Forest, LEAF } from './tree'

/** Adds up the leaves of a forest for encoded rows, in the order of its trees, as `predictForest` does but sooner. */
export interface Walker {
  /** The sum for the row that begins at `at`. */
  one(bins: Uint8Array, at: number): number
  /** Adds the sum of each of the rows, `width` bytes apart, to `sums`. */
  many(rows: Uint8Array, width: number, sums: Float64Array): void
}

// Rows that are taken through the whole forest together: a tree stays in the nearest memory while all of them walk it.
const ROWS_AT_ONCE = 256

/**
 * Lays a forest out for walking many paths abreast. A single path is one long wait: the node says which byte to read, the
 * byte where to look up the answer, the answer which node is next. Paths that do not depend on each other overlap: of many
 * rows through one tree, or of one row through all trees. Leaves ask a question that leads back to them, so that all paths
 * take as many steps.
 */
export function createWalker(forest: Forest): Walker {
  const { roots, feature, left, value } = forest
  const { asked, byteBits, sets } = questionsOf(forest)
  const nodeCount = feature.length
  // Two numbers a node: where its set begins and the byte to read, packed, and the left child. Nodes are named by 2 × number.
  const nodes = new Int32Array(nodeCount * 2)
  const byteMask = (1 << byteBits) - 1
  const levels = new Uint8Array(nodeCount)
  const depths = new Int32Array(roots.length)

  for (let node = nodeCount - 1; node >= 0; node--) {
    if (feature[node] === LEAF) continue
    const child = left[node]!
    levels[node] = 1 + Math.max(levels[child]!, levels[child + 1]!)
  }
  roots.forEach((root, t) => {
    depths[t] = levels[root]!
  })
  for (let node = 0; node < nodeCount; node++) {
    nodes[2 * node] = asked[node]!
    nodes[2 * node + 1] = 2 * (feature[node] === LEAF ? node : left[node]!)
  }
  const deepest = depths.reduce((a, b) => Math.max(a, b), 0)
  const starts = roots.map((root) => 2 * root)
  const inFourTrees = starts.length & ~3

  return {
    one(bins, at) {
      let sum = 0
      let t = 0
      for (; t < inFourTrees; t += 4) {
        let [p, q, r, s] = [starts[t]!, starts[t + 1]!, starts[t + 2]!, starts[t + 3]!]
        for (let level = deepest; level > 0; level--) {
          p = next(bins, at, p)
          q = next(bins, at, q)
          r = next(bins, at, r)
          s = next(bins, at, s)
        }
        // One after the other: a sum in another order is another sum.
        sum = sum + value[p >> 1]! + value[q >> 1]! + value[r >> 1]! + value[s >> 1]!
      }
      for (; t < starts.length; t++) {
        let p = starts[t]!
        for (let level = deepest; level > 0; level--) p = next(bins, at, p)
        sum += value[p >> 1]!
      }
      return sum
    },
    many(rows, width, sums) {
      for (let first = 0; first < sums.length; first += ROWS_AT_ONCE) {
        const end = Math.min(first + ROWS_AT_ONCE, sums.length)
        const inFours = first + ((end - first) & ~3)
        for (let t = 0; t < starts.length; t++) {
          const start = starts[t]!
          const depth = depths[t]!
          let i = first
          // Four side by side, so that one walks on while another waits for memory, and no more than there are registers for.
          for (; i < inFours; i += 4) {
            const a = i * width
            const b = a + width
            const c = b + width
            const d = c + width
            let [p, q, r, s] = [start, start, start, start]
            for (let level = depth; level > 0; level--) {
              p = next(rows, a, p)
              q = next(rows, b, q)
              r = next(rows, c, r)
              s = next(rows, d, s)
            }
            sums[i]! += value[p >> 1]!
            sums[i + 1]! += value[q >> 1]!
            sums[i + 2]! += value[r >> 1]!
            sums[i + 3]! += value[s >> 1]!
          }
          for (; i < end; i++) {
            let p = start
            for (let level = depth; level > 0; level--) p = next(rows, i * width, p)
            sums[i]! += value[p >> 1]!
          }
        }
      }
    },
  }

  /** The node after this one for the row that begins at `at`. */
  function next(rows: Uint8Array, at: number, node: number): number {
    const question = nodes[node]!
    const bin = rows[at + (question & byteMask)]!
    return nodes[node + 1]! + (((sets[(question >>> byteBits) + (bin >> 5)]! >>> (bin & 31)) & 1) << 1)
  }
}

const walkers = new WeakMap<Forest, Walker>()

/** The walker of a forest, made at its first use: a forest is scored many times, and never changes. */
export function walkerOf(forest: Forest): Walker {
  const known = walkers.get(forest)
  if (known) return known
  const made = createWalker(forest)
  walkers.set(forest, made)
  return made
}
