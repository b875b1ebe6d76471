import { describe, expect, it } from 'vitest'
import { encodeArtifact } from '../../../../../worker/analytics/domain/boosting/artifact'
import {
  type Column,
  categoryColumn,
  type Dataset,
  numericColumn,
} from '../../../../../worker/analytics/domain/boosting/dataset'
import { logLoss } from '../../../../../worker/analytics/domain/boosting/metrics'
import { trainModel } from '../../../../../worker/analytics/domain/boosting/model'
import { createRandom } from '../../../../../worker/analytics/domain/boosting/random'
import {
  encodeDataset,
  encodeRow,
  predict,
  predictBatch,
  type TrainedModel,
} from '../../../../../worker/analytics/domain/boosting/scoring'
import { planFor } from '../../../../../worker/analytics/domain/boosting/settings'
import { dataset, deals } from './builders'

const data = deals(1200, 61)
const model = trainModel(data)

/** The rows of a dataset as an application has them: values by name. */
function rawRow({ columns }: Dataset, row: number): (name: string) => number | string | null {
  return (name) => {
    const column = columns.find((c) => c.name === name)
    if (!column) return null
    return column.kind === 'numeric' ? column.values[row]! : (column.dictionary[column.codes[row]!] ?? null)
  }
}

function lossOf(trained: TrainedModel, fresh: Dataset): number {
  return logLoss({ probabilities: predictBatch(trained, encodeDataset(trained, fresh)), labels: fresh.labels })
}

describe('a trained model', () => {
  it('predicts fresh deals better than the base rate and than either member was promised to', () => {
    const fresh = deals(3000, 62)
    const base = deals(3000, 62).labels.reduce((sum, label) => sum + label, 0) / 3000
    const baseLoss = -base * Math.log(base) - (1 - base) * Math.log(1 - base)
    expect(lossOf(model, fresh)).toBeLessThan(baseLoss - 0.05)
    expect(Math.abs(lossOf(model, fresh) - model.report.blendLoss)).toBeLessThan(0.03)
    expect(model.report).toMatchObject({ rows: 1200, heldOut: 'folds', stopped: false, seed: 1 })
    expect(model.report.blendLoss).toBeLessThan(model.report.baseLoss)
  })

  it('is the same for the same seed, byte for byte, and another for another', () => {
    expect(encodeArtifact(trainModel(data))).toEqual(encodeArtifact(model))
    expect(encodeArtifact(trainModel(data, { seed: 2 }))).not.toEqual(encodeArtifact(model))
  })

  it('scores one raw row as it scores the batch', () => {
    const rows = encodeDataset(model, data)
    const batch = predictBatch(model, rows)
    const out = new Uint8Array(model.features.length)
    for (let row = 0; row < 200; row++) {
      encodeRow(model, rawRow(data, row), out)
      expect(out).toEqual(rows.slice(row * out.length, (row + 1) * out.length))
      expect(predict(model, out)).toBeCloseTo(batch[row]!, 14)
    }
  })

  it('reads a field that was deleted as missing, and a category nobody met as unseen', () => {
    const out = new Uint8Array(model.features.length)
    const region = model.features.findIndex(({ name }) => name === 'region')
    encodeRow(model, (name) => (name === 'region' ? 'Atlantis' : undefined), out)
    expect([...out]).toEqual(model.features.map((_, f) => (f === region ? 1 : 0)))
    const later = { ...data, columns: data.columns.filter(({ name }) => name === 'age') }
    for (const probability of predictBatch(model, encodeDataset(model, later))) {
      expect(probability > 0 && probability < 1).toBe(true)
    }
  })

  it('does not change under any rising transformation of a number, as far as trees go', () => {
    const bend = (column: Column): Column =>
      column.kind === 'numeric' ? { ...column, values: column.values.map((x) => 2 * x ** 3 + 1) } : column
    const bent = { ...data, columns: data.columns.map(bend) }
    const other = trainModel(bent)
    expect(other.forest).toEqual(model.forest)
    expect(encodeDataset(other, bent)).toEqual(encodeDataset(model, data))
  })

  it('does not depend on the numbers its deals have', () => {
    const groups = Int32Array.from({ length: data.rowCount }, (_, row) => 5000 + 3 * row)
    expect(encodeArtifact(trainModel({ ...data, groups }))).toEqual(encodeArtifact(model))
  })

  it('rises with a number that it may only rise with, in the trees', () => {
    const constrained = trainModel(data, { monotone: { age: -1 } })
    const width = constrained.features.length
    const age = constrained.features.findIndex(({ name }) => name === 'age')
    const rows = encodeDataset(constrained, data)
    const alone = { ...constrained, blend: { intercept: 0, trees: 1, linear: 0 } }
    const bins = constrained.offsets[age + 1]! - constrained.offsets[age]!
    for (let row = 0; row < 100; row++) {
      const at = rows.slice(row * width, (row + 1) * width)
      let last = 1
      for (let bin = 1; bin < bins; bin++) {
        at[age] = bin
        const probability = predict(alone, at)
        expect(probability).toBeLessThanOrEqual(last + 1e-3)
        last = probability
      }
    }
  })
})

