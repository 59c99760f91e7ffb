import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { extract, inlineRows, workbook } from '../load/extracts.fixture.ts'
import { openFile } from './open.ts'
import { readAll, refusalOf } from './read.fixture.ts'

const csv = strToU8('a,b\n1,2\n')

/** The same archive with bytes of its directory entries changed: `change` gets a view at each entry. */
const redirected = (zip: Uint8Array, change: (view: DataView, index: number) => void): Uint8Array => {
  const bytes = zip.slice()
  const view = new DataView(bytes.buffer)
  let index = 0
  for (let at = 0; at + 4 <= bytes.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) change(new DataView(bytes.buffer, at), index++)
  }
  return bytes
}

/** The same workbook with other text in its first sheet's part. */
const withPart = (name: string, text: string): Uint8Array =>
  zipSync({ ...unzipSync(workbook({ a: inlineRows([['甲', '乙']]) })), [name]: strToU8(text) })

describe('archives', () => {
  test.each(['../a.csv', 'x/../../a.csv', '/etc/a.csv', '\\a.csv', 'C:\\a.csv', 'c:a.csv', 'a\0.csv', '..\\a.csv'])(
    'the name %j refuses the whole archive, once and by its name',
    async (name) => {
      const found = await openFile(extract('某局.zip', zipSync({ 'good.csv': csv, [name]: csv })))
      expect(found.map(({ problem, sheets }) => [problem?.rule, sheets.length])).toEqual([['bad_archive', 0]])
      expect(found[0]?.problem?.message).toMatch(/某局\.zip.*文件夹之外/)
    },
  )

  test('two members of one name, too many members, a locked and an unusual member are refused', async () => {
    expect(await refusalOf(zipSync({ 'a/b.csv': csv, 'a\\b.csv': csv }))).toMatch(/同名/)
    const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`${index}.csv`, new Uint8Array(1)]))
    expect(await refusalOf(zipSync(many, { level: 0 }))).toMatch(/超过 10000 个/)
    const zip = zipSync({ 'a.csv': csv })
    expect(await refusalOf(redirected(zip, (view) => view.setUint16(8, 1, true)))).toMatch(/加了密码/)
    expect(await refusalOf(redirected(zip, (view) => view.setUint16(10, 9, true)))).toMatch(/压缩方式/)
  })

  test('a bomb is refused by its ratio before anything is unpacked', async () => {
    expect(await refusalOf(zipSync({ 'a.csv': new Uint8Array(20 << 20).fill(32) }))).toMatch(/250 倍/)
    const inner = zipSync({ 'a.csv': new Uint8Array(20 << 20).fill(32) })
    expect(await refusalOf(zipSync({ 'b.zip': inner }))).toMatch(/250 倍/)
  })

  test('members that share their bytes are refused', async () => {
    const zip = zipSync({ 'a.csv': csv, 'b.csv': csv })
    expect(await refusalOf(redirected(zip, (view) => view.setUint32(42, 0, true)))).toMatch(/重叠/)
  })

  test('lying sizes, wrong sums and archives within archives within archives are refused', async () => {
    const text = strToU8(`a,b\n${'1,2\n'.repeat(50_000)}`)
    const zip = zipSync({ 'a.csv': text })
    expect(await refusalOf(redirected(zip, (view) => view.setUint32(24, 4000, true)))).toMatch(/比目录所记的长/)
    expect(await refusalOf(redirected(zip, (view) => view.setUint32(24, text.length + 1, true)))).toMatch(/不完整/)
    expect(await refusalOf(redirected(zip, (view) => view.setUint32(16, 1, true)))).toMatch(/校验值/)
    expect(await refusalOf(redirected(zip, (view) => view.setUint32(24, 0xfffffff0, true)))).toMatch(/250 倍/)
    const nested = (depth: number): Uint8Array =>
      depth === 0 ? csv : zipSync({ [depth === 1 ? 'a.csv' : 'a.zip']: nested(depth - 1) })
    expect(await readAll(nested(2), 'z.zip')).toEqual({
      'z.zip/a.zip/a.csv': [
        [1, 'a', 'b'],
        [2, '1', '2'],
      ],
    })
    expect(await refusalOf(nested(3))).toMatch(/太多层/)
  })

  test('a directory in the 64-bit form is read', async () => {
    const zip = zipSync({ 'a.csv': csv }, { level: 0 })
    const end = zip.length - 22
    const old = new DataView(zip.buffer, zip.byteOffset)
    const start = old.getUint32(end + 16, true)
    const entry = zip.slice(start, end)
    const size = entry.length + 28
    const bytes = new Uint8Array(start + size + 56 + 20 + 22)
    bytes.set(zip.subarray(0, start))
    bytes.set(entry, start)
    const view = new DataView(bytes.buffer)
    for (const at of [20, 24, 42]) view.setUint32(start + at, 0xffffffff, true)
    view.setUint16(start + 30, 28, true)
    const extra = start + entry.length
    view.setUint16(extra, 1, true)
    view.setUint16(extra + 2, 24, true)
    view.setBigUint64(extra + 4, BigInt(csv.length), true)
    view.setBigUint64(extra + 12, BigInt(csv.length), true)
    view.setBigUint64(extra + 20, 0n, true)
    const end64 = start + size
    view.setUint32(end64, 0x06064b50, true)
    view.setBigUint64(end64 + 32, 1n, true)
    view.setBigUint64(end64 + 48, BigInt(start), true)
    view.setUint32(end64 + 56, 0x07064b50, true)
    view.setBigUint64(end64 + 64, BigInt(end64), true)
    const last = end64 + 76
    view.setUint32(last, 0x06054b50, true)
    view.setUint16(last + 10, 0xffff, true)
    view.setUint32(last + 16, 0xffffffff, true)
    expect(await readAll(bytes, 'z.zip')).toEqual({
      'z.zip/a.csv': [
        [1, 'a', 'b'],
        [2, '1', '2'],
      ],
    })
  })
})

