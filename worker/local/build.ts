import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Locked, takeLock } from '../../drizzle/local/lock'
import { ROOT } from './paths'
import type { Report } from './progress'
import { Stop } from './stop'

export const BUILT_WORKER = 'dist/worker'
const STAMP = join(ROOT, 'dist/.built-from')

// Everything that ends up in what is served. The launcher itself does not.
const INPUTS = [
  'worker/**/*.ts',
  'web/**/*',
  'durable-objects/**/*.ts',
  'queues/**/*.ts',
  'drizzle/schema/**/*.ts',
  'package.json',
  'bun.lock',
  'wrangler.toml',
  'tsconfig.json',
]

/** Builds the web app and the Worker into dist/, unless what is there was built from these very files. */
export async function build(report: Report, signal?: AbortSignal): Promise<void> {
  const release = await oneAtATime(report, signal)
  try {
    const inputs = digestOfInputs()
    if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === inputs) return
    // Gone first: a build that is interrupted must not pass for a whole one.
    rmSync(STAMP, { force: true })
    await buildWeb(report, signal)
    await buildWorker(BUILT_WORKER, report, signal)
    writeFileSync(STAMP, inputs)
  } finally {
    release()
  }
}

export async function buildWeb(report: Report, signal?: AbortSignal): Promise<void> {
  report('building the web app')
  await run(['node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'], signal)
}

/** The very bundle that `wrangler deploy` would upload, into a folder of the project. */
export async function buildWorker(folder: string, report: Report, signal?: AbortSignal): Promise<void> {
  report('building the Worker')
  mkdirSync(join(ROOT, 'dist/web'), { recursive: true })
  await run(['node_modules/wrangler/bin/wrangler.js', 'deploy', '--env', '', '--dry-run', '--outdir', folder], signal)
}

async function run(args: string[], signal: AbortSignal | undefined): Promise<void> {
  // What whoever builds was started with (a test runner, say) is not to show in what is built.
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    VITEST: undefined,
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    NO_COLOR: '1',
  }
  const child = spawn(process.execPath, args, { cwd: ROOT, env, ...(signal && { signal }) })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk))
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Stop(`The build failed:\n${said}`))))
  })
}

async function oneAtATime(report: Report, signal: AbortSignal | undefined): Promise<() => void> {
  for (let told = false; ; told = true) {
    try {
      return takeLock(join(ROOT, '.cache/build.lock'))
    } catch (error) {
      if (!(error instanceof Locked)) throw error
      if (!told) report('waiting for another build to end')
      await wait(200, undefined, signal && { signal })
    }
  }
}

function digestOfInputs(): string {
  const hash = createHash('sha256').update(process.version)
  const files = globSync(INPUTS, { cwd: ROOT, withFileTypes: true, exclude: ['worker/local/**'] })
  const paths = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const path of paths.sort()) hash.update(path.slice(ROOT.length)).update('\0').update(readFileSync(path))
  return hash.digest('hex')
}
