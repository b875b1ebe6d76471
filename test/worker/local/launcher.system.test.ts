import { spawn } from 'node:child_process'
import { cpSync, existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { startEmbeddedPostgres } from '../../../drizzle/local/embedded-postgres'
import { runtimesOf } from '../../../worker/local/orphans'
import { type LauncherRun, processesOf, runLauncher, temporaryData } from '../../support/launcher'

const used = temporaryData()
let dataDir: string
let removeData: () => void
const runs: LauncherRun[] = []
let firstOutput: string

function run(command: 'start' | 'dev' | 'reset', env?: Record<string, string>, detached?: boolean): LauncherRun {
  const started = runLauncher(command, dataDir, env, detached)
  runs.push(started)
  return started
}

/** A start as a terminal holds it, where Ctrl-C reaches all it has started as well. */
const inTerminal = () => run('start', {}, true)

function expectNothingLeftBehind(): void {
  expect(processesOf(dataDir)).toEqual([])
  expect(readdirSync(dataDir).filter((name) => name.endsWith('.lock'))).toEqual([])
}

async function healthOf(origin: string): Promise<unknown> {
  return (await fetch(`${origin}/api/v1/health`)).json()
}

const WELL = { database: 'up', queue: 'up', storage: 'up' }

// The one start on nothing at all; the tests go on from copies of what it left.
beforeAll(async () => {
  const first = runLauncher('start', used.dataDir)
  await first.origin
  await first.stop('SIGINT')
  firstOutput = first.output()
})
afterAll(used.remove)

beforeEach(() => {
  const { dataDir: copy, remove } = temporaryData()
  cpSync(used.dataDir, copy, { recursive: true })
  dataDir = copy
  removeData = remove
})
afterEach(async () => {
  for (const started of runs.splice(0)) await started.stop('SIGKILL')
  for (const pid of runtimesOf(dataDir)) process.kill(pid, 'SIGKILL')
  removeData()
})

it('tells a new person how it goes, where to go and who to be', () => {
  expect(firstOutput).toMatch(/\d\.\d s {2}opening the embedded database/)
  expect(firstOutput).toMatch(/SalesOptimizer is at http:\/\/127\.0\.0\.1:\d+/)
  for (const role of ['Sales rep', 'Manager', 'Org admin']) expect(firstOutput).toContain(role)
  expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
})

it('serves the product, refuses a second start and a reset beside it, and leaves nothing behind', async () => {
  const first = run('start')
  const origin = await first.origin
  expect(await healthOf(origin)).toEqual(WELL)
  expect(await (await fetch(origin, { headers: { accept: 'text/html' } })).text()).toMatch(/<title>SalesOptimizer/)
  expect(runtimesOf(dataDir)).toHaveLength(1)

  for (const command of ['start', 'reset'] as const) {
    const second = run(command)
    expect(await second.exitCode).toBe(1)
    expect(second.output()).toContain(`running on ${dataDir} already (process ${first.child.pid})`)
  }
  expect(await healthOf(origin)).toEqual(WELL)

  expect(await first.stop()).toBe(0)
  expect(runtimesOf(dataDir)).toEqual([])
  expect(existsSync(join(dataDir, 'launcher.lock'))).toBe(false)
  expect(existsSync(join(dataDir, 'pg.lock'))).toBe(false)
})

it('clears up after a launcher that was killed outright, keeps what was stored, and empties it when told', async () => {
  const killed = run('start')
  await killed.origin
  await killed.stop('SIGKILL')
  expect(runtimesOf(dataDir)).toHaveLength(1)

  const next = run('start')
  const origin = await next.origin
  expect(next.output()).toContain('ended 1 process(es) that an earlier start left behind')
  expect(next.output()).not.toContain('inventing the demo company')
  expect(next.output()).toContain('Org admin')
  expect(await healthOf(origin)).toEqual(WELL)
  expect(runtimesOf(dataDir)).toHaveLength(1)
  await next.stop()

  const reset = run('reset')
  expect(await reset.exitCode).toBe(0)
  expect(readdirSync(dataDir)).toEqual([])
})

it('stops on Ctrl-C, and leaves no process behind', async () => {
  const started = inTerminal()
  await started.origin
  expect(processesOf(dataDir).length).toBeGreaterThan(1)
  expect(await started.pressCtrlC()).toBe(0)
  expectNothingLeftBehind()
})

it('stops on Ctrl-C before a first start is through, whatever it is at, and begins that anew', async () => {
  rmSync(dataDir, { recursive: true })
  const writing = inTerminal()
  await writing.says(/writing \d+ deals/)
  expect(await writing.pressCtrlC()).toBe(0)
  expect(writing.output()).not.toContain('learning from')
  expectNothingLeftBehind()

  const learning = inTerminal()
  await learning.says(/inventing the demo company/)
  await learning.says(/learning from/)
  expect(await learning.pressCtrlC()).toBe(0)
  expect(learning.output()).not.toContain('SalesOptimizer is at')
  expectNothingLeftBehind()

  const third = run('start')
  await third.says(/inventing the demo company/)
})

it('leaves the embedded database alone when a start on another one is killed while it fills that', async () => {
  const server = await startEmbeddedPostgres()
  try {
    const elsewhere = run('start', { DATABASE_URL: server.url() })
    await elsewhere.says(/inventing the demo company/)
    await elsewhere.stop('SIGKILL')
    // What its companies keep as files and objects lies beside what those of the embedded one keep.
    writeFileSync(join(dataDir, 'cf/of-somebody'), '')

    const again = run('start')
    await again.origin
    expect(again.output()).not.toContain('inventing the demo company')
    expect(again.output()).toContain('Org admin')
    await again.stop()

    // And the other way round: an embedded database that was not filled says nothing of the other one.
    writeFileSync(join(dataDir, 'pg.seeding'), '')
    const anew = run('start')
    await anew.says(/inventing the demo company/)
    expect(existsSync(join(dataDir, 'cf/of-somebody'))).toBe(true)
    await anew.stop('SIGKILL')

    // Nor does emptying this one take from the other who may sign in there, or the files its rows name.
    writeFileSync(join(dataDir, 'demo-logins-of-it.json'), '[]')
    const reset = run('reset', { DATABASE_URL: server.url() })
    expect(await reset.exitCode).toBe(0)
    expect(readdirSync(dataDir).toSorted()).toEqual(['cf', 'demo-logins-of-it.json'])
    expect(existsSync(join(dataDir, 'cf/of-somebody'))).toBe(true)

    const nowhere = run('start', { DATABASE_URL: 'postgresql:///sales?host=/var/run/postgresql' })
    expect(await nowhere.exitCode).toBe(1)
    expect(nowhere.output()).toContain('reads postgresql://NAME:PASSWORD@HOST:5432/DATABASE')
  } finally {
    await server.stop()
  }
})

it('stops when the script runner between it and the person is killed outright', async () => {
  const cli = `'${process.execPath}' --import ./worker/local/typescript.mjs worker/local/cli.ts start --through-runners`
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0' }
  const shell = spawn('sh', ['-c', `${cli}; true`], { env })
  const closed = new Promise((resolve) => shell.once('close', resolve))
  await new Promise<void>((resolve) => shell.stdout.on('data', (said) => String(said).includes('is at') && resolve()))
  expect(runtimesOf(dataDir)).toHaveLength(1)
  shell.kill('SIGKILL')
  // Closed, not only ended: the launcher shares its output with the shell, and has let go of it.
  await closed
  expect(runtimesOf(dataDir)).toEqual([])
  expect(existsSync(join(dataDir, 'launcher.lock'))).toBe(false)
})

it('serves the sources in development, and the Worker anew when one of them changes', async () => {
  const developing = run('dev')
  const origin = await developing.origin
  expect(await (await fetch(origin, { headers: { accept: 'text/html' } })).text()).toContain('/@vite/client')
  expect(await healthOf(origin)).toEqual(WELL)

  utimesSync('worker/index.ts', new Date(), new Date())
  await expect.poll(() => developing.output(), { timeout: 60_000 }).toContain('the Worker is the new one')
  expect(await healthOf(origin)).toEqual(WELL)
  expect(await developing.stop()).toBe(0)
  expect(runtimesOf(dataDir)).toEqual([])
  // Others may be serving what was built whole: it is still what they started with.
  expect(existsSync('dist/.built-from')).toBe(true)
})

it('says so at once when the port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo
  const refused = run('start', { PORT: String(port) })
  expect(await refused.exitCode).toBe(1)
  expect(refused.output()).toContain(`Port ${port} is in use by another program`)
  expect(refused.output()).not.toContain('building')
  other.close()
})
