import { expect, it } from 'vitest'
import { beyondTheCount, count, type VitestReport } from './verdict'

function aReport(overrides: Partial<VitestReport> = {}): VitestReport {
  return { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [], ...overrides }
}

const allPass = [{ status: 'passed' }]

it.each([
  ['all tests pass', aReport(), 0, 0],
  ['a test fails', aReport({ numFailedTests: 2 }), 1, 2],
  ['there is no report', undefined, 1, 1],
  ['a test is skipped', aReport({ numPendingTests: 1 }), 0, 1],
  ['a test is still to be written', aReport({ numTodoTests: 1 }), 0, 1],
  ['the runner fails though every test passes', aReport(), 1, 1],
  [
    'a file cannot be loaded',
    aReport({
      testResults: [{ name: 'a.test.ts', status: 'failed', message: 'no such module', assertionResults: [] }],
    }),
    1,
    1,
  ],
  [
    'a hook fails after tests that pass',
    aReport({ testResults: [{ name: 'a.test.ts', status: 'failed', message: 'hook', assertionResults: allPass }] }),
    1,
    1,
  ],
])('counts what failed when %s', (_, report, exitCode, failed) => {
  expect(count(beyondTheCount(report, exitCode), report).failed).toBe(failed)
})

it('counts the checks among the tests', () => {
  const outcomes = [
    { name: 'types', passed: true },
    { name: 'lint', passed: false },
  ]
  expect(count(outcomes, aReport({ numFailedTests: 1 }))).toEqual({ passed: 4, failed: 2 })
})
