import { afterAll, expect, test } from 'vitest'
import { type Measured, measure, measuredTable } from './measure.ts'
import { trials } from './trials.ts'

const measured: Measured[] = []
const sets = trials(11)

/** Floors of precision and recall on the pairs that are linked, and of recall with those a person is shown. */
const FLOORS: Readonly<Record<keyof typeof sets, readonly [precision: number, recall: number, withReview: number]>> = {
  one: [0.99, 0.97, 0.97],
  two: [0.99, 0.98, 0.98],
  three: [0.99, 0.98, 0.98],
  four: [0.995, 0.99, 0.99],
  few: [0.99, 0.8, 0.95],
  chinese: [0.93, 0.9, 0.97],
}

afterAll(() => console.log(`\n${measuredTable(measured)}\n`))

test.each(
  Object.entries(sets).flatMap(([set, all]) =>
    all.map((trial) => [trial.name, trial, FLOORS[set as keyof typeof sets]] as const),
  ),
)('%s', async (_, trial, [precision, recall, withReview]) => {
  const one = await measure(trial)
  measured.push(one)
  expect(one.precision).toBeGreaterThanOrEqual(precision)
  expect(one.recall).toBeGreaterThanOrEqual(recall)
  expect(one.recallWithReview).toBeGreaterThanOrEqual(withReview)
})
