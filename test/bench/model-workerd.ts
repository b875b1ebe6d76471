import { join } from 'node:path'
import { bundled, workerdWith } from '../support/one-module'
import { type Figure, figure, median } from './figure'

const RUNS = 3

/** The same work in workerd, timed from outside: inside, the clock stands still while something computes. */
export async function measureInWorkerd(): Promise<Figure[]> {
  const runtime = workerdWith({ 'index.js': await bundled(join(import.meta.dirname, 'model-in-worker.ts')) })
  /** Seconds of one request, less those of one that does nothing. */
  const seconds = async (path: string): Promise<number> => {
    const began = performance.now()
    const answer = await runtime.dispatchFetch(`http://bench.test/${path}`)
    if (!answer.ok) throw new Error(await answer.text())
    return (performance.now() - began) / 1000
  }
  try {
    await seconds('make')
    const trained: number[] = []
    for (let run = 0; run < RUNS; run++) trained.push(await seconds('train'))
    const per = async (path: string, rows: number) => {
      const times: number[] = []
      for (let run = -1; run < RUNS; run++) {
        const [whole, nothing] = [await seconds(`${path}?rows=${rows}`), await seconds('nothing')]
        if (run >= 0) times.push(((whole - nothing) * 1e6) / rows)
      }
      return median(times)
    }
    const atMost = (value: number) => ({ of: 'value', atMost: value }) as const
    return [
      figure({
        name: 'train 200 × 6 on 62434 rows × 17 columns, in workerd',
        value: median(trained),
        unit: 's',
        target: atMost(2),
      }),
      figure({
        name: 'one score, model only, in workerd',
        value: await per('score', 50_000),
        unit: 'µs',
        target: atMost(15),
      }),
      figure({ name: 'batch, per row, in workerd', value: await per('batch', 60_000), unit: 'µs', target: atMost(5) }),
      figure({
        name: 'exact contributions, per row, in workerd',
        value: await per('explain', 1000),
        unit: 'µs',
        target: atMost(1300),
      }),
    ]
  } finally {
    await runtime.dispose()
  }
}
