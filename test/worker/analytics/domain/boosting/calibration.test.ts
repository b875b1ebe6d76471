import { describe, expect, it } from 'vitest'
import {
  fitCalibration,
  IDENTITY,
  MIN_CALIBRATION_DEALS,
} from '../../../../../worker/analytics/domain/boosting/calibration'
import { meanLoss, sigmoid } from '../../../../../worker/analytics/domain/boosting/loss'
import { calibrationError } from '../../../../../worker/analytics/domain/boosting/metrics'
import { createRandom } from '../../../../../worker/analytics/domain/boosting/random'

/** Outcomes drawn from true log-odds, and a model that exaggerates them. */
function overconfident(count: number, seed: number, factor = 2.5, shift = 0.4) {
  const random = createRandom(seed)
  const truth = Float64Array.from({ length: count }, () => 3 * random() - 1.5)
  const labels = Uint8Array.from(truth, (margin) => (random() < sigmoid(margin) ? 1 : 0))
  const margins = truth.map((margin) => factor * margin + shift)
  const weights = new Float64Array(count).fill(1)
  return { margins, labels, weights, rows: Int32Array.from(truth.keys()) }
}

describe('Platt calibration', () => {
  it('improves an overconfident model on deals it was not fitted on', () => {
    const { slope, intercept } = fitCalibration(overconfident(3000, 1))
    const fresh = overconfident(3000, 2)
    const calibrated = fresh.margins.map((margin) => slope * margin + intercept)
    const before = meanLoss(fresh.margins, fresh.labels, fresh.weights, fresh.rows)
    expect(meanLoss(calibrated, fresh.labels, fresh.weights, fresh.rows)).toBeLessThan(before - 0.05)
    const error = (margins: Float64Array) =>
      calibrationError({ probabilities: margins.map(sigmoid), labels: fresh.labels })
    expect(error(calibrated)).toBeLessThan(error(fresh.margins) / 2)
    expect(slope).toBeCloseTo(1 / 2.5, 1)
    expect(intercept).toBeCloseTo(-0.4 / 2.5, 1)
  })

  it('leaves an honest model nearly as it is', () => {
    const { slope, intercept } = fitCalibration(overconfident(20_000, 3, 1, 0))
    expect(slope).toBeCloseTo(1, 1)
    expect(intercept).toBeCloseTo(0, 1)
  })

  it('leaves alone what it has too few deals to judge', () => {
    const few = overconfident(2 * MIN_CALIBRATION_DEALS - 2, 4)
    expect(fitCalibration(few)).toBe(IDENTITY)
    const labels = new Uint8Array(500)
    expect(fitCalibration({ ...overconfident(500, 5), labels })).toBe(IDENTITY)
  })

  it('answers a model that ranks backwards with the base rate', () => {
    const data = overconfident(2000, 6)
    const { slope, intercept } = fitCalibration({ ...data, margins: data.margins.map((margin) => -margin) })
    const share = data.labels.reduce((sum, label) => sum + label, 0) / 2000
    expect(slope).toBe(0)
    expect(sigmoid(intercept)).toBeCloseTo(share, 2)
  })

  it('draws a doubted model in: hardly where it tells deals apart, and to the base rate where chance could do as much', () => {
    const told = overconfident(3000, 8)
    const [believed, doubted] = [fitCalibration(told), fitCalibration({ ...told, isDoubted: true })]
    expect(doubted.slope).toBeLessThan(believed.slope)
    expect(doubted.slope).toBeGreaterThan(0.99 * believed.slope)

    let drawnIn = 0
    for (let seed = 0; seed < 40; seed++) {
      const noise = { ...overconfident(400, 100 + seed), margins: overconfident(400, 200 + seed).margins }
      const { slope, intercept } = fitCalibration({ ...noise, isDoubted: true })
      expect(slope).toBeLessThanOrEqual(fitCalibration(noise).slope)
      if (slope > 0) continue
      drawnIn++
      const share = noise.labels.reduce((sum, label) => sum + label, 0) / 400
      expect(sigmoid(intercept)).toBeCloseTo(share, 2)
    }
    // |z| < 1 or z < 0: 84 times in a hundred.
    expect(drawnIn).toBeGreaterThan(25)
  })

  it('counts a weight of two as the row twice', () => {
    const data = overconfident(300, 7)
    const twice = fitCalibration({ ...data, rows: Int32Array.from([...data.rows, ...data.rows]) })
    const heavy = fitCalibration({ ...data, weights: data.weights.map((weight) => 2 * weight) })
    expect(heavy.slope).toBeCloseTo(twice.slope, 10)
    expect(heavy.intercept).toBeCloseTo(twice.intercept, 10)
  })
})
