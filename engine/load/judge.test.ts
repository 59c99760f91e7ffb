import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNodeDatabase } from '../host/node.ts'
import { builtinPack } from '../packs/index.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'
import { extract, personId } from './extracts.fixture.ts'
import { loadExtracts } from './load.ts'

const pack = builtinPack('pinghu')
let db: Database
beforeAll(async () => {
  db = await openNodeDatabase()
})
afterAll(() => db.close())

const rulesOf = async (...files: [path: string, lines: string[]][]) => {
  await loadExtracts(
    db,
    pack,
    files.map(([path, lines]) => extract(path, `${lines.join('\n')}\n`)),
    { asOf: '2025-05-18' },
  )
  return db
    .rows(
      sql`SELECT category, "row" AS line, column_name, rule, text FROM finding WHERE rule NOT IN ('by_heading', 'unknown_file')`,
    )
    .map(({ category, line, column_name, rule, text }) => [category, line, column_name, rule, text].join(' '))
}

const wrongCheck = (id: string) => id.slice(0, 17) + (id.endsWith('0') ? '1' : '0')
const checked = (digits: string): string => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  return digits + '10X98765432'[weights.reduce((sum, weight, index) => sum + weight * Number(digits[index]), 0) % 11]
}
const [A, B, C] = [personId(1), personId(2), personId(3)]

test('numbers are held against their own digits, in every column that holds one', async () => {
  const bad = wrongCheck(A)
  const [monthless, unborn, ancient, nowhere] = [
    '33999919601301001',
    '33999920250601001',
    '33999918500101001',
    '00999919600101001',
  ].map(checked)
  const lines = [bad, monthless, unborn, ancient, nowhere, B].map((id, n) => `${n},${id},甲,${n === 5 ? bad : ''}`)
  expect(await rulesOf(['P0102.csv', ['户号,公民身份号码,姓名,父亲公民身份号码', ...lines]])).toEqual([
    `P0102 2 id_no id_check ${bad}`,
    `P0102 3 id_no id_birth ${monthless}`,
    `P0102 4 id_no id_birth ${unborn}`,
    `P0102 5 id_no id_birth ${ancient}`,
    `P0102 6 id_no id_region ${nowhere}`,
    `P0102 7 father_id_no id_check ${bad}`,
  ])
  expect(db.rows(sql`SELECT count(*) AS n FROM raw."P0102"`)).toEqual([{ n: 6 }])
})

test('credit codes, certificates, cards and region codes are held against what they are made of', async () => {
  const org = ['91339999MA0000411D', '91339999MA0000412D', '330482600012345', '91339999ma0000411d'].map(
    (code, n) => `${personId(n)},甲,${code}`,
  )
  expect(await rulesOf(['P1001.csv', ['公民身份号码,姓名,统一社会信用代码', ...org]])).toEqual([
    'P1001 3 org_uscc uscc_check 91339999MA0000412D',
    'P1001 4 org_uscc uscc_check 330482600012345',
  ])
  const certs = [
    `${A},甲,${A}43,肢体,三级,2020-01-01,2030-01-01,1,`,
    `${B},乙,${A}42,4,2,2020-01-01,2030-01-01,1,`,
    `${C},丙,${C}43,4,2,2020-01-01,2030-01-01,1,`,
    `${personId(4)},丁,33048243,4,3,2020-01-01,2030-01-01,1,`,
    `${personId(5)},戊,${personId(5)}12B1,1,2,2020-01-01,2030-01-01,1,`,
  ]
  expect(
    await rulesOf([
      'P1401.csv',
      ['公民身份号码,姓名,残疾人证号,残疾类别,残疾等级,签发日期,有效期止,证件状态,监护人姓名', ...certs],
    ]),
  ).toEqual([
    `P1401 3 dis_cert_no cert_person ${A}42`,
    `P1401 4 dis_cert_no cert_content ${C}43`,
    'P1401 5 dis_cert_no cert_form 33048243',
  ])
  const cards = ['6222020000000000000', '6222020000000000009', '9999990000000000001', '330400100012345'].map(
    (card, n) => `H${n},${personId(n)},甲,${card}`,
  )
  const [known = '', other = ''] = pack.regions.villages.map(({ code12 }) => code12)
  const [{ old = '' } = {}] = pack.regions.history
  const places = [known, other.slice(0, 9), `${old}201`, `${pack.county}999999`, '110101001001'].map(
    (code, n) => `${personId(n)},甲,${code}`,
  )
  const found = await rulesOf(
    ['C0101.csv', ['家庭编号,公民身份号码,姓名,银行账号', ...cards]],
    ['P0101.csv', ['公民身份号码,姓名,区划代码', ...places]],
  )
  expect(found).toEqual([
    'C0101 3 bank_account card_check 6222020000000000009',
    `P0101 4 region12 region_old ${old}201`,
    `P0101 5 region12 region_unknown ${pack.county}999999`,
  ])
})

test('what refers to another table is looked for where that table was delivered', async () => {
  const members: [string, string[]] = [
    'P0102.csv',
    ['户号,公民身份号码,姓名,户主公民身份号码', `1,${A},甲,${A}`, `1,${B},乙,${A}`, `2,${C},丙,${wrongCheck(C)}`],
  ]
  const orphan = `P0102 4 head_id_no id_check ${wrongCheck(C)}`
  const head = `P0102 4 head_id_no orphan ${wrongCheck(C)}`
  expect(await rulesOf(members)).toEqual([orphan, head])
  expect(await rulesOf(members, ['P0101.csv', ['公民身份号码,姓名,户号', `${A},甲,1`, `${B},乙,9`]])).toEqual([
    'P0101 3 hh_no orphan 9',
    orphan,
    head,
    `P0102 4 id_no orphan ${C}`,
  ])
})
