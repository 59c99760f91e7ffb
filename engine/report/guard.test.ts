import fc from 'fast-check'
import { strFromU8, unzipSync } from 'fflate'
import { readXlsx } from 'hucre'
import { expect, test } from 'vitest'
import { rowsOf } from '../extract/canonical.ts'
import { openFile } from '../extract/open.ts'
import { extract } from '../load/extracts.fixture.ts'
import { formatCell, quotedCell } from './table.ts'
import { workbook } from './workbook.ts'

const SIGNS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', "'"]
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...SIGNS, ' ', '　', '1', '.', 'A', '"', ',', '平'), maxLength: 6 }),
  fc.constantFrom(
    '=HYPERLINK("x")',
    '-12.50',
    '+86',
    "'-12.50",
    "''=1",
    '@SUM(1)',
    '－5',
    '-',
    '1e-7',
    "'",
    "'甲",
    '_x0041_',
    'a\rb',
  ),
)
const table = fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 6 })

const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\ufeffk,a,b\n${rows.map((row) => ['x', ...row].map(quotedCell).join(',')).join('\n')}\n`

const bookOf = (rows: readonly (readonly string[])[]): Uint8Array =>
  Uint8Array.from(
    Buffer.concat([
      ...workbook([
        { name: '表', headings: ['k', 'a', 'b'], widths: [9, 9, 9], batches: () => [rows.map((row) => ['x', ...row])] },
      ]),
    ]),
  )

const readBack = async (bytes: string | Uint8Array, path: string): Promise<string[][]> => {
  const rows: string[][] = []
  for (const { sheets } of await openFile(extract(path, bytes, 11)))
    for (const sheet of sheets)
      for await (const chunk of sheet.chunks({ columns: 3, after: 1 })) rows.push(...rowsOf(chunk).map(({ cells }) => cells))
  return rows
}

/** Cells as the simplest program sees them. */
const seen = (csv: string): string[] =>
  [...csv.matchAll(/(?:^|[,\n])(?:"((?:[^"]|"")*)"|([^",\n]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )

test('no cell of a CSV begins like a formula but plain numbers, and every one comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const csv = csvOf(rows)
      for (const cell of seen(csv))
        expect(!/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(cell) || /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/.test(cell)).toBe(true)
      expect(await readBack(csv, 'a.csv')).toEqual(rows.map((row) => ['x', ...row]))
    }),
    { numRuns: 400 },
  )
})

test('every text of a workbook is a text to another program, stays one when it is edited, and comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const bytes = bookOf(rows)
      const sheet = strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml'] as Uint8Array)
      expect(sheet).not.toContain('<f>')
      for (const [, attributes] of sheet.matchAll(/<c ([^>]*)>/g)) expect(attributes).toContain('t="inlineStr"')
      const book = await readXlsx(bytes)
      for (const row of book.sheets[0]?.rows ?? [])
        for (const cell of row) expect(['string', 'object', 'undefined']).toContain(typeof cell)
      expect(await readBack(bytes, 'a.xlsx')).toEqual(rows.map((row) => ['x', ...row]))
    }),
    { numRuns: 200 },
  )
  const sheet = strFromU8(unzipSync(bookOf([['=1+1', '平湖']]))['xl/worksheets/sheet1.xml'] as Uint8Array)
  expect(sheet).toMatch(/<c r="B2" s="2" t="inlineStr">.*<c r="C2" t="inlineStr">/)
})

test('numbers stay numbers', () => {
  expect(['-12.50', '+3', '-1e-7'].map(quotedCell)).toEqual(['-12.50', '+3', '-1e-7'])
  expect(formatCell(-1250, 'yuan')).toBe('-12.50')
  expect(quotedCell('-12.50元')).toBe('"\'-12.50元"')
})
