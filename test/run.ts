import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { check, type Outcome } from './check'

const REPORT = '.cache/test-report.json'
const COVERAGE = 'coverage/coverage-summary.json'
const MIN_LINES = 90 // percent of the Worker's lines

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { name: string; status: string; message: string; assertionResults: { status: string }[] }[]
}

/** Everything that must hold, from the formatting to the browser, and one line at the end that says whether it does. */
async function main(): Promise<void> {
  const outcomes = await check()
  for (const stale of [REPORT, COVERAGE]) rmSync(stale, { force: true })
  const code = await vitest()
  const report = read<VitestReport>(REPORT)
  outcomes.push(...fromRunner(report, code), coverage())

  for (const { name } of outcomes.filter(({ passed }) => !passed)) console.log(`✗ ${name}`)
  const passed = outcomes.filter((outcome) => outcome.passed).length + (report?.numPassedTests ?? 0)
  const failed = outcomes.filter((outcome) => !outcome.passed).length + (report?.numFailedTests ?? 0)
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

/** What the count of tests does not tell: a file that never ran, a test left out, a runner that broke. */
function fromRunner(report: VitestReport | undefined, code: number | null): Outcome[] {
  if (!report) return [{ name: 'the tests ran', passed: false }]
  const unrun = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  const leftOut = report.numPendingTests + report.numTodoTests
  const failed = report.numFailedTests + unrun.length + leftOut
  return [
    ...unrun.map(({ name, message }) => ({ name: `${name}: ${message}`, passed: false })),
    { name: `no test is left out (${leftOut} are)`, passed: leftOut === 0 },
    // Errors outside any test: a rejection nobody awaited, a set-up that would not end.
    { name: 'the runner has nothing else to report', passed: code === 0 || failed > 0 },
  ]
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
