import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare, type MiniflareOptions } from 'miniflare'
import { unstable_getMiniflareWorkerOptions } from 'wrangler'
import type { LocalFiles } from '../../drizzle/seed'
import { BUILT_WORKER } from './build'
import { markOf } from './orphans'
import { ROOT } from './paths'
import { dueAt } from './schedule'
import { keepingSignals } from './signals'
import { Stop } from './stop'

export interface RuntimeOptions {
  dataDir: string
  port: number
  /** What wrangler.toml cannot know: secrets, and where the database is. */
  bindings: Record<string, string>
  log(line: string): void
  /** Where tools may look into the Worker while it runs; 0 picks a free port. */
  inspectorPort?: number
}

export interface Runtime {
  readonly origin: string
  /** Where tools may look into the Worker, if asked for. */
  inspector(): Promise<URL>
  /** Storage for files, as the Worker sees it. */
  files(): Promise<LocalFiles>
  /** Fires the crons that are due at a moment, as the platform would. */
  fireCrons(at: Date): Promise<void>
  /** Serves the Worker that was built into another folder of the project, instead of the one it started with. */
  reload(folder: string): Promise<void>
  dispose(): Promise<void>
}

/** Runs the built Worker with its objects, queues and storage kept under the data directory. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { crons, miniflare } = read(options, BUILT_WORKER)
  const { mf, url } = await keepingSignals(async () => {
    const starting = new Miniflare(miniflare)
    return { mf: starting, url: await starting.ready }
  })
  return {
    origin: url.origin,
    inspector: () => mf.getInspectorURL(),
    files: () => mf.getR2Bucket('FILES') as Promise<LocalFiles>,
    async fireCrons(at) {
      const worker = await mf.getWorker()
      for (const cron of dueAt(crons, at)) await worker.scheduled({ cron, scheduledTime: at })
    },
    reload: (folder) => mf.setOptions(read(options, folder).miniflare),
    dispose: () => mf.dispose(),
  }
}

function read(
  { dataDir, port, bindings, log, inspectorPort }: RuntimeOptions,
  folder: string,
): { crons: string[]; miniflare: MiniflareOptions } {
  // modulesRules says how to find modules in sources; we name the built ones.
  const { modulesRules: _, ...worker } = unstable_getMiniflareWorkerOptions(join(ROOT, 'wrangler.toml')).workerOptions
  const { bindings: vars, cronTriggers } = worker as { bindings?: Record<string, string>; cronTriggers?: string[] }
  const built = join(ROOT, folder)
  const files = readdirSync(built).filter((file) => /\.(js|wasm)$/.test(file))
  if (!files.includes('index.js')) throw new Stop(`No Worker in ${built}`)
  const miniflare = convertV4MiniflareOptions({
    host: '127.0.0.1',
    port,
    ...(inspectorPort !== undefined && { inspectorPort }),
    cf: false, // no request to Cloudflare for a sample of one
    log: new Log(LogLevel.WARN),
    handleStructuredLogs: ({ level, message }) => log(`${level} ${message}`),
    workers: [
      {
        ...worker,
        name: 'salesoptimizer',
        rootPath: ROOT,
        bindings: { ...vars, ...bindings },
        // The entry comes first.
        modules: files
          .sort((a, b) => Number(b === 'index.js') - Number(a === 'index.js'))
          .map((file) => ({ type: file.endsWith('.wasm') ? 'CompiledWasm' : 'ESModule', path: join(built, file) })),
        modulesRoot: built,
      },
    ],
  })
  return {
    crons: cronTriggers ?? [],
    miniflare: {
      ...miniflare,
      resourcePersistencePath: join(dataDir, 'cf'),
      unsafeTriggerHandlers: true,
      unsafeRuntimeEnv: markOf(dataDir),
    },
  }
}
