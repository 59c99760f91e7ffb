import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Template, TemplateText } from '../contract/mapping.ts'
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

const load = (files: SourceFile[], templates: TemplateText[] = []) =>
  loadExtracts(db, catalogue, files, { asOf: '2025-05-18', templates })
const said = () =>
  db
    .rows<{ rule: string; message: string; src: number; row: number | null }>(sql`SELECT src, "row", rule, message FROM finding`)
    .map(({ rule, message, row }) => [row, rule, message])

type Sketch = Omit<Partial<Template>, 'columns'> & {
  columns: Record<string, string | Partial<Template['columns'][number]> | null>
}
const template = ({ columns, ...rest }: Sketch): TemplateText => ({
  path: '模板/t.jpfmap.json',
  text: JSON.stringify({
    format: 'jpfmap/1',
    name: '试验',
    category: 'T0201',
    headings: Object.keys(columns),
    columns: Object.entries(columns).map(([heading, to]) => ({
      heading,
      ...(typeof to === 'string' || to === null ? { column: to } : { column: null, ...to }),
    })),
    ...rest,
  }),
})

const A = personId(1)
const B = personId(2)
const PAY = '编号,户主,月度,钱数,份儿\n'
const COLUMNS = { 编号: 'id_no', 户主: 'name', 月度: 'pay_month', 钱数: 'amount', 份儿: null }

describe('a template', () => {
  test('gives strange headings their columns, in a file whose name says nothing', async () => {
    const file = extract('x.csv', `发放表,,,,\n${PAY}${A},甲,202505,12.5,1\n${B},乙,202504,3,1\n`)
    const { sources } = await load([file], [template({ columns: COLUMNS })])
    expect(sources[0]).toMatchObject({
      category: 'T0201',
      by: 'template',
      confidence: 1,
      headerRow: 2,
      loaded: 2,
      template: '模板/t.jpfmap.json',
    })
    expect(db.rows(sql`SELECT name, amount::INTEGER AS amount FROM raw."T0201"`)).toEqual([
      { name: '甲', amount: 1250 },
      { name: '乙', amount: 300 },
    ])
    expect(said()).toEqual([])
    const [source] = db.rows<{ mapping: string }>(sql`SELECT mapping FROM source`)
    const category = catalogue.categories.find(({ code }) => code === 'T0201')
    if (!category || !source) throw new Error('not loaded')
    const place = { path: 'x.csv', sheet: '', encoding: 'utf-8' as const, headerRow: 2, mapping: source.mapping }
    const cells = await readCells([file], place, category, new Set([4]))
    expect(cells.get(4)?.get('amount')).toEqual({ heading: '钱数', text: '3' })
  })

  test('converts units, periods, dates and labels', async () => {
    const [register] = catalogue.categories
    const own = {
      ...catalogue,
      categories: [
        {
          ...register,
          code: 'T0901',
          name: '养老待遇',
          columns: [
            ...(register?.columns.filter(({ name }) => name === 'id_no') ?? []),
            { name: 'monthly', title: '月待遇', title_en: 'm', type: 'money', unit: '元/月', pii: 'N', aliases: [] },
            { name: 'yearly', title: '年收入', title_en: 'y', type: 'money', unit: '元/年', pii: 'N', aliases: [] },
            { name: 'born', title: '出生日期', title_en: 'b', type: 'date', pii: 'N', aliases: [] },
            { name: 'sex', title: '性别', title_en: 's', type: 'code', list: 'CL_SEX', pii: 'N', aliases: [] },
          ],
        },
      ] as unknown as typeof catalogue.categories,
    }
    const text = template({
      category: 'T0901',
      columns: {
        号: 'id_no',
        待遇: { column: 'monthly', period: '年', unit: '万元' },
        收入: { column: 'yearly', period: '月' },
        生: { column: 'born', date: 'DMY' },
        别: { column: 'sex', labels: { 爷们: '1' } },
      },
    })
    const rows = [`${A},1.2,100.5,18/05/1960,爷们`, `${B},0.0001,1元,1.2.1961,女`, `${personId(3)},多,,31/02/1961,妹`]
    await loadExtracts(db, own, [extract('x.csv', `号,待遇,收入,生,别\n${rows.join('\n')}\n`)], {
      asOf: '2025-05-18',
      templates: [text],
    })
    expect(db.rows(sql`SELECT monthly::INTEGER AS monthly, yearly::INTEGER AS yearly, born, sex FROM raw."T0901"`)).toEqual([
      { monthly: 100_000, yearly: 120_600, born: '1960-05-18', sex: '1' },
      { monthly: null, yearly: 1_200, born: '1961-02-01', sex: '2' },
      { monthly: null, yearly: null, born: null, sex: null },
    ])
    expect(db.rows(sql`SELECT "row", rule FROM finding ORDER BY "row", rule`).map(({ row, rule }) => [row, rule])).toEqual([
      [3, 'period_inexact'],
      [4, 'code_unknown'],
      [4, 'date_unreadable'],
      [4, 'money_unreadable'],
    ])
  })

  test('does not gainsay the name of a file, unless it is made for files of that name', async () => {
    const file = extract('T0301_年报.csv', `公民身份号码,账号,状态\n${A},1,2\n`)
    const columns = { 公民身份号码: 'id_no', 账号: 'account', 状态: 'state' }
    await load([file], [template({ category: 'T0302', columns })])
    expect(db.rows(sql`SELECT category FROM source`)).toEqual([{ category: 'T0301' }])
    await load([file], [template({ category: 'T0302', file: '*年报*.csv', columns })])
    expect(db.rows(sql`SELECT category FROM source`)).toEqual([{ category: 'T0302' }])
  })

  test('fits headings that are nearly its own, and no others', async () => {
    const text = template({ columns: COLUMNS })
    const near = extract('a.csv', `${PAY.trim()},新加的\n${A},甲,202505,1,1,2\n`)
    const far = extract('b.csv', `编号,户主,月度,甲,乙,丙\n${A},甲,202505,1,1,2\n`)
    const { sources } = await load([near, far], [text])
    expect(sources.map(({ category }) => category)).toEqual(['T0201', null])
    expect(said().map(([, rule]) => rule)).toEqual(['unknown_column', 'unknown_file'])
  })

  test('may lie among the files, and is listed with what it was used for', async () => {
    const { path, text } = template({ columns: COLUMNS })
    const { sources } = await load([extract('d/x.csv', `${PAY}${A},甲,202505,1,1\n`), extract(path, text)])
    expect(sources.map(({ category, loaded }) => [category, loaded])).toEqual([
      ['T0201', 1],
      [null, 0],
    ])
    expect(said()).toEqual([[null, 'template', '映射模板“试验”，用于 1 个表']])
  })

  test('states the encoding of files of a name', async () => {
    const columns = { id: 'id_no', name: 'name', month: 'pay_month' }
    const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
    const file = extract('gb.csv', bytes(`id,name,month\n${A},\xc3\xa9,202505\n`))
    await load([file], [template({ columns })])
    expect(db.rows(sql`SELECT name FROM raw."T0201"`)).toEqual([{ name: 'é' }])
    const { sources } = await load([file], [template({ file: 'gb*', encoding: 'gb18030', columns })])
    expect(sources[0]).toMatchObject({ category: 'T0201', encoding: 'gb18030', loaded: 1 })
    expect(db.rows(sql`SELECT name FROM raw."T0201"`)).toEqual([{ name: '茅' }])
  })
})

