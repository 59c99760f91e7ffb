import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { extract, inlineRows, workbook } from '../load/extracts.fixture.ts'
import { rowsOf } from './canonical.ts'
import { openFile } from './open.ts'

const read = async (bytes: Uint8Array, path = 'a.xlsx') => {
  const sheets: Record<string, unknown> = {}
  for (const { sheets: found, problem, file } of await openFile(extract(path, bytes))) {
    if (problem) sheets[file.path] = problem.rule
    for (const sheet of found) {
      const rows = []
      for await (const chunk of sheet.chunks({ columns: null, after: 0 })) rows.push(...rowsOf(chunk))
      sheets[sheet.name || file.path] = rows.map(({ line, cells }) => [line, ...cells])
    }
  }
  return sheets
}

describe('workbooks', () => {
  test('reads shared, rich and inline strings, formulas, booleans and missing references', async () => {
    const shared =
      '<si><t>姓名</t></si><si><r><t>平</t></r><r><rPr/><t xml:space="preserve">湖 </t></r><rPh sb="0"><t>ping</t></rPh></si><si/>'
    const data =
      '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>' +
      '<row><c t="str"><f>A1</f><v>甲&amp;乙</v></c><c t="b"><v>1</v></c><c t="inlineStr"><is><t>x&#x5E73;</t></is></c><c><v>1234.5600000000001</v></c></row>' +
      '<row r="7"/><row r="9"><c r="B9"/><c r="D9"><v>3.3048219600101E+17</v></c><c r="E9"><v>330482196001010017</v></c></row>'
    expect(await read(workbook({ 数据: data }, { shared }))).toEqual({
      数据: [
        [2, '姓名', '', '平湖 '],
        [3, '甲&乙', 'TRUE', 'x平', '1234.56'],
        [9, '', '', '', '3.3048219600101E+17', '3.3048219600101E+17'],
      ],
    })
  })

  test('reads dates by their format, in both calendars', async () => {
    const data = '<row r="1"><c s="1"><v>45795</v></c><c s="2"><v>45795.5</v></c><c><v>45795</v></c></row>'
    expect(await read(workbook({ a: data }))).toEqual({ a: [[1, '2025-05-18', '2025-05-18 12:00:00', '45795']] })
    const old = data.replaceAll('45795', '44333')
    expect(await read(workbook({ a: old }, { date1904: true }))).toEqual({
      a: [[1, '2025-05-18', '2025-05-18 12:00:00', '44333']],
    })
  })

  test('reads prefixed namespaces and several sheets', async () => {
    const prefixed =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
    expect(await read(workbook({ 一: prefixed, 二: inlineRows([['乙']]) }))).toEqual({ 一: [[1, '甲']], 二: [[1, '乙']] })
  })

  test('refuses damaged and foreign files, and reads the members of an archive as files', async () => {
    const good = workbook({ a: inlineRows([['甲', '乙']]) })
    expect(await read(good.subarray(0, good.length - 30))).toEqual({ 'a.xlsx': 'bad_archive' })
    expect(await read(zipSync({ '[Content_Types].xml': strToU8('<a/>'), 'word/document.xml': strToU8('<a/>') }))).toEqual({
      'a.xlsx': 'unreadable',
    })
    expect(await read(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1]))).toEqual({ 'a.xlsx': 'unreadable' })
    expect(await read(new Uint8Array())).toEqual({ 'a.xlsx': 'empty_file' })
    const zip = zipSync({ 'd/b.csv': strToU8('a,b\n1,2\n'), 'c.xlsx': good, '.DS_Store': strToU8('x') })
    expect(await read(zip, 'z.zip')).toEqual({
      a: [[1, '甲', '乙']],
      'z.zip/d/b.csv': [
        [1, 'a', 'b'],
        [2, '1', '2'],
      ],
    })
  })
})
