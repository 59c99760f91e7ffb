import { expect, test } from 'vitest'
import { tally } from './tally.mjs'

const suite = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((of) => ({ status: of })) })
const report =
  (numPassedTests: number, numFailedTests: number, ...testResults: ReturnType<typeof suite>[]) =>
  () => ({
    numPassedTests,
    numFailedTests,
    numPendingTests: 0,
    testResults,
  })

test('counts what passed and failed', () => {
  expect(tally(true, report(2, 0, suite('passed', 'passed', 'passed')))).toEqual({ passed: 2, failed: 0 })
  expect(tally(false, report(1, 1, suite('failed', 'passed', 'failed')))).toEqual({ passed: 1, failed: 1 })
})

test('a file that cannot be loaded is a failure', () => {
  expect(tally(false, report(1, 0, suite('passed', 'passed'), suite('failed')))).toEqual({ passed: 1, failed: 1 })
})

test('a run that ends badly is a failure whatever it counted', () => {
  expect(tally(false, report(3, 0, suite('passed', 'passed')))).toEqual({ passed: 3, failed: 1 })
  const unreadable = () => {
    throw new SyntaxError('no report')
  }
  expect(tally(true, unreadable)).toEqual({ passed: 0, failed: 1 })
})
