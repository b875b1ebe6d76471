import { readFileSync } from 'node:fs'
import { type BenchOptions, type Figure, figure } from './figure'
import { fill, signUp, until, untilIdle } from './filled-company'
import { watchHeap } from './heap'
import { forgetPeak, peakMb, residentMb, runtimePids } from './memory'
import { startStack } from './stack'

export const name = 'training'

const CLOSED = 100_000
const FIELDS = 39 // of the company's own, beside what the product knows of a deal: sixty columns that vary
const WANTED_SECONDS = 300 // of the processor, the most a queue's consumer may take
const WANTED_MB = 128
const TICKS_PER_SECOND = 100 // what the kernel counts a process's time in

/** The whole training of a big company's model: its deals read twice, looked at, learned from and judged, and the model published. */
export async function run({ report }: BenchOptions): Promise<Figure[]> {
  const stack = await startStack(report)
  try {
    const { tenantId, token } = await signUp(stack)
    await untilIdle(stack)
    report(`filling ${CLOSED} closed deals`)
    await fill(stack, tenantId, { closed: CLOSED, open: 0, fields: FIELDS, areWatched: true })
    report('training')
    const pids = runtimePids()
    const heap = await watchHeap(stack.inspector, { collects: true })
    forgetPeak(pids)
    const residentBefore = residentMb(pids)
    const began = performance.now()
    const ranBefore = processorSeconds(pids)
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
    const seconds = (performance.now() - began) / 1000
    const processor = processorSeconds(pids) - ranBefore
    const heapMb = heap.takePeakMb()
    const grownMb = peakMb(pids) - residentBefore
    await heap.stop()
    const [made] = await stack.db.query<{ rung: string; features: number; rows: number; failure: string | null }>(
      `select m.rung, jsonb_array_length(m.features) as features, (m.settings->'report'->>'rows')::int as rows, j.failure
        from prediction_models m join jobs j on j.tenant_id = m.tenant_id and j.id = m.id
        where m.tenant_id = $1 order by m.number desc limit 1`,
      [tenantId],
    )
    if (made?.rung !== 'own' || made.failure !== null) throw new Error(`trained ${JSON.stringify(made)}`)
    report(`${made.features} features, ${made.rows} looks`)
    return [
      figure({ name: `a model of ${CLOSED} deals, from asking to publishing`, value: seconds, unit: 's' }),
      figure({
        name: 'of the processor',
        value: processor,
        unit: 's',
        target: { of: 'value', atMost: WANTED_SECONDS },
      }),
      figure({
        name: 'memory the Worker needs, at most',
        value: heapMb,
        unit: 'MB',
        target: { of: 'value', atMost: WANTED_MB },
      }),
      figure({ name: 'the runtime grew by, garbage and all', value: grownMb, unit: 'MB' }),
    ]
  } finally {
    await stack.close()
  }
}

/** What processes have had of the processor so far. */
function processorSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return sum + (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
  }, 0)
}
