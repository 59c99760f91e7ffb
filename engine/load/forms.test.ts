import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNodeDatabase } from '../host/node.ts'
import type { Database } from '../sql/database.ts'
import { id, sql } from '../sql/tag.ts'
import { catalogue, extract, personId } from './extracts.fixture.ts'
import { loadExtracts } from './load.ts'

let db: Database
beforeAll(async () => {
  db = await openNodeDatabase()
})
afterAll(() => db.close())

type Form = readonly [text: string, value: string | number | boolean | null, rule?: string]

/** Loads one column of texts and gives each with its value and its findings. */
const read = async (category: string, title: string, column: string, forms: readonly Form[]): Promise<Form[]> => {
  const month = category === 'T0201' && title !== '发放月份' ? ['发放月份', '202505'] : []
  const lines = forms.map(([text], n) => [personId(n), ...month.slice(1), `"${text.replaceAll('"', '""')}"`].join(','))
  const heading = ['身份证号', ...month.slice(0, 1), title].join(',')
  await loadExtracts(db, catalogue, [extract(`${category}.csv`, `${heading}\n${lines.join('\n')}\n`)], { asOf: '2025-05-18' })
  const values = new Map(
    db.rows(sql`SELECT _row AS line, ${id(column)} AS value FROM ${id(`raw.${category}`)}`).map((row) => [row.line, row.value]),
  )
  const rules = new Map(
    db.rows(sql`SELECT "row" AS line, rule FROM finding WHERE column_name = ${column}`).map((row) => [row.line, row.rule]),
  )
  return forms.map(([text], n) => {
    const rule = rules.get(n + 2)
    const value = (values.get(n + 2) ?? null) as Form[1]
    return rule === undefined ? [text, value] : [text, value, String(rule)]
  })
}

const dates: readonly Form[] = [
  ['2021-05-01', '2021-05-01'],
  ['2021-5-1', '2021-05-01'],
  ['2021/5/1', '2021-05-01'],
  ['2021.5.1', '2021-05-01'],
  ['20210501', '2021-05-01'],
  ['20210501.0', '2021-05-01'],
  ['２０２１－０５－０１', '2021-05-01'],
  ['2021年5月1日', '2021-05-01'],
  ['2021 年 5 月 1 日', '2021-05-01'],
  ['2021年5月1号', '2021-05-01'],
  ['二〇二一年五月一日', '2021-05-01'],
  ['二零二一年十二月三十一日', '2021-12-31'],
  ['二〇二一年十月二十日', '2021-10-20'],
  ['一九四九年十一月十一日', '1949-11-11'],
  ['民国三十八年二月三日', '1949-02-03'],
  ['民国元年1月1日', '1912-01-01'],
  ['公元2021年5月1日', '2021-05-01'],
  ['2021年5月1日 星期六', '2021-05-01'],
  ['2021-05-01（周六）', '2021-05-01'],
  ['星期六，2021年5月1日', '2021-05-01'],
  ['2021-05-01 10:30:00', '2021-05-01'],
  ['2021/5/1 0:00', '2021-05-01'],
  ['2021年5月1日 下午3:04', '2021-05-01'],
  ['2021-05-01T10:30:00Z', '2021-05-01'],
  ['20210501103000', '2021-05-01'],
  ['44317', '2021-05-01'],
  ['44317.5', '2021-05-01'],
  ['5-May-21', '2021-05-05'],
  ['1-May-1945', '1945-05-01'],
  ['May 1, 2021', '2021-05-01'],
  ['2021-05', '2021-05-01', 'date_precision'],
  ['2021.5', '2021-05-01', 'date_precision'],
  ['2021.10', '2021-10-01', 'date_precision'],
  ['2021/12', '2021-12-01', 'date_precision'],
  ['202105', '2021-05-01', 'date_precision'],
  ['2021年5月', '2021-05-01', 'date_precision'],
  ['二〇二一年五月', '2021-05-01', 'date_precision'],
  ['May-21', '2021-05-01', 'date_precision'],
  ['May-45', '1945-05-01', 'date_precision'],
  ['2021', '2021-01-01', 'date_precision'],
  ['2021年', '2021-01-01', 'date_precision'],
  ['2021.1', '2021-01-01', 'date_ambiguous'],
  ['21-May', null, 'date_unreadable'],
  ['5月1日', null, 'date_unreadable'],
  ['210501', null, 'date_unreadable'],
  ['2021-02-30', null, 'date_unreadable'],
  ['2021-13-01', null, 'date_unreadable'],
  ['1/5/2021', null, 'date_unreadable'],
  ['农历八月十五', null, 'date_unreadable'],
  ['不详', null, 'date_unreadable'],
  ['0000-00-00', null, 'date_unreadable'],
  ['是', null, 'date_unreadable'],
]

const moments: readonly Form[] = [
  ['2021-05-01 10:30:05', '2021-05-01 10:30:05'],
  ['2021/5/1 9:05', '2021-05-01 09:05:00'],
  ['2021年5月1日 10:30:05', '2021-05-01 10:30:05'],
  ['2021年5月1日10时30分', '2021-05-01 10:30:00'],
  ['2021年5月1日10时30分5秒', '2021-05-01 10:30:05'],
  ['2021/5/1 下午 3:04', '2021-05-01 15:04:00'],
  ['2021/5/1 3:04:05 PM', '2021-05-01 15:04:05'],
  ['2021/5/1 中午12:04', '2021-05-01 12:04:00'],
  ['20210501103005', '2021-05-01 10:30:05'],
  ['202105011030', '2021-05-01 10:30:00'],
  ['44317.4375', '2021-05-01 10:30:00'],
  ['2021-05-01', '2021-05-01 00:00:00'],
  ['2021-05-01 10:30 星期六', '2021-05-01 10:30:00'],
  ['2021年5月', '2021-05-01 00:00:00', 'date_precision'],
  ['十点半', null, 'date_unreadable'],
]

