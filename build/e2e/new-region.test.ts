import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { idCheck } from '../../sample-data/facts/identity.ts'
import { type Ended, jpf } from './command-line.ts'
import { csvRows } from './extract-reader.ts'

/** The least a region has to say: who lives with whom, what is paid, and when that is much. */
const PACK: Readonly<Record<string, unknown>> = {
  'pack.json': {
    code: 'third',
    name: '第三县',
    county: '990001',
    version: '1',
    syntheticPrefix: '999999',
    syntheticNote: '合成数据',
    caution: '试用',
    profile: { members: [], money: [{ group: '补助', label: '补助', feature: 'h.paid' }], causes: [] },
    people: {
      absence: { dead: null, deadDate: null, moved: null, movedDate: null, imprisoned: null, imprisonedDate: null },
      registers: [{ category: 'X0101', household: 'hh_no', head: null, relation: 'rel_head', updated: null }],
      former: [],
      vital: [{ category: 'X0101', name: 'name', birth: null, sex: null }],
      nameColumn: 'name',
      parents: null,
      headCodes: ['02'],
      applicantCodes: [],
      collective: { marks: [], minPersons: null },
      assistance: [],
      otherLedgers: [],
      migrants: [],
      listHouseholds: [],
      regions: [{ category: 'X0101', column: 'region12' }],
      adultAge: 18,
      recentMonths: 24,
    },
    delivery: {
      leastRows: 'param.least_rows',
      rowsDown: 'param.share',
      matchDown: 'param.share',
      matchLeast: 'param.share',
      idsLeast: 'param.share',
    },
  },
  'scoring.json': {
    note: '试用',
    types: [{ code: 'Q', name: '补助', name_en: 'Aid' }],
    order: ['Q'],
    lines: null,
    registered: [],
    members: {},
    reds: { Q: [{ id: 'R.Q.1', when: 'h.paid > param.much' }] },
    colours: [{ code: 'R', name: '红', meaning: '补助多', hex: '#D93025' }],
    caution: '试用',
    poverty: {
      k: '1/1',
      dimensions: [{ name: '补助', deprivations: [{ code: 'D1', name: '没有补助', when: 'h.paid = 0元' }] }],
    },
  },
  'departments/X01.json': {
    code: 'X01',
    name: '第三县民政局',
    name_en: 'Bureau',
    level: 'city',
    categories: [
      category(
        'X0101',
        '户籍',
        'status',
        'census',
        null,
        ['id_no'],
        [
          ['id_no', '身份证号', 'id18'],
          ['name', '姓名', 'string'],
          ['hh_no', '户号', 'string'],
          ['rel_head', '与户主关系', 'code', { list: 'CL_RELATION' }],
          ['region12', '区划代码', 'region12'],
        ],
      ),
      category(
        'X0102',
        '补助',
        'event',
        'list',
        'pay_date',
        ['id_no', 'pay_date'],
        [
          ['id_no', '身份证号', 'id18'],
          ['pay_date', '日期', 'date'],
          ['pay_amount', '金额', 'money', { unit: '元' }],
        ],
      ),
    ],
  },
  'codelists/people.json': [list('CL_SEX', { '1': '男', '2': '女' }), list('CL_RELATION', { '02': '户主', '10': '配偶' })],
  'parameters/all.json': [
    parameter('param.much', 500, '元/年'),
    parameter('param.least_rows', 20, '行'),
    parameter('param.share', 0.5, '比例'),
  ],
  'features/all.json': [
    { code: 'p.age', name: '年龄', name_en: 'Age', type: 'int', formula: 'AGE(PERSON.birth_date, asof)' },
    { code: 'h.paid', name: '补助', name_en: 'Paid', type: 'money', formula: 'SUM(X0102.pay_amount, 12 MONTH)' },
  ],
  'regions/towns.json': [{ code12: '990001100000', name: '一镇', column: 0, row: 0 }],
  'regions/villages.json': [{ code12: '990001100200', name: '一村', official: '一村', kind: '村', town: '990001100000' }],
  'regions/history.json': [],
}

