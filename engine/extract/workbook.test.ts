import fc from 'fast-check'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { readXlsx, writeXlsx } from 'hucre'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { extract, inlineRows, workbook } from '../load/extracts.fixture.ts'
import { openFile } from './open.ts'
import { readAll } from './read.fixture.ts'

describe('workbooks', () => {
  test('reads shared, rich and inline strings, formulas, booleans and missing references', async () => {
    const shared =
      '<si><t>姓名</t></si><si><r><t>平</t></r><r><rPr/><t xml:space="preserve">湖 </t></r><rPh sb="0"><t>ping</t></rPh></si><si/>'
    const data =
      '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>' +
      '<row><c t="str"><f>A1</f><v>甲&amp;乙</v></c><c t="b"><v>1</v></c><c t="inlineStr"><is><t>x&#x5E73;</t></is></c><c><v>1234.5600000000001</v></c></row>' +
      '<row r="7"/><row r="9"><c r="B9"/><c r="D9"><v>3.3048219600101E+17</v></c><c r="E9"><v>330482196001010017</v></c></row>'
    expect(await readAll(workbook({ 数据: data }, { shared }))).toEqual({
      数据: [
        [2, '姓名', '', '平湖 '],
        [3, '甲&乙', 'TRUE', 'x平', '1234.56'],
        [9, '', '', '', '3.3048219600101E+17', '3.3048219600101E+17'],
      ],
    })
  })

  test('reads dates by their format, in both calendars', async () => {
    const data = '<row r="1"><c s="1"><v>45795</v></c><c s="2"><v>45795.5</v></c><c><v>45795</v></c></row>'
    expect(await readAll(workbook({ a: data }))).toEqual({ a: [[1, '2025-05-18', '2025-05-18 12:00:00', '45795']] })
    const old = data.replaceAll('45795', '44333')
    expect(await readAll(workbook({ a: old }, { date1904: true }))).toEqual({
      a: [[1, '2025-05-18', '2025-05-18 12:00:00', '44333']],
    })
  })

  test('reads prefixed namespaces and several sheets', async () => {
    const prefixed =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
    expect(await readAll(workbook({ 一: prefixed, 二: inlineRows([['乙']]) }))).toEqual({ 一: [[1, '甲']], 二: [[1, '乙']] })
  })

  test('refuses damaged and foreign files, and reads the members of an archive as files', async () => {
    const good = workbook({ a: inlineRows([['甲', '乙']]) })
    expect(await readAll(good.subarray(0, good.length - 30))).toEqual({ 'a.xlsx': 'bad_archive' })
    expect(await readAll(zipSync({ '[Content_Types].xml': strToU8('<a/>'), 'word/document.xml': strToU8('<a/>') }))).toEqual({
      'a.xlsx': 'unreadable',
    })
    expect(await readAll(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1]))).toEqual({ 'a.xlsx': 'bad_workbook' })
    expect(await readAll(new Uint8Array())).toEqual({ 'a.xlsx': 'empty_file' })
    const zip = zipSync({ 'd/b.csv': strToU8('a,b\n1,2\n'), 'c.xlsx': good, '.DS_Store': strToU8('x') })
    expect(await readAll(zip, 'z.zip')).toEqual({
      a: [[1, '甲', '乙']],
      'z.zip/d/b.csv': [
        [1, 'a', 'b'],
        [2, '1', '2'],
      ],
    })
  })

  test('reads what other programs write: pretty printing, quotes, comments, sections, UTF-16, cells out of order', async () => {
    const pretty =
      "<?xml version='1.0'?><!-- <row/> -->\n<worksheet>\n <sheetData>\n  <row r = '1'>\n   <c\n r='B1' t='s'>\n <v> 0 </v></c><c r='A1'><v>\n 5 \n</v></c>\n  </row>" +
      '<row r="3"><c r="A3" t="inlineStr"><is><t><![CDATA[a&amp;<b>]]></t></is></c><c r="B3" t="d"><v>2025-05-18T00:00:00</v></c><c r="C3" t="e"><v>#N/A</v></c>' +
      '<c r="C3" t="str"><v>后者</v></c><c r="D3" t="str"><f>"x"</f><v/></c><c r="E3" t="inlineStr"><is><r><t>一</t></r><r><t>二_x000D_\r\n三</t></r></is></c></row>\n </sheetData></worksheet>'
    const shared = '<si>\n <t>甲</t>\n</si>'
    const expected = {
      a: [
        [1, '5', '甲'],
        [3, 'a&amp;<b>', '2025-05-18', '后者', '', '一二\r\n三'],
      ],
    }
    expect(await readAll(workbook({ a: pretty }, { shared }))).toEqual(expected)
    const files = unzipSync(workbook({ a: pretty }, { shared }))
    files['xl/worksheets/sheet1.xml'] = new Uint8Array(iconv.encode(pretty, 'utf16le', { addBOM: true }))
    expect(await readAll(zipSync(files))).toEqual(expected)
  })

  test('keeps numbers as they are stored under formats of money, shares and texts', async () => {
    const formats = '<xf numFmtId="9"/><xf numFmtId="10"/><xf numFmtId="4"/><xf numFmtId="49"/><xf numFmtId="47"/>'
    const cells = [3, 4, 5, 6].map((style) => `<c s="${style}"><v>0.125</v></c>`).join('')
    expect(await readAll(workbook({ a: `<row>${cells}<c s="1"><v>-3</v></c></row>` }, { formats }))).toEqual({
      a: [[1, '0.125', '0.125', '0.125', '0.125', '-3']],
    })
  })

  test('reads hidden sheets and says so, and passes over sheets that are charts', async () => {
    const files = unzipSync(workbook({ 明: inlineRows([['甲']]), 暗: inlineRows([['乙']]), 图: '<chartsheet/>' }))
    const rewrite = (name: string, change: (text: string) => string) => {
      files[name] = strToU8(change(strFromU8(files[name] as Uint8Array)))
    }
    rewrite('xl/workbook.xml', (xml) => xml.replace('name="暗"', 'name="暗" state="veryHidden"'))
    rewrite('xl/_rels/workbook.xml.rels', (xml) => xml.replace('Id="rId3"', 'Id="rId3" Type="http://x/relationships/chartsheet"'))
    const [opened] = await openFile(extract('a.xlsx', zipSync(files)))
    expect(opened?.sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['明', false],
      ['暗', true],
    ])
  })

  test('spreads merged headings over the cells they cover, titles and data not', async () => {
    const row = (line: number, cells: Record<string, string>) =>
      `<row r="${line}">${Object.entries(cells)
        .map(([column, text]) => `<c r="${column}${line}" t="inlineStr"><is><t>${text}</t></is></c>`)
        .join('')}</row>`
    const data = [
      row(1, { A: '困难家庭名单' }),
      row(2, { A: '姓名', B: '住址', D: '备注' }),
      row(3, { B: '镇', C: '村' }),
      row(4, { A: '张三', B: '一镇', C: '一村', D: '0573' }),
      row(5, { B: '一镇', C: '二村', D: '0574' }),
    ].join('')
    const merged = ['A1:D1', 'A2:A3', 'B2:C2', 'D2:D3', 'A4:A5'].map((place) => `<mergeCell ref="${place}"/>`).join('')
    const sheet = `<worksheet><sheetData>${data}</sheetData><mergeCells count="5">${merged}</mergeCells></worksheet>`
    expect(await readAll(workbook({ a: sheet }))).toEqual({
      a: [
        [1, '困难家庭名单'],
        [2, '姓名', '住址', '住址', '备注'],
        [3, '姓名', '镇', '村', '备注'],
        [4, '张三', '一镇', '一村', '0573'],
        [5, '', '一镇', '二村', '0574'],
      ],
    })
    expect(await readAll(workbook({ a: sheet }), 'a.xlsx', { columns: null, after: 0, only: new Set([3]) })).toEqual({
      a: [[3, '姓名', '镇', '村', '备注']],
    })
  })

  test('agrees with another reader on any table', async () => {
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', ' ', '平', '𠮷', '　', '<', '&', '_x0041_'), maxLength: 5 }),
      fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .filter((value) => Math.abs(value) < 1e15 && Number(value.toPrecision(15)) === value),
      fc.boolean(),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }), async (rows) => {
        const book = await writeXlsx({ sheets: [{ name: 'a', rows }] })
        const other = (await readXlsx(book)).sheets[0]?.rows ?? []
        const shown = (value: unknown) => (typeof value === 'boolean' ? String(value).toUpperCase() : String(value ?? ''))
        const expected = other
          .map((cells, index) => [index + 1, ...cells.map(shown)])
          .filter((cells) => cells.slice(1).some((text) => String(text).trim() !== ''))
        const numbers = (cells: unknown[]) =>
          cells.map((text) => (text !== '' && Number.isFinite(Number(text)) ? Number(text) : text))
        const trimmed = (cells: unknown[]): unknown[] => (cells.at(-1) === '' ? trimmed(cells.slice(0, -1)) : cells)
        const got = ((await readAll(book)).a ?? []) as unknown[][]
        expect(got.map(trimmed).map(numbers)).toEqual(expected.map(trimmed).map(numbers))
      }),
      { numRuns: 60 },
    )
  })
})
