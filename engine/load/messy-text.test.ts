import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SourceFile } from '../contract.ts'
import { openNodeDatabase } from '../host/node.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'
import { readCells } from './evidence.ts'
import { catalogue, extract, personId } from './extracts.fixture.ts'
import { loadExtracts } from './load.ts'

let db: Database
beforeAll(async () => {
  db = await openNodeDatabase()
})
afterAll(() => db.close())

const load = (...files: SourceFile[]) => loadExtracts(db, catalogue, files, { asOf: '2025-05-18' })
const findings = () => db.rows(sql`SELECT "row", rule, text FROM finding`).map(({ row, rule, text }) => [row, rule, text])
const A = personId(1)
const B = personId(2)
const C = personId(3)

test('a heading of two rows is found, its last line counts, and cells are found again under it', async () => {
  const text = `补贴发放表\n序号,人员信息,,发放情况,\n,身份证号,姓名,发放月份,金额\n1,${A},张三,2025-04,12.5\n2,${B},李四,2025-04,3\n`
  const file = extract('T0201.csv', text)
  const { sources } = await load(file)
  expect(sources[0]).toMatchObject({ category: 'T0201', headerRow: 3, rowsIn: 2, loaded: 2 })
  expect(sources[0]?.columns).toEqual(['id_no', 'name', 'pay_month', 'amount'])
  const place = { path: 'T0201.csv', sheet: '', encoding: 'utf-8' as const, headerRow: 3, mapping: null }
  const category = catalogue.categories.find(({ code }) => code === 'T0201') as never
  const cells = await readCells([file], place, category, new Set([5]))
  expect(Object.fromEntries(cells.get(5) ?? [])).toMatchObject({
    id_no: { heading: '身份证号', text: B },
    amount: { heading: '金额', text: '3' },
  })
})

test('names that reach over both rows of a heading, and groups that are part of a name', async () => {
  const text = `身份证号,姓名,发放,\n,,月份,金额\n${A},张三,2025-04,12.5\n`
  const { sources } = await load(extract('T0201.csv', text))
  expect(sources[0]).toMatchObject({ headerRow: 2, loaded: 1, columns: ['id_no', 'name', 'pay_month', 'amount'] })
})

test('a record is never taken for the second row of a heading', async () => {
  const { sources } = await load(extract('T0201.csv', `身份证号,发放月份,金额\n${A},,\n${B},2025-04,1\n`))
  expect(sources[0]).toMatchObject({ headerRow: 1, rowsIn: 2, loaded: 1, refused: 1 })
})

test('records with bytes of another encoding are refused with their line, the others are loaded', async () => {
  for (const encoding of ['utf8', 'gb18030']) {
    const good = iconv.encode(`身份证号,姓名\n${A},张三\n${B},李四\n`, encoding)
    const bad = Buffer.concat([iconv.encode(`${C},王`, encoding), Buffer.from([0xff, 0x0a])])
    const { sources } = await load(
      extract('T0101.csv', new Uint8Array(Buffer.concat([good, bad, iconv.encode(`${personId(4)},赵六\n`, encoding)]))),
    )
    expect(sources[0]).toMatchObject({ rowsIn: 4, loaded: 3, refused: 1 })
    expect(findings()).toEqual([[4, 'bad_encoding', `${C},王\\xFF`]])
  }
})

test('a heading with bytes of another encoding is told from a missing one', async () => {
  const bytes = Buffer.concat([
    Buffer.from('身份证号,姓'),
    Buffer.from([0xff]),
    Buffer.from(`名\n${A},张三\n${B},李四\n`.repeat(20)),
  ])
  const { sources } = await load(extract('T0101.csv', new Uint8Array(bytes)))
  expect(sources[0]).toMatchObject({ loaded: 0 })
  expect(findings()).toEqual([[null, 'bad_encoding', '身份证号,姓\\xFF名']])
})

test('zero bytes, other dialects and encodings load like the plain file', async () => {
  const rows = [`身份证号,姓名`, `${A},张三\0`, `${B},李四`]
  const plain = rows.join('\n')
  const other = plain.replaceAll(',', '，')
  const utf16 = Buffer.from(plain.replaceAll(',', ';'), 'utf16le')
  for (const content of [
    plain,
    other,
    new Uint8Array(utf16),
    `身份证号|姓名\n'${rows.slice(1).join('\n').replaceAll(',', "'|'").replaceAll('\n', "'\n'")}'\n`,
  ]) {
    const { sources } = await load(extract('T0101.csv', content))
    expect(sources[0]).toMatchObject({ rowsIn: 2, loaded: 2, refused: 0 })
    expect(db.rows(sql`SELECT name FROM raw."T0101" ORDER BY _row`).map(({ name }) => name)).toEqual(['张三', '李四'])
  }
})
