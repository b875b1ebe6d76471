import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type LocalDatabase, openEmbedded, openServer } from '../../drizzle/local/open'
import { type DemoLogin, seed } from '../../drizzle/seed'
import { build } from './build'
import { endOrphans } from './orphans'
import type { Report } from './progress'
import { type Runtime, startRuntime } from './runtime'
import { type LocalSecrets, localSecrets } from './secrets'
import { Stop } from './stop'

const WORK_PATIENCE_MS = 180_000
const LOOK_EVERY_MS = 250

export interface LaunchOptions {
  dataDir: string
  /** 0 picks a free one. */
  port: number
  /** What people open when something stands in front of the Worker, as the development server does. */
  origin?: string
  databaseUrl?: string | undefined
  ownerUrl?: string | undefined
  report: Report
  signal: AbortSignal
}

export interface Launched {
  readonly origin: string
  readonly logins: DemoLogin[]
  readonly runtime: Runtime
  close(): Promise<void>
}

/** Builds, migrates, seeds and starts everything on this machine. The caller holds the lock on the data directory. */
export async function launch(options: LaunchOptions): Promise<Launched> {
  const { dataDir, report, signal } = options
  const orphans = endOrphans(dataDir)
  if (orphans > 0) report(`ended ${orphans} process(es) that an earlier start left behind`)
  const port = await portFor(options.port)
  mkdirSync(dataDir, { recursive: true })
  if (!isElsewhere(options)) discardHalfSeeded(dataDir)
  const secrets = await localSecrets(join(dataDir, 'secrets.json'))

  const opening = new Opened()
  try {
    // Side by side: one waits for compilers, the other for the database to boot.
    const [db] = await Promise.all([
      openDatabase(options, secrets).then((opened) => opening.add(opened)),
      build(report, signal),
    ])
    const origin = options.origin ?? `http://127.0.0.1:${port}`
    // Local queues keep nothing on disk, and nobody else works here: what an earlier run had begun is begun anew.
    await db.query('UPDATE jobs SET due_at = now() WHERE finished_at IS NULL')
    report('starting the Worker')
    const { databasePassword: _, ...keys } = secrets
    const bindings = { ENVIRONMENT: 'local', APP_ORIGIN: origin, ...db.env, ...keys }
    const log = (line: string) => appendFileSync(join(dataDir, 'worker.log'), `${line}\n`)
    const runtime = opening.add(await startRuntime({ dataDir, port, bindings, log }), (started) => started.dispose())
    await untilHealthy(runtime.origin, signal)
    const logins = await seedOnce(options, db, runtime)
    return { origin, logins, runtime, close: () => opening.close() }
  } catch (error) {
    await opening.close()
    throw error
  }
}

/** Closes in the opposite order of opening, whatever has been opened by then. */
class Opened {
  readonly #closers: (() => Promise<void>)[] = []

  add<T extends { close(): Promise<void> }>(thing: T): T
  add<T>(thing: T, close: (thing: T) => Promise<void>): T
  add<T>(thing: T, close = (it: T) => (it as { close(): Promise<void> }).close()): T {
    this.#closers.unshift(() => close(thing))
    return thing
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close()
  }
}

async function openDatabase(options: LaunchOptions, secrets: LocalSecrets): Promise<LocalDatabase> {
  const { dataDir, databaseUrl, ownerUrl, report } = options
  const url = ownerUrl ?? databaseUrl
  if (url === undefined) {
    report('opening the embedded database')
    return openEmbedded(join(dataDir, 'pg'))
  }
  for (const given of [url, databaseUrl ?? url]) expectAddress(given)
  report(`opening the database at ${new URL(url).host}`)
  const appUrl = ownerUrl ? databaseUrl : undefined
  return openServer({ ownerUrl: url, appUrl, appPassword: secrets.databasePassword })
}

