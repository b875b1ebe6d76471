import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { check } from './check'
import { beyondTheCount, count, type Outcome, type VitestReport } from './verdict'

const PARTS = '.cache/test-reports'
const REPORT = '.cache/test-report.json'
const COVERAGE = 'coverage/coverage-summary.json'
const MIN_LINES = 90 // percent of the Worker's lines

/** Everything that must hold, from the formatting to the browser, and one line at the end that says whether it does. */
async function main(): Promise<void> {
  // Nothing of an earlier run may speak for this one.
  for (const stale of [PARTS, REPORT, COVERAGE]) rmSync(stale, { force: true, recursive: true })
  const learning = part('learning', ['--project=learning'])
  setPriority(learning.pid, constants.priority.PRIORITY_LOW)
  const outcomes = await check()
  const exitCode = await vitest(learning)
  const report = read<VitestReport>(REPORT)
  outcomes.push(...beyondTheCount(report, exitCode), coverage())

  for (const { name } of outcomes.filter((outcome) => !outcome.passed)) console.log(`✗ ${name}`)
  const { passed, failed } = count(outcomes, report)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

/**
 * The learning is arithmetic: it takes what time of the machine all others leave, which wait for databases, runtimes and
 * browsers. Lines are not counted there, which would take half as long again: others come by the same ones. The two runs are
 * put together to one report.
 */
async function vitest(learning: Running): Promise<number> {
  const reports = ['--coverage', '--coverage.reportsDirectory=.cache/coverage-others']
  const others = part('others', ['--project=!learning', ...reports])
  const codes = await Promise.all([learning.ended, others.ended])
  codes.push(
    await run([`--merge-reports=${PARTS}`, '--coverage', '--reporter=json', `--outputFile.json=${REPORT}`]).ended,
  )
  return codes.find((code) => code !== 0) ?? 0
}

function part(name: string, args: readonly string[]): Running {
  return run(['run', ...args, '--reporter=default', '--reporter=blob', `--outputFile.blob=${PARTS}/${name}.json`])
}

interface Running {
  readonly pid: number
  readonly ended: Promise<number>
}

function run(args: readonly string[]): Running {
  const all = ['node_modules/vitest/vitest.mjs', '--config', 'test/vitest.config.ts', ...args]
  const child = spawn(process.execPath, all, { stdio: 'inherit' })
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
  return { pid: child.pid ?? 0, ended }
}

function coverage(): Outcome {
  const covered = read<{ total: { lines: { pct: number } } }>(COVERAGE)?.total.lines.pct ?? 0
  return {
    name: `${covered} % of the lines of worker/ are covered, of ${MIN_LINES} wanted`,
    passed: covered >= MIN_LINES,
  }
}

function read<T>(path: string): T | undefined {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined
}

await main()
