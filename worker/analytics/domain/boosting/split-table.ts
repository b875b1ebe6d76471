import { gaussLegendre, type Quadrature } from './gauss-legendre'
import { questionsOf } from './questions'
import { type Forest, LEAF } from './tree'

/** So many points of an integral are taken abreast. They are exact for twice as many features on a path. */
export const ABREAST = 3

/**
 * The splits of a forest as explaining them needs them: tree after tree, parents before children, and last those with a
 * leaf on either side. A leaf whose sibling is split counts among these, as a split whose sides say the same.
 */
export interface SplitTable {
  readonly trees: readonly SplitTree[]
  /** The most splits of a tree. */
  readonly longest: number
  /** By split: its question, packed as in `Questions`. */
  readonly asked: Int32Array
  readonly byteBits: number
  readonly sets: Uint32Array
  /**
   * By split: the side its path took when it was last asked about the same feature, as 2 · place of that split in its tree,
   * one more for the right side. 2 · `longest` if it never was.
   */
  readonly before: Int32Array
  /** By split: which share of the training rows answered all those questions as its path does, and the part that goes left. */
  readonly share: Float64Array
  readonly shareLeft: Float64Array
  /** By split above others: ABREAST · the place of either side in its tree. */
  readonly left: Int32Array
  readonly right: Int32Array
  /** By split above leaves: what the right one says, and what the left one says beyond that. */
  readonly says: Float64Array
  readonly more: Float64Array
  /** By split: where its entries in `inverses` begin. */
  readonly inverse: Int32Array
  /** 1 / f at each point (see forest-shares.ts): pass by pass ABREAST for rows on the path and ABREAST for those that left. */
  readonly inverses: Float64Array
}

export interface SplitTree {
  readonly first: number
  /** From here to the end splits are above leaves, before it above others. */
  readonly firstAboveLeaves: number
  readonly end: number
  /** How often ABREAST points are taken. */
  readonly passes: number
  readonly rule: Quadrature
}

/** Lays a forest out once, so that explaining a row reads along arrays and neither divides nor searches. */
export function createSplitTable(forest: Forest): SplitTable {
  const { feature, left: leftOf, value } = forest
  const questions = questionsOf(forest)
  const { parents, before: sides, shares, passes } = followPaths(forest)
  const { nodes, places, trees } = orderSplits(forest, passes)
  const longest = trees.reduce((most, { first, end }) => Math.max(most, end - first), 0)
  const { asked, before, share, shareLeft, left, right, says, more, inverse } = emptySplits(nodes.length)
  before.fill(2 * longest)
  // The first entries are for all features that are new to a path: their f is 1 at every point.
  const repeats = sides.reduce((count, side) => (side < 0 ? count : count + 1), 0)
  const most = 2 * ABREAST * passes.reduce((a, b) => Math.max(a, b), 1)
  const inverses = new Float64Array(most * (1 + repeats)).fill(1, 0, most)
  let free = most
  for (const { first, end, rule } of trees) {
    for (let s = first; s < end; s++) {
      const node = nodes[s]!
      if (feature[node] === LEAF) {
        says[s] = value[node]!
        continue
      }
      const child = leftOf[node]!
      asked[s] = questions.asked[node]!
      left[s] = ABREAST * places[child]!
      right[s] = ABREAST * places[child + 1]!
      says[s] = value[child + 1]!
      more[s] = value[child]! - value[child + 1]!
      shareLeft[s] = shares[child]!
      const side = sides[node]!
      if (side < 0) continue
      const asker = parents[side]!
      before[s] = 2 * places[asker]! + (side - leftOf[asker]!)
      const above = shares[side]!
      share[s] = above
      inverse[s] = free
      for (let k = 0; k < rule.at.length; k++) {
        const t = rule.at[k]!
        const at = free + k + ABREAST * Math.floor(k / ABREAST)
        inverses[at] = 1 / (above + t * (1 - above))
        inverses[at + ABREAST] = 1 / (above - t * above)
      }
      free += 2 * rule.at.length
    }
  }
  const { byteBits, sets } = questions
  return {
    ...{ trees, longest, byteBits, sets, asked, before, share, shareLeft, left, right, says, more, inverse },
    inverses: inverses.slice(0, free),
  }
}

function emptySplits(count: number) {
  return {
    asked: new Int32Array(count),
    before: new Int32Array(count),
    share: new Float64Array(count).fill(1),
    shareLeft: new Float64Array(count).fill(1),
    left: new Int32Array(count),
    right: new Int32Array(count),
    says: new Float64Array(count),
    more: new Float64Array(count),
    inverse: new Int32Array(count),
  }
}

/** Lines up the nodes of a table: by position the node, and by node its place in its tree. */
function orderSplits({ roots, feature, left }: Forest, passes: Int32Array) {
  const nodes = new Int32Array(feature.length)
  const places = new Int32Array(feature.length)
  const most = passes.reduce((a, b) => Math.max(a, b), 0)
  const rules = Array.from({ length: most + 1 }, (_, count) => gaussLegendre(count * ABREAST))
  const isAboveSplits = (node: number) =>
    feature[node] !== LEAF && (feature[left[node]!] !== LEAF || feature[left[node]! + 1] !== LEAF)
  let end = 0
  const trees = Array.from(roots, (root, t): SplitTree => {
    const first = end
    const add = (node: number) => {
      places[node] = end - first
      nodes[end++] = node
    }
    const behind = roots[t + 1] ?? feature.length
    for (let node = root; node < behind; node++) if (isAboveSplits(node)) add(node)
    const firstAboveLeaves = end
    for (let s = first; s < firstAboveLeaves; s++) {
      const child = left[nodes[s]!]!
      if (!isAboveSplits(child)) add(child)
      if (!isAboveSplits(child + 1)) add(child + 1)
    }
    if (end === first && feature[root] !== LEAF) add(root)
    return { first, firstAboveLeaves, end, passes: passes[t]!, rule: rules[passes[t]!]! } // there is one for each
  })
  return { nodes: nodes.slice(0, end), places, trees }
}

/** What the path to each node says of its features. Nodes come after their parents. */
function followPaths({ roots, feature, left, cover }: Forest) {
  const parents = new Int32Array(feature.length).fill(-1)
  // By split: the node its path came to when it was last asked about the same feature, or −1.
  const before = new Int32Array(feature.length).fill(-1)
  // By node: the share of the training rows that answer all questions above about its parent's feature as its path does.
  const shares = new Float64Array(feature.length).fill(1)
  const different = new Uint16Array(feature.length) // features on the path
  const passes = roots.map((root, t) => {
    const end = roots[t + 1] ?? feature.length
    let most = 1
    for (let node = root; node < end; node++) {
      const f = feature[node]!
      if (f === LEAF) continue
      let side = node
      let asker = parents[node]!
      while (asker >= 0 && feature[asker] !== f) {
        side = asker
        asker = parents[side]!
      }
      const isNew = asker < 0
      if (!isNew) before[node] = side
      const share = (isNew ? 1 : shares[side]!) / cover[node]!
      const count = different[node]! + (isNew ? 1 : 0)
      most = Math.max(most, count)
      for (let child = left[node]!, last = child + 1; child <= last; child++) {
        parents[child] = node
        shares[child] = share * cover[child]!
        different[child] = count
      }
    }
    return Math.ceil(most / (2 * ABREAST))
  })
  return { parents, before, shares, passes }
}
