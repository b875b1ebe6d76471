import { gzipSync } from 'node:zlib'
import { encodeArtifact } from '../../worker/analytics/domain/boosting/artifact'
import { createExplainer } from '../../worker/analytics/domain/boosting/contributions'
import type { Dataset } from '../../worker/analytics/domain/boosting/dataset'
import { accumulate } from '../../worker/analytics/domain/boosting/histogram'
import { trainModel } from '../../worker/analytics/domain/boosting/model'
import {
  encodeDataset,
  encodeRow,
  predict,
  predictBatch,
  type ReadValue,
  type TrainedModel,
} from '../../worker/analytics/domain/boosting/scoring'
import { type Figure, figure, median } from './figure'
import { grow, madeUpDeals, ROUNDS, SETTINGS } from './model-grow'
import type { PeerSpeed } from './model-peers'

/** What training, scoring, explaining and keeping 200 × 6 trees costs, one thread. */
export function measureSpeed(data: Dataset, peer: PeerSpeed = {}): Figure[] {
  const runs = Array.from({ length: 3 }, () => grow(data))
  const { model, matrix, rows } = runs[0]!
  const seconds = median(runs.map((run) => run.seconds))
  // Every level of every tree adds up at least half the rows, for every feature, somewhere in a table.
  const sums = new Float64Array(matrix.offsets.at(-1)!)
  const values = new Float64Array(data.rowCount).fill(1)
  const half = rows.length >> 1
  const passes = 20
  const bare = once(() => {
    for (let pass = 0; pass < passes; pass++) accumulate(matrix, rows, 0, half, values, sums)
  })
  const floor = { name: 'half the additions of its histograms', value: (bare / passes) * ROUNDS * SETTINGS.maxDepth }
  const size = `${rows.length} rows × ${data.columns.length} columns`
  return [
    figure({ name: `train ${ROUNDS} × 6 on ${size}`, value: seconds, unit: 's', floor, target: atMost(2) }),
    ...(peer.train === undefined
      ? []
      : [
          figure({
            name: `train ${ROUNDS} × 6, beside XGBoost`,
            value: seconds,
            unit: 's',
            floor: xgboost(peer.train),
          }),
        ]),
    ...scoring(model, data, peer),
    figure({
      name: `artifact of ${ROUNDS} × 6, gzip`,
      value: gzipSync(encodeArtifact(model), { level: 9 }).length / 1000,
      unit: 'kB',
      target: atMost(120),
    }),
    figure({ name: 'whole training, settings chosen by itself', value: once(() => trainModel(data)), unit: 's' }),
  ]
}

const xgboost = (value: number) => ({ name: 'XGBoost, one thread', value })

const atMost = (value: number) => ({ of: 'value', atMost: value }) as const

function scoring(model: TrainedModel, data: Dataset, peer: PeerSpeed): Figure[] {
  const beside = (value: number | undefined) => value !== undefined && { floor: xgboost(value) }
  const width = model.features.length
  const rows = encodeDataset(model, data)
  const some = Math.min(data.rowCount, 5000)
  const raw = Array.from({ length: some }, (_, row) => reader(data, row))
  const out = new Uint8Array(width)
  let sum = 0
  const one = perRow(some, (row) => {
    sum += predict(model, rows, row * width)
  })
  const whole = perRow(some, (row) => {
    sum += predict(model, encodeRow(model, raw[row]!, out))
  })
  const probabilities = new Float64Array(some)
  const batch = perRow(1, () => {
    sum += predictBatch(model, rows.subarray(0, some * width), probabilities)[0]!
  })
  const explainer = createExplainer(model)
  const explained = perRow(Math.min(some, 500), (row) => {
    sum += explainer(rows, row * width).base
  })
  if (!Number.isFinite(sum)) throw new Error('a score is not a number')
  return [
    figure({ name: 'one score, model only', value: one, unit: 'µs', target: atMost(15), ...beside(peer.one) }),
    figure({ name: 'one score from raw values', value: whole, unit: 'µs', target: atMost(50) }),
    figure({ name: 'batch, per row', value: batch / some, unit: 'µs', target: atMost(5), ...beside(peer.batch) }),
    figure({
      name: 'exact contributions, per row',
      value: explained,
      unit: 'µs',
      target: atMost(1300),
      ...beside(peer.contributions),
    }),
  ]
}

function reader(data: Dataset, row: number): ReadValue {
  const values = new Map(
    data.columns.map((column) => [
      column.name,
      column.kind === 'numeric' ? column.values[row]! : (column.dictionary[column.codes[row]!] ?? null),
    ]),
  )
  return (name) => values.get(name)
}

/** Seconds of one call. */
function once(call: () => unknown): number {
  const began = performance.now()
  call()
  return (performance.now() - began) / 1000
}

/** Microseconds a call, median of passes over the rows after two to warm up. */
function perRow(count: number, call: (row: number) => void): number {
  const passes: number[] = []
  for (let pass = -2; pass < 7; pass++) {
    const began = performance.now()
    for (let row = 0; row < count; row++) call(row)
    if (pass >= 0) passes.push(((performance.now() - began) * 1000) / count)
  }
  return median(passes)
}

const WIDE = { rows: 100_000, copies: 4, columns: 60 }

/** The most that training on a large company's deals holds at once, garbage and all, beside the deals themselves. */
export function measureMemory(): Figure {
  const data = wideDeals()
  const held = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
  const before = held()
  let peak = 0
  const look = () => {
    peak = Math.max(peak, held() - before)
  }
  const began = performance.now()
  trainModel(data, { onRound: look })
  look()
  const cells = (WIDE.rows * WIDE.columns * 8) / 2 ** 20
  return figure({
    name: `peak of training on ${WIDE.rows} × ${WIDE.columns} in ${((performance.now() - began) / 1000).toFixed(0)} s, with its deals`,
    value: peak / 2 ** 20 + cells,
    unit: 'MB',
    floor: { name: 'the deals alone, eight bytes a cell', value: cells },
    target: atMost(128),
  })
}

function wideDeals(): Dataset {
  const parts = Array.from({ length: WIDE.copies }, (_, i) => madeUpDeals(WIDE.rows, i + 1))
  const columns = parts.flatMap((part, i) =>
    part.columns.map((column) => ({ ...column, name: `${column.name} of ${i}` })),
  )
  return { ...parts[0]!, columns: columns.slice(0, WIDE.columns) }
}
