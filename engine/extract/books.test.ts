import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { type BookType, utils, write } from '@e965/xlsx'
import { strToU8, unzipSync, zipSync } from 'fflate'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { extract } from '../load/extracts.fixture.ts'
import { openFile } from './open.ts'
import { readAll, refusalOf } from './read.fixture.ts'
import { reopenSheet } from './reopen.ts'

const ID = '330482196001010017'

/** A workbook as another program writes it, with a hidden second sheet. */
const book = (bookType: BookType, options = {}): Uint8Array => {
  const first = utils.aoa_to_sheet([
    ['身份证号', '日期', '时刻', '金额', '是否', '备注'],
    [
      ID,
      { t: 'n', v: 45795, z: 'yyyy-mm-dd' },
      { t: 'n', v: 45795.5, z: 'yyyy"年"m"月"d"日" hh:mm' },
      12.5,
      true,
      '平湖,"甲"\n乙',
    ],
    [{ t: 'n', v: Number(ID) }, null, null, { t: 'n', v: 0.125, z: '0.00%' }, false, ''],
  ])
  const made = utils.book_new()
  utils.book_append_sheet(made, first, '数据')
  utils.book_append_sheet(made, utils.aoa_to_sheet([['甲'], ['乙']]), '另表')
  made.Workbook = { Sheets: [{ Hidden: 0 }, { Hidden: 1 }] }
  return new Uint8Array(write(made, { type: 'array', bookType, ...options }))
}

const ROWS = [
  [1, '身份证号', '日期', '时刻', '金额', '是否', '备注'],
  [2, ID, '2025-05-18', '2025-05-18 12:00:00', '12.5', 'TRUE', '平湖,"甲"\n乙'],
  [3, '3.3048219600101E+17', '', '', '0.125', 'FALSE'],
]

const trimmed = (rows: unknown): unknown => (rows as unknown[][]).map((row) => (row.at(-1) === '' ? row.slice(0, -1) : row))

describe('old workbooks', () => {
  test.each<BookType>(['biff8', 'xls'])('%s is read with dates, money and lost digits', async (type) => {
    const found = await readAll(book(type), 'a.xls')
    expect(Object.keys(found)).toEqual(['数据', '另表'])
    expect(trimmed(found.数据)).toEqual(ROWS)
    const [opened] = await openFile(extract('a.et', book(type)))
    expect(opened?.sheets.map(({ name, encoding, hidden }) => [name, encoding, hidden])).toEqual([
      ['数据', 'xls', false],
      ['另表', 'xls', true],
    ])
  })

  test('one of 1995 is read by its code page', async () => {
    const sheet = utils.aoa_to_sheet([
      ['NAME', 'x'],
      ['PERS', Number(ID)],
    ])
    const made = utils.book_new()
    utils.book_append_sheet(made, sheet, 'DATA')
    const bytes = Buffer.from(write(made, { type: 'array', bookType: 'biff5' }))
    for (const [ascii, text] of [
      ['NAME', '姓名'],
      ['PERS', '张三'],
      ['DATA', '数据'],
    ] as const)
      bytes.set(iconv.encode(text, 'gbk'), bytes.indexOf(ascii))
    const codepage = bytes.indexOf(Buffer.from([0x42, 0x00, 0x02, 0x00]))
    bytes.writeUInt16LE(936, codepage + 4)
    expect(await readAll(new Uint8Array(bytes), 'a.xls')).toEqual({
      数据: [
        [1, '姓名', 'x'],
        [2, '张三', '3.3048219600101E+17'],
      ],
    })
  })

  test('a locked workbook, a document and a damaged file are each told apart', async () => {
    const compound = (stream: string): Uint8Array => {
      const bytes = new Uint8Array(2048)
      bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
      bytes.set(iconv.encode(stream, 'utf16le'), 1152)
      bytes[1152 + 64] = 2 * stream.length + 2
      bytes[1152 + 66] = 2
      return bytes
    }
    expect(await refusalOf(compound('EncryptedPackage'), 'a.xlsx')).toMatch(/加了密码/)
    expect(await refusalOf(compound('WordDocument'), 'a.doc')).toMatch(/Word/)
    expect(await refusalOf(compound('Workbook'), 'a.xls')).toMatch(/损坏/)
    expect(await refusalOf(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]), 'a.xls')).toMatch(/损坏/)
  })
})

describe('OpenDocument', () => {
  test('is read with dates, repeats, paragraphs and hidden tables', async () => {
    const found = await readAll(book('ods'), 'a.ods')
    expect(trimmed(found.另表)).toEqual([
      [1, '甲'],
      [2, '乙'],
    ])
    const content =
      '<office:document-content><office:automatic-styles><style:style style:name="t2"><style:table-properties table:display="false"/></style:style></office:automatic-styles>' +
      '<office:body><office:spreadsheet><table:table table:name="一"><table:table-row><table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation><text:p>甲<text:s text:c="2"/>乙</text:p><text:p>丙</text:p></table:table-cell>' +
      '<table:table-cell table:number-columns-repeated="2" office:value-type="date" office:date-value="2025-05-18T00:00:00"><text:p>18/5</text:p></table:table-cell><table:covered-table-cell/><table:table-cell office:value-type="float" office:value="330482196001010017"><text:p>3E17</text:p></table:table-cell></table:table-row>' +
      '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="percentage" office:value="0.5"><text:p>50%</text:p></table:table-cell><table:table-cell office:value-type="boolean" office:boolean-value="true"/><table:table-cell office:value-type="time" office:time-value="PT09H05M00S"/></table:table-row>' +
      '<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>' +
      '<table:table table:name="二" table:style-name="t2"><table:table-row/><table:table-row><table:table-cell><text:p>x&amp;y</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>'
    const files = { ...unzipSync(book('ods')), 'content.xml': strToU8(content) }
    expect(await readAll(zipSync(files), 'a.ods')).toEqual({
      一: [
        [1, '甲  乙\n丙', '2025-05-18', '2025-05-18', '', '3.3048219600101E+17'],
        [2, '0.5', 'TRUE', '09:05:00'],
        [3, '0.5', 'TRUE', '09:05:00'],
      ],
      二: [[2, 'x&y']],
    })
    const [opened] = await openFile(extract('a.ods', zipSync(files)))
    expect(opened?.sheets.map(({ hidden }) => hidden)).toEqual([false, true])
    const bomb = content.replace('number-rows-repeated="2"', 'number-rows-repeated="900000000"')
    expect(await refusalOf(zipSync({ ...files, 'content.xml': strToU8(bomb) }), 'a.ods')).toMatch(/重复的次数/)
  })
})

