import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SourceFile } from '../contract.ts'
import { openNodeDatabase } from '../host/node.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'
import { catalogue, extract, personId } from './extracts.fixture.ts'
import { loadExtracts } from './load.ts'

let db: Database
beforeAll(async () => {
  db = await openNodeDatabase()
})
afterAll(() => db.close())

const [A, B, C] = [personId(1), personId(2), personId(3)]

const load = async (...files: SourceFile[]) => {
  const { sources } = await loadExtracts(db, catalogue, files, { asOf: '2025-05-18' })
  return {
    counts: sources.map(({ path, rowsIn, loaded, refused, repeated }) => [path, rowsIn, loaded, refused, repeated]),
    found: db
      .rows(sql`SELECT src, "row" AS line, rule, message FROM finding`)
      .map(({ src, line, rule, message }) => [src, line, rule, String(message)] as const),
  }
}
const names = (code: 'T0101' | 'T0201') =>
  db
    .rows(
      code === 'T0101' ? sql`SELECT name FROM raw."T0101" ORDER BY name` : sql`SELECT name, amount FROM raw."T0201" ORDER BY ALL`,
    )
    .map((row) => Object.values(row).join(' '))

const register = extract('2025-05/T0101.csv', `身份证号,姓名,性别\n${A},甲,男\n3.30482E+17,乙,女\n${C},丙,人妖\n`)

test('a mended list takes the place of the rows it names, refused ones and those whose number was wrong included', async () => {
  const mended = extract(
    '回复/T0101_待更正.csv',
    `※文件,※工作表,※行,※问题列,身份证号,姓名,性别\n2025-05/T0101.csv,,3,身份证号,${B},乙,女\n2025-05/T0101.csv,,4,性别,${C},丙,女\n2025-05/T0101.csv,,2,姓名,${personId(9)},'=甲,男\n`,
  )
  const { counts, found } = await load(register, mended)
  expect(counts).toEqual([
    ['2025-05/T0101.csv', 3, 0, 1, 2],
    ['回复/T0101_待更正.csv', 3, 3, 0, 0],
  ])
  expect(names('T0101')).toEqual(['=甲', '丙', '乙'].sort())
  expect(found.map(([src, line, rule]) => [src, line, rule])).toEqual([2, 3, 4].map((line) => [0, line, 'mended']))
  expect(found[1]?.[3]).toBe('此行已由“回复/T0101_待更正.csv”第 2 行代替')
})

test('a mended row that is refused again replaces nothing', async () => {
  const mended = extract('T0101_待更正.csv', `※文件,※工作表,※行,身份证号,姓名\n2025-05/T0101.csv,,2,,甲\n`)
  const { counts, found } = await load(register, mended)
  expect(counts[0]).toEqual(['2025-05/T0101.csv', 3, 2, 1, 0])
  expect(found.map(([src, line, rule]) => [src, line, rule])).toEqual([
    [0, 3, 'id_scientific'],
    [0, 4, 'code_unknown'],
    [1, 2, 'required'],
  ])
})

test('without the place, a file that is called mended replaces rows by their key', async () => {
  const { counts, found } = await load(
    register,
    extract('更正/T0101_更正_202504.csv', `身份证号,姓名,性别\n${C},丙,女\n${B},乙,女\n`),
  )
  expect(counts).toEqual([
    ['2025-05/T0101.csv', 3, 1, 1, 1],
    ['更正/T0101_更正_202504.csv', 2, 2, 0, 0],
  ])
  expect(found.map(([src, line, rule]) => [src, line, rule])).toEqual([
    [0, 3, 'id_scientific'],
    [0, 4, 'mended'],
  ])
})

test('a later period of an event replaces rows of the same key; in one period they contradict each other', async () => {
  const pay = (...lines: string[]) => `身份证号,姓名,发放月份,金额\n${lines.join('\n')}\n`
  const { counts, found } = await load(
    extract('2025-04/T0201.csv', pay(`${A},甲,202503,1`, `${B},乙,202503,2`, `${C},丙,202503,3`, `${C},丙,202503,4`)),
    extract('2025-05/T0201.csv', pay(`${A},甲,202503,5`, `${B},乙,202503,2`)),
  )
  expect(counts).toEqual([
    ['2025-04/T0201.csv', 4, 3, 0, 1],
    ['2025-05/T0201.csv', 2, 1, 0, 1],
  ])
  expect(names('T0201')).toEqual(['丙 300', '丙 400', '乙 200', '甲 500'])
  expect(found.map(([src, line, rule]) => [src, line, rule])).toEqual([
    [0, 2, 'mended'],
    [0, 5, 'key_repeated'],
  ])
  expect(found[1]?.[3]).toBe('公民身份号码、发放月份与“2025-04/T0201.csv”第 4 行相同而其他内容不同，两行都已载入，请核对哪一行对')
})