describe('order in time', () => {
  /** The first four in five deals follow `size`, the newest are a matter of luck. */
  function drifting(): Dataset {
    const old = deals(1500, 71)
    const random = createRandom(72)
    const labels = old.labels.map((label, row) => (row < 1200 ? label : random() < 0.3 ? 1 : 0))
    return { ...old, labels }
  }

  it('makes the newest slice decide what the members are worth', () => {
    const plan = { repeats: 1 }
    const blind = trainModel(drifting(), { plan })
    const times = Float64Array.from({ length: 1500 }, (_, row) => row)
    const seeing = trainModel({ ...drifting(), times }, { plan })
    expect(seeing.report.heldOut).toBe('newest')
    expect(blind.report.heldOut).toBe('folds')
    const spread = (m: TrainedModel) => m.calibration.slope * (m.blend.trees + m.blend.linear)
    expect(spread(seeing)).toBeLessThan(spread(blind) / 2)
    const fresh = deals(2000, 73)
    const random = createRandom(74)
    const next = { ...fresh, labels: fresh.labels.map(() => (random() < 0.3 ? 1 : 0)) }
    expect(lossOf(seeing, next)).toBeLessThan(lossOf(blind, next))
  })

  it('is left aside where the newest slice is too small to judge by', () => {
    const few = deals(60, 75)
    const trained = trainModel({ ...few, times: Float64Array.from(few.labels, (_, row) => row) })
    expect(trained.report.heldOut).toBe('folds')
  })
})

describe('snapshots', () => {
  it('weigh together as one deal, and are never on both sides of a fold', () => {
    const single = deals(300, 81)
    // Each deal four times, slightly older every time: rows that almost give the outcome of their twins away.
    const repeat = (column: Column): Column =>
      column.kind === 'numeric'
        ? { ...column, values: Float64Array.from({ length: 1200 }, (_, i) => column.values[i >> 2]! + (i % 4) / 1000) }
        : { ...column, codes: Int32Array.from({ length: 1200 }, (_, i) => column.codes[i >> 2]!) }
    const snapshots = dataset({
      columns: single.columns.map(repeat),
      labels: Uint8Array.from({ length: 1200 }, (_, i) => single.labels[i >> 2]!),
      weights: new Float64Array(1200).fill(0.25),
      groups: Int32Array.from({ length: 1200 }, (_, i) => i >> 2),
    })
    // Whoever has seen the twins never stops growing by itself.
    const plan = { repeats: 1, maxRounds: 300 }
    const trained = trainModel(snapshots, { plan })
    expect(trained.report).toMatchObject({ rows: 1200 })
    expect(trained.report.wonDeals + trained.report.lostDeals).toBe(300)
    const fresh = deals(3000, 82)
    // Were twins on both sides, the loss seen in training would be far below the true one.
    expect(lossOf(trained, fresh) - trained.report.blendLoss).toBeLessThan(0.06)
    const careless = trainModel({ ...snapshots, groups: Int32Array.from({ length: 1200 }, (_, i) => i) }, { plan })
    expect(careless.report.blendLoss).toBeLessThan(trained.report.blendLoss - 0.05)
  })

  it('of weight 0 change nothing', () => {
    const half = Float64Array.from({ length: 1200 }, (_, row) => (row < 600 ? 1 : 0))
    const weighted = trainModel({ ...data, weights: half })
    expect(weighted.report.rows).toBe(600)
    const labels = data.labels.map((label, row) => (row < 600 ? label : 1 - label))
    expect(encodeArtifact(trainModel({ ...data, labels, weights: half }))).toEqual(encodeArtifact(weighted))
  })
})