describe('pages and XML under the name of a workbook', () => {
  const page = `<html><head><meta charset="gb2312"><style>td > a { color: red }</style></head><body><TABLE border=1>
    <tr><th rowspan=2>姓名</th><th colspan="2">住址</th><td>证件</td></tr><tr><td>镇<td>村</td><td style='mso-number-format:"\\@"'>号</tr>
    <tr><td>张&nbsp;三&#24179;</td><td><b>一</b><br>镇</td><td>&lt;村&gt;</td><td>${ID}</td></tr></TABLE><!-- <table> --></body></html>`
  const rows = [
    [1, '姓名', '住址', '', '证件'],
    [2, '', '镇', '村', '号'],
    [3, '张\u00a0三平', '一\n镇', '<村>', ID],
  ]

  test('a page is read in UTF-8 and in GB18030, numbers as they are written', async () => {
    expect(await readAll(strToU8(page), 'a.xls')).toEqual({ 'a.xls': rows })
    const gb = new Uint8Array(iconv.encode(page, 'gb18030'))
    expect(await readAll(gb, 'a.xls')).toEqual({ 'a.xls': rows })
    const sheet = await reopenSheet([extract('a.xls', gb)], { path: 'a.xls', sheet: '', encoding: 'html' })
    expect(sheet?.encoding).toBe('html')
  })

  test('a workbook in XML is read', async () => {
    const xml = `<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
      <Worksheet ss:Name="甲"><Table><Row><Cell><Data ss:Type="String">a&amp;b</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">330482196001010017</Data></Cell></Row>
      <Row ss:Index="4"><Cell ss:MergeAcross="1"><Data ss:Type="DateTime">2025-05-18T00:00:00.000</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell></Row></Table></Worksheet>
      <Worksheet ss:Name="乙"><Table/><WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>`
    expect(await readAll(strToU8(xml), 'a.xls')).toEqual({
      甲: [
        [1, 'a&b', '', '3.3048219600101E+17'],
        [4, '2025-05-18', '', 'TRUE'],
      ],
      乙: [],
    })
  })

  test('text that only begins with a bracket stays text', async () => {
    expect(await readAll(strToU8('<甲>,乙\n1,2\n'), 'a.csv')).toEqual({
      'a.csv': [
        [1, '<甲>', '乙'],
        [2, '1', '2'],
      ],
    })
  })
})

describe('Parquet', () => {
  const columns = `'${ID}' AS id_no, ${ID}::BIGINT AS n, -1234.50::DECIMAL(10,2) AS amount, 0.05::DECIMAL(25,3) AS wide, DATE '2025-05-18' AS d,
    TIMESTAMP '2025-05-18 09:30:00.12' AS t, TIMESTAMPTZ '2025-05-18 00:00:00+00' AS tz, TIME '08:00:01' AS tm, true AS b, 0.1::FLOAT AS f, 0.1::DOUBLE AS x,
    ${ID}::DOUBLE AS lost, NULL::VARCHAR AS none, ['a', 'b'] AS list, 7::UTINYINT AS small, '甲,乙' AS text`
  const line = [
    ...[
      ID,
      ID,
      '-1234.50',
      '0.050',
      '2025-05-18',
      '2025-05-18 09:30:00.12',
      '2025-05-18 00:00:00+00:00',
      '08:00:01',
      'true',
      '0.1',
      '0.1',
    ],
    ...['3.3048219600101E+17', '', '["a","b"]', '7', '甲,乙'],
  ]

  test.each(['snappy', 'zstd', 'gzip', 'uncompressed'])('%s is read row group by row group', async (compression) => {
    const folder = await mkdtemp(join(tmpdir(), 'jpf-parquet-'))
    try {
      const connection = await (await DuckDBInstance.create(':memory:')).connect()
      const path = join(folder, 'a.parquet')
      await connection.run(
        `COPY (FROM (SELECT ${columns}, i FROM range(5000) t(i))) TO '${path}' (FORMAT parquet, COMPRESSION '${compression}', ROW_GROUP_SIZE 2048)`,
      )
      const bytes = new Uint8Array(await readFile(path))
      const rows = (await readAll(bytes, 'a.parquet'))['a.parquet'] as unknown[][]
      expect(rows).toHaveLength(5001)
      expect(rows[0]?.slice(0, 4)).toEqual([1, 'id_no', 'n', 'amount'])
      expect(rows[1]).toEqual([2, ...line, '0'])
      expect(rows[5000]).toEqual([5001, ...line, '4999'])
      expect(await refusalOf(bytes.subarray(0, bytes.length - 9), 'a.parquet')).toMatch(/Parquet/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
