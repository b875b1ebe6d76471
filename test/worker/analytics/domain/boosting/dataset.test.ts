import { describe, expect, it } from 'vitest'
import {
  categoryColumn,
  createDataset,
  MAX_COLUMNS,
  numericColumn,
  usableRows,
} from '../../../../../worker/analytics/domain/boosting/dataset'

const size = numericColumn('size', [1, 2, null])

describe('createDataset', () => {
  it('fills what was left out', () => {
    const made = createDataset({ columns: [size], labels: [1, 0, 1] })
    expect(made.ok && made.value).toMatchObject({
      rowCount: 3,
      weights: Float64Array.of(1, 1, 1),
      groups: Int32Array.of(0, 1, 2),
      times: null,
    })
  })

  it.each([
    ['no rows', { columns: [], labels: [] }, { kind: 'dataset_empty' }],
    ['a name twice', { columns: [size, size], labels: [1, 0, 1] }, { kind: 'column_repeated', name: 'size' }],
    [
      'a short column',
      { columns: [size], labels: [1, 0] },
      { kind: 'length_differs', of: 'size', expected: 2, actual: 3 },
    ],
    [
      'short weights',
      { columns: [], labels: [1, 0], weights: Float64Array.of(1) },
      { kind: 'length_differs', of: 'weights', expected: 2, actual: 1 },
    ],
    ['an open deal', { columns: [], labels: [1, 2] }, { kind: 'label_not_binary', row: 1 }],
    ['a label that is not there', { columns: [], labels: [Number.NaN] }, { kind: 'label_not_binary', row: 0 }],
    [
      'a negative weight',
      { columns: [], labels: [1], weights: Float64Array.of(-1) },
      { kind: 'weight_not_usable', row: 0 },
    ],
    [
      'an unknown weight',
      { columns: [], labels: [1], weights: Float64Array.of(Number.NaN) },
      { kind: 'weight_not_usable', row: 0 },
    ],
    [
      'too many columns',
      {
        columns: Array.from({ length: MAX_COLUMNS + 1 }, (_, i) => numericColumn(`c${i}`, [1])),
        labels: [1],
      },
      { kind: 'too_many_columns', limit: MAX_COLUMNS, count: MAX_COLUMNS + 1 },
    ],
  ])('refuses %s', (_, parts, error) => {
    expect(createDataset(parts)).toEqual({ ok: false, error })
  })
})

describe('columns', () => {
  it('read missing from null and from the empty text', () => {
    expect(categoryColumn('source', ['web', null, '', 'fair', 'web'])).toEqual({
      kind: 'category',
      name: 'source',
      codes: Int32Array.of(0, -1, -1, 1, 0),
      dictionary: ['web', 'fair'],
    })
    expect([...size.values]).toEqual([1, 2, Number.NaN])
  })

  it('leave out rows without weight', () => {
    const made = createDataset({ columns: [size], labels: [1, 0, 1], weights: Float64Array.of(1, 0, 0.5) })
    expect(made.ok && [...usableRows(made.value)]).toEqual([0, 2])
  })
})
