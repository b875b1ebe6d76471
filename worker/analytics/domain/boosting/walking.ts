import { type Forest, LEAF, wordCount } from './tree'

/** Adds up the leaves of a forest for encoded rows, in the order of its trees, as `predictForest` does but sooner. */
export interface Walker {
  /** The sum for the row that begins at `at`. */
  one(bins: Uint8Array, at: number): number
  /** Adds the sum of each of the rows, `width` bytes apart, to `sums`. */
  many(rows: Uint8Array, width: number, sums: Float64Array): void
}

// Rows that walk a tree side by side: enough to hide every wait for memory, few enough to stay in the nearest of it.
const ABREAST = 256

/**
 * Lays a forest out for walking many paths abreast. A single path is one long wait: the node says which byte to read, the
 * byte where to look up the answer, the answer which node is next. Paths that do not depend on each other overlap: of many
 * rows through one tree, or of one row through all trees. Every question becomes a set of bins that go right, so that all
 * kinds of node take the same step, and leaves ask a question that leads back to them, so that all paths take as many.
 */
export function createWalker(forest: Forest): Walker {
  const { roots, feature, test, left, value } = forest
  const nodeCount = feature.length
  // Four numbers a node: the byte to read, where its set begins, the left child, nothing. Nodes are named by 4 × number.
  const nodes = new Int32Array(nodeCount * 4)
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
    nodes[4 * node] = isLeaf ? 0 : f
    nodes[4 * node + 1] = isLeaf ? 0 : wordsAt(node)
    nodes[4 * node + 2] = 4 * (isLeaf ? node : left[node]!)
  }
  const deepest = depths.reduce((a, b) => Math.max(a, b), 0)
  // A byte that no encoding gives must not read past the end.
  const sets = Uint32Array.from([...words, ...new Array<number>(8).fill(0)])
  const starts = roots.map((root) => 4 * root)
  const paths = new Int32Array(Math.max(ABREAST, roots.length))

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
      paths.set(starts)
      for (let level = 0; level < deepest; level++) {
        for (let t = 0; t < starts.length; t++) {
          const node = paths[t]!
          const bin = bins[at + nodes[node]!]!
          paths[t] = nodes[node + 2]! + (((sets[nodes[node + 1]! + (bin >> 5)]! >>> (bin & 31)) & 1) << 2)
        }
      }
      let sum = 0
      for (let t = 0; t < starts.length; t++) sum += value[paths[t]! >> 2]!
      return sum
    },
    many(rows, width, sums) {
      for (let first = 0; first < sums.length; first += ABREAST) {
        const count = Math.min(ABREAST, sums.length - first)
        for (let t = 0; t < starts.length; t++) {
          paths.fill(starts[t]!, 0, count)
          for (let level = depths[t]!; level > 0; level--) {
            for (let i = 0, at = first * width; i < count; i++, at += width) {
              const node = paths[i]!
              const bin = rows[at + nodes[node]!]!
              paths[i] = nodes[node + 2]! + (((sets[nodes[node + 1]! + (bin >> 5)]! >>> (bin & 31)) & 1) << 2)
            }
          }
          for (let i = 0; i < count; i++) sums[first + i]! += value[paths[i]! >> 2]!
        }
      }
    },
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
