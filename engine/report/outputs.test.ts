import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { valueName } from '../features/features.ts'
import { openNodeDatabase } from '../host/node.ts'
import { builtinPack } from '../packs/index.ts'
import type { Indicator, Pack } from '../packs/pack.ts'
import { Compiler } from '../rules/compile.ts'
import { packModel } from '../rules/pack-model.ts'
import { parseFormula } from '../rules/parse.ts'
import type { Column } from '../rules/plan.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'
import { outputTables } from './outputs.ts'
import { writeTable } from './table.ts'

const region = builtinPack('pinghu')
const TYPES = ['DD', 'JN']
const indicator = (code: string, value: string): Indicator => ({
  ...(region.indicators[0] as Indicator),
  code,
  value,
  bands: [{ when: 'v >= 2', points: 9 }],
  else_points: 1,
  max_points: 9,
})
const pack: Pack = {
  ...region,
  indicators: [indicator('DD01', 'h.pc_income'), indicator('JN01', 'max(p.unemp_months)')],
  scoring: {
    ...region.scoring,
    types: region.scoring.types.filter(({ code }) => TYPES.includes(code)),
    order: TYPES,
    members: { DD: [{ id: 'T.DD.1', when: 'TRUE' }] },
    reds: { JN: [{ id: 'R.JN.1', when: 'TRUE' }] },
    poverty: { k: '1/2', dimensions: [{ name: '收入', deprivations: [{ code: 'D1', name: '低', when: 'TRUE' }] }] },
  },
}

/** Columns of a few features and both values, as compiled with everything delivered. */
const compiled = (): Map<string, Column> => {
  const deliveries = new Map(
    pack.categories.map((one) => [one.code, { columns: new Set(one.columns.map(({ name }) => name)), newest: null, rows: 1 }]),
  )
  const compiler = new Compiler(packModel(pack, '2025-05-18'), deliveries)
  const features = [
    'p.age',
    'p.dis_level',
    'p.death_date',
    'p.unemp_months',
    'h.labor_cnt',
    'h.pc_income',
    'h.income_ratio',
    'h.is_tekun',
  ]
  const values = pack.indicators.map(({ code, value }) =>
    compiler.expression(valueName(code), 'household', parseFormula(value), value),
  )
  return new Map([...features.map((code) => compiler.feature(code)), ...values].map((column) => [column.name, column]))
}

let db: Database
beforeAll(async () => {
  db = await openNodeDatabase()
  db.run(
    sql`CREATE TABLE household AS SELECT * FROM (VALUES (0, 'H0000002', 3, '990001101201', '东镇/一村'), (1, 'H0000001', 1, '990001000000', '未落图')) t(hid, household_id, size, region_code, region_name)`,
  )
  db.run(sql`CREATE TABLE dissolved AS SELECT 2 AS hid, 'H0000003' AS household_id`)
  db.run(sql`CREATE TABLE person AS SELECT * FROM (VALUES (1, 0, 'R0000002', '张三', '02', '1', 'present', true, 'register', 0, 7), (2, 1, 'R0000001', '李四', NULL, NULL, 'present', true, 'list', 1, 3),
    (3, 2, 'R0000003', '王五', '02', '2', 'dead', false, 'register', 0, 8)) t(pk, hid, token, name, relation, sex, state, member, origin, source_src, source_row)`)
  db.run(sql`CREATE TABLE source AS SELECT * FROM (VALUES (0, 'a/户籍.csv', ''), (1, 'b/名单.xlsx', '表1')) t(src, path, sheet)`)
  db.run(sql`CREATE TABLE pf AS SELECT * FROM (VALUES (1, 45, '2', false, NULL::DATE, true, 14, false), (2, NULL, NULL, true, NULL, false, NULL, true), (3, 80, NULL, false, DATE '2024-02-29', false, NULL, false))
    t(pk, p_age, p_dis_level, p_dis_level__none, p_death_date, p_death_date__none, p_unemp_months, p_unemp_months__none)`)
  db.run(sql`CREATE TABLE hf AS SELECT * FROM (VALUES (0, 2, 123456, 1 / 3, true, true, NULL, false, 123456, 14, false, true), (1, NULL, NULL, NULL, false, NULL, false, false, NULL, NULL, true, NULL))
    t(hid, h_labor_cnt, h_pc_income, h_income_ratio, h_is_tekun, h_is_dibao, h_is_marginal, h_is_rigid, "v_DD01", "v_JN01", "v_JN01__none", "T_DD_1")`)
  db.run(sql`ALTER TABLE hf ADD COLUMN "R_JN_1" BOOLEAN DEFAULT false`)
  db.run(
    sql`CREATE TABLE raw.score AS SELECT * FROM (VALUES (0, 1, 1, 40, 0, 9, 20), (1, 255, 0, 0, 100, 1, 0)) t(hid, "l_DD01", "l_JN01", "score_DD", "open_DD", "score_JN", "open_JN")`,
  )
  db.run(sql`CREATE TABLE raw.colour AS SELECT * FROM (VALUES (0, true, 'Y', NULL, 'U', 'Y', 'DD', 20), (1, NULL, 'U', false, 'G', 'U', NULL, 100))
    t(hid, "member_DD", "colour_DD", "member_JN", "colour_JN", colour, primary_type, open_points)`)
  db.run(
    sql`CREATE TABLE region_name AS SELECT * FROM (VALUES ('990001000000', '某市'), ('990001101000', '东镇'), ('990001101201', '一村')) t(code, name)`,
  )
  db.run(sql`CREATE TABLE raw.poverty AS SELECT * FROM (VALUES ('county', '990001000000', 2, 4, 3, 1, 3, 3, 3, 3), ('town', '990001000000', 1, 1, 0, 1, 0, 0, NULL, NULL), ('town', '990001101000', 1, 3, 3, 0, 3, 3, 3, 3),
    ('village', '990001101000', 1, 2, 2, 0, 0, 0, 1, NULL), ('village', '990001101201', 1, 3, 3, 0, 3, 3, 3, 3))
    t(level, region_code, households, persons, counted, with_unknown, poor, censored, "n_D1", "n_D1_poor")`)
})
afterAll(() => db.close())

