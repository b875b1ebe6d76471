import { type Forest, LEAF, wordCount } from './tree'

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
 * rows through one tree, or of one row through all trees. Every question becomes a set of bins that go right, so that all
 * kinds of node take the same step, and leaves ask a question that leads back to them, so that all paths take as many.
 */
export function createWalker(forest: Forest): Walker {
  const { roots, feature, test, left, value } = forest
  const nodeCount = feature.length
  // Two numbers a node: where its set begins and the byte to read, packed, and the left child. Nodes are named by 2 × number.
  const nodes = new Int32Array(nodeCount * 2)
  const byteBits = 32 - Math.clz32(feature.reduce((most, f) => Math.max(most, f), 0))
  const byteMask = (1 << byteBits) - 1
  const words: number[] = new Array(8).fill(0) // the set of a leaf: nothing goes right
  const setOf = new Map<number, number>()
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
    const f = feature[node]!
    const isLeaf = f === LEAF
    nodes[2 * node] = isLeaf ? 0 : (wordsAt(node) << byteBits) | f
    nodes[2 * node + 1] = 2 * (isLeaf ? node : left[node]!)
  }
  const deepest = depths.reduce((a, b) => Math.max(a, b), 0)
  // A byte that no encoding gives must not read past the end.
  const sets = Uint32Array.from([...words, ...new Array<number>(8).fill(0)])
  const starts = roots.map((root) => 2 * root)
  const inFourTrees = starts.length & ~3

  function wordsAt(node: number): number {
    const asked = test[node]!
    // Thresholds repeat throughout a forest, and equal ones need not be kept twice. Sets are kept as they are.
    const known = asked >= 0 ? setOf.get(asked) : undefined
    if (known !== undefined) return known
    const begins = words.length
    if (asked >= 0) {
      setOf.set(asked, begins)
      words.push(...thresholdSet(asked))
    } else {
      const from = -1 - asked
      for (let i = 0; i < wordCount(256); i++) words.push(forest.sets[from + i] ?? 0)
    }
    return begins
  }

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
    const asked = nodes[node]!
    const bin = rows[at + (asked & byteMask)]!
    return nodes[node + 1]! + (((sets[(asked >>> byteBits) + (bin >> 5)]! >>> (bin & 31)) & 1) << 1)
  }
}

/** All 256 bins: those above the threshold go right, and missing where it should. */
function thresholdSet(asked: number): Uint32Array {
  const set = new Uint32Array(8)
  for (let bin = (asked & 255) + 1; bin < 256; bin++) set[bin >> 5]! |= 1 << (bin & 31)
  if (asked >> 8 === 1) set[0]! |= 1
  return set
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