describe('training watches the clock for others', () => {
  it('reports every round of both phases', () => {
    const seen: string[] = []
    const trained = trainModel(deals(200, 91), { onRound: ({ phase, round }) => seen.push(`${phase} ${round}`) })
    expect(seen[0]).toBe('choosing 1')
    expect(seen.filter((line) => line.startsWith('growing'))).toHaveLength(trained.report.rounds)
  })

  it('finishes with the best it has when told to stop', () => {
    const rounds = { choosing: 0, growing: 0 }
    const trained = trainModel(data, {
      onRound: ({ phase }) => rounds[phase]++,
      shouldStop: () => rounds.choosing >= 5,
    })
    expect(trained.report).toMatchObject({ stopped: true, rounds: rounds.growing })
    expect(rounds.choosing).toBeLessThan(10)
    expect(rounds.growing).toBeGreaterThan(1)
    expect(Number.isFinite(lossOf(trained, data))).toBe(true)
  })
})

describe('data that has little to say', () => {
  const random = createRandom(101)
  const luck = Uint8Array.from({ length: 400 }, () => (random() < 0.3 ? 1 : 0))
  const half = (_: unknown, row: number) => row % 2

  it.each<[string, Dataset, number]>([
    ['one row', dataset({ columns: [numericColumn('n', [1])], labels: [1] }), 0.75],
    ['all won', dataset({ columns: deals(100).columns, labels: new Uint8Array(100).fill(1) }), 100.5 / 101],
    ['all lost', dataset({ columns: deals(100).columns, labels: new Uint8Array(100) }), 0.5 / 101],
    ['no columns', dataset({ columns: [], labels: luck }), (luck.filter(Boolean).length + 0.5) / 401],
    [
      'nine won',
      dataset({
        columns: deals(200).columns,
        labels: Uint8Array.from(luck.subarray(0, 200), (_, i) => (i < 9 ? 1 : 0)),
      }),
      9.5 / 201,
    ],
  ])('is answered with the base rate: %s', (_, set, expected) => {
    const trained = trainModel(set)
    expect(trained.report).toMatchObject({ heldOut: 'none', rounds: 0 })
    const width = trained.features.length
    expect(predict(trained, new Uint8Array(width))).toBeCloseTo(expected, 12)
    expect(predictBatch(trained, encodeDataset(trained, set), new Float64Array(set.rowCount))[0]).toBeCloseTo(
      expected,
      12,
    )
  })

  it.each<[string, Column[]]>([
    ['a constant column', [numericColumn('n', Array(400).fill(5))]],
    ['a column of nothing', [numericColumn('n', Array(400).fill(null)), categoryColumn('c', Array(400).fill(null))]],
    [
      'infinities and NaN',
      [
        numericColumn(
          'n',
          Array.from({ length: 400 }, (_, i) => [1 / 0, -1 / 0, Number.NaN][i % 3]!),
        ),
      ],
    ],
    [
      'ten thousand customers',
      [
        categoryColumn(
          'c',
          Array.from({ length: 400 }, (_, i) => `customer ${(i * 7919) % 10_000}`),
        ),
      ],
    ],
    [
      'noise',
      [
        numericColumn(
          'n',
          Array.from({ length: 400 }, () => random()),
        ),
      ],
    ],
  ])('stays near the base rate: %s', (_, columns) => {
    const trained = trainModel(dataset({ columns, labels: luck }))
    const share = luck.reduce((sum, label) => sum + label, 0) / 400
    for (const probability of predictBatch(trained, encodeDataset(trained, dataset({ columns, labels: luck })))) {
      expect(Math.abs(probability - share)).toBeLessThan(0.15)
    }
  })

  it('survives numbers as large and as small as there are', () => {
    const values = Array.from({ length: 400 }, (_, i) => (i % 2 ? 1 : -1) * 10 ** (i % 600 > 308 ? -300 : i % 308))
    const trained = trainModel(dataset({ columns: [numericColumn('n', values)], labels: values.map(half) }))
    for (const value of [...values, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE]) {
      const row = encodeRow(trained, () => value, new Uint8Array(trained.features.length))
      const probability = predict(trained, row)
      expect(probability > 0 && probability < 1).toBe(true)
    }
  })

  it('learns from a column that gives the outcome away without certainty beyond reason', () => {
    const labels = Uint8Array.from({ length: 400 }, half)
    const trained = trainModel(dataset({ columns: [numericColumn('leak', [...labels])], labels }))
    const row = new Uint8Array(trained.features.length)
    const won = predict(
      trained,
      encodeRow(trained, () => 1, row),
    )
    const lost = predict(
      trained,
      encodeRow(trained, () => 0, row),
    )
    expect(won).toBeGreaterThan(0.95)
    expect(lost).toBeLessThan(0.05)
    expect(Number.isFinite(Math.log(1 - won))).toBe(true)
  })
})

