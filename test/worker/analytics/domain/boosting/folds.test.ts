import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { numericColumn, usableRows } from '../../../../../worker/analytics/domain/boosting/dataset'
import { countDeals, crossFolds, joinTwins, newestSlice } from '../../../../../worker/analytics/domain/boosting/folds'
import { binned, dataset, deals } from './builders'

/** Snapshots: each deal has one to four rows, all with its outcome. */
const snapshots = fc
  .array(fc.record({ rows: fc.integer({ min: 1, max: 4 }), won: fc.boolean(), day: fc.integer({ min: 0, max: 9 }) }), {
    minLength: 2,
    maxLength: 40,
  })
  .map((list) => {
    const rows = list.flatMap(({ rows: count, won, day }, group) =>
      Array.from({ length: count }, (_, i) => ({ group, won, day: day + i, weight: 1 / count })),
    )
    return dataset({
      columns: [],
      labels: rows.map(({ won }) => (won ? 1 : 0)),
      groups: Int32Array.from(rows, ({ group }) => group),
      weights: Float64Array.from(rows, ({ weight }) => weight),
      times: Float64Array.from(rows, ({ day }) => day),
    })
  })

function parting(data: ReturnType<typeof dataset>, fitted: Int32Array, heldOut: Int32Array) {
  const groups = (rows: Int32Array) => new Set(Array.from(rows, (row) => data.groups[row]!))
  expect([...fitted, ...heldOut].sort((a, b) => a - b)).toEqual([...usableRows(data)])
  const known = groups(fitted)
  expect([...groups(heldOut)].filter((group) => known.has(group))).toEqual([])
}

describe('folds', () => {
  it('hold out each row once, and never part a deal', () => {
    fc.assert(
      fc.property(snapshots, fc.integer({ min: 2, max: 5 }), fc.integer(), (data, count, seed) => {
        const folds = crossFolds(data, usableRows(data), count, seed)
        for (const { fitted, heldOut } of folds) parting(data, fitted, heldOut)
        const held = folds.flatMap(({ heldOut }) => [...heldOut])
        expect(held.sort((a, b) => a - b)).toEqual([...usableRows(data)])
      }),
    )
  })

  it('share won and lost deals out evenly', () => {
    fc.assert(
      fc.property(snapshots, fc.integer(), (data, seed) => {
        const { won, lost } = countDeals(data, usableRows(data))
        for (const { heldOut } of crossFolds(data, usableRows(data), 4, seed)) {
          const fold = countDeals(data, heldOut)
          expect(Math.abs(fold.won - won / 4)).toBeLessThan(1)
          expect(Math.abs(fold.lost - lost / 4)).toBeLessThan(1)
        }
      }),
    )
  })
})

describe('the newest slice', () => {
  it('holds the deals with the latest moments, whole, and as many as asked for', () => {
    fc.assert(
      fc.property(snapshots, fc.double({ min: 0.05, max: 0.6, noNaN: true }), (data, share) => {
        const rows = usableRows(data)
        const { fitted, heldOut } = newestSlice(data, rows, share)
        parting(data, fitted, heldOut)
        const latest = new Map<number, number>()
        for (const row of rows) {
          latest.set(data.groups[row]!, Math.max(latest.get(data.groups[row]!) ?? 0, data.times![row]!))
        }
        const moments = (of: Int32Array) => Array.from(of, (row) => latest.get(data.groups[row]!)!)
        const newest = moments(heldOut)
        if (fitted.length > 0) expect(Math.max(...moments(fitted))).toBeLessThanOrEqual(Math.min(...newest))
        const weight = (of: Int32Array) => of.reduce((sum, row) => sum + data.weights[row]!, 0)
        expect(weight(heldOut)).toBeGreaterThanOrEqual(share * weight(rows) - 1e-9)
        expect(weight(heldOut)).toBeLessThan(share * weight(rows) + 1 + 1e-9) // one deal more at most
      }),
    )
  })

  it('takes deals without a moment for the oldest', () => {
    const times = Float64Array.of(Number.NaN, 3, 1, Number.NaN)
    const data = dataset({ columns: [], labels: [1, 0, 1, 0], times })
    expect([...newestSlice(data, usableRows(data), 0.5).heldOut]).toEqual([1, 2])
  })
})

describe('twins', () => {
  it('become one deal where repeats are rare', () => {
    const values = [1, 2, 3, 4, 5, 6, 1, 3]
    const data = dataset({ columns: [numericColumn('n', values)], labels: new Uint8Array(8) })
    const { matrix, rows } = binned(data)
    expect([...joinTwins(data, rows, matrix)]).toEqual([0, 1, 2, 3, 4, 5, 0, 2])
  })

  it('stay apart where repeats are the rule', () => {
    const data = dataset({ columns: [numericColumn('n', [1, 1, 1, 2, 2, 2])], labels: new Uint8Array(6) })
    const { matrix, rows } = binned(data)
    expect(joinTwins(data, rows, matrix)).toBe(data.groups)
  })

  it('take the other snapshots of their deals along', () => {
    const data = dataset({
      columns: [numericColumn('n', [1, 2, 2, 3, 4, 5])],
      labels: new Uint8Array(6),
      groups: Int32Array.of(0, 0, 1, 1, 2, 3),
    })
    const { matrix, rows } = binned(data)
    const groups = joinTwins(data, rows, matrix)
    expect(groups[0]).toBe(groups[3])
    expect(new Set(groups).size).toBe(3)
  })

  it('are few among deals that differ', () => {
    const data = deals(300, 3)
    const { matrix, rows } = binned(data)
    expect(new Set(joinTwins(data, rows, matrix)).size).toBeGreaterThan(290)
  })
})