test.each([
  ['{', '不是有效的 JSON'],
  [JSON.stringify({ format: 'x' }), 'format'],
  [template({ category: 'T9999', columns: COLUMNS }).text, 'category 有误：没有类目 T9999'],
  [template({ columns: { 号: 'nothing' } }).text, 'columns[0].column 有误：T0201 没有字段 nothing'],
  [template({ columns: { 号: 'id_no', 码: 'id_no' } }).text, 'columns[1].column 有误：字段 id_no 用了两次'],
  [template({ columns: { 名: { column: 'name', unit: '万元' } } }).text, 'columns[0].unit 有误：“姓名”不是金额'],
  [template({ columns: { 钱: { column: 'amount', period: '年' } } }).text, 'columns[0].period 有误：“发放金额”不按月或年计'],
  [template({ columns: { 名: { column: 'name', date: 'DMY' } } }).text, 'columns[0].date'],
  [template({ category: 'T0101', columns: { 别: { column: 'sex', labels: { 爷: '7' } } } }).text, '代码表 CL_SEX 里没有代码 7'],
  [template({ columns: { [`某${personId(7)}`]: 'name' } }).text, '长号码'],
])('a template that cannot be used is said so once, and the rest goes on: %#', async (text, reason) => {
  const { sources } = await load([extract('T0101.csv', `姓名,身份证号\n甲,${A}\n`), extract('坏.jpfmap.json', text)])
  expect(sources[0]).toMatchObject({ category: 'T0101', loaded: 1 })
  const [one, ...rest] = said()
  expect(rest).toEqual([])
  expect(one?.[1]).toBe('bad_template')
  expect(one?.[2]).toContain(reason)
})
