import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jpfConvert, strict, Workshop } from './convert.fixture.ts'

const workshop = new Workshop()
beforeAll(() => workshop.open())
afterAll(() => workshop.close())
const converted = (content: string | Uint8Array) => workshop.csv(content)
const rows = (content: string | Uint8Array) => workshop.rows(content)

interface SpectrumCase {
  name: string
  csv: Buffer
  json: Buffer
}

const require = createRequire(import.meta.url)

const spectrumCases = (): Promise<SpectrumCase[]> => {
  const spectrum = require('csv-spectrum') as (done: (error: Error | null, cases: SpectrumCase[]) => void) => void
  return new Promise((resolve, reject) => spectrum((error, cases) => (error ? reject(error) : resolve(cases))))
}

test('csv-spectrum comes out as its JSON says, all cases', async () => {
  const cases = await spectrumCases()
  expect(cases.length).toBeGreaterThanOrEqual(12)
  for (const { name, csv, json } of cases) {
    const [heading = [], ...records] = await rows(csv)
    const got = records.map((record) => Object.fromEntries(heading.map((key, column) => [key, record[column]])))
    const expected = [JSON.parse(json.toString())].flat()
    // Its JSON has another telephone number than its CSV.
    if (name === 'location_coordinates') expected[0]['Contact Phone Number'] = '2095257564'
    expect(got, name).toEqual(expected)
  }
})

const utf16 = (text: string, big: boolean, mark: boolean) => {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, 'utf16le')
  return big ? bytes.swap16() : bytes
}
const TABLE = '姓名,金额\n张三,12.50\n李四𠮷,3\n'
const TABLE_ROWS = [
  ['姓名', '金额'],
  ['张三', '12.50'],
  ['李四𠮷', '3'],
]

