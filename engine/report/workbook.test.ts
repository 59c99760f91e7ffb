import { readXlsx } from 'hucre'
import { expect, test } from 'vitest'
import { type SheetText, workbook } from './workbook.ts'

const sheet = (name: string, headings: string[], rows: (string | number | null)[][]): SheetText => ({
  name,
  headings,
  widths: headings.map(() => 12),
  batches: () => [rows.slice(0, 2), rows.slice(2)],
})

const bytesOf = (sheets: SheetText[], most?: number): Buffer => Buffer.concat([...workbook(sheets, most)])

test('another program reads every cell back, numbers as numbers, and nothing is a formula', async () => {
  const rows = [
    ['=1+1', 1, -0.5],
    ['+86', 12345678901, null],
    ['-x', 0, 1e-7],
    ['@sum', 3, 4],
    ['  两 端 ', 5, 6],
    ['<a> & "b"\n第二行', 7, 8],
    ['H0000001', null, null],
  ]
  const book = await readXlsx(bytesOf([sheet('封面', ['项', '值'], [['户数', 7]]), sheet('名单', ['文字', '甲', '乙'], rows)]))
  expect(book.sheets.map(({ name }) => name)).toEqual(['封面', '名单'])
  const [, list] = book.sheets
  const [headings, ...read] = list?.rows ?? []
  expect(headings).toEqual(['文字', '甲', '乙'])
  expect(read.map((row) => [0, 1, 2].map((index) => row[index] ?? null))).toEqual(rows)
})

test('what XML cannot hold is left out, the rest stays', async () => {
  const book = await readXlsx(bytesOf([sheet('x', ['a'], [['甲\u0000\u0007乙\ud800丙'], ['😀']])]))
  expect(book.sheets[0]?.rows.slice(1).map((row) => row[0])).toEqual(['甲乙丙', '😀'])
})

test('a sheet that is full goes on in the next, each with its headings', async () => {
  const rows = Array.from({ length: 25 }, (_, index) => [index])
  const book = await readXlsx(bytesOf([sheet('名单', ['数'], rows)], 11))
  expect(book.sheets.map(({ name }) => name)).toEqual(['名单', '名单2', '名单3'])
  expect(book.sheets.flatMap((one) => one.rows.slice(1).map((row) => row[0]))).toEqual(rows.map(([value]) => value))
  expect(book.sheets.every((one) => one.rows[0]?.[0] === '数')).toBe(true)
})

test('the same sheets give the same bytes', () => {
  const make = (): Buffer => bytesOf([sheet('名单', ['甲'], [['x'], [1]])])
  expect(make().equals(make())).toBe(true)
})
