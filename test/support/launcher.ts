import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DemoLogin } from '../../drizzle/seed'

/** One run of the launcher, as a person's terminal would hold it. */
export interface LauncherRun {
  readonly child: ChildProcess
  /** Everything it has printed so far. */
  output(): string
  /** Its address, once it prints one; fails with what it printed when it ends before. */
  readonly origin: Promise<string>
  /** When it has built what it starts, or found it built; fails likewise. */
  readonly built: Promise<void>
  /** When it has printed this; fails likewise. */
  says(words: RegExp): Promise<string>
  readonly exitCode: Promise<number | null>
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** Of one that was started detached: as in a terminal, all it has started hear of it too. */
  pressCtrlC(): Promise<number | null>
}

export function runLauncher(
  command: 'start' | 'dev' | 'reset',
  dataDir: string,
  env: Record<string, string> = {},
  detached = false,
): LauncherRun {
  const child = spawn(process.execPath, ['--import', './worker/local/typescript.mjs', 'worker/local/cli.ts', command], {
    // Vitest's own settings would make the built Worker a development build.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, PORT: '0', ...env },
    detached,
  })
  let said = ''
  const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve))
  const until = (words: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = words.exec(said)
        if (found) resolve(found[1] ?? '')
      }
      look()
      for (const stream of [child.stdout, child.stderr]) stream.on('data', look)
      void exitCode.then((code) => reject(new Error(`The launcher ended with ${code}:\n${said}`)))
    })
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
  }
  const origin = until(/SalesOptimizer is at (\S+)/)
  const built = until(/starting the Worker/).then(() => {})
  // Not everybody waits for these: a run that is meant to be refused has neither.
  origin.catch(() => {})
  built.catch(() => {})
  return {
    child,
    output: () => said,
    origin,
    built,
    says: until,
    exitCode,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return exitCode
    },
    pressCtrlC() {
      process.kill(-child.pid!, 'SIGINT') // it has started
      return exitCode
    },
  }
}

/** Every process that was started for this directory by whomever, the launcher's compilers and runtimes among them. */
export function processesOf(dataDir: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`=${dataDir}\0`)
    } catch {
      return false // no process, or gone meanwhile
    }
  })
}

/** A directory for the launcher's data, removed by the function that comes with it. */
export function temporaryData(): { dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'salesoptimizer-test-'))
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 }) }
}

export function demoLogins(dataDir: string): DemoLogin[] {
  return JSON.parse(readFileSync(join(dataDir, 'demo-logins.json'), 'utf8')) as DemoLogin[]
}
