import fc from 'fast-check'
import { zipSync } from 'fflate'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { EngineError, type SourceFile } from '../contract.ts'
import { openNodeDatabase } from '../host/node.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'
import { readCells } from './evidence.ts'
import { catalogue, extract, inlineRows, personId, personKey, workbook } from './extracts.fixture.ts'
import { loadExtracts } from './load.ts'
import type { Source } from './source.ts'

let db: Database
beforeAll(async () => {
  db = await openNodeDatabase()
})
afterAll(() => db.close())

const load = (...files: SourceFile[]) => loadExtracts(db, catalogue, files, { asOf: '2025-05-18' })
const findings = () =>
  db.rows<{ src: number; row: number | null; column_name: string | null; rule: string; text: string | null }>(
    sql`SELECT src, "row", column_name, rule, text FROM finding`,
  )
const rules = () => findings().map(({ row, column_name, rule, text }) => [row, column_name, rule, text])
const counts = ({ rowsIn, loaded, refused, repeated, footer }: Source) => ({ rowsIn, loaded, refused, repeated, footer })
const A = personId(1)
const B = personId(2)
const C = personId(3)

describe('people and codes', () => {
  test('finds the heading below title rows and casts labels, dates and keys', async () => {
    const { sources, deliveries } = await load(
      extract(
        '2025-05/T0101_户籍.csv',
        `某县户籍人口,,,\n导出时间：2025-05-18,,,\n姓名,身份证号码,性别,出生日期\n张三,${A},男性,2025/5/8\n李四,${B},2,20250518\n` +
          `王五,${C},女,2025年5月8日\n赵六,${personId(4)},１,2025.5.8\n钱七,${personId(5)},0,45795\n孙八,${personId(6)},男孩,五月\n`,
      ),
    )
    expect(sources[0]).toMatchObject({
      category: 'T0101',
      headerRow: 3,
      encoding: 'utf-8',
      rowsIn: 6,
      loaded: 6,
      period: 2025 * 12 + 4,
    })
    expect(deliveries.get('T0101')).toEqual({ columns: new Set(['id_no', 'name', 'sex', 'birth_date']), newest: null, rows: 6 })
    const rows = db.rows(sql`SELECT id_no, name, sex, birth_date, upd_time, _src, _row FROM raw."T0101"`)
    expect(rows.map(({ sex }) => sex)).toEqual(['1', '2', '2', '1', '0', null])
    expect(rows.map(({ birth_date }) => birth_date)).toEqual([
      '2025-05-08',
      '2025-05-18',
      '2025-05-08',
      '2025-05-08',
      '2025-05-18',
      null,
    ])
    expect(rows[0]).toMatchObject({ id_no: personKey(A), name: '张三', upd_time: null, _src: 0, _row: 4 })
    expect(rules()).toEqual([
      [9, 'birth_date', 'date_unreadable', '五月'],
      [9, 'sex', 'code_unknown', '男孩'],
    ])
  })

  test('mends 15 digits and untidy IDs, keeps other documents, refuses lost digits and blanks', async () => {
    const wide = [...B].map((c) => (/\d/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join('')
    await load(
      extract(
        'T0101.csv',
        `公民身份号码,姓名,父亲身份号码\n330482600101001,甲,\n"\u00a0${wide}\t",乙,${C.slice(0, 6)} ${C.slice(6)}\ne1234567,丙,3.30482E+17\n3.30482196001010E+17,丁,\n,戊,\n'${A},己,G7654321\n`,
      ),
    )
    const rows = db.rows(sql`SELECT id_no::VARCHAR AS id, name, father_id_no::VARCHAR AS father FROM raw."T0101"`)
    expect(rows.map(({ name }) => name)).toEqual(['甲', '乙', '丙', '己'])
    expect(rows[0]).toMatchObject({ id: String(personKey('330482196001010017')) })
    expect(rows[1]).toMatchObject({ id: String(personKey(B)), father: String(personKey(C)) })
    expect(rows[3]).toMatchObject({ id: String(personKey(A)) })
    const others = db.rows(sql`SELECT pk::VARCHAR AS pk, text FROM other_id ORDER BY text`)
    expect(others).toEqual([
      { pk: rows[2]?.id, text: 'E1234567' },
      { pk: rows[3]?.father, text: 'G7654321' },
    ])
    expect(rules()).toEqual([
      [2, 'id_no', 'id_15', '330482600101001'],
      [4, 'father_id_no', 'id_scientific_cell', '3.30482E+17'],
      [4, 'id_no', 'id_other', 'e1234567'],
      [5, 'id_no', 'id_scientific', '3.30482196001010E+17'],
      [6, 'id_no', 'required', null],
      [7, 'father_id_no', 'id_other', 'G7654321'],
    ])
  })
})

test('casts money to cents, months, ratios, numbers, yes and no, years', async () => {
  const heading = '身份证号,姓名,发放月份,金额,面积(平方米),份额,次数,是否城镇,学年,年度,资产\n'
  const lines = [
    `${A},甲,202505,"1,234.50",12.345,0.5,3,是,2024-2025学年,2025,1.5`,
    `${B},乙,2025-05,1234元,30㎡,50%,3.0,N,2024,2025年,2万元`,
    `${C},丙,2025年5月,"￥1,234.567",-,1/2,3人,√,2024-2025,2024.0,NULL`,
    `${personId(4)},丁,2025/5,-0.005,/,1,1.5,也许,2024-2027,去年,多`,
    `${personId(5)},戊,2025-05-18,1.2万,—,12,,0,2024-25,2025,12`,
  ]
  await load(extract('T0201/补贴.csv', `${heading}${lines.join('\n')}\n`))
  const may = 2025 * 12 + 4
  expect(db.rows(sql`SELECT * EXCLUDE (id_no, name, _src, _row) FROM raw."T0201"`).map((row) => Object.values(row))).toEqual([
    [may, 123450, 1235, 5000, 3, true, 2024, 2025, 1500000],
    [may, 123400, 3000, 5000, 3, false, 2024, 2025, 2000000],
    [may, 123457, null, 5000, 3, true, 2024, 2024, null],
    [may, -1, null, 10000, null, null, null, null, null],
    [may, 1200000, null, null, null, false, 2024, 2025, 12000000],
  ])
  expect(rules()).toEqual([
    [5, 'amount', 'range', '-0.005'],
    [5, 'assets', 'money_unreadable', '多'],
    [5, 'plan_year', 'year_unreadable', '去年'],
    [5, 'school_year', 'schoolyear_unreadable', '2024-2027'],
    [5, 'times', 'number_unreadable', '1.5'],
    [5, 'urban', 'bool_unreadable', '也许'],
    [6, 'amount', 'money_scaled', '1.2万'],
    [6, 'share', 'ratio_unreadable', '12'],
  ])
})

describe('accounting', () => {
  test('counts footers, repeated headings, blank rows, refused rows and repeats', async () => {
    const { sources } = await load(
      extract(
        'T0101/1.csv',
        `公民身份号码,姓名\n${A},甲\n\n ,\n合计,2\n公民身份号码,姓名\n${A},甲\n${A}, 甲 \n${B},乙\n,丙\n${C},丁,多,余\n制表人：某某,\n`,
      ),
      extract('T0101/2.csv', `姓名,公民身份号码\n乙,${B}\n丙,${C}\n`),
    )
    expect(sources.map(counts)).toEqual([
      { rowsIn: 9, loaded: 2, refused: 2, repeated: 2, footer: 3 },
      { rowsIn: 2, loaded: 1, refused: 0, repeated: 1, footer: 0 },
    ])
    expect(db.rows(sql`SELECT name, _src, _row FROM raw."T0101"`)).toEqual([
      { name: '甲', _src: 0, _row: 2 },
      { name: '乙', _src: 0, _row: 9 },
      { name: '丙', _src: 1, _row: 3 },
    ])
    expect(db.rows(sql`SELECT src, rows_in, loaded, refused, repeated, footer FROM source`)).toHaveLength(2)
  })

  test('rows in = loaded + refused + repeated + footer for any dirt', async () => {
    const kinds = fc.constantFrom(
      'good',
      'good',
      'again',
      'blank',
      'footer',
      'heading',
      'no id',
      'sci',
      'passport',
      'long',
      'short',
      'quoted',
      'spaces',
    )
    let id = 0
    const line = (kind: string): string => {
      id++
      const lines: Record<string, string> = {
        good: `${personId(id)},某${id},男`,
        again: `${personId(1)},某,男`,
        blank: ',,',
        footer: `合 计,${id},`,
        heading: '公民身份号码,姓名,性别',
        'no id': `,某${id},女`,
        sci: '3.30482E+17,某,男',
        passport: `E${id},某,"1"`,
        long: `${personId(id)},某,男,多`,
        short: personId(id),
        quoted: `"${personId(id)}","某\n某","女 "`,
        spaces: '  ,　,\t',
      }
      return lines[kind] as string
    }
    const expected: Record<string, keyof ReturnType<typeof counts>> = {
      footer: 'footer',
      heading: 'footer',
      'no id': 'refused',
      sci: 'refused',
      long: 'refused',
    }
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(kinds, { maxLength: 15 }), { minLength: 1, maxLength: 3 }), async (files) => {
        const { sources } = await load(
          ...files.map((file, index) => extract(`T0101/${index}.csv`, `公民身份号码,姓名,性别\n${file.map(line).join('\n')}`)),
        )
        files.forEach((file, index) => {
          const got = counts(sources[index] as Source)
          expect(got.rowsIn).toBe(file.filter((kind) => kind !== 'blank' && kind !== 'spaces').length)
          expect(got.rowsIn).toBe(got.loaded + got.refused + got.repeated + got.footer)
          for (const field of ['footer', 'refused'] as const)
            expect(got[field]).toBe(file.filter((kind) => expected[kind] === field).length)
        })
      }),
      { numRuns: 25 },
    )
  })
})