describe('the plan', () => {
  it('sees what two categories mean together where neither means anything alone', () => {
    const drawn = (seed: number) => {
      const random = createRandom(seed)
      const [a, b] = [0, 1].map(() => Array.from({ length: 4000 }, () => Math.floor(12 * random())))
      // Every pair its own chance, and each of a and b the same on the whole.
      const wins = a!.map((x, i) => ((x * 5 + b![i]! * 7) % 12 < 6 ? 0.85 : 0.15))
      return dataset({
        columns: [a!, b!].map((codes, i) => categoryColumn('ab'[i]!, codes.map(String))),
        labels: wins.map((chance) => (random() < chance ? 1 : 0)),
      })
    }
    // Knowing the pairs, 0.423; knowing nothing, 0.693.
    expect(lossOf(trainModel(drawn(121)), drawn(122))).toBeLessThan(0.55)
  })

  it.each([
    [50, 50, 4],
    [5_999, 5_999, 4],
    [300, 6_000, 2],
    [9_999, 9_999, 2],
    [10_000, 10_000, 1],
  ])('for %d deals in %d rows judges on %d folds', (count, rows, folds) => {
    expect(planFor(count, rows).folds).toBe(folds)
  })

  it('grows larger trees from many deals, and penalises less', () => {
    const deepest = (count: number) => Math.max(...planFor(count).candidates.map(({ maxLeaves }) => maxLeaves))
    expect(deepest(50_000)).toBeGreaterThan(deepest(500))
  })

  it('handles many deals with one holdout', () => {
    const many = deals(10_000, 111)
    const quick = { ...planFor(10_000), maxRounds: 20 }
    const trained = trainModel(many, { plan: quick })
    expect(trained.report.heldOut).toBe('slice')
    expect(trained.report.blendLoss).toBeLessThan(trained.report.baseLoss)
    const timed = trainModel({ ...many, times: Float64Array.from(many.labels, (_, row) => row) }, { plan: quick })
    expect(timed.report.heldOut).toBe('newest')
  })
})
