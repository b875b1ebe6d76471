import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Locked, takeLock } from '../../drizzle/local/lock'
import { migrateServer } from '../../drizzle/local/migrate'
import { commandOf, identityOf, parentOf } from '../../drizzle/local/processes'
import { Unsuitable } from '../../drizzle/local/suitable'
import { build } from './build'
import { develop } from './develop'
import { expectAddress, type LaunchOptions } from './launch'
import { endOrphans } from './orphans'
import { DATA } from './paths'
import { progress } from './progress'
import { serve } from './serve'
import { Stop } from './stop'

/** What a person on this machine asks for. */
async function main(command: string | undefined): Promise<void> {
  switch (command) {
    case 'start':
      return holdingData(() => serve(options()))
    case 'dev':
      return holdingData(() => develop(options()))
    case 'reset':
      return holdingData(reset)
    case 'build':
      return build(progress(), untilTold())
    case 'migrate':
      return migrate()
    default:
      throw new Stop(`There is no "${command}": start, dev, reset, build or migrate`)
  }
}

function options(): LaunchOptions {
  return {
    dataDir: DATA,
    port: portOf(process.env.PORT ?? '8787'),
    databaseUrl: process.env.DATABASE_URL,
    ownerUrl: process.env.DATABASE_URL_OWNER,
    report: progress(),
    signal: untilTold(),
  }
}

async function migrate(): Promise<void> {
  const ownerUrl = process.env.DATABASE_URL_OWNER
  if (!ownerUrl) throw new Stop('DATABASE_URL_OWNER must say where the database is, as the role that owns its tables')
  expectAddress(ownerUrl)
  await migrateServer(ownerUrl)
  console.log(`The database at ${new URL(ownerUrl).host} is up to date.`)
}

/** Two that write the same files would ruin them: one at a time, and no process of ours is left behind. */
async function holdingData(work: () => void | Promise<void>): Promise<void> {
  const release = lockData()
  try {
    await work()
  } finally {
    endOrphans(DATA)
    release()
  }
}

function lockData(): () => void {
  try {
    return takeLock(join(DATA, 'launcher.lock'))
  } catch (error) {
    if (!(error instanceof Locked)) throw error
    throw new Stop(
      `SalesOptimizer is running on ${DATA} already (process ${error.pid}). Stop that one first, ` +
        'or start a second one beside it with DATA_DIR and PORT set to others.',
    )
  }
}

function portOf(text: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Stop(`PORT=${text} is not a port`)
  return port
}

function reset(): void {
  endOrphans(DATA)
  const isElsewhere = Boolean(process.env.DATABASE_URL ?? process.env.DATABASE_URL_OWNER)
  for (const name of readdirSync(DATA)) {
    if (!isKeptByReset(name, isElsewhere)) rmSync(join(DATA, name), { recursive: true, force: true })
  }
  console.log(`Emptied ${DATA}. The next start begins anew.`)
  if (isElsewhere) console.log('The database at DATABASE_URL, and the files of its companies, are left as they are.')
}

/** What belongs to a database that is not emptied: who may sign in there, and the files its rows name. */
function isKeptByReset(name: string, isElsewhere: boolean): boolean {
  return name === 'launcher.lock' || name.startsWith('demo-logins-') || (isElsewhere && name === 'cf')
}

/** Aborted by Ctrl-C and its kin; asked twice, it ends on the spot. */
function untilTold(): AbortSignal {
  const told = new AbortController()
  const stop = () => {
    if (!told.signal.aborted) return told.abort(new Stop('stopped'))
    endOrphans(DATA)
    process.exit(1)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  if (process.argv.includes('--through-runners')) followRunners(() => told.abort(new Stop('stopped')))
  return told.signal
}

/**
 * Between a person and us stand npx, a shell and bun, and not all of them pass a signal on. When one of them is gone,
 * so is whoever started us.
 */
function followRunners(stop: () => void): void {
  const runners: string[] = []
  for (
    let pid = process.ppid;
    /^(npm|npx|sh|bun|\S*\/(npm|npx|sh|bun|node)) /.test(commandOf(pid));
    pid = parentOf(pid) ?? 0
  ) {
    runners.push(identityOf(pid) ?? '')
  }
  const isGone = (runner: string) => identityOf(Number.parseInt(runner, 10)) !== runner
  setInterval(() => runners.some(isGone) && stop(), 500).unref()
}

if (!existsSync('/proc')) console.error('No /proc here: a start that is killed outright may leave processes behind.')
main(process.argv[2]).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Stop || error instanceof Unsuitable ? `\n${error.message}` : error)
    process.exit(1)
  },
)
