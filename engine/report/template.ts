import { EXPLANATION, NO_ROWS } from '../catalogue/aside.ts'
import type { Category, CodeList, Column } from '../packs/pack.ts'
import type { SheetText } from './workbook.ts'

/** What may stand in a cell of each type, and an example of it. */
const TYPES: Readonly<Record<Column['type'], readonly [meaning: string, example: string]>> = {
  id18: ['18 位公民身份号码，按文本填写', '11010519491231002X'],
  string: ['文字', '文字'],
  text: ['文字', '文字'],
  address: ['详细地址', '某某村1组1号'],
  phone: ['电话号码，按文本填写', '13800000000'],
  uscc18: ['18 位统一社会信用代码', '91350100M000100Y43'],
  cert20: ['20 位残疾人证号', '11010519491231002X43'],
  bankcard: ['账号或卡号，按文本填写', '6200000000000000'],
  region12: ['12 位统计用区划代码', '330100001001'],
  region6: ['6 位区划代码', '330100'],
  code: ['代码或名称，见代码与名称', ''],
  date: ['日期', '2025-05-18'],
  datetime: ['日期和时间', '2025-05-18 09:30:00'],
  money: ['金额，只写数字', '1050.00'],
  number: ['数，至多两位小数', '12.50'],
  ratio: ['0 到 1 之间的比例', '0.35'],
  degree: ['经纬度，小数度', '121.015300'],
  int: ['整数', '3'],
  month: ['月份', '2025-05'],
  year: ['年份', '2025'],
  schoolyear: ['学年', '2024-2025'],
  bool: ['是或否', '是'],
}

/** Most characters a sheet's name holds, and those it must not. */
const MOST_NAME = 31
const FORBIDDEN = /[[\]:*?/\\]/g

const sheetName = ({ code, name }: Category): string => `${code}${name.replace(FORBIDDEN, '')}`.slice(0, MOST_NAME)

const TEXTUAL = new Set<Column['type']>([
  'id18',
  'string',
  'text',
  'address',
  'phone',
  'uscc18',
  'cert20',
  'bankcard',
  'region12',
  'region6',
  'code',
])

type ListOf = (code: string) => CodeList | undefined

const choicesOf = (column: Column, list: ListOf): string[] =>
  column.type === 'bool'
    ? ['是', '否']
    : column.list === undefined
      ? []
      : (list(column.list)?.items.map(({ name }) => name) ?? [])

const dataSheet = (category: Category, list: ListOf): SheetText => ({
  name: sheetName(category),
  headings: category.columns.map(({ title }) => title),
  widths: category.columns.map(({ title, type }) => (type === 'id18' ? 22 : Math.max(12, title.length * 2 + 2))),
  texts: category.columns.map(({ type }) => TEXTUAL.has(type)),
  choices: category.columns.map((column) => choicesOf(column, list)),
  batches: () => [],
})

const explained = (category: Category, column: Column, list: ListOf): string[] => {
  const [meaning, example] = TYPES[column.type]
  const items = column.list === undefined ? [] : (list(column.list)?.items ?? [])
  return [
    category.code,
    category.name,
    column.title,
    column.required || column.name === category.person ? '必填' : '',
    meaning,
    column.unit ?? '',
    items.map(({ code, name }) => `${code} ${name}`).join('；'),
    column.type === 'code' ? (items[0]?.name ?? '') : example,
    [
      ...(category.key.includes(column.name) ? ['用来认定是不是同一条记录'] : []),
      ...(column.name === category.time ? ['记录发生的时间'] : []),
    ].join('；'),
  ]
}

const NOTES = [
  '每个类别一页，第一行是列名，请不要改动；数据从第二行起填写，不要合并单元格，不要加合计行。',
  `没有填写的页按未交处理。确实没有数据的类别，请在标题下一行第一格写“${NO_ROWS}”。`,
  '不知道的格留空，不要写“无”“不详”；身份证号等长号码按文本填写，不要让表格软件改成数值。',
  '文件名请写明月份，如 2025-05；填好后整份交回，可以直接打开。',
]

/** A workbook for a department to fill in: a sheet for each category, and one that says how. */
export const templateSheets = (categories: readonly Category[], list: ListOf): SheetText[] => [
  ...categories.map((category) => dataSheet(category, list)),
  {
    name: EXPLANATION,
    headings: ['类别代码', '数据名称', '列名', '必填', '填什么', '单位', '代码与名称', '示例', '说明'],
    widths: [10, 34, 22, 6, 26, 10, 60, 24, 40],
    batches: () => [
      [
        ...categories.flatMap((category) => [
          ...category.columns.map((column) => explained(category, column, list)),
          ...(category.note === undefined ? [] : [[category.code, category.name, '', '', '', '', '', '', category.note]]),
        ]),
        ...NOTES.map((note) => ['', '', '', '', '', '', '', '', note]),
      ],
    ],
  },
]
