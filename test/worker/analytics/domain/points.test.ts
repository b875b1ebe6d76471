import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pointsPerLogOdds, roundedTo, shownPercent, waterfall } from '../../../../worker/analytics/domain/points'

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

const anyScore = fc
  .record({
    base: fc.double({ min: 0.003, max: 0.997, noNaN: true }),
    contributions: fc.array(
      fc.oneof(
        fc.double({ min: -2, max: 2, noNaN: true }),
        fc.double({ min: -0.02, max: 0.02, noNaN: true }),
        fc.constant(0),
      ),
      { maxLength: 30 },
    ),
  })
  .map(({ base, contributions }) => ({
    base,
    probability: sigmoid(Math.log(base / (1 - base)) + contributions.reduce((sum, value) => sum + value, 0)),
    contributions: contributions.map((logOdds, i) => ({ key: `k${i}`, logOdds })),
  }))

describe('waterfall', () => {
  it('always adds up in whole points, keeps signs and order, and loses no log-odds', () => {
    fc.assert(
      fc.property(anyScore, ({ base, probability, contributions }) => {
        const { helping, hurting, smaller, ...ends } = waterfall(base, probability, contributions)
        const steps = [...helping, ...hurting]
        const sum = steps.reduce((total, { points }) => total + points, smaller?.points ?? 0)
        // With nothing to add, base and total are the same number.
        if (contributions.length > 0) expect(ends.base + sum).toBe(ends.total)
        expect([ends.base, ends.total]).toEqual([shownPercent(base), shownPercent(probability)])
        for (const { points } of helping) expect(points).toBeGreaterThanOrEqual(0)
        for (const { points } of hurting) expect(points).toBeLessThanOrEqual(0)
        for (const side of [helping, hurting]) {
          for (let i = 1; i < side.length; i++) {
            expect(Math.abs(side[i]!.logOdds)).toBeLessThanOrEqual(Math.abs(side[i - 1]!.logOdds))
            expect(Math.abs(side[i]!.points)).toBeLessThanOrEqual(Math.abs(side[i - 1]!.points))
          }
        }
        const logOdds = steps.reduce((total, step) => total + step.logOdds, smaller?.logOdds ?? 0)
        expect(logOdds).toBeCloseTo(
          contributions.reduce((total, step) => total + step.logOdds, 0),
          9,
        )
        expect(steps.length + (smaller?.count ?? 0)).toBe(contributions.length)
      }),
      { numRuns: 2000 },
    )
  })

  it('shows what matters and sums up the rest', () => {
    const contributions = [0.6, 0.5, 0.4, 0.3, 0.25, -0.4, -0.2, 0.02, -0.03, 0.01].map((logOdds, i) => ({
      key: `${i}`,
      logOdds,
    }))
    const total = contributions.reduce((sum, { logOdds }) => sum + logOdds, 0)
    const shown = waterfall(0.31, sigmoid(Math.log(0.31 / 0.69) + total), contributions)
    expect(shown.helping.map(({ key }) => key)).toEqual(['0', '1', '2', '3', '4'])
    expect(shown.hurting.map(({ key }) => key)).toEqual(['5', '6'])
    expect(shown.smaller).toMatchObject({ count: 3, points: 0 })
    expect([shown.base, shown.total]).toEqual([31, 66])
  })

  it('leaves out of the steps what is worth less than half a point', () => {
    const shown = waterfall(0.3, 0.3, [
      { key: 'a', logOdds: 0.02 },
      { key: 'b', logOdds: -0.02 },
    ])
    expect(shown).toMatchObject({ helping: [], hurting: [], smaller: { count: 2, points: 0 }, base: 30, total: 30 })
  })
})

describe('pointsPerLogOdds', () => {
  it.each([
    [0.31, 0.64, (0.64 - 0.31) / (Math.log(0.64 / 0.36) - Math.log(0.31 / 0.69))],
    [0.3, 0.3, 0.21],
    [0.5, 0.5 + 1e-9, 0.25],
  ])('between %f and %f is %f', (base, probability, factor) => {
    expect(pointsPerLogOdds(base, probability)).toBeCloseTo(factor, 6)
  })
})

describe('roundedTo', () => {
  it.each([
    [33, [14.4, 12.4, 9.2, -3], [15, 12, 9, -3]],
    [1, [0.4, 0.35, 0.3], [1, 0, 0]],
    [-1, [-0.4, -0.35, -0.3], [-1, 0, 0]],
    [4, [2.5, 2.5, -0.5], [3, 2, -1]],
    [4, [5.02, 0.01], [4, 0]],
    [-19, [-9.5, -9.5], [10, 9]],
    [19, [9.5, 9.5], [10, 9]],
    [-2, [-0.5, -0.5, -0.5], [1, 1, 0]],
  ])('makes %i of %j', (total, exact, whole) => {
    const rounded = roundedTo(total, exact)
    expect(rounded.reduce((a, b) => a + b, 0)).toBe(total)
    expect(rounded.map(Math.abs)).toEqual(whole.map(Math.abs))
  })
})

describe('shownPercent', () => {
  it.each([
    [0.0004, 1],
    [0.314, 31],
    [0.9999, 99],
  ])('shows %f as %i', (probability, percent) => {
    expect(shownPercent(probability)).toBe(percent)
  })
})
