import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { startEmbeddedPostgres } from '../../drizzle/local/embedded-postgres'
import { type LocalDatabase, openServer } from '../../drizzle/local/open'
import { build } from '../../worker/local/build'
import { portFor } from '../../worker/local/launch'
import { ROOT } from '../../worker/local/paths'
import { type Runtime, startRuntime } from '../../worker/local/runtime'
import { makeSigningKeys, type SigningKeys } from '../../worker/local/secrets'

export interface Stack {
  readonly db: LocalDatabase
  readonly keys: SigningKeys
  readonly origin: string
  /** The database for its owner, past everything of ours. */
  readonly ownerUrl: string
  /** Where to look into the Worker's memory. */
  readonly inspector: URL
  /** Storage for files, as the Worker sees it. */
  readonly files: Runtime['files']
  /** Fires the crons that are due at a moment. */
  readonly fireCrons: Runtime['fireCrons']
  close(): Promise<void>
}

/** The built product over a real PostgreSQL server, all of it gone when closed. */
export async function startStack(report: (line: string) => void): Promise<Stack> {
  await build(report)
  const dataDir = mkdtempSync(join(tmpdir(), 'salesoptimizer-bench-'))
  report('starting PostgreSQL')
  const server = await startEmbeddedPostgres({ durable: true })
  const db = await openServer({ ownerUrl: server.url(), appPassword: 'bench' })
  const keys = await makeSigningKeys()
  const port = await portFor(0)
  const origin = `http://127.0.0.1:${port}`
  const bindings = { ENVIRONMENT: 'local', APP_ORIGIN: origin, ...db.env, ...keys }
  const runtime = await startRuntime({ dataDir, port, bindings, log: (line) => console.error(line), inspectorPort: 0 })
  return {
    db,
    keys,
    origin,
    ownerUrl: server.url(),
    inspector: await runtime.inspector(),
    files: () => runtime.files(),
    fireCrons: (at) => runtime.fireCrons(at),
    async close() {
      await runtime.dispose()
      await db.close()
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A bare Hono Worker around the same driver and endpoint, under the same runtime with the same assets in front. */
export async function startFloor(env: LocalDatabase['env']): Promise<{ origin: string; close(): Promise<void> }> {
  const out = join(ROOT, '.cache/bench-floor')
  const config = join(ROOT, 'test/bench/floor/wrangler.toml')
  const wrangler = join(ROOT, 'node_modules/wrangler/bin/wrangler.js')
  await promisify(execFile)(process.execPath, [wrangler, 'deploy', '--config', config, '--dry-run', '--outdir', out], {
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' },
  })
  const { unstable_getMiniflareWorkerOptions } = await import('wrangler')
  const { modulesRules: _, ...worker } = unstable_getMiniflareWorkerOptions(config).workerOptions
  const floor = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: 0,
      cf: false,
      log: new Log(LogLevel.WARN),
      workers: [
        {
          ...worker,
          name: 'floor',
          rootPath: join(ROOT, 'test/bench/floor'),
          bindings: { ...env },
          modules: [{ type: 'ESModule', path: join(out, 'worker.js') }],
          modulesRoot: out,
        },
      ],
    }),
  )
  const { origin } = await floor.ready
  return { origin, close: () => floor.dispose() }
}