export function expectAddress(url: string): void {
  // Without a host it would be a socket in the file system, which nothing between the Worker and the server speaks.
  if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol) && new URL(url).hostname) return
  throw new Stop('The address of a database reads postgresql://NAME:PASSWORD@HOST:5432/DATABASE')
}

/** The port asked for if it is free, before minutes go into a build that could not be served. */
export async function portFor(wanted: number): Promise<number> {
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(wanted, '127.0.0.1', resolve))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new Stop(`Port ${wanted} is in use by another program. End it, or choose another port: PORT=${wanted + 1}`)
  }
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function untilHealthy(origin: string, signal: AbortSignal): Promise<void> {
  // The database and the runtime are up by now: one that does not answer at once is broken, not slow.
  const response = await fetch(`${origin}/api/v1/health`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
  })
  if (!response.ok) throw new Stop(`The Worker answers ${response.status}: ${await response.text()}`)
}

/** The demo company, made when there is no company at all; its logins are remembered for the starts after. */
async function seedOnce(options: LaunchOptions, db: LocalDatabase, runtime: Runtime): Promise<DemoLogin[]> {
  const { dataDir, report, signal } = options
  const remembered = loginsFile(options)
  const [row] = await db.query<{ empty: boolean }>('SELECT NOT EXISTS (SELECT FROM tenants) AS empty')
  if (row?.empty) {
    // A database elsewhere begins nothing anew: there the demo company is written whole or not at all.
    if (!isElsewhere(options)) writeFileSync(halfSeeded(dataDir), '')
    const logins = await seed(db, report, await runtime.files(), signal)
    writeFileSync(remembered, JSON.stringify(logins, null, 2), { mode: 0o600 })
    report('learning from the demo company, and scoring its deals')
    await untilWorkIsDone(db, runtime, signal)
    rmSync(halfSeeded(dataDir), { force: true })
  }
  return existsSync(remembered) ? (JSON.parse(readFileSync(remembered, 'utf8')) as DemoLogin[]) : []
}

/** Everything promised while seeding, and what that promised in turn: whoever opens the app finds it done. */
async function untilWorkIsDone(db: LocalDatabase, runtime: Runtime, signal: AbortSignal): Promise<void> {
  await orStopped(runtime.fireCrons(new Date()), signal)
  const given = Date.now()
  for (;;) {
    const [row] = await db.query<{ open: boolean }>(
      'SELECT EXISTS (SELECT FROM jobs WHERE finished_at IS NULL) AS open',
    )
    // A machine this slow learns in the background instead.
    if (!row?.open || Date.now() - given > WORK_PATIENCE_MS) return
    await wait(LOOK_EVERY_MS, undefined, { signal })
  }
}

/** For work that cannot be told to stop: nobody waits for it any longer then. */
async function orStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return Promise.race([work, once(signal, 'abort').then(() => Promise.reject(signal.reason))])
}

/** Each database has its own: the logins of one are strangers to another. */
function loginsFile({ dataDir, databaseUrl, ownerUrl }: LaunchOptions): string {
  const url = ownerUrl ?? databaseUrl
  const suffix = url ? `-${createHash('sha256').update(url).digest('hex').slice(0, 8)}` : ''
  return join(dataDir, `demo-logins${suffix}.json`)
}

function isElsewhere({ databaseUrl, ownerUrl }: LaunchOptions): boolean {
  return (ownerUrl ?? databaseUrl) !== undefined
}

/** Beside the embedded database and named after it: what was begun in another one says nothing of this. */
function halfSeeded(dataDir: string): string {
  return join(dataDir, 'pg.seeding')
}

/**
 * A start that was cut short while seeding left half a demo company and nothing of anybody's: begun anew. Files and
 * objects stay: those of other databases lie there too, and of that company nothing asks for them any more.
 */
function discardHalfSeeded(dataDir: string): void {
  if (!existsSync(halfSeeded(dataDir))) return
  for (const part of ['pg', 'demo-logins.json', 'pg.seeding'])
    rmSync(join(dataDir, part), { recursive: true, force: true })
}
