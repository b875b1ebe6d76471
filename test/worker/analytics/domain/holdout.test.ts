import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../../worker/analytics/domain/boosting/random'
import { gate } from '../../../../worker/analytics/domain/gate'
import { type HoldoutRows, holdoutMetrics } from '../../../../worker/analytics/domain/holdout'

/** Deals whose true chances are known, looked at once or several times. */
function holdout(deals: number, seed: number, { looks = 1, answer = (p: number) => p } = {}): HoldoutRows {
  const random = createRandom(seed)
  const rows = Array.from({ length: deals }, (_, group) => {
    const p = 0.05 + 0.8 * random() ** 2
    const label = random() < p ? 1 : 0
    return Array.from({ length: looks }, () => ({ group, label, probability: answer(p), weight: 1 / looks }))
  }).flat()
  return {
    probabilities: Float64Array.from(rows, (row) => row.probability),
    labels: Uint8Array.from(rows, (row) => row.label),
    weights: Float64Array.from(rows, (row) => row.weight),
    groups: Int32Array.from(rows, (row) => row.group),
  }
}

describe('holdoutMetrics', () => {
  it('counts deals, however often they are looked at', () => {
    const once = holdoutMetrics(holdout(300, 1))
    const often = holdoutMetrics(holdout(300, 1, { looks: 5 }))
    expect(often.won + often.lost).toBe(300)
    for (const [measure, value] of Object.entries(once)) {
      expect([measure, often[measure as keyof typeof often]]).toEqual([measure, expect.closeTo(value, 2)])
    }
  })

  it('is as sure of the gain as its spread from sample to sample', () => {
    const samples = Array.from({ length: 200 }, (_, seed) => holdoutMetrics(holdout(200, seed)))
    const gains = samples.map(({ baseLogLoss, logLoss }) => baseLogLoss - logLoss)
    const mean = gains.reduce((a, b) => a + b) / gains.length
    const spread = Math.sqrt(gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / gains.length)
    const said = samples.reduce((sum, { gainError }) => sum + gainError, 0) / samples.length
    expect(said / spread).toBeGreaterThan(0.85)
    expect(said / spread).toBeLessThan(1.15)
  })

  it.each([1, 4])('knows what calibration error chance gives a perfect model that looks %i times', (looks) => {
    const within = Array.from({ length: 300 }, (_, seed) => holdoutMetrics(holdout(150, seed, { looks }))).filter(
      ({ calibrationError, calibrationByChance }) => calibrationError <= calibrationByChance,
    )
    expect(within.length / 300).toBeGreaterThan(0.9)
    expect(within.length / 300).toBeLessThan(0.99)
  })

  it('does not let chance excuse percentages that are wrong', () => {
    const bold = (p: number) => 1 / (1 + Math.exp(-2.5 * Math.log(p / (1 - p))))
    const rows = holdout(600, 3, { answer: bold })
    const { calibrationError, calibrationByChance } = holdoutMetrics(rows)
    expect(calibrationError).toBeGreaterThan(calibrationByChance)
    expect(gate(holdoutMetrics(rows), null).reasons).toContainEqual(
      expect.objectContaining({ kind: 'calibration_off' }),
    )
  })

  it('publishes what knows something and refuses what knows nothing', () => {
    expect(gate(holdoutMetrics(holdout(500, 4)), null).publish).toBe(true)
    const random = createRandom(9)
    const guess = holdout(500, 5, { answer: () => 0.25 + 0.1 * random() })
    const { publish, reasons } = gate(holdoutMetrics(guess), null)
    expect([publish, reasons[0]?.kind]).toEqual([false, 'no_signal'])
  })
})
