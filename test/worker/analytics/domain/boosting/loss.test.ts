import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  baseLogOdds,
  differentiate,
  logisticLoss,
  logOdds,
  meanLoss,
  sigmoid,
} from '../../../../../worker/analytics/domain/boosting/loss'

const margin = fc.double({ min: -30, max: 30, noNaN: true })

describe('logistic loss', () => {
  it('is −log of the probability given to what happened', () => {
    fc.assert(
      fc.property(margin, (m) => {
        expect(logisticLoss(m, 1)).toBeCloseTo(-Math.log(sigmoid(m)), 9)
        expect(logisticLoss(m, 0)).toBeCloseTo(-Math.log(sigmoid(-m)), 9)
      }),
    )
  })

  it('does not overflow', () => {
    expect(logisticLoss(-1e6, 1)).toBe(1e6)
    expect(logisticLoss(1e6, 1)).toBe(0)
  })

  it('undoes the log-odds', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (p) => {
        expect(sigmoid(logOdds(p))).toBeCloseTo(p, 12)
      }),
    )
  })

  it('has the derivatives that finite differences have', () => {
    fc.assert(
      fc.property(margin, fc.constantFrom(0, 1), (m, label) => {
        const gradients = new Float64Array(1)
        const hessians = new Float64Array(1)
        const labels = Uint8Array.of(label)
        const at = Float64Array.of(m)
        const sums = differentiate(at, labels, Float64Array.of(2), Int32Array.of(0), gradients, hessians)
        expect(sums).toEqual({ gradients: Math.abs(gradients[0]!), hessians: hessians[0]! })
        const step = 1e-5
        const slope = (logisticLoss(m + step, label) - logisticLoss(m - step, label)) / (2 * step)
        expect(Math.abs(gradients[0]! - 2 * slope)).toBeLessThan(2e-5)
        const p = sigmoid(m)
        expect(Math.abs(hessians[0]! - 2 * p * (1 - p))).toBeLessThan(2e-5)
      }),
    )
  })
})

describe('weights', () => {
  it('of two count as the row twice', () => {
    const margins = Float64Array.of(0.3, -1, 2, 0.3)
    const labels = Uint8Array.of(1, 0, 1, 1)
    const twice = { rows: Int32Array.of(0, 1, 2, 3), weights: Float64Array.of(1, 1, 1, 1) }
    const weighted = { rows: Int32Array.of(0, 1, 2), weights: Float64Array.of(2, 1, 1, 0) }
    expect(meanLoss(margins, labels, weighted.weights, weighted.rows)).toBeCloseTo(
      meanLoss(margins, labels, twice.weights, twice.rows),
      14,
    )
    expect(baseLogOdds(labels, weighted.weights, weighted.rows)).toBe(baseLogOdds(labels, twice.weights, twice.rows))
  })

  it('that are not there give no loss, and even odds', () => {
    const none = new Int32Array(0)
    expect(meanLoss(new Float64Array(0), new Uint8Array(0), new Float64Array(0), none)).toBe(0)
    expect(baseLogOdds(new Uint8Array(0), new Float64Array(0), none)).toBe(0)
  })
})