type ColumnText = readonly [name: string, title: string, type: string, more?: object]

function category(
  code: string,
  name: string,
  kind: string,
  coverage: string,
  time: string | null,
  key: readonly string[],
  columns: readonly ColumnText[],
): object {
  return {
    code,
    name,
    name_en: name,
    grain: 'person',
    kind,
    per: 'person',
    coverage,
    time,
    key,
    person: 'id_no',
    refresh: 'monthly',
    security: 'L3',
    share: '受限共享',
    types: [],
    functions: [],
    columns: columns.map(([column, title, type, more = {}]) => {
      return { name: column, title, title_en: title, type, pii: 'D', aliases: [], ...more }
    }),
  }
}

function list(code: string, items: Readonly<Record<string, string>>): object {
  const named = Object.entries(items).map(([item, name]) => ({ code: item, name }))
  return { code, standard: '试用', provenance: '试用', unknown: [], items: named }
}

function parameter(code: string, value: number, unit: string): object {
  const row = { value, from: null, to: null, document: null, article: null, status: 'design', source: '试用' }
  return { code, name: code, name_en: code, unit, rows: [row] }
}

const idOf = (first17: string): string => first17 + idCheck(first17)
const [HEAD, WIFE, ALONE] = ['99999919800101001', '99999919810202002', '99999919400303003'].map(idOf)

const DELIVERY: Readonly<Record<string, string>> = {
  'X0101_户籍.csv': `身份证号,姓名,户号,与户主关系,区划代码
${HEAD},甲,1,户主,990001100200
${WIFE},乙,1,配偶,990001100200
${ALONE},丙,2,户主,990001100200
`,
  'X0102_补助.csv': `身份证号,日期,金额
${HEAD},2025-03-01,300.00
${WIFE},2025-04-01,200.01
${ALONE},2025-04-01,500.00
${ALONE},2023-04-01,900.00
`,
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'third-'))
  for (const [path, content] of Object.entries(PACK)) await write(`pack/${path}`, JSON.stringify(content))
  for (const [path, text] of Object.entries(DELIVERY)) await write(`delivery/${path}`, text)
})
afterAll(() => rm(folder, { recursive: true }))

const write = async (path: string, text: string): Promise<void> => {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), text)
}

const run = (): Promise<Ended> =>
  jpf(['run', join(folder, 'delivery'), '--pack', join(folder, 'pack'), '--as-of', '2025-05-18', '--out', join(folder, 'out')])

const table = async (file: string): Promise<Record<string, string>[]> => {
  const text = (await readFile(join(folder, 'out', file), 'utf8')).replace(/^\uFEFF/, '')
  const [names = [], ...rows] = [...csvRows(text).values()]
  return rows.map((row) => Object.fromEntries(row.map((cell, index) => [names[index] ?? '', cell])))
}

test('a region of a few files runs, is coloured by its own rule and explained', async () => {
  expect(await run()).toMatchObject({ code: 0, stdout: expect.stringContaining('第三县') })
  const households = await table('households.csv')
  const paid = await table('features.csv')
  expect(households.map(({ size, region_name, registered, colour }) => [size, region_name, registered, colour])).toEqual([
    ['2', '一镇/一村', 'none', 'R'],
    ['1', '一镇/一村', 'none', 'G'],
  ])
  expect(paid.map((row) => row['h.paid'])).toEqual(['500.01', '500.00'])
  const explained = await jpf(['explain', '--run', join(folder, 'out'), '--household', households[0]?.household_id ?? ''])
  expect(explained).toMatchObject({ code: 0, stdout: expect.stringContaining('200.01') })
})

test('what a region forgets is named', async () => {
  await write('pack/features/all.json', '[]')
  const { code, stderr } = await run()
  expect([code, stderr]).toEqual([1, expect.stringContaining('知识包文件 pack.json 的 people 有误：须有特征 p.age')])
})
