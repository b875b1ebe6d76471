import { watch } from 'node:fs'
import { join } from 'node:path'
import { createServer } from 'vite'
import { buildWorker } from './build'
import { type LaunchOptions, launch, portFor } from './launch'
import { ROOT } from './paths'
import { keepTime, tell, unlessStopped } from './serve'
import { keepingSignals } from './signals'
import { Stop } from './stop'

const SOURCES = ['worker', 'durable-objects', 'queues', 'drizzle/schema']
// Beside what is built whole: that may be served by another start meanwhile, and is not made of these sources.
const CHANGED_WORKER = '.cache/dev-worker'
const SETTLE_MS = 150 // editors and git write several files at once

/** Serves the web app from its sources, changed in place as they change, and the Worker anew after each change. */
export async function develop(options: LaunchOptions): Promise<void> {
  const { report, signal } = options
  await unlessStopped(signal, async () => {
    const port = await portFor(options.port)
    const origin = `http://127.0.0.1:${port}`
    const launched = await launch({ ...options, port: 0, origin })
    process.env.API_URL = launched.runtime.origin
    const web = await keepingSignals(() =>
      createServer({
        configFile: join(ROOT, 'web/vite.config.ts'),
        server: { host: '127.0.0.1', port, strictPort: true },
      }),
    )
    try {
      await web.listen()
      onChange(signal, async () => {
        await buildWorker(CHANGED_WORKER, report, signal)
        await launched.runtime.reload(CHANGED_WORKER)
        report('the Worker is the new one')
      })
      tell({ origin, logins: launched.logins })
      await keepTime(launched.runtime, signal)
    } finally {
      report('stopping')
      await web.close()
      await launched.close()
    }
  })
}

/** One rebuild at a time; changes during one ask for the next. */
function onChange(signal: AbortSignal, rebuild: () => Promise<void>): void {
  let settling: NodeJS.Timeout | undefined
  let busy = Promise.resolve()
  const changed = () => {
    clearTimeout(settling)
    settling = setTimeout(() => {
      busy = busy.then(rebuild).catch((error: unknown) => {
        // A sentence half typed does not build: say so, and wait for the rest of it.
        if (!signal.aborted) console.error(error instanceof Stop ? error.message : error)
      })
    }, SETTLE_MS)
  }
  for (const folder of SOURCES) {
    watch(join(ROOT, folder), { recursive: true, signal }, (_, file) => file?.endsWith('.ts') && changed())
  }
}