const file = (name: string, plain = false): string[] => {
  const table = outputTables(pack, compiled(), 1, plain).find((one) => one.file === name)
  if (!table) throw new Error(`no table ${name}`)
  return [...writeTable(db, table)].join('').replace('\uFEFF', '').trimEnd().split('\n')
}

test('households with scores, bounds, members, colours and what is missing', () => {
  expect(file('households.csv')).toEqual([
    'household_id,region_code,region_name,size,registered,score_DD,score_JN,score_max_DD,score_max_JN,member_DD,member_JN,colour_DD,colour_JN,colour,primary_type,missing_share',
    'H0000001,990001000000,未落图,1,,0,1,100,1,,false,U,G,U,,0.5',
    'H0000002,990001101201,东镇/一村,3,tekun+dibao,40,9,40,29,true,,Y,U,Y,DD,0.1',
  ])
})

describe('persons', () => {
  const heading = (extra: string) => `token,household_id,${extra}relation,age,sex,state,member,origin,file,sheet,row`

  test('stand under their token, the departed under their last household', () => {
    expect(file('persons.csv')).toEqual([
      heading(''),
      'R0000001,H0000001,,,,present,true,list,b/名单.xlsx,表1,3',
      'R0000002,H0000002,02,45,1,present,true,register,a/户籍.csv,,7',
      'R0000003,H0000003,02,80,2,dead,false,register,a/户籍.csv,,8',
    ])
  })

  test('have names only where asked for', () => {
    expect(file('persons.csv', true)[0]).toBe(heading('name,'))
    expect(file('persons.csv', true)[2]).toContain('张三')
    for (const name of ['households.csv', 'persons.csv', 'person_features.csv'])
      expect(file(name).join()).not.toMatch(/张三|李四|王五/)
  })
})

describe('features', () => {
  test('of households are money in yuan, ratios as doubles, unknown empty', () => {
    expect(file('features.csv')).toEqual([
      'household_id,h.labor_cnt,h.pc_income,h.income_ratio,h.is_tekun',
      'H0000001,,,,false',
      'H0000002,2,1234.56,0.3333333333333333,true',
    ])
  })

  test('of persons tell none from unknown', () => {
    expect(file('person_features.csv')).toEqual([
      'token,p.age,p.dis_level,p.death_date,p.unemp_months',
      'R0000001,,none,,0',
      'R0000002,45,2,none,14',
      'R0000003,80,,2024-02-29,',
    ])
  })
})

test('indicators with value, level and points, all empty where unknown', () => {
  expect(file('indicators.csv')).toEqual([
    'household_id,v_DD01,l_DD01,p_DD01,v_JN01,l_JN01,p_JN01',
    'H0000001,,,,0,0,1',
    'H0000002,1234.56,1,9,14,1,9',
  ])
})

test('triggers that fired or cannot be decided', () => {
  expect(file('triggers.csv')).toEqual([
    'household_id,trigger,type,kind,state',
    'H0000001,T.DD.1,DD,member,unknown',
    'H0000002,T.DD.1,DD,member,fired',
  ])
})

test('poverty by place; households off the map stand at every level', () => {
  expect(file('poverty.csv')).toEqual([
    'level,region_code,region_name,households,persons,counted,with_unknown,poor,H,A,M0,h_D1,hk_D1',
    'county,990001000000,某市,2,4,3,1,3,1,1,1,1,1',
    'town,990001000000,未落图,1,1,0,1,0,,,,,',
    'town,990001101000,东镇,1,3,3,0,3,1,1,1,1,1',
    'village,990001101000,未落图,1,2,2,0,0,0,,0,0.5,0',
    'village,990001101201,一村,1,3,3,0,3,1,1,1,1,1',
  ])
})
