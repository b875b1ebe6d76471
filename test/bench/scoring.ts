import { asOf } from '../../worker/analytics/domain/as-of'
import { trainModel } from '../../worker/analytics/domain/boosting/model'
import { encodeRow, predict, type TrainedModel } from '../../worker/analytics/domain/boosting/scoring'
import { bookOf, evidenceFrom } from '../../worker/analytics/domain/evidence-book'
import { readFeatures, subjectOf } from '../../worker/analytics/domain/features/catalogue'
import { featuresOfModel, probabilityAt, type ServedModel, scoreDeal } from '../../worker/analytics/domain/scorer'
import { DEMO, simulate } from '../../worker/analytics/domain/simulator/simulate'
import { closingOf, type DealTimeline } from '../../worker/analytics/domain/timeline'
import { TrainingSurvey } from '../../worker/analytics/domain/training-set'
import { type BoardAnswer, type Demo, startDemo } from './demo'
import { type BenchOptions, type Figure, figure, median, quantile } from './figure'

export const name = 'scoring'

const NOW = Date.UTC(2026, 10, 2, 16)
const BATCHES = 200
const MOVES = 60

/** What scoring a deal that changed costs: the model by itself, and the whole command around it. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
  report('training on the demo company')
  const { model, open } = trained()
  return [...modelFigures(model, open), ...(await moveFigures(report))]
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
  const own = trainModel(set.value.dataset)
  const features = featuresOfModel(own, set.value.custom)
  return {
    model: { id: 'bench', number: 1, trained: own, usualRate: 0.3, deals: timelines.length, features, book },
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

/** Moves the demo company's deals to and fro over the API. */
async function moveFigures(report: (line: string) => void): Promise<Figure[]> {
  const demo = await startDemo('rep', report)
  try {
    return await move(demo)
  } finally {
    await demo.close()
  }
}

async function move(demo: Demo): Promise<Figure[]> {
  const { columns } = await demo.get<BoardAnswer>('/opportunities/board')
  const [from, to] = columns.map(({ stageId }) => stageId)
  const card = columns[0]?.cards.find(({ score }) => score)
  if (!card || !to) throw new Error('the demo board has no deal to move')
  let { version } = card
  const moves: { ms: number; roundTrips: number }[] = []
  let scored = 0
  for (let i = 0; i < MOVES; i++) {
    const stageId = i % 2 === 0 ? to : from
    const { body, ...cost } = await demo.post<{ version: number; prediction: object | null }>(
      `/opportunities/${card.id}/move`,
      { stageId, version },
    )
    version = body.version
    if (body.prediction) scored++
    moves.push(cost)
  }
  if (scored < MOVES) throw new Error(`${MOVES - scored} of ${MOVES} moves were not scored`)
  const times = moves.map(({ ms }) => ms)
  const floor: number[] = []
  for (let i = 0; i < MOVES; i++) {
    const at = performance.now()
    await demo.get('/health')
    floor.push(performance.now() - at)
  }
  const health = { name: 'health check, same server', value: median(floor) }
  return [
    figure({
      name: 'move, scored: database round trips',
      value: Math.max(...moves.map(({ roundTrips }) => roundTrips)),
      unit: 'round trips',
      target: { of: 'value', atMost: 2 },
    }),
    figure({ name: 'move, scored: p50', value: median(times), unit: 'ms', floor: health }),
    figure({ name: 'move, scored: p95', value: quantile(times, 0.95), unit: 'ms', floor: health }),
  ]
}