describe('files', () => {
  const line = (id: string, state = '正常') => `${id},zh-${id.slice(-4)},${state}`
  const fund = (...lines: string[]) => `公民身份号码,账号,状态\n${lines.join('\n')}\n`

  test('identical headings need a name; unknown and unreadable files are findings, the rest goes on', async () => {
    const { sources, deliveries } = await load(
      extract('x/公积金.csv', fund(line(A))),
      extract('T0302_公积金.csv', fund(line(A))),
      extract('公积金缴存信息（省）2025年5月.csv', fund(line(A))),
      extract('备忘.txt', '今天去村里\n走访\n'),
      extract('T0101.xlsx', new Uint8Array([0x50, 0x4b, 3, 4, 9, 9])),
      extract('T0201.csv', '姓名,金额\n甲,1\n'),
      extract('register.csv', `公民身份号码,姓名,性别,出生日期,更新时间,备用\n${A},甲,男,,,x\n`),
      extract('坏.csv', new Uint8Array([0xe5, 0xa7, 0x93, 44, 0xff, 0xff, 10])),
    )
    const byPath = Object.fromEntries(
      sources.map(({ path, category, src }) => [
        path,
        [
          category,
          findings()
            .filter((f) => f.src === src)
            .map(({ rule }) => rule),
        ],
      ]),
    )
    expect(byPath).toEqual({
      'x/公积金.csv': [null, ['ambiguous_file']],
      'T0302_公积金.csv': ['T0302', []],
      '公积金缴存信息（省）2025年5月.csv': ['T0301', []],
      '备忘.txt': [null, ['unknown_file']],
      'T0101.xlsx': [null, ['bad_archive']],
      'T0201.csv': ['T0201', ['missing_column']],
      'register.csv': ['T0101', ['by_heading', 'unknown_column']],
      '坏.csv': [null, ['bad_encoding']],
    })
    expect([...deliveries.keys()]).toEqual(['T0101', 'T0301', 'T0302'])
  })

  test('reads GB18030, workbooks with several sheets and archives, and gives the original cells back', async () => {
    const gb = new Uint8Array(iconv.encode(`公民身份号码,姓名,出生日期\n${A},张𠮷,2025年5月8日\n`, 'gb18030'))
    const book = workbook({
      T0101: inlineRows([['户籍表'], ['公民身份号码', '姓名'], [B, ' 李四 ', '批注']]),
      T0301: inlineRows([
        ['公民身份号码', '账号', '状态'],
        [C, '1', '正常'],
      ]),
      空: '',
    })
    const files = [extract('部门/T0101.csv', gb), extract('全部.zip', zipSync({ 'a/多表.xlsx': book }))]
    const { sources } = await load(...files)
    expect(sources.map(({ path, sheet, category, encoding, loaded }) => [path, sheet, category, encoding, loaded])).toEqual([
      ['全部.zip/a/多表.xlsx', 'T0101', 'T0101', 'xlsx', 1],
      ['全部.zip/a/多表.xlsx', 'T0301', 'T0301', 'xlsx', 1],
      ['部门/T0101.csv', '', 'T0101', 'gb18030', 1],
    ])
    expect(db.rows(sql`SELECT name, _src, _row FROM raw."T0101"`)).toEqual([
      { name: '李四', _src: 0, _row: 3 },
      { name: '张𠮷', _src: 2, _row: 2 },
    ])
    expect(rules()).toEqual([[null, null, 'beyond_heading', null]])
    const original = async (index: number, row: number) => {
      const { path, sheet, encoding, headerRow, mapping } = sources[index] as Source
      const place = { path, sheet, encoding: encoding ?? 'utf-8', headerRow: headerRow ?? 0, mapping }
      const rows = await readCells(files, place, catalogue.categories[0] as never, new Set([row]))
      return Object.fromEntries(rows.get(row) ?? [])
    }
    expect(await original(0, 3)).toEqual({
      id_no: { heading: '公民身份号码', text: B },
      name: { heading: '姓名', text: ' 李四 ' },
    })
    expect((await original(2, 2)).birth_date).toEqual({ heading: '出生日期', text: '2025年5月8日' })
  })

  test('a later period replaces a status category and extends an event category', async () => {
    const pay = (id: string, month: string) => `公民身份号码,发放月份,金额\n${id},${month},1\n`
    const { sources, deliveries } = await load(
      extract('2025-03/T0101.csv', `公民身份号码,姓名\n${A},甲\n`),
      extract('2025-05/T0101_a.csv', `公民身份号码,姓名\n${B},乙\n`),
      extract('2025-05/T0101_b.csv', `公民身份号码,姓名\n${C},丙\n`),
      extract('2025-06/T0101.csv', `公民身份号码,姓名\n${personId(4)},丁\n`),
      extract('2025-03/T0201.csv', pay(A, '202503')),
      extract('2025-04/T0201.csv', pay(A, '202504')),
      extract('2025-06/T0201.csv', pay(A, '202506')),
      extract('T0301_202507.csv', fund(line(A))),
    )
    const loaded = Object.fromEntries(sources.map((source) => [source.path, source.loaded]))
    expect(loaded).toEqual({
      '2025-03/T0101.csv': 0,
      '2025-05/T0101_a.csv': 1,
      '2025-05/T0101_b.csv': 1,
      '2025-06/T0101.csv': 0,
      '2025-03/T0201.csv': 1,
      '2025-04/T0201.csv': 1,
      '2025-06/T0201.csv': 1,
      'T0301_202507.csv': 1,
    })
    expect(deliveries.get('T0201')?.newest).toBe(2025 * 12 + 3)
    expect(
      findings()
        .map(({ rule }) => rule)
        .sort(),
    ).toEqual(['late_period', 'late_period', 'superseded', 'superseded'].slice(1))
  })

  test('an empty folder and a cancelled load end in one sentence', async () => {
    await expect(load()).rejects.toThrow(EngineError)
    await expect(load(extract('.DS_Store', 'x'))).rejects.toMatchObject({ code: 'empty_folder' })
    const signal = AbortSignal.abort()
    await expect(
      loadExtracts(db, catalogue, [extract('T0101.csv', fund())], { asOf: '2025-05-18', signal }),
    ).rejects.toMatchObject({ code: 'cancelled' })
  })

  test('a delivery with a heading and no rows is an empty table', async () => {
    const { deliveries } = await load(extract('T0101.csv', '公民身份号码,姓名\n'))
    expect(deliveries.get('T0101')?.rows).toBe(0)
    expect(db.rows(sql`SELECT * FROM raw."T0101"`)).toEqual([])
  })
})
