import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { check } from './check'
import { beyondTheCount, count, type Outcome, type VitestReport } from './verdict'

const REPORT = '.cache/test-report.json'
const COVERAGE = 'coverage/coverage-summary.json'
const MIN_LINES = 90 // percent of the Worker's lines

/** Everything that must hold, from the formatting to the browser, and one line at the end that says whether it does. */
async function main(): Promise<void> {
  const outcomes = await check()
  // Nothing of an earlier run may speak for this one.
  for (const stale of [REPORT, COVERAGE]) rmSync(stale, { force: true })
  const exitCode = await vitest()
  const report = read<VitestReport>(REPORT)
  outcomes.push(...beyondTheCount(report, exitCode), coverage())

  for (const { name } of outcomes.filter((outcome) => !outcome.passed)) console.log(`✗ ${name}`)
  const { passed, failed } = count(outcomes, report)
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed === 0 ? 0 : 1
}

function vitest(): Promise<number | null> {
  const args = ['run', '--config', 'test/vitest.config.ts', '--coverage']
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', ...args, ...reporters], { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
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