const SHEET = 'xl/worksheets/sheet1.xml'
const sheetOf = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`

describe('workbooks out of all proportion', () => {
  test('a document type, with its entities, is refused in every part', async () => {
    const lol = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    const rows = sheetOf('<row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row>')
    expect(await refusalOf(withPart(SHEET, lol + rows), 'a.xlsx')).toMatch(/DOCTYPE/)
    expect(await refusalOf(withPart('xl/sharedStrings.xml', `${lol}<sst/>`), 'a.xlsx')).toMatch(/DOCTYPE/)
    expect(await refusalOf(withPart('xl/workbook.xml', `${lol}<workbook/>`), 'a.xlsx')).toMatch(/DOCTYPE/)
  })

  test('a part of spaces, an endless tag and an endless cell are refused', async () => {
    const spaces = ' '.repeat(9 << 20)
    expect(await refusalOf(withPart(SHEET, sheetOf(spaces)), 'a.xlsx')).toMatch(/250 倍/)
    const noise = Array.from({ length: 1 << 20 }, (_, index) => index % 89).join('')
    expect(await refusalOf(withPart(SHEET, `<worksheet a="${noise}`), 'a.xlsx')).toMatch(/标记/)
    expect(await refusalOf(withPart(SHEET, sheetOf(`<row><c t="str"><v>${noise}</v></c></row>`)), 'a.xlsx')).toMatch(/1 MB/)
  })

  test('a million empty cells in a row are refused by their place, a far cell in each row is read', async () => {
    expect(await refusalOf(withPart(SHEET, sheetOf(`<row r="1">${'<c/>'.repeat(1 << 20)}</row>`)), 'a.xlsx')).toMatch(
      /250 倍|位置/,
    )
    expect(await refusalOf(withPart(SHEET, sheetOf(`<row r="1">${'<c s="1"/><c/>'.repeat(9000)}</row>`)), 'a.xlsx')).toMatch(
      /位置/,
    )
    expect(await refusalOf(withPart(SHEET, sheetOf('<row r="1"><c r="XFE1"/></row>')), 'a.xlsx')).toMatch(/位置/)
    const far = Array.from({ length: 300 }, (_, row) => `<row r="${row + 1}"><c r="XFD${row + 1}"><v>${row}</v></c></row>`).join(
      '',
    )
    const rows = (await readAll(withPart(SHEET, sheetOf(far)), 'a.xlsx')).a as unknown[][]
    expect(rows.map((row) => [row.length, row.at(-1)])).toEqual(Array.from({ length: 300 }, (_, row) => [16_385, String(row)]))
    const more = Array.from(
      { length: 20_000 },
      (_, row) => `<row r="${row + 1}"><c r="XFD${row + 1}"><v>${row}</v></c></row>`,
    ).join('')
    expect(await refusalOf(withPart(SHEET, sheetOf(more)), 'a.xlsx')).toMatch(/空格子/)
  })

  test('rows and texts that are not there are refused, not passed over', async () => {
    expect(await refusalOf(withPart(SHEET, sheetOf('<row r="0"><c><v>1</v></c></row>')), 'a.xlsx')).toMatch(/行号/)
    expect(await refusalOf(withPart(SHEET, sheetOf('<row r="9999999999"><c><v>1</v></c></row>')), 'a.xlsx')).toMatch(/行号/)
    expect(await refusalOf(withPart(SHEET, sheetOf('<row r="2"><c t="s"><v>7</v></c></row>')), 'a.xlsx')).toMatch(
      /第 2 行.*不存在的文字/,
    )
    expect(await refusalOf(withPart(SHEET, '<worksheet><sheetData><row r="1"><c><v>1</v>'), 'a.xlsx')).toMatch(/可能已损坏/)
    const wrong = unzipSync(withPart(SHEET, sheetOf('<row r="1"><c t="str"><v>x~y</v></c></row>')))
    const part = wrong[SHEET] as Uint8Array
    part[strFromU8(part).indexOf('~')] = 0xff
    expect(await refusalOf(zipSync(wrong), 'a.xlsx')).toMatch(/不是 UTF-8/)
  })
})
