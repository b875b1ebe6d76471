import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  areaUnderCurve,
  baseRateLogLoss,
  brierScore,
  calibrationError,
  logLoss,
  measure,
  reliabilityCurve,
  wilsonInterval,
} from '../../../../../worker/analytics/domain/boosting/metrics'
import { createRandom } from '../../../../../worker/analytics/domain/boosting/random'

const scoredRows = fc.array(
  fc.record({
    // Few levels, so that ties are common.
    probability: fc.integer({ min: 0, max: 8 }).map((level) => level / 8),
    label: fc.constantFrom(0, 1),
    weight: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 2, maxLength: 40 },
)

function scored(rows: readonly { probability: number; label: number; weight: number }[]) {
  return {
    probabilities: Float64Array.from(rows, ({ probability }) => probability),
    labels: Uint8Array.from(rows, ({ label }) => label),
    weights: Float64Array.from(rows, ({ weight }) => weight),
  }
}

describe('area under the curve', () => {
  it('is the chance that a won deal was scored above a lost one', () => {
    fc.assert(
      fc.property(scoredRows, (rows) => {
        let above = 0
        let pairs = 0
        for (const won of rows.filter(({ label }) => label === 1)) {
          for (const lost of rows.filter(({ label }) => label === 0)) {
            const weight = won.weight * lost.weight
            pairs += weight
            if (won.probability > lost.probability) above += weight
            if (won.probability === lost.probability) above += weight / 2
          }
        }
        const area = areaUnderCurve(scored(rows))
        if (pairs === 0) expect(area).toBeNaN()
        else expect(area).toBeCloseTo(above / pairs, 12)
      }),
    )
  })
})

describe('every metric', () => {
  it('counts a weight as so many rows', () => {
    fc.assert(
      fc.property(scoredRows, (rows) => {
        const repeated = rows.flatMap((row) => Array.from({ length: row.weight }, () => ({ ...row, weight: 1 })))
        const { labels, weights } = scored(rows)
        expect(logLoss(scored(rows))).toBeCloseTo(logLoss(scored(repeated)), 10)
        expect(brierScore(scored(rows))).toBeCloseTo(brierScore(scored(repeated)), 10)
        expect(baseRateLogLoss(labels, weights)).toBeCloseTo(baseRateLogLoss(scored(repeated).labels), 10)
      }),
    )
  })

  it('gives a constant model the base rate’s loss', () => {
    const labels = Uint8Array.of(1, 0, 0, 0)
    const probabilities = new Float64Array(4).fill(0.25)
    expect(measure({ probabilities, labels })).toMatchObject({
      rows: 4,
      auc: 0.5,
      calibrationError: expect.any(Number),
    })
    expect(logLoss({ probabilities, labels })).toBeCloseTo(baseRateLogLoss(labels), 12)
    expect(brierScore({ probabilities, labels })).toBeCloseTo(0.1875, 12)
  })

  it('lets a wrong certainty cost much, but not infinitely much', () => {
    expect(logLoss({ probabilities: Float64Array.of(0), labels: [1] })).toBeCloseTo(-Math.log(1e-12), 9)
    expect(baseRateLogLoss([1, 1])).toBe(0)
  })
})

describe('reliability', () => {
  it('splits rows into bins of equal weight, ascending, and loses none', () => {
    fc.assert(
      fc.property(scoredRows, fc.integer({ min: 1, max: 12 }), (rows, bins) => {
        const { weights, probabilities } = scored(rows)
        const curve = reliabilityCurve(scored(rows), bins)
        const total = weights.reduce((a, b) => a + b, 0)
        expect(curve.reduce((sum, bin) => sum + bin.weight, 0)).toBeCloseTo(total, 9)
        expect(curve.length).toBeLessThanOrEqual(bins)
        for (const bin of curve) {
          expect(Math.abs(bin.weight - total / bins)).toBeLessThanOrEqual(3 + 1e-9) // the heaviest row
          expect(bin.low).toBeLessThanOrEqual(bin.observed + 1e-12)
          expect(bin.high).toBeGreaterThanOrEqual(bin.observed - 1e-12)
        }
        const predicted = curve.map((bin) => bin.predicted)
        expect(predicted).toEqual([...predicted].sort((a, b) => a - b))
        const mean = curve.reduce((sum, bin) => sum + bin.weight * bin.predicted, 0) / total
        const expected = probabilities.reduce((sum, p, i) => sum + p * weights[i]!, 0) / total
        expect(mean).toBeCloseTo(expected, 9)
      }),
    )
  })

  it('finds the error of a model that promises too much, and little of one that does not', () => {
    const random = createRandom(1)
    const truth = Float64Array.from({ length: 50_000 }, () => random() * 0.8)
    const labels = Uint8Array.from(truth, (p) => (random() < p ? 1 : 0))
    expect(calibrationError({ probabilities: truth, labels })).toBeLessThan(0.01)
    expect(calibrationError({ probabilities: truth.map((p) => p + 0.1), labels })).toBeCloseTo(0.1, 2)
    const inside = reliabilityCurve({ probabilities: truth, labels }, 20).filter(
      ({ predicted, low, high }) => low <= predicted && predicted <= high,
    )
    expect(inside.length).toBeGreaterThanOrEqual(17)
  })

  it.each([
    [0.5, 100, 0.4038, 0.5962],
    [0, 10, 0, 0.2775],
    [1, 10, 0.7225, 1],
  ])('has Wilson’s interval: %d of %d is %d to %d', (share, count, low, high) => {
    const [from, to] = wilsonInterval(share, count)
    expect(from).toBeCloseTo(low, 4)
    expect(to).toBeCloseTo(high, 4)
  })

  it('knows nothing without trials', () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1])
  })
})
