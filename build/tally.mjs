/**
 * @typedef {{ status: string, assertionResults: { status: string }[] }} Suite
 * @typedef {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, testResults: Suite[] }} Report
 */

/**
 * Counts of a Vitest run. What Vitest does not count as a test still counts as a failure: a file that cannot be loaded, a
 * skipped test, a run that ends badly or without a report.
 * @param {boolean} good whether Vitest ended well
 * @param {() => Report} read
 */
export const tally = (good, read) => {
  let passed = 0
  let failed = 0
  try {
    const report = read()
    const fallen = report.testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    )
    passed = report.numPassedTests
    failed = report.numFailedTests + report.numPendingTests + fallen.length
  } catch {
    failed = 1
  }
  return { passed, failed: good ? failed : Math.max(failed, 1) }
}
