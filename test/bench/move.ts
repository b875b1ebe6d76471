import { type BoardAnswer, type Demo, startDemo } from './demo'
import { type BenchOptions, type Figure, figure, median, quantile } from './figure'

export const name = 'move'

const MOVES = 60

/** The whole command around a score: the demo company's deals moved to and fro over the API. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
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
