import { describe, expect, test } from 'vitest'
import { builtinPack } from '../packs/index.ts'
import { bareName, ColumnNames, matchHeading, plainName } from './heading.ts'
import { choosePeriod, periodOf } from './period.ts'
import { Recogniser } from './recognise.ts'

const pack = builtinPack('pinghu')
const recogniser = new Recogniser(pack)
const titles = (code: string) => pack.category(code)?.columns.map(({ title }) => title) ?? []
const month = (year: number, of: number) => year * 12 + of - 1

describe('every category of the pack', () => {
  test('is recognised by code in file or folder, and by its Chinese name', () => {
    for (const { code, name } of pack.categories) {
      const rows = [
        { line: 1, cells: [name] },
        { line: 3, cells: titles(code) },
      ]
      for (const path of [
        `2025-05/部门/${code.toLowerCase()}_x_202505.csv`,
        `${code}/数据.csv`,
        `部门/${name}_2025年5月.xlsx`,
        `${name}/1.csv`,
      ]) {
        const found = recogniser.recognise(path, 'Sheet1', rows)
        expect(found, path).toMatchObject({
          kind: 'category',
          category: { code },
          heading: { line: 3, unknown: [] },
          confidence: 1,
        })
      }
    }
  })

  test('is recognised by its headings alone, unless another category has nearly the same', () => {
    const asked = new Set<string>()
    for (const { code } of pack.categories) {
      const found = recogniser.recognise('数据.csv', '', [{ line: 1, cells: titles(code) }])
      if (found.kind === 'ambiguous')
        asked.add(
          found.candidates
            .map((candidate) => candidate.code)
            .sort()
            .join(' '),
        )
      else expect(found, code).toMatchObject({ kind: 'category', category: { code }, by: 'heading' })
    }
    expect([...asked]).toEqual(expect.arrayContaining(['C2501 P0602', 'C1903 C2001', 'C2602 C2703']))
    expect(asked.size).toBeLessThan(30)
  })

  test('is recognised by its headings in the folder of its department', () => {
    let asked = 0
    for (const { code } of pack.categories) {
      const path = `2025-05/${pack.departmentOf(code)?.name}/数据.csv`
      const found = recogniser.recognise(path, '', [{ line: 1, cells: titles(code) }])
      if (found.kind === 'ambiguous') asked++
      else expect(found, code).toMatchObject({ kind: 'category', category: { code } })
    }
    expect(asked).toBeLessThan(15)
  })
})

test('a sheet name outranks the file, the file its folder', () => {
  const rows = [{ line: 1, cells: titles('P0103') }]
  expect(recogniser.recognise('P0101/P0102.xlsx', 'P0103', rows)).toMatchObject({ category: { code: 'P0103' }, by: 'sheet' })
  expect(recogniser.recognise('P0101/P0103.xlsx', 'Sheet1', rows)).toMatchObject({ category: { code: 'P0103' }, by: 'file' })
})

test('a name without its headings is refused with what is missing', () => {
  expect(recogniser.recognise('P0101.csv', '', [{ line: 1, cells: ['甲', '乙'] }])).toMatchObject({ kind: 'no_heading' })
  expect(recogniser.recognise('P0101.csv', '', [{ line: 1, cells: ['性别', '民族'] }])).toMatchObject({
    kind: 'missing_column',
    missing: expect.arrayContaining(['公民身份号码']),
  })
  expect(recogniser.recognise('x.csv', '', [{ line: 1, cells: ['甲', '乙'] }])).toEqual({ kind: 'unknown' })
})

test('headings match through spaces, brackets, width, marks and units', () => {
  expect(plainName('\ufeff 公民 身份\n号码＊')).toBe('公民身份号码')
  expect(bareName('金额（万元）')).toBe('金额')
  const category = pack.categories.find(({ columns }) => columns.some(({ type, unit }) => type === 'money' && unit === '元'))
  const column = category?.columns.find(({ type, unit }) => type === 'money' && unit === '元')
  if (!category || !column) throw new Error('the pack has no money column')
  const heading = matchHeading(new ColumnNames(category), 4, ['', `${column.title}（万元）`, '备用', column.title, ''])
  expect(heading).toMatchObject({
    width: 4,
    columns: [{ index: 1, unit: '万元', column: { name: column.name } }],
    unknown: [{ index: 2, heading: '备用' }],
    repeated: [{ index: 3 }],
  })
})

test.each([
  ['2025-05/P0101_户籍.csv', month(2025, 5)],
  ['2024-01/P0101_202505.csv', month(2025, 5)],
  ['P0101_户籍_20250518.csv', month(2025, 5)],
  ['2025年5月/户籍.xlsx', month(2025, 5)],
  ['a/P0101_2025-03_2025-04.csv', month(2025, 4)],
  ['P0101_12345政务热线.csv', null],
  ['330482102201.csv', null],
])('the period of %s', (path, period) => {
  expect(periodOf(path)).toBe(period)
})

test('a status category takes its newest period up to as-of, an event category all', () => {
  const files = [1, 3, 5, null].map((of) => ({ period: of === null ? null : month(2025, of) }))
  const status = { ...pack.categories[0], kind: 'status' } as (typeof pack.categories)[number]
  const periods = (chosen: readonly { period: number | null }[]) => chosen.map(({ period }) => period && (period % 12) + 1)
  expect(periods(choosePeriod(status, files, month(2025, 4)).chosen)).toEqual([3, null])
  expect(periods(choosePeriod(status, files, month(2025, 4)).superseded)).toEqual([1, 5])
  expect(choosePeriod(status, files, month(2024, 12))).toMatchObject({ late: true, period: month(2025, 1) })
  expect(choosePeriod({ ...status, kind: 'event' }, files, month(2025, 4)).chosen).toHaveLength(4)
})
