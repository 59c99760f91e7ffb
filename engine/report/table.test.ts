import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openNodeDatabase } from '../host/node.ts'
import type { Database } from '../sql/database.ts'
import { type Sql, sql } from '../sql/tag.ts'
import { type Format, formatCell, type OutputTable, writeTable, yuan } from './table.ts'

let db: Database
beforeAll(async () => {
  db = await openNodeDatabase()
})
afterAll(() => db.close())

const written = (columns: Record<string, Format>, query: Sql, mask?: OutputTable['mask']): string => {
  const table: OutputTable = {
    file: 't.csv',
    columns: Object.entries(columns).map(([name, format]) => ({ name, format })),
    query,
  }
  return [...writeTable(db, mask ? { ...table, mask } : table)].join('')
}

describe('cells', () => {
  test.each<[number | bigint, string]>([
    [0, '0.00'],
    [5, '0.05'],
    [-5, '-0.05'],
    [100, '1.00'],
    [-12345, '-123.45'],
    [9_007_199_254_740_993n, '90071992547409.93'],
    [-9_223_372_036_854_775_808n, '-92233720368547758.08'],
  ])('%s cents are %s yuan', (cents, text) => expect(yuan(cents)).toBe(text))

  test('yuan read back as the same cents', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (cents) => {
        expect(yuan(cents)).toMatch(/^-?\d+\.\d\d$/)
        expect(BigInt(yuan(cents).replace('.', ''))).toBe(cents)
      }),
    )
  })

  test.each<[number | bigint, string]>([
    [0.1 + 0.2, '0.30000000000000004'],
    [1 / 3, '0.3333333333333333'],
    [1.5, '1.5'],
    [2, '2'],
    [-0, '0'],
    [9_007_199_254_740_993n, '9007199254740993'],
  ])('number %s', (value, text) => expect(formatCell(value, 'number')).toBe(text))

  test('a double is its shortest text that reads back', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Number(formatCell(value, 'number'))).toBe(value === 0 ? 0 : value)
      }),
    )
  })

  test.each<[string, string]>([
    ['甲', '甲'],
    ['', ''],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['old\r\nline', '"old\r\nline"'],
    [' spaced ', ' spaced '],
    ['=1+1', `"'=1+1"`],
    ['+86 573', `"'+86 573"`],
    ['-', `"'-"`],
    ['@cmd', `"'@cmd"`],
    ['\tx', `"'\tx"`],
    ['-12.50', '-12.50'],
    ["'甲", `"'甲"`],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    ['1-2', '1-2'],
  ])('text %j', (value, text) => expect(formatCell(value, 'text')).toBe(text))

  test('truth values are words and unknown is empty in every format', () => {
    expect([formatCell(true, 'bool'), formatCell(false, 'bool')]).toEqual(['true', 'false'])
    for (const format of ['text', 'yuan', 'number', 'bool'] as const) expect(formatCell(null, format)).toBe('')
  })

  test('no text can break out of its cell or begin a formula', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', '=', '-', '@', '\t', 'x', '甲') }), (text) => {
        const cell = formatCell(text, 'text')
        const inside = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
        expect(cell.startsWith('"') || !/[",\r\n]/.test(cell)).toBe(true)
        expect(inside === text || inside === `'${text}`).toBe(true)
        expect(inside).not.toMatch(/^[=+\-@\t\r]/)
      }),
    )
  })
})

describe('files', () => {
  test('begin with a byte order mark and a heading, end every line with LF', () => {
    const text = written({ key: 'text', 'p.x': 'number' }, sql`SELECT * FROM (VALUES ('a', 1), ('b', 2)) t(key, "p.x")`)
    expect(text).toBe('\uFEFFkey,p.x\na,1\nb,2\n')
  })

  test('of no rows have a heading', () => {
    expect(written({ key: 'text', n: 'number' }, sql`SELECT 'a' AS key, 1 AS n WHERE false`)).toBe('\uFEFFkey,n\n')
  })

  test('take values as the database keeps them', () => {
    const query = sql`SELECT CAST(12345 AS BIGINT) AS cents, CAST(-1 AS HUGEINT) AS huge, CAST(12.50 AS DECIMAL(18, 2)) AS area, 1 / 3 AS third,
      CAST(255 AS UTINYINT) AS level, DATE '2025-05-18' AS day, true AS yes, CAST(NULL AS BIGINT) AS nothing`
    const formats: Record<string, Format> = {
      cents: 'yuan',
      huge: 'yuan',
      area: 'number',
      third: 'number',
      level: 'number',
      day: 'text',
      yes: 'bool',
      nothing: 'yuan',
    }
    expect(written(formats, query).split('\n')[1]).toBe('123.45,-0.01,12.5,0.3333333333333333,255,2025-05-18,true,')
  })

  test('are written in pieces in the order of the query', () => {
    const query = sql`SELECT 50000 - i AS n, 'row ' || (50000 - i) AS key FROM range(50000) r(i) ORDER BY n`
    const lines = written({ n: 'number', key: 'text' }, query).trimEnd().split('\n').slice(1)
    expect(lines).toEqual(Array.from({ length: 50_000 }, (_, index) => `${index + 1},row ${index + 1}`))
  })

  test('sort keys by their bytes', () => {
    const query = sql`SELECT key FROM (VALUES ('b'), ('B'), ('a10'), ('a9'), ('甲'), ('é')) t(key) ORDER BY key`
    expect(written({ key: 'text' }, query)).toBe('\uFEFFkey\nB\na10\na9\nb\né\n甲\n')
  })

  test('pass every row through their mask', () => {
    const query = sql`SELECT * FROM (VALUES ('张三'), ('李四')) t(name)`
    expect(written({ name: 'text' }, query, (row) => ({ ...row, name: `${String(row.name)[0]}*` }))).toBe(
      '\uFEFFname\n张*\n李*\n',
    )
  })
})
