import fc from 'fast-check'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { strict, Workshop } from './convert.fixture.ts'

const workshop = new Workshop()
beforeAll(() => workshop.open())
afterAll(() => workshop.close())

const HEADINGS = ['姓名', '身份证号', '金额', '日期', 'address', 'note', '村', '备注']

const name = fc.string({ unit: fc.constantFrom(...'张王李赵钱孙周吴伟芳娜敏静'), minLength: 2, maxLength: 3 })
const number = fc.integer({ min: -9999, max: 99999 }).map((value) => String(value / 100))
const date = fc.integer({ min: 0, max: 9999 }).map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10))
const prose = fc.string({
  unit: fc.constantFrom(...'甲乙丙丁 abc,;|\t"\'\n，'),
  maxLength: 8,
})
const kinds = fc.constantFrom(name, number, date, prose)

const table = fc.integer({ min: 2, max: 6 }).chain((width) =>
  fc
    .array(kinds, { minLength: width - 1, maxLength: width - 1 })
    .chain((columns) => fc.array(fc.tuple(number, ...columns), { minLength: 4, maxLength: 30 }))
    .map((rows) => [HEADINGS.slice(0, width), ...rows.map((row) => row.map((cell) => (cell.trim() === '' ? '' : cell)))]),
)

const dialects = fc.record({
  delimiter: fc.constantFrom(',', '\t', ';', '|', '，', '^', '~'),
  quote: fc.constantFrom('"', "'"),
  end: fc.constantFrom('\n', '\r\n', '\r'),
  all: fc.boolean(),
  backslash: fc.boolean(),
  encoding: fc.constantFrom('utf8', 'utf8-bom', 'utf16le', 'utf16le-bom', 'utf16be', 'gb18030'),
})

type DialectChoice = typeof dialects extends fc.Arbitrary<infer T> ? T : never

const written = (rows: readonly (readonly string[])[], { delimiter, quote, end, all, backslash }: DialectChoice): string => {
  const cell = (text: string) => {
    if (!all && ![delimiter, quote, '"', "'", '\n'].some((special) => text.includes(special))) return text
    const inner = backslash
      ? text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)
      : text.replaceAll(quote, quote + quote)
    return quote + inner + quote
  }
  return rows.map((row) => row.map(cell).join(delimiter) + end).join('')
}

const encoded = (text: string, encoding: string): Uint8Array => {
  const [label, mark] = encoding.split('-') as [string, string?]
  return iconv.encode(text, label === 'utf16be' ? 'utf-16be' : label === 'utf16le' ? 'utf-16le' : label, {
    addBOM: mark === 'bom',
  })
}

test('any table in any dialect and encoding comes back the same', async () => {
  await fc.assert(
    fc.asyncProperty(table, dialects, async (rows, dialect) => {
      expect(await workshop.rows(encoded(written(rows, dialect), dialect.encoding))).toEqual(rows)
    }),
    { numRuns: 300 },
  )
})

const fragments = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc
    .constantFrom('"', "'", ',', ';', '\t', '\n', '\r', '\\', '\0', '\ufeff', '合计', '#', 'sep=;\n', '1', '姓名')
    .map((text) => Buffer.from(text)),
  fc.constantFrom('姓名,金额\n', '张三').map((text) => new Uint8Array(iconv.encode(text, 'gb18030'))),
)

test('any bytes end in rows or in one message', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fragments, { maxLength: 40 }), async (parts) => {
      const { code, errors, csv } = await workshop.convert(Buffer.concat(parts))
      const widths = new Set(strict(csv).map((row) => row.length))
      expect(widths.size).toBeLessThanOrEqual(1)
      expect(errors).not.toContain('程序内部错误')
      if (code === 0) expect([errors, csv === '']).toEqual(['', false])
      else expect(errors).toMatch(/^in-\d+\.txt：[^\n]+\n$/)
    }),
    { numRuns: 500 },
  )
})
