import { expect, test } from 'vitest'
import { sql } from '../../engine/sql/tag.ts'
import { type Entry, labelOf } from './recorded.ts'
import { growthOf, median, resultOf, slowestOf } from './summary.ts'

const entry = (phase: Entry['phase'], label: string): Entry => ({ phase, kind: 'run', label, text: '' })
const entries = [
  entry('load', 'a'),
  entry('load', 'b'),
  entry('load', 'b'),
  entry('evidence', 'select x household 4'),
  entry('evidence', 'select y household 5'),
]
const replayed = (...times: number[]) => ({
  version: 'v',
  times,
  memory: { load: { claimed: times[0] ?? 0, held: 1 } },
  growth: [],
  failure: null,
})

test.each([
  [sql`\n  CREATE OR REPLACE TEMP TABLE staged AS SELECT 1`, 'create temp table staged'],
  [sql`CREATE OR REPLACE TABLE "raw"."a0_1" AS SELECT 1`, 'create table raw.a0_1'],
  [sql`INSERT INTO "raw"."P0101" SELECT 1`, 'insert into raw.P0101'],
  [sql`SELECT a FROM staged GROUP BY ALL`, 'select staged'],
  [sql`DROP TABLE IF EXISTS staged`, 'drop table if exists staged'],
  [sql`BEGIN`, 'begin'],
])('%s is labelled %j', ({ text }, label) => expect(labelOf(text)).toBe(label))

test('medians', () => {
  expect([median([3, 1, 2]), median([4, 1]), median([])]).toEqual([2, 2.5, 0])
})

test('phases are medians of sums, memory is the greatest, evidence the slowest household', () => {
  const result = resultOf('x', entries, [replayed(1, 2, 3, 4, 5), replayed(7, 8, 9, 10, 30), replayed(3, 3, 3, 3, 3)])
  expect(result.phases).toEqual({ load: 9, evidence: 9 })
  expect(result.memory.load?.claimed).toBe(7)
  expect(result.evidence).toBe(5)
})

test('statements of one label count together, slowest on the first engine first', () => {
  const replays = new Map([
    ['x', [replayed(4, 2, 3, 0, 0)]],
    ['y', [replayed(9, 1, 1, 0, 0)]],
  ])
  expect(slowestOf(entries, replays, 2)).toEqual([
    { phase: 'load', label: 'b', count: 2, times: { x: 5, y: 2 } },
    { phase: 'load', label: 'a', count: 1, times: { x: 4, y: 9 } },
  ])
})

test('statements that took memory, most first', () => {
  const growth = [
    { entry: 0, claimed: 10 },
    { entry: 1, claimed: 40 },
    { entry: 3, claimed: 60 },
  ]
  expect(growthOf(entries, { ...replayed(), growth }, 2)).toEqual([
    { phase: 'load', label: 'b', before: 10, after: 40 },
    { phase: 'evidence', label: 'select x household 4', before: 40, after: 60 },
  ])
})
