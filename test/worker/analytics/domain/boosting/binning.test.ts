import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  between,
  binCount,
  binDataset,
  binOf,
  fitBins,
  MISSING,
  UNSEEN,
} from '../../../../../worker/analytics/domain/boosting/binning'
import {
  type Column,
  categoryColumn,
  numericColumn,
  usableRows,
} from '../../../../../worker/analytics/domain/boosting/dataset'
import { createRandom } from '../../../../../worker/analytics/domain/boosting/random'
import { BINNING, dataset } from './builders'

function featuresOf(column: Column, settings = BINNING) {
  const rows = column.kind === 'numeric' ? column.values.length : column.codes.length
  const data = dataset({ columns: [column], labels: new Uint8Array(rows) })
  return { data, features: fitBins(data, usableRows(data), settings) }
}

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

describe('between', () => {
  it('parts any two numbers', () => {
    fc.assert(
      fc.property(finite, finite, (x, y) => {
        fc.pre(x !== y)
        const [a, b] = x < y ? [x, y] : [y, x]
        const cut = between(a, b)
        expect(cut >= a && cut < b).toBe(true)
      }),
    )
  })

  it.each([
    [1, 2, 1.5],
    [10_000, 10_001, 10_000.5],
    [0, 100, 64],
    [-1, 1, 0],
    [-5e-324, 0, -5e-324],
  ])('of %d and %d is %d: near the middle and short in binary', (a, b, cut) => {
    expect(between(a, b)).toBe(cut)
  })
})

describe('numeric bins', () => {
  it('give each of few values its own bin, in order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(finite, { minLength: 1, maxLength: 200 }), (values) => {
        const distinct = [...new Set(values.map((value) => value + 0))].sort((a, b) => a - b)
        const [bins] = featuresOf(numericColumn('n', distinct)).features
        expect(distinct.map((value) => binOf(bins!, value))).toEqual(distinct.map((_, i) => i + 1))
      }),
    )
  })

  it('never exceed a byte, keep order, and share many values out evenly', () => {
    const random = createRandom(3)
    const values = Array.from({ length: 20_000 }, () => random() ** 4)
    const [bins, ...others] = featuresOf(numericColumn('n', values)).features
    expect(others).toEqual([]) // no value is common
    expect(binCount(bins!)).toBeLessThanOrEqual(255)
    expect(binCount(bins!)).toBeGreaterThan(180)
    const counts = new Map<number, number>()
    for (const value of values) counts.set(binOf(bins!, value), (counts.get(binOf(bins!, value)) ?? 0) + 1)
    expect(Math.max(...counts.values())).toBeLessThan(250)
    const sorted = [...values].sort((a, b) => a - b).map((value) => binOf(bins!, value))
    expect(sorted).toEqual([...sorted].sort((a, b) => a - b))
  })

  it('isolate a value that many rows share, and offer the shared values as categories', () => {
    const random = createRandom(4)
    const values = Array.from({ length: 5000 }, () => (random() < 0.2 ? 50_000 : random() * 100_000))
    const [bins, common] = featuresOf(numericColumn('amount', values)).features
    const own = binOf(bins!, 50_000)
    expect(binOf(bins!, 49_900)).toBeLessThan(own)
    expect(binOf(bins!, 50_100)).toBeGreaterThan(own)
    expect(common).toMatchObject({ kind: 'common', name: 'amount', values: Float64Array.of(50_000) })
    expect([50_000, 50_001, Number.NaN].map((value) => binOf(common!, value))).toEqual([2, UNSEEN, MISSING])
  })

  it('read NaN, infinities, nothing and texts as missing', () => {
    const [bins] = featuresOf(numericColumn('n', [1, 2, 3])).features
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, null, undefined, '', '2']
    expect(odd.map((value) => binOf(bins!, value))).toEqual(odd.map(() => MISSING))
  })

  it('survive a column without values, and one with a single value', () => {
    for (const column of [numericColumn('n', [null, null]), numericColumn('n', [7, 7])]) {
      const { data, features } = featuresOf(column)
      expect(binCount(features[0]!)).toBe(2)
      expect(binDataset(data, features).columns.length).toBe(2)
    }
  })

  it('depend on the order of values only: any rising transformation gives the same bins', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 400 }), (values) => {
        const plain = featuresOf(numericColumn('n', values))
        const bent = featuresOf(
          numericColumn(
            'n',
            values.map((value) => value ** 3 + 5),
          ),
        )
        expect(binDataset(bent.data, bent.features).columns).toEqual(binDataset(plain.data, plain.features).columns)
      }),
    )
  })
})