const may = 2021 * 12 + 4
const months: readonly Form[] = [
  ['202105', may],
  ['2021-05', may],
  ['2021-5', may],
  ['2021.5', may],
  ['2021年5月', may],
  ['2021年05月份', may],
  ['二〇二一年五月', may],
  ['2021-05-18', may],
  ['20210518', may],
  ['May-21', may],
  ['44317', may],
  ['2021.1', 2021 * 12, 'date_ambiguous'],
]

test.each([
  ['T0101', '出生日期', 'birth_date', dates],
  ['T0101', '更新时间', 'upd_time', moments],
  ['T0201', '发放月份', 'pay_month', months],
] as const)('%s %s in every form, with what it does not tell', async (category, title, column, forms) => {
  expect(await read(category, title, column, forms)).toEqual(forms)
})

const yuan: readonly Form[] = [
  ['1234.5', 123450],
  ['1,234.50', 123450],
  ['1，234.50', 123450],
  ['￥1,234.5', 123450],
  ['¥ 1234.5', 123450],
  ['１２３４．５', 123450],
  ['1234.5元', 123450],
  ['1234.50 元整', 123450],
  ['人民币1234.5元', 123450],
  ['RMB 1234.5', 123450],
  ['1234.5元/月', 123450],
  ['1234.5元/人', 123450],
  ['+1234.5', 123450],
  ['0', 0],
  ['.5', 50],
  ['-12.5', -1250, 'range'],
  ['(12.5)', -1250, 'range'],
  ['（１２.５）', -1250, 'range'],
  ['12.5-', -1250, 'range'],
  ['1.2345万', 1234500, 'money_scaled'],
  ['1.2345万元', 1234500, 'money_scaled'],
  ['3千元', 300000, 'money_scaled'],
  ['2百万', 200000000, 'money_scaled'],
  ['0.1亿元', 1000000000, 'money_scaled'],
  ['1.2万余元', null, 'money_unreadable'],
  ['一千二', null, 'money_unreadable'],
  ['1234美元', null, 'money_unreadable'],
  ['1000-2000', null, 'money_unreadable'],
  ['面议', null, 'money_unreadable'],
]

const tenThousands: readonly Form[] = [
  ['1.2', 1200000],
  ['1.2万元', 1200000],
  ['1.2万', 1200000],
  ['￥1.2', 1200000],
  ['12000元', 1200000, 'money_scaled'],
  ['0.1亿', 1000000000, 'money_scaled'],
]

const areas: readonly Form[] = [
  ['12.34', 1234],
  ['1,200', 120000],
  ['30㎡', 3000],
  ['30 平方米', 3000],
  ['3千', null, 'number_unreadable'],
  ['1.2万平方米', null, 'number_unreadable'],
]

const answers: readonly Form[] = [
  ...['是', 'Y', 'y', '√', '✓', '1', '1.0', 'T', 'TRUE', '有', '对', 'Ｙ'].map((text): Form => [text, true]),
  ...['否', 'N', 'n', '×', '0', 'F', 'False', '无', '没有'].map((text): Form => [text, false]),
  ...['男', '女', '2', '是否', '半', '01'].map((text): Form => [text, null, 'bool_unreadable']),
]

test.each([
  ['发放金额', 'amount', yuan],
  ['资产', 'assets', tenThousands],
  ['面积', 'area', areas],
  ['是否城镇', 'urban', answers],
] as const)('%s in every form', async (title, column, forms) => {
  expect(await read('T0201', title, column, forms)).toEqual(forms)
})

test('a sum of a year is not one of a month', async () => {
  const [category] = catalogue.categories.filter(({ code }) => code === 'T0201')
  const monthly = {
    ...catalogue,
    categories: [
      { ...category, columns: category?.columns.map((one) => (one.name === 'amount' ? { ...one, unit: '元/月' } : one)) },
    ],
  }
  const text = `身份证号,发放月份,发放金额\n${personId(1)},202505,1200元/年\n${personId(2)},202505,1200元/月\n`
  await loadExtracts(db, monthly as typeof catalogue, [extract('T0201.csv', text)], { asOf: '2025-05-18' })
  expect(db.rows(sql`SELECT amount FROM raw."T0201"`).map(({ amount }) => amount)).toEqual([null, 120000])
})

test('invisible characters and spaces inside a name are no difference', async () => {
  const names = ['张三', '张　三', '张 三', '\u200b张三\u202c', '张\u200b三', ' 张三\t', '欧阳 娜 娜', 'John Smith']
  const lines = names.map((name, n) => `${personId(n)},"${name}"`)
  await loadExtracts(db, catalogue, [extract('T0101.csv', `身份证号,姓名\n${lines.join('\n')}\n`)], { asOf: '2025-05-18' })
  expect(db.rows(sql`SELECT name FROM raw."T0101"`).map(({ name }) => name)).toEqual([
    '张三',
    '张三',
    '张三',
    '张三',
    '张三',
    '张三',
    '欧阳娜娜',
    'John Smith',
  ])
  expect(db.rows(sql`SELECT rule FROM finding`)).toEqual([])
})