describe('encodings', () => {
  test.each([
    ['UTF-8', Buffer.from(TABLE)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TABLE}`)],
    ['UTF-16 LE with a mark', utf16(TABLE, false, true)],
    ['UTF-16 BE with a mark', utf16(TABLE, true, true)],
    ['UTF-16 LE', utf16(TABLE, false, false)],
    ['UTF-16 BE', utf16(TABLE, true, false)],
    ['GB18030', iconv.encode(TABLE, 'gb18030')],
  ])('%s', async (_, bytes) => {
    expect(await rows(bytes)).toEqual(TABLE_ROWS)
  })

  test('Big5, where there is enough text to be certain', async () => {
    const lines = Array.from({ length: 20 }, (_, index) => `臺北市信義區國際貿易中心第${index}號,${index}`)
    const text = `地址,編號\n${lines.join('\n')}\n`
    expect(await converted(iconv.encode(text, 'big5'))).toBe(text)
  })

  test('Chinese that only comes after a megabyte of ASCII', async () => {
    const text = `id,name\n${'1234567,abcdefgh\n'.repeat(80_000)}7654321,张三\n`
    expect(await converted(iconv.encode(text, 'gb18030'))).toBe(text)
    expect(await converted(text)).toBe(text)
  })

  test('a wrong byte is reported with its line; its record is not written, the others are', async () => {
    const good = Array.from({ length: 50 }, (_, index) => `张三,${index}`)
    for (const encoding of ['utf8', 'gb18030']) {
      const bytes = iconv.encode(`姓名,金额\n${good.join('\n')}\n`, encoding)
      const at = iconv.encode(`姓名,金额\n${good.slice(0, 9).join('\n')}\n`, encoding).length
      const broken = Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0x2c, 0x31, 0x0a]), bytes.subarray(at)])
      await writeFile(join(workshop.folder, 'broken.csv'), broken)
      const { code, errors } = await jpfConvert(join(workshop.folder, 'broken.csv'), '--out', join(workshop.folder, 'mended.csv'))
      expect([code, errors]).toEqual([1, 'broken.csv：第 11 行有不合文件编码的字节，这些行没有写出，请更正后重新导出\n'])
      expect(strict(await readFile(join(workshop.folder, 'mended.csv'), 'utf8'))).toHaveLength(51)
    }
  })
})

describe('dialects', () => {
  const want = [
    ['a', 'b', 'c'],
    ['x,1', 'it\'s "so"', '2,5'],
    ['y;2', 'two\nlines', '3,25'],
  ]
  const inQuotes = (quote: string, doubled: string) => (cell: string) => `${quote}${cell.replaceAll(quote, doubled)}${quote}`
  test.each([
    ['comma', ',', inQuotes('"', '""')],
    ['tab', '\t', inQuotes('"', '""')],
    ['semicolon', ';', inQuotes('"', '""')],
    ['pipe', '|', inQuotes('"', '""')],
    ['full-width comma', '，', inQuotes('"', '""')],
    ['caret', '^', inQuotes('"', '""')],
    ['tilde', '~', inQuotes('"', '""')],
    ['single quotes', ',', inQuotes("'", "''")],
    ['single quotes with backslashes', ';', inQuotes("'", "\\'")],
    ['backslashes', ',', inQuotes('"', '\\"')],
  ])('%s', async (_, delimiter, quoted) => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = want.map((row) => row.map(quoted).join(delimiter)).join(end)
      expect(await rows(text)).toEqual(want)
    }
  })

  test.each([
    [
      'semicolons with decimal commas',
      '项目;金额;比例\n甲;1,5;2,5\n乙;3,25;4,75\n',
      '项目,金额,比例\n甲,"1,5","2,5"\n乙,"3,25","4,75"\n',
    ],
    ['no quotes, backslash before a delimiter', 'a,b\nx\\,y,1\nz,2\n', 'a,b\n"x,y",1\nz,2\n'],
    ['inches are no quotes', 'id|size\n1|5" pipe\n2|"3" x\n3|plain\n', 'id,size\n1,"5"" pipe"\n2,"""3"" x"\n3,plain\n'],
    ['blanks before quotes', 'a, b, c\n1, "x, y", 2\n3, "z", 4\n', 'a, b, c\n1,"x, y", 2\n3,z, 4\n'],
    ['a separator line of Excel', 'sep=;\na;b,c\n1;2,3\n', 'a,"b,c"\n1,"2,3"\n'],
    ['runs of blanks', 'id  name   age\n1   张三   30\n12  李四   41\n', 'id,name,age\n1,张三,30\n12,李四,41\n'],
    ['one column of names with blanks', 'Full Name\nJohn Smith\nAnn Lee\n', 'Full Name\nJohn Smith\nAnn Lee\n'],
    [
      'one column with a comma now and then',
      '地址\n甲路1号\n乙路2号,3室\n丙路\n丁路\n',
      '地址\n甲路1号\n"乙路2号,3室"\n丙路\n丁路\n',
    ],
    ['mixed line ends', 'a,b\r\n1,2\n3,4\r5,6', 'a,b\n1,2\n3,4\n5,6\n'],
    [
      'dates and times',
      'when|what\n2024-01-01 10:00:00|a, b\n2024-01-02 11:30:00|c\n',
      'when,what\n2024-01-01 10:00:00,"a, b"\n2024-01-02 11:30:00,c\n',
    ],
    [
      'JSON cells in tabs',
      'id\tdata\n1\t{"a": [1, 2]}\n2\t{"b": [3, 4]}\n',
      'id,data\n1,"{""a"": [1, 2]}"\n2,"{""b"": [3, 4]}"\n',
    ],
    ['ragged rows', 'a,b,c\n1,2\n1,2,3,4\n5,6,7\n', 'a,b,c,\n1,2,,\n1,2,3,4\n5,6,7,\n'],
    ['delimiters at the ends of lines', 'a,b,\n1,2,\n3,4,\n', 'a,b\n1,2\n3,4\n'],
    ['zero bytes', 'a,b\n1,x\0\n2,y\n', 'a,b\n1,x\0\n2,y\n'],
    ['a quote never closed', 'a,b\n"x,1\ny,2\n', 'a,b\n"""x",1\ny,2\n'],
    ['outer blanks and empty cells', 'a,b\n x ,\n,"  y"\n', 'a,b\n x ,\n,  y\n'],
    ['the end mark of DOS', 'a,b\n1,2\n\u001a', 'a,b\n1,2\n'],
  ])('%s', async (_, text, expected) => {
    expect(await converted(text)).toBe(expected)
  })
})

describe('tables', () => {
  const cases: Record<string, [string, string]> = {
    'three titles above two rows of heading': [
      '新埭镇困难家庭花名册\n2025年5月\n填报单位：民政办,,,,,单位：元\n序号,姓名,家庭情况,,收入,\n,,人口,住址,工资,补贴\n1,张三,3,鱼圻塘村,1200,300\n2,李四,2,黄家浜村,900,\n',
      '序号,姓名,家庭情况 人口,家庭情况 住址,收入 工资,收入 补贴\n1,张三,3,鱼圻塘村,1200,300\n2,李四,2,黄家浜村,900,\n',
    ],
    'groups above a full row of names': [
      '基本信息,,收入,,\n姓名,年龄,工资,补贴,合计\n张三,30,1,2,3\n李四,40,4,5,9\n王五,50,6,7,13\n',
      '基本信息 姓名,基本信息 年龄,收入 工资,收入 补贴,收入 合计\n张三,30,1,2,3\n李四,40,4,5,9\n王五,50,6,7,13\n',
    ],
    'total and notes at the end': [
      '序号,姓名,金额\n1,张三,10\n2,李四,20\n合计,,30\n注：数据截至五月底\n制表人：王五,,审核人：赵六\n',
      '序号,姓名,金额\n1,张三,10\n2,李四,20\n',
    ],
    'a total with every cell filled, and one between records': [
      '地区,人数\n小计,3\n当湖,1\n合计,4\n',
      '地区,人数\n小计,3\n当湖,1\n合计,4\n',
    ],
    'headings on every page': [
      '花名册,,\n序号,姓名,金额\n1,张三,10\n\n花名册,,\n序号,姓名,金额\n2,李四,20\n序号,姓名,金额\n3,王五,30\n',
      '序号,姓名,金额\n1,张三,10\n2,李四,20\n3,王五,30\n',
    ],
    'numbers only': ['1,2,3\n4,5,6\n7,8,10\n', '列1,列2,列3\n1,2,3\n4,5,6\n7,8,10\n'],
    'records without a heading': [
      '张三,330482196001010017,2024-05-01\n李四,11010519491231002X,2024-06-01\n',
      '列1,列2,列3\n张三,330482196001010017,2024-05-01\n李四,11010519491231002X,2024-06-01\n',
    ],
    'years for names': ['地区,2019,2020,2021\n甲,10,12,15\n乙,20,22,27\n', '地区,2019,2020,2021\n甲,10,12,15\n乙,20,22,27\n'],
    'an index without a name': [',x,y\n0,1,2\n1,3,4\n', ',x,y\n0,1,2\n1,3,4\n'],
    comments: ['# made 2024\n# by, hand, twice\nid,n\n1,2\n# half way\n3,4\n', 'id,n\n1,2\n3,4\n'],
    'a heading that begins like a comment': ['#id,n\n1,2\n3,4\n', '#id,n\n1,2\n3,4\n'],
    'text without numbers': ['姓名,备注\n张三,无\n李四,\n', '姓名,备注\n张三,无\n李四,\n'],
    'a first record with blanks': [
      '姓名,性别,年龄\n张三,,无\n李四,女,30\n王五,男,40\n',
      '姓名,性别,年龄\n张三,,无\n李四,女,30\n王五,男,40\n',
    ],
    'a heading alone': ['a,b,c\n', 'a,b,c\n'],
  }
  test.each(Object.entries(cases))('%s', async (_, [text, expected]) => {
    expect(await converted(text)).toBe(expected)
  })
})

test('a folder: one file each, same names kept apart, unreadable files one line each', async () => {
  const folder = join(workshop.folder, 'folder')
  await mkdir(join(folder, 'sub'), { recursive: true })
  await writeFile(join(folder, 'a.csv'), 'a,b\n1,2\n')
  await writeFile(join(folder, 'a.txt'), 'a;b\n3;4\n')
  await writeFile(join(folder, 'b.tsv'), 'a\tb\n5\t6\n')
  await writeFile(join(folder, 'empty.csv'), '')
  await writeFile(join(folder, 'sub/c.csv'), 'a,b\n7,8\n')
  const { code, out, errors } = await jpfConvert(folder, '--out', join(workshop.folder, 'out'))
  expect(code).toBe(1)
  expect(errors).toBe('empty.csv：文件是空的（0 字节），请重新导出\n')
  expect(out).toBe('写出 4 个文件，4 条记录\n')
  expect((await readdir(join(workshop.folder, 'out'), { recursive: true })).sort()).toEqual([
    'a.csv',
    'a.txt.csv',
    'b.csv',
    'sub',
    'sub/c.csv',
  ])
  expect(await readFile(join(workshop.folder, 'out/a.txt.csv'), 'utf8')).toBe('a,b\n3,4\n')
})
