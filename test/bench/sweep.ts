import { type BenchOptions, type Figure, figure } from './figure'
import { fill, signUp, until, untilIdle } from './filled-company'
import { watchHeap } from './heap'
import { startStack } from './stack'

export const name = 'sweep'

const CLOSED = 20_000
const OPEN = 100_000
const WANTED_MB = 128

/** Every open deal of a big company, scored with reasons through the queue by a model of its own. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
  const stack = await startStack(report)
  try {
    const { tenantId, token } = await signUp(stack)
    await untilIdle(stack)
    report(`filling ${CLOSED} closed and ${OPEN} open deals`)
    await fill(stack, tenantId, { closed: CLOSED, open: OPEN })
    report('training a model of its own')
    const heap = await watchHeap(stack.inspector)
    const asked = await fetch(`${stack.origin}/api/v1/models/train`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
    if (asked.status !== 202) throw new Error(`training answers ${asked.status}`)
    await until(
      stack,
      `select from jobs where kind = 'train' and finished_at is not null and created_at > now() - interval '1 hour'
      having count(*) = 2`,
    )
    heap.takePeakMb()
    report('scoring every open deal')
    const began = performance.now()
    await untilIdle(stack, report)
    const seconds = (performance.now() - began) / 1000
    const heapMb = heap.takePeakMb()
    await heap.stop()
    const [kept] = await stack.db.query<{ scored: string; rung: string; failed: string }>(
      `select count(*) as scored, (select rung from prediction_models where status = 'champion' and tenant_id = $1) as rung,
        (select count(*) from jobs where failure is not null) as failed from predictions where tenant_id = $1`,
      [tenantId],
    )
    if (Number(kept?.scored) !== OPEN || Number(kept?.failed) > 0) throw new Error(`scored ${JSON.stringify(kept)}`)
    return [
      figure({ name: `deals scored with reasons (${kept?.rung} model)`, value: OPEN / seconds, unit: 'rows/s' }),
      figure({ name: 'all of them', value: seconds, unit: 's' }),
      figure({
        name: 'memory of the Worker, at most',
        value: heapMb,
        unit: 'MB',
        target: { of: 'value', atMost: WANTED_MB },
      }),
    ]
  } finally {
    await stack.close()
  }
}
