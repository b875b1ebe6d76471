import { describe, expect, it } from 'vitest'
import { decodeArtifact, encodeArtifact } from '../../../../../worker/analytics/domain/boosting/artifact'
import { createExplainer } from '../../../../../worker/analytics/domain/boosting/contributions'
import { logLoss } from '../../../../../worker/analytics/domain/boosting/metrics'
import { trainModel } from '../../../../../worker/analytics/domain/boosting/model'
import { trainResidual } from '../../../../../worker/analytics/domain/boosting/residual'
import { encodeDataset, predictBatch, predictLogOdds } from '../../../../../worker/analytics/domain/boosting/scoring'
import { deals } from './builders'

const plan = { folds: 2, repeats: 1, maxRounds: 60, lambdas: [10] }
const all = deals(1500, 3)
// It knows two of the four columns, blends and calibrates: what is joined to it must reckon with all of that.
const first = trainModel(
  { ...all, columns: all.columns.filter(({ name }) => name === 'age' || name === 'noise') },
  { plan },
)
const joined = trainResidual(deals(600, 4), first)!

describe('trainResidual', () => {
  it('adds what the first model does not see', () => {
    const fresh = deals(2000, 5)
    const lossOf = (model: typeof first) => {
      const probabilities = predictBatch(model, encodeDataset(model, fresh), new Float64Array(fresh.rowCount))
      return logLoss({ probabilities, labels: fresh.labels })
    }
    expect(lossOf(joined)).toBeLessThan(lossOf(first) - 0.05)
  })

  it('gives a plain model: kept bit for bit, and explained exactly', () => {
    const kept = decodeArtifact(encodeArtifact(joined))
    expect(kept.ok && Buffer.from(encodeArtifact(kept.value)).equals(Buffer.from(encodeArtifact(joined)))).toBe(true)
    const fresh = deals(200, 6)
    const rows = encodeDataset(joined, fresh)
    const width = joined.features.length
    const explainer = createExplainer(joined)
    for (let row = 0; row < fresh.rowCount; row++) {
      const { base, inputs } = explainer(rows, row * width)
      const sum = inputs.reduce((total, share) => total + share, base)
      expect(Math.abs(sum - predictLogOdds(joined, rows, row * width))).toBeLessThan(1e-9)
    }
  })

  it('is nothing where no tree helps', () => {
    const nothing = { ...deals(300, 8), columns: [] }
    expect(trainResidual(nothing, first)).toBeNull()
  })
})
