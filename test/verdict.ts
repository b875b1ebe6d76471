export interface Outcome {
  readonly name: string
  readonly passed: boolean
}

/** What vitest's JSON reporter writes, as far as it is read here. */
export interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

/** What the count of tests does not tell: a file that never ran, a test left out, a runner that broke. */
export function beyondTheCount(report: VitestReport | undefined, exitCode: number | null): Outcome[] {
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
    { name: 'the runner has nothing else to report', passed: exitCode === 0 || failed > 0 },
  ]
}

export function count(
  outcomes: readonly Outcome[],
  report: VitestReport | undefined,
): { passed: number; failed: number } {
  const passed = outcomes.filter((outcome) => outcome.passed).length
  return {
    passed: passed + (report?.numPassedTests ?? 0),
    failed: outcomes.length - passed + (report?.numFailedTests ?? 0),
  }
}
