import { describe, expect, it } from 'vitest'
import { encodeArtifact } from '../../../../../worker/analytics/domain/boosting/artifact'
import { baseRateLogLoss, logLoss } from '../../../../../worker/analytics/domain/boosting/metrics'
import { encodeDataset, predictBatch } from '../../../../../worker/analytics/domain/boosting/scoring'
import { PRIOR_FEATURES } from '../../../../../worker/analytics/domain/prior/features'
import { learnPrior, rowsOf } from '../../../../../worker/analytics/domain/prior/learn'
import { priorFor, shippedPrior } from '../../../../../worker/analytics/domain/prior/serve'

describe('the shipped model', () => {
  it('is what the simulator teaches, bit for bit', () => {
    const same = Buffer.from(learnPrior()).equals(Buffer.from(encodeArtifact(shippedPrior())))
    expect(same, 'the simulator or a feature has changed: `bun run prior` makes the model anew').toBe(true)
  })

  it('is small enough to be part of every Worker', () => {
    expect(encodeArtifact(shippedPrior()).length).toBeLessThan(24_000)
  })

  it('looks at nothing that is one company’s own: no word, no amount, no rate of a person or a customer', () => {
    expect(shippedPrior().inputs.map(({ name }) => name)).toEqual(PRIOR_FEATURES.map(({ name }) => name))
    for (const { kind, group, unit } of PRIOR_FEATURES) {
      expect(kind).toBe('numeric')
      expect(['stage', 'deal', 'activity']).toContain(group)
      expect(unit).not.toBe('amount')
    }
  })

  it('knows more than the usual rate of companies it has never met', () => {
    const shares = [501, 502, 503, 504].map((world) => {
      const { dataset } = rowsOf([world])
      const { labels, weights, groups } = dataset
      const outcomes = new Map(Array.from(groups, (group, row) => [group, labels[row]!]))
      const won = [...outcomes.values()].filter((label) => label === 1).length
      const model = priorFor({ won, lost: outcomes.size - won })
      const probabilities = predictBatch(model, encodeDataset(model, dataset), new Float64Array(dataset.rowCount))
      return logLoss({ probabilities, labels, weights }) / baseRateLogLoss(labels, weights)
    })
    expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeLessThan(0.96)
  })

  it.each([
    [0, 0, 0.28, 0.45],
    [0, 10, 0.1, 0.25],
    [80, 20, 0.7, 0.8],
    [1, 999, 0, 0.01],
  ])('with %i won and %i lost takes a rate between %f and %f', (won, lost, low, high) => {
    const { slope, intercept } = priorFor({ won, lost }).calibration
    expect(slope).toBe(1)
    const rate = 1 / (1 + Math.exp(-intercept))
    expect(rate).toBeGreaterThan(low)
    expect(rate).toBeLessThan(high)
  })
})
