import { ABREAST, createSplitTable } from './split-table'
import type { Forest } from './tree'

/**
 * Returns a function that adds the Shapley values of every tree for one row to `shares`, one entry a feature.
 *
 * A leaf of value v is a product game: with a set S of features known it answers v · Π oᵢ (i in S) · zᵢ (i not in S),
 * where over the features of its path oᵢ says whether the row follows (0 or 1) and zᵢ which share of the training rows
 * does. Owen (1972) gives the Shapley value of such a game as an integral along the diagonal,
 *
 *     φⱼ = v (oⱼ − zⱼ) ∫₀¹ Π over i ≠ j of fᵢ dt,    fᵢ = zᵢ + t (oᵢ − zᵢ),
 *
 * of a polynomial in t, one degree below the number of features: half as many Gauss–Legendre points compute it exactly.
 *
 * At one point, a split about feature j divides its factor f between two sides, of which the left takes the part
 *
 *     p = (zₗ (1 − t) + t oₗ) / f,    zₗ and oₗ on the left, z, o and f above; z = o = f = 1 where j is new to the path.
 *
 * Let P be the product of all factors above, and L and R what either side answers to a product of 1. The split answers
 * R + p (L − R), and by the product rule its question is worth P (L − R) (z oₗ − zₗ) / f² to feature j, nothing where the row
 * has left the path before (o = 0). Products grow downwards and answers upwards, and all leaves below a split are settled
 * together without a division: work goes with splits × points, not with leaves × depth².
 */
export function createForestExplainer(forest: Forest, shares: Float64Array): (row: Uint8Array, at: number) => void {
  const table = createSplitTable(forest)
  const { trees, longest, asked, byteBits, sets, before, share, shareLeft, left, right, says, more } = table
  const { inverse, inverses } = table
  const byteMask = (1 << byteBits) - 1
  // By split of the present tree, as many at a time as points are taken.
  const products = new Float64Array(ABREAST * longest)
  const parts = new Float64Array(ABREAST * longest)
  const answers = new Float64Array(ABREAST * longest)
  const inverseAt = new Int32Array(longest)
  const worth = new Float64Array(longest)
  // Whether the row is still on the path, by side of a split; last, what holds before the first question.
  const follows = new Uint8Array(2 * longest + 1).fill(1)

  return (row, at) => {
    for (let t = 0; t < trees.length; t++) {
      for (let pass = 0; pass < trees[t]!.passes; pass++) explainTree(row, at, t, pass)
    }
  }

  function explainTree(row: Uint8Array, at: number, tree: number, pass: number): void {
    const { first, firstAboveLeaves, end, rule } = trees[tree]!
    const k = pass * ABREAST
    const t0 = rule.at[k]!
    const t1 = rule.at[k + 1]!
    const t2 = rule.at[k + 2]!
    const u0 = 1 - t0
    const u1 = 1 - t1
    const u2 = 1 - t2
    products[0] = rule.weights[k]!
    products[1] = rule.weights[k + 1]!
    products[2] = rule.weights[k + 2]!

    // Downwards. Three points are written out: a loop over them would cost as much as what is in it.
    for (let s = first, i = 0, j = 0; s < firstAboveLeaves; s++, i++, j += ABREAST) {
      const goesRight = answerOf(row, at, asked[s]!)
      const on = follows[before[s]!]!
      const onLeft = on & (1 - goesRight)
      follows[2 * i] = onLeft
      follows[2 * i + 1] = on & goesRight
      const z = shareLeft[s]!
      worth[i] = share[s]! * onLeft - z * on
      const f = inverse[s]! + 2 * k + (1 - on) * ABREAST
      inverseAt[i] = f
      const p0 = (z * u0 + t0 * onLeft) * inverses[f]!
      const p1 = (z * u1 + t1 * onLeft) * inverses[f + 1]!
      const p2 = (z * u2 + t2 * onLeft) * inverses[f + 2]!
      parts[j] = p0
      parts[j + 1] = p1
      parts[j + 2] = p2
      const above0 = products[j]!
      const above1 = products[j + 1]!
      const above2 = products[j + 2]!
      const left0 = above0 * p0
      const left1 = above1 * p1
      const left2 = above2 * p2
      const l = left[s]!
      products[l] = left0
      products[l + 1] = left1
      products[l + 2] = left2
      const r = right[s]!
      products[r] = above0 - left0
      products[r + 1] = above1 - left1
      products[r + 2] = above2 - left2
    }

    // Above leaves the way down ends and the way up begins.
    for (let s = firstAboveLeaves, j = (s - first) * ABREAST; s < end; s++, j += ABREAST) {
      const question = asked[s]!
      const on = follows[before[s]!]!
      const onLeft = on & (1 - answerOf(row, at, question))
      const z = shareLeft[s]!
      const f = inverse[s]! + 2 * k + (1 - on) * ABREAST
      const f0 = inverses[f]!
      const f1 = inverses[f + 1]!
      const f2 = inverses[f + 2]!
      const d = more[s]!
      const a = says[s]!
      answers[j] = a + (z * u0 + t0 * onLeft) * f0 * d
      answers[j + 1] = a + (z * u1 + t1 * onLeft) * f1 * d
      answers[j + 2] = a + (z * u2 + t2 * onLeft) * f2 * d
      const sum = products[j]! * f0 * f0 + products[j + 1]! * f1 * f1 + products[j + 2]! * f2 * f2
      shares[question & byteMask]! += sum * d * (share[s]! * onLeft - z * on)
    }

    // Upwards.
    for (let s = firstAboveLeaves - 1, i = s - first, j = i * ABREAST; s >= first; s--, i--, j -= ABREAST) {
      const l = left[s]!
      const r = right[s]!
      const a0 = answers[r]!
      const a1 = answers[r + 1]!
      const a2 = answers[r + 2]!
      const d0 = answers[l]! - a0
      const d1 = answers[l + 1]! - a1
      const d2 = answers[l + 2]! - a2
      answers[j] = a0 + parts[j]! * d0
      answers[j + 1] = a1 + parts[j + 1]! * d1
      answers[j + 2] = a2 + parts[j + 2]! * d2
      const f = inverseAt[i]!
      const f0 = inverses[f]!
      const f1 = inverses[f + 1]!
      const f2 = inverses[f + 2]!
      const sum = products[j]! * d0 * f0 * f0 + products[j + 1]! * d1 * f1 * f1 + products[j + 2]! * d2 * f2 * f2
      shares[asked[s]! & byteMask]! += sum * worth[i]!
    }
  }

  /** 1 if the row goes right. */
  function answerOf(row: Uint8Array, at: number, question: number): number {
    const bin = row[at + (question & byteMask)]!
    return (sets[(question >>> byteBits) + (bin >> 5)]! >>> (bin & 31)) & 1
  }
}
