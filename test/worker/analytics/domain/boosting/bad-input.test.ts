import { describe, expect, it } from 'vitest'
import { encodeArtifact } from '../../../../../worker/analytics/domain/boosting/artifact'
import { createExplainer } from '../../../../../worker/analytics/domain/boosting/contributions'
import {
  type Column,
  categoryColumn,
  type Dataset,
  numericColumn,
} from '../../../../../worker/analytics/domain/boosting/dataset'
import { logLoss } from '../../../../../worker/analytics/domain/boosting/metrics'
import { trainModel } from '../../../../../worker/analytics/domain/boosting/model'
import { createRandom } from '../../../../../worker/analytics/domain/boosting/random'
import { trainResidual } from '../../../../../worker/analytics/domain/boosting/residual'
import {
  encodeDataset,
  encodeRow,
  predict,
  predictBatch,
  type TrainedModel,
} from '../../../../../worker/analytics/domain/boosting/scoring'
import { priorFor } from '../../../../../worker/analytics/domain/prior/serve'
import { dataset, deals } from './builders'

const plan = { folds: 2, repeats: 1, maxRounds: 60, lambdas: [10] }
const good = deals(600, 1)

const withColumn = (column: Column): Dataset => ({ ...good, columns: [...good.columns, column] })
const labelled = (labels: Uint8Array): Dataset => ({ ...good, labels })
const first = (rows: number): Dataset =>
  dataset({
    columns: good.columns.map(
      (column): Column =>
        column.kind === 'numeric'
          ? { ...column, values: column.values.slice(0, rows) }
          : { ...column, codes: column.codes.slice(0, rows) },
    ),
    labels: good.labels.slice(0, rows),
  })

/** So many different words in one column, a fifth of them twice. */
function ofManyWords(words: number): Dataset {
  const many = deals(1.2 * words, 2)
  const column = categoryColumn(
    'many',
    Array.from({ length: many.rowCount }, (_, row) => `value ${row % words}`),
  )
  return { ...many, columns: [...many.columns, column] }
}

const random = createRandom(4)
const rows = Array.from({ length: good.rowCount }, (_, row) => row)

const BAD: readonly [string, Dataset][] = [
  ['all won', labelled(new Uint8Array(good.rowCount).fill(1))],
  ['all lost', labelled(new Uint8Array(good.rowCount))],
  ['one deal', first(1)],
  ['two deals', first(2)],
  [
    'a constant number',
    withColumn(
      numericColumn(
        'constant',
        rows.map(() => 7),
      ),
    ),
  ],
  [
    'a constant word',
    withColumn(
      categoryColumn(
        'constant',
        rows.map(() => 'same'),
      ),
    ),
  ],
  [
    'a column of nulls',
    withColumn(
      numericColumn(
        'nulls',
        rows.map(() => null),
      ),
    ),
  ],
  [
    'a column of empty words',
    withColumn(
      categoryColumn(
        'nulls',
        rows.map(() => null),
      ),
    ),
  ],
  ['10,000 categories', ofManyWords(10_000)],
  [
    'infinite and NaN values',
    withColumn(
      numericColumn(
        'wild',
        rows.map((row) => [Infinity, -Infinity, Number.NaN, 1e308, -1e308, 5e-324, 3][row % 7]!),
      ),
    ),
  ],
  [
    'words of every kind',
    withColumn(
      categoryColumn(
        'odd',
        rows.map((row) => ['', ' ', '__proto__', '\u0000', '🙂', 'a'.repeat(5000)][row % 6]!),
      ),
    ),
  ],
  ['no column at all', { ...good, columns: [] }],
]

/** Whatever it was trained on: every chance is one, and its reasons add up. */
function holds(model: TrainedModel, data: Dataset): void {
  const encoded = encodeDataset(model, data)
  const width = model.features.length
  const explainer = createExplainer(model)
  for (let row = 0; row < Math.min(50, data.rowCount); row++) {
    const probability = predict(model, encoded, row * width)
    expect(probability).toBeGreaterThan(0)
    expect(probability).toBeLessThan(1)
    const { base, inputs } = explainer(encoded, row * width)
    const sum = inputs.reduce((total, share) => total + share, base)
    expect(sum).toBeCloseTo(Math.log(probability / (1 - probability)), 6)
  }
  expect(encodeArtifact(model).length).toBeGreaterThan(0)
}

describe.each(BAD)('%s', (_, data) => {
  it('gives a model of its own that answers with chances', () => {
    holds(trainModel(data, { plan }), data)
  })

  it('corrects the shipped model to one that does', () => {
    const prior = priorFor({ won: 5, lost: 9 })
    holds(trainResidual(data, prior) ?? prior, data)
  })
})

describe('a model', () => {
  it('is never surer than so many deals allow, where all were won or all lost', () => {
    for (const [label, low, high] of [
      [1, 0.9, 0.9999],
      [0, 0.0001, 0.1],
    ] as const) {
      const data = labelled(new Uint8Array(good.rowCount).fill(label))
      const model = trainModel(data, { plan })
      const probability = predict(model, encodeDataset(model, data))
      expect(probability).toBeGreaterThan(low)
      expect(probability).toBeLessThan(high)
    }
  })

  it('takes nothing from an identifier that names every deal', () => {
    const named = withColumn(
      categoryColumn(
        'id',
        rows.map((row) => `deal ${row}`),
      ),
    )
    const fresh = deals(1500, 2)
    const loss = (model: TrainedModel) => {
      const probabilities = predictBatch(model, encodeDataset(model, fresh), new Float64Array(fresh.rowCount))
      return logLoss({ probabilities, labels: fresh.labels })
    }
    expect(loss(trainModel(named, { plan }))).toBeLessThan(loss(trainModel(good, { plan })) + 0.02)
  })

  it('reads what it has never seen, what is gone and what is of another kind as unknown, never as an error', () => {
    const model = trainModel(good, { plan })
    const out = new Uint8Array(model.features.length)
    const odd: readonly Parameters<typeof encodeRow>[1][] = [
      () => undefined,
      () => null,
      () => Number.NaN,
      () => Number.POSITIVE_INFINITY,
      () => '',
      () => 'a region nobody has heard of',
      (name) => (name === 'region' ? 7 : 'seven'),
    ]
    for (const read of odd) {
      const probability = predict(model, encodeRow(model, read, out))
      expect(probability).toBeGreaterThan(0)
      expect(probability).toBeLessThan(1)
    }
    const gone = { ...good, columns: good.columns.filter(({ name }) => name !== 'region') }
    expect(encodeDataset(model, gone)).toHaveLength(good.rowCount * model.features.length)
  })

  it('learns less, and not the opposite, where a bulk edit has turned a share of the outcomes', () => {
    const fresh = deals(2000, 3)
    const after = [0, 0.1, 0.3].map((share) => {
      const labels = good.labels.map((label) => (random() < share ? 1 - label : label))
      const model = trainModel(labelled(labels), { plan })
      const probabilities = predictBatch(model, encodeDataset(model, fresh), new Float64Array(fresh.rowCount))
      return logLoss({ probabilities, labels: fresh.labels })
    })
    expect(after[0]!).toBeLessThan(after[1]!)
    expect(after[1]!).toBeLessThan(after[2]!)
    // Even then no worse than knowing nothing.
    expect(after[2]!).toBeLessThan(Math.LN2)
  })
})
