import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNodeDatabase } from '../host/node.ts'
import { builtinPack } from '../packs/index.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'
import { writeTable } from './table.ts'
import { conflicts, findings } from './troubles.ts'

const pack = builtinPack('pinghu')
let db: Database

beforeAll(async () => {
  db = await openNodeDatabase()
  db.run(
    sql`CREATE TABLE source AS SELECT * FROM (VALUES (0, 'b/P0101.csv', ''), (1, 'a/P0102.xlsx', '表1')) t(src, path, sheet)`,
  )
  db.run(sql`CREATE TABLE person AS SELECT * FROM (VALUES (1, 'R0000002'), (2, 'R0000001')) t(pk, token)`)
  db.run(sql`CREATE TABLE household AS SELECT 0 AS hid, 'H0000001' AS household_id`)
  db.run(sql`CREATE TABLE dissolved AS SELECT 1 AS hid, 'H0000002' AS household_id`)
  db.run(sql`CREATE TABLE finding AS SELECT * FROM (VALUES
    (0, 9, 'P0101', 'name', 'required', 'error', '张三丰', '姓名：请补全'),
    (0, 3, 'P0101', 'id_no', 'id_other', 'warning', '330482199001011234', '公民身份号码：请核对330482199001011234'),
    (0, 5, 'P0101', NULL, 'ragged', 'error', '330482199001011234,李四,男', '此行的格数比标题多'),
    (0, 7, 'P0101', NULL, 'no_head', 'warning', '0000123', '户内没有登记户主'),
    (0, 4, 'P0101', 'birth_date', 'date_unreadable', 'warning', '1990/13/45', '出生日期：请改'),
    (0, 4, 'P0101', 'sex', 'code_unknown', 'warning', '男性的', '性别：请改'),
    (1, NULL, NULL, NULL, 'unknown_file', 'warning', NULL, '看不出是哪一类数据'),
    (NULL, NULL, NULL, NULL, 'odd', 'info', '=1', '无来源')) t(src, row, category, column_name, rule, severity, text, message)`)
  db.run(sql`CREATE TABLE conflict AS SELECT * FROM (VALUES
    ('household', 1, 0, '330482199001011234', '0000124', 'P0102', 1, 8, '同一人在两个户'),
    ('birth', 2, 1, '1990-01-01', '1991-01-01', 'P0101', 0, 2, '不一致'),
    ('birth', 1, 0, '1980-01-01', '1981-01-01', 'P0101', 0, 3, '不一致')) t(kind, pk, hid, chosen, other, category, src, row, message)`)
})
afterAll(() => db.close())

const lines = (table: ReturnType<typeof findings>): string[] => [...writeTable(db, table)].join('').trimEnd().split('\n')

test('findings stand in order of file and row, with what identifies people masked', () => {
  expect(lines(findings(pack, false))).toEqual([
    '\uFEFFfile,sheet,row,category,column,rule,severity,text,message',
    `,,,,,odd,info,"'=1",无来源`,
    'a/P0102.xlsx,表1,,,,unknown_file,warning,,看不出是哪一类数据',
    'b/P0101.csv,,3,P0101,id_no,id_other,warning,****1234,公民身份号码：请核对****1234',
    'b/P0101.csv,,4,P0101,birth_date,date_unreadable,warning,1990-**-**,出生日期：请改',
    'b/P0101.csv,,4,P0101,sex,code_unknown,warning,男性的,性别：请改',
    'b/P0101.csv,,5,P0101,,ragged,error,"3*****************,李*,男",此行的格数比标题多',
    'b/P0101.csv,,7,P0101,,no_head,warning,0000123,户内没有登记户主',
    'b/P0101.csv,,9,P0101,name,required,error,张**,姓名：请补全',
  ])
})

test('plain findings keep the original text', () => {
  const text = lines(findings(pack, true)).join('\n')
  for (const original of ['张三丰', '330482199001011234,李四,男', '1990/13/45']) expect(text).toContain(original)
})

test('conflicts name persons and households by their tokens and hide ID numbers', () => {
  expect(lines(conflicts(false))).toEqual([
    '\uFEFFkind,token,household_id,chosen,other,category,file,sheet,row,message',
    'birth,R0000001,H0000002,1990-01-01,1991-01-01,P0101,b/P0101.csv,,2,不一致',
    'birth,R0000002,H0000001,1980-01-01,1981-01-01,P0101,b/P0101.csv,,3,不一致',
    'household,R0000002,H0000001,****1234,0000124,P0102,a/P0102.xlsx,表1,8,同一人在两个户',
  ])
  expect(lines(conflicts(true))[3]).toContain('330482199001011234')
})
