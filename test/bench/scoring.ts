import { asOf } from '../../worker/analytics/domain/as-of'
import { trainModel } from '../../worker/analytics/domain/boosting/model'
import { encodeRow, predict, type TrainedModel } from '../../worker/analytics/domain/boosting/scoring'
import { bookOf, evidenceFrom } from '../../worker/analytics/domain/evidence-book'
import { readFeatures, subjectOf } from '../../worker/analytics/domain/features/catalogue'
import { featuresOfModel, probabilityAt, type ServedModel, scoreDeal } from '../../worker/analytics/domain/scorer'
import { seenIn } from '../../worker/analytics/domain/seen'
import { DEMO, simulate } from '../../worker/analytics/domain/simulator/simulate'
import { closingOf, type DealTimeline } from '../../worker/analytics/domain/timeline'
import { TrainingSurvey } from '../../worker/analytics/domain/training-set'
import { type BenchOptions, type Figure, figure, median, quantile } from './figure'

export const name = 'scoring'

const NOW = Date.UTC(2026, 10, 2, 16)
const BATCHES = 200

/** What scoring a deal that changed costs the model by itself. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
  report('training on the demo company')
  const { model, open } = trained()
  return modelFigures(model, open)
}

/** The demo company's model, trained as the queue does it, and its open deals. */
function trained(): { model: ServedModel; open: DealTimeline[] } {
  const timelines = simulate({ ...DEMO, asOf: NOW }).deals.map(({ timeline }) => timeline)
  const survey = new TrainingSurvey({ now: NOW })
  for (const timeline of timelines) survey.add(timeline)
  const builder = survey.finish()
  const subjects = timelines.map((timeline) => subjectOf(asOf(timeline, NOW)))
  const book = bookOf(builder.history, subjects)
  for (const timeline of timelines) builder.add(timeline)
  const set = builder.finish()
  if (!set.ok) throw new Error(set.error.kind)
  // Fewer folds than the queue takes: they choose among the same settings, only with less certainty.
  const own = trainModel(set.value.dataset, { plan: { folds: 2, repeats: 1 } })
  const features = featuresOfModel(own, set.value.custom)
  return {
    model: {
      id: 'bench',
      number: 1,
      rung: 'own',
      trained: own,
      usualRate: 0.3,
      deals: timelines.length,
      features,
      book,
      seen: seenIn(set.value.dataset),
    },
    open: timelines.filter((timeline) => closingOf(timeline) === null),
  }
}

function modelFigures(model: ServedModel, open: readonly DealTimeline[]): Figure[] {
  const own = model.trained! // just trained
  const rows = open.map((timeline) => {
    const deal = asOf(timeline, NOW)
    const values = readFeatures(model.features, { deal, evidence: evidenceFrom(model.book, subjectOf(deal), null) })
    return new Map(model.features.map((feature, i) => [feature.name, values[i] ?? null]))
  })
  const out = new Uint8Array(own.features.length)
  const scored = timed(rows, (row) =>
    predict(
      own,
      encodeRow(own, (input) => row.get(input), out),
    ),
  )
  const floor = { name: 'as many reads of memory as it visits nodes', value: bareWalk(own, rows.length).p50 }
  const whole = timed(open, (timeline) => probabilityAt(model, timeline, NOW, null))
  const explained = timed(open, (timeline) => scoreDeal(model, timeline, NOW, null).probability, 20)
  return [
    figure({ name: 'trees', value: own.forest.roots.length, unit: 'trees' }),
    figure({
      name: 'model time: encode and predict',
      value: scored.p50,
      unit: 'µs',
      floor,
      target: { of: 'value', atMost: 50 },
    }),
    figure({ name: 'model time: encode and predict, p99 of batches', value: scored.p99, unit: 'µs' }),
    figure({ name: 'with the features read from the timeline', value: whole.p50, unit: 'µs', floor }),
    figure({ name: 'with exact reasons in words as well', value: explained.p50, unit: 'µs', floor }),
  ]
}

/** As many reads, each depending on the one before, as walking every tree to its depth takes. */
function bareWalk({ forest, report }: TrainedModel, width: number) {
  const table = Int32Array.from({ length: forest.left.length }, (_, i) => (i * 7919 + 13) % forest.left.length)
  const reads = forest.roots.length * report.maxDepth
  return timed(
    Array.from({ length: width }, (_, i) => i),
    (start) => {
      let at = start % table.length
      for (let read = 0; read < reads; read++) at = table[at]! // the table holds places of its own
      return at
    },
  )
}

/** Microseconds a call, over whole batches: single calls are shorter than the clock can tell. */
function timed<T>(inputs: readonly T[], call: (input: T) => number, batches = BATCHES): { p50: number; p99: number } {
  const times: number[] = []
  let sum = 0
  // The first tenth warms up the compiler.
  for (let batch = -batches / 10; batch < batches; batch++) {
    const at = performance.now()
    for (const input of inputs) sum += call(input)
    if (batch >= 0) times.push(((performance.now() - at) * 1000) / inputs.length)
  }
  if (!Number.isFinite(sum)) throw new Error('a score is not a number')
  return { p50: median(times), p99: quantile(times, 0.99) }
}
