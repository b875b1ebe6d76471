import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toPoints } from '../../../web/src/ui/probability'
import { roundToSum, waterfall } from '../../../web/src/ui/waterfall-geometry'

const logit = (p: number) => Math.log(p / (1 - p))

// The deal of the drawings: 31 is usual, this one stands at 64.
const reasons = [
  ['Buyer replies within a day', 14],
  ['Pilot passed on line 3', 12],
  ['Faster than usual here', 9],
  ['4 people engaged', 7],
  ['Won 3 of 4 here before', 6],
  ['No meeting in 21 days', -9],
  ['Close date moved twice', -5],
  ['Came from a trade fair', -0.4],
  ['Larger than usual', -0.6],
].map(([label, points]) => ({
  key: String(label),
  label: String(label),
  logOdds: (Number(points) * (logit(0.64) - logit(0.31))) / 33,
}))

describe('the waterfall', () => {
  it('goes from the usual rate over helping, hurting and smaller reasons to the deal', () => {
    const rows = waterfall({ base: 0.31, value: 0.64, reasons })
    expect(rows.map((row) => [row.kind, row.label, row.points])).toEqual([
      ['base', 'Your usual win rate', 31],
      ['helps', 'Buyer replies within a day', 14],
      ['helps', 'Pilot passed on line 3', 12],
      ['helps', 'Faster than usual here', 9],
      ['helps', '4 people engaged', 7],
      ['helps', 'Won 3 of 4 here before', 6],
      ['hurts', 'No meeting in 21 days', -9],
      ['hurts', 'Close date moved twice', -5],
      ['rest', '2 smaller reasons', -1],
      ['total', 'This deal', 64],
    ])
  })

  it('draws every step where the one before ended, on one scale from zero', () => {
    const rows = waterfall({ base: 0.31, value: 0.64, reasons })
    // The highest level is 79, so the track ends at 80.
    expect(rows[0]).toMatchObject({ left: 0, length: (31 / 80) * 100, end: (31 / 80) * 100 })
    for (const [before, row] of rows.slice(1, -1).map((row, index) => [rows[index], row] as const)) {
      const from = before?.end ?? Number.NaN
      expect(row.points > 0 ? row.left : row.left + row.length).toBeCloseTo(from, 10)
      expect(row.points > 0 ? row.left + row.length : row.left).toBeCloseTo(row.end, 10)
    }
    expect(rows.at(-1)).toMatchObject({ left: 0, length: 80 })
  })

  it('keeps the exact log-odds beside the points', () => {
    const rows = waterfall({ base: 0.31, value: 0.64, reasons })
    const exact = rows.reduce((sum, row) => sum + (row.logOdds ?? 0), 0)
    expect(exact).toBeCloseTo(logit(0.64) - logit(0.31), 10)
  })

  it('uses the slope at p where the deal is as usual as can be', () => {
    const rows = waterfall({
      base: 0.5,
      value: 0.5,
      reasons: [
        { key: 'a', label: 'Helps', logOdds: 0.4 },
        { key: 'b', label: 'Hurts', logOdds: -0.4 },
      ],
    })
    expect(rows.map((row) => row.points)).toEqual([50, 10, -10, 50])
  })

  it('adds up, keeps order and sign, and stays on its track, whatever the reasons', () => {
    const probability = fc.double({ min: 0.01, max: 0.99, noNaN: true })
    const parts = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(probability, probability, parts, (base, value, shares) => {
        // Any contributions that add up exactly, as the model's do.
        const excess = (shares.reduce((sum, share) => sum + share, 0) - (logit(value) - logit(base))) / shares.length
        const rows = waterfall({
          base,
          value,
          reasons: shares.map((share, index) => ({ key: `${index}`, label: `${index}`, logOdds: share - excess })),
        })
        const steps = rows.slice(1, -1)
        expect(toPoints(base) + steps.reduce((sum, row) => sum + row.points, 0)).toBe(toPoints(value))
        for (const row of steps) {
          if (row.kind === 'helps') expect(row.points).toBeGreaterThanOrEqual(0)
          if (row.kind === 'hurts') expect(row.points).toBeLessThanOrEqual(0)
        }
        for (const kind of ['helps', 'hurts'] as const) {
          const sizes = steps.filter((row) => row.kind === kind).map((row) => Math.abs(row.logOdds ?? 0))
          expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
        }
        for (const row of rows) {
          expect(row.left).toBeGreaterThanOrEqual(0)
          expect(row.left + row.length).toBeLessThanOrEqual(100 + 1e-9)
        }
      }),
    )
  })
})

describe('rounding to a sum', () => {
  it.each([
    [[1.4, 1.4, 1.2], 4, [2, 1, 1]],
    [[-8.6, -5.2, 13.8], 0, [-9, -5, 14]],
    [[0.5, 0.5], 1, [1, 0]],
    [[], 0, []],
  ])('%j to %i is %j', (exact, sum, whole) => {
    expect(roundToSum(exact, sum)).toEqual(whole)
  })
})
