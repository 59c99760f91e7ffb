import { expect, test } from 'vitest'
import { builtinFiles, builtinPack } from './index.ts'
import { loadPack, PackError } from './pack.ts'
import type { Crosscheck, RowSet } from './schema.ts'

const SETS = 'crosschecks/sets.json'
const CHECKS = 'crosschecks/disagree.json'

/** Where the built-in pack with one file rewritten is refused, and why. */
const refusal = <T>(file: string, change: (content: T[]) => void): string => {
  const files = builtinFiles('pinghu')
  const content = JSON.parse(files.get(file) ?? '') as T[]
  change(content)
  try {
    loadPack(files.set(file, JSON.stringify(content)))
  } catch (error) {
    if (error instanceof PackError) return `${error.file} ${error.path} ${error.reason}`
    throw error
  }
  throw new Error('the pack was accepted')
}

const inSets = (change: (set: RowSet) => void): string => refusal<RowSet>(SETS, ([first]) => first && change(first))
const inChecks = (change: (check: Crosscheck) => void): string => refusal<Crosscheck>(CHECKS, ([first]) => first && change(first))
const firstRow = (change: (row: RowSet['rows'][number]) => void) => (set: RowSet) => {
  const [row] = set.rows
  if (row) change(row)
}

test.each<[what: string, refused: () => string, said: string]>([
  [
    'a function that is no EXISTS',
    () => inSets(firstRow((row) => Object.assign(row, { rows: 'COUNT(C0101)' }))),
    '[0].rows[0].rows 应为一个 EXISTS',
  ],
  [
    'a formula that does not parse',
    () => inSets(firstRow((row) => Object.assign(row, { rows: 'EXISTS(C0101 WHERE' }))),
    '[0].rows[0].rows',
  ],
  [
    'a category that is not there',
    () => inSets(firstRow((row) => Object.assign(row, { rows: 'EXISTS(C9999)' }))),
    '[0].rows[0].rows 数据类别 C9999 不存在',
  ],
  [
    'a code that is not in its list',
    () => inSets(firstRow((row) => Object.assign(row, { rows: "EXISTS(C0101 WHERE C0101.assist_status = 'x')" }))),
    '[0].rows[0].rows 公式第 40 字处：代码表 CL_ASSISTSTAT 没有“x”',
  ],
  ['a column that dates nothing', () => inSets(firstRow((row) => Object.assign(row, { date: 'name' }))), '[0].rows[0].date'],
  [
    'a value that is no column',
    () => inSets(firstRow((row) => Object.assign(row, { values: { who: 'whom' } }))),
    '[0].rows[0].values.who',
  ],
  [
    'a set that is not there',
    () => inChecks((check) => Object.assign(check, { facts: 'nobody' })),
    '[0].facts 行集 nobody 不存在',
  ],
  [
    'a value one side lacks',
    () => inChecks((check) => Object.assign(check, { differ: ['birth'] })),
    '[0].differ[0] 两边的行集并非都有 birth',
  ],
  [
    'an order without dates',
    () => inChecks((check) => Object.assign(check, { later: 'day' })),
    '[0].later 比较先后须每一行都有日期字段',
  ],
  [
    'a set against itself',
    () => inChecks((check) => Object.assign(check, { facts: check.claims, differ: [] })),
    '[0].differ 与自身比较须写明哪项不同',
  ],
  ['a blank nothing fills', () => inChecks((check) => Object.assign(check, { found: '{who}' })), '[0].found 没有可填入的 {who}'],
  ['a thing that is not there', () => inChecks((check) => Object.assign(check, { thing: 'what' })), '[0].thing'],
  ['a kind with two names', () => inChecks((check) => Object.assign(check, { kind_name: '别名' })), '.kind_name disagree 已名为'],
])('%s is refused with file, place and reason', (_, refused, said) => {
  expect(refused()).toContain(said)
})

test('the checks of the built-in pack have codes of their own, and every set is used', () => {
  const { crosschecks, rowSets } = builtinPack('pinghu')
  expect(new Set(crosschecks.map(({ code }) => code)).size).toBe(crosschecks.length)
  const used = new Set(crosschecks.flatMap(({ claims, facts }) => [claims, facts]))
  expect(rowSets.map(({ code }) => code).filter((code) => !used.has(code))).toEqual([])
})
