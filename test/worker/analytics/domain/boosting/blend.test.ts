import { describe, expect, it } from 'vitest'
import { fitBlend } from '../../../../../worker/analytics/domain/boosting/blend'
import { meanLoss, sigmoid } from '../../../../../worker/analytics/domain/boosting/loss'
import { createRandom } from '../../../../../worker/analytics/domain/boosting/random'

/** Two members that each see the truth through their own noise. */
function members(count: number, seed: number, treeNoise: number, linearNoise: number, sign = 1) {
  const random = createRandom(seed)
  const bell = () => random() + random() + random() + random() - 2
  const truth = Float64Array.from({ length: count }, () => 2 * bell())
  const labels = Uint8Array.from(truth, (margin) => (random() < sigmoid(margin) ? 1 : 0))
  return {
    treeMargins: truth.map((margin) => margin + treeNoise * bell()),
    linearMargins: truth.map((margin) => sign * margin + linearNoise * bell()),
    labels,
    weights: new Float64Array(count).fill(1),
    rows: Int32Array.from(truth.keys()),
  }
}

function lossOf(data: ReturnType<typeof members>, [intercept, trees, linear]: readonly [number, number, number]) {
  const margins = data.treeMargins.map((margin, row) => intercept + trees * margin + linear * data.linearMargins[row]!)
  return meanLoss(margins, data.labels, data.weights, data.rows)
}

describe('the blend', () => {
  it('is better than either member on deals it was not fitted on', () => {
    const { intercept, trees, linear } = fitBlend(members(4000, 1, 1.5, 1.5))
    const fresh = members(4000, 2, 1.5, 1.5)
    const blended = lossOf(fresh, [intercept, trees, linear])
    expect(blended).toBeLessThan(lossOf(fresh, [0, 1, 0]))
    expect(blended).toBeLessThan(lossOf(fresh, [0, 0, 1]))
  })

  it('trusts the better member more', () => {
    const { trees, linear } = fitBlend(members(4000, 3, 0.5, 3))
    expect(trees).toBeGreaterThan(3 * linear)
  })

  it('never weighs a member negatively, and drops one that ranks backwards', () => {
    const { trees, linear } = fitBlend(members(4000, 4, 0.5, 0.5, -1))
    expect(linear).toBe(0)
    expect(trees).toBeGreaterThan(0.5)
    const mirrored = members(4000, 5, 0.5, 0.5)
    const backwards = fitBlend({ ...mirrored, labels: mirrored.labels.map((label) => 1 - label) })
    expect(backwards).toMatchObject({ trees: 0, linear: 0 })
    const share = mirrored.labels.reduce((sum, label) => sum + 1 - label, 0) / 4000
    expect(sigmoid(backwards.intercept)).toBeCloseTo(share, 5)
  })

  it('shrinks to the base rate where neither member knows anything', () => {
    const data = members(5000, 6, 1, 1)
    const random = createRandom(7)
    const { trees, linear } = fitBlend({ ...data, labels: data.labels.map(() => (random() < 0.4 ? 1 : 0)) })
    expect(trees + linear).toBeLessThan(0.15)
  })

  it('averages the members where there are few deals', () => {
    const { trees, linear } = fitBlend(members(12, 8, 0.5, 3))
    expect(trees).toBeCloseTo(0.5, 1)
    expect(linear).toBeCloseTo(0.5, 1)
  })
})