describe('category bins', () => {
  it('keep the most frequent of ten thousand, and call the others unseen', () => {
    const texts = Array.from({ length: 10_000 }, (_, i) => `customer ${i}`)
    const often = texts.slice(9_000, 9_100)
    const { data, features } = featuresOf(categoryColumn('customer', [...texts, ...often, ...often]))
    const [bins] = features
    expect(binCount(bins!)).toBe(255)
    for (const text of often) expect(binOf(bins!, text)).toBeGreaterThan(UNSEEN)
    expect(binOf(bins!, 'customer 9999')).toBe(UNSEEN)
    expect(binOf(bins!, 'never met')).toBe(UNSEEN)
    expect(Math.max(...binDataset(data, features).columns)).toBe(254)
  })

  it('do not depend on the order in which categories were met', () => {
    const texts = ['b', 'a', 'c', 'a', 'b', 'd']
    const [one] = featuresOf(categoryColumn('c', texts)).features
    const [other] = featuresOf(categoryColumn('c', [...texts].reverse())).features
    expect(one).toMatchObject({ categories: ['a', 'b', 'c', 'd'] })
    expect(other).toMatchObject({ categories: ['a', 'b', 'c', 'd'] })
  })

  it('read a number as its text, and nothing as missing', () => {
    const [bins] = featuresOf(categoryColumn('year', ['2024', '2025'])).features
    expect([2024, '2025', 1999, null, '', Number.NaN].map((value) => binOf(bins!, value))).toEqual([
      2,
      3,
      UNSEEN,
      MISSING,
      MISSING,
      MISSING,
    ])
  })

  it('pool what is lighter than asked', () => {
    const column = categoryColumn('c', ['a', 'a', 'a', 'b'])
    const [bins] = featuresOf(column, { ...BINNING, minCategoryWeight: 2 }).features
    expect(['a', 'b'].map((text) => binOf(bins!, text))).toEqual([2, UNSEEN])
  })
})

describe('binDataset', () => {
  it('says the same by column, by row and value by value', () => {
    const columns = [numericColumn('n', [3, null, 1]), categoryColumn('c', ['x', 'y', null])]
    const data = dataset({ columns, labels: [0, 1, 0] })
    const features = fitBins(data, usableRows(data), BINNING)
    const { columns: byColumn, cells, offsets } = binDataset(data, features)
    expect([...byColumn]).toEqual([2, 0, 1, 2, 3, 0])
    expect([...cells]).toEqual([2, offsets[1]! + 2, 0, offsets[1]! + 3, 1, offsets[1]!])
  })

  it('reads a column that is gone, or has changed its kind, as missing', () => {
    const data = dataset({ columns: [numericColumn('n', [1, 2]), categoryColumn('c', ['x', 'y'])], labels: [0, 1] })
    const features = fitBins(data, usableRows(data), BINNING)
    const later = dataset({ columns: [categoryColumn('n', ['1', '2'])], labels: [0, 1] })
    expect([...binDataset(later, features).columns]).toEqual([0, 0, 0, 0])
  })

  it('numbers all bins through within two bytes however many columns there are', () => {
    const random = createRandom(5)
    const columns = Array.from({ length: 400 }, (_, c) =>
      numericColumn(
        `c${c}`,
        Array.from({ length: 300 }, () => random()),
      ),
    )
    const data = dataset({ columns, labels: new Uint8Array(300) })
    const features = fitBins(data, usableRows(data), BINNING)
    expect(binDataset(data, features).offsets.at(-1)).toBeLessThan(65_536)
  })
})
