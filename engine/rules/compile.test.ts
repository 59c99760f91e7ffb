import { beforeAll, describe, expect, test } from 'vitest'
import { openNodeDatabase } from '../host/node.ts'
import type { Database } from '../sql/database.ts'
import { id, type Sql, sql } from '../sql/tag.ts'
import { Compiler } from './compile.ts'
import type { Deliveries } from './delivery.ts'
import { Emitter } from './emit.ts'
import type { FeatureType, Model, ModelCategory, ModelColumn } from './model.ts'
import { parseFormula } from './parse.ts'

const column = (type: ModelColumn['type'], unit: string | null = null, list: string | null = null): ModelColumn => ({
  type,
  unit,
  list,
})

const category = (code: string, over: Partial<ModelCategory>, columns: Record<string, ModelColumn>): ModelCategory => ({
  code,
  name: code,
  coverage: 'list',
  per: 'person',
  time: null,
  person: 'id_no',
  key: ['id_no'],
  ...over,
  columns: new Map(Object.entries({ id_no: column('id18'), ...columns })),
})

const CATEGORIES = [
  category('X01', { time: 'month' }, { month: column('month'), wage: column('money', '元/月') }),
  category('X02', { coverage: 'checked' }, { balance: column('money', '元') }),
  category('X03', { time: 'since' }, { since: column('date'), level: column('code', null, 'CL_L'), quit: column('date') }),
  category('X04', { per: 'household', key: ['hh', 'id_no'] }, { hh: column('string'), cost: column('money', '元') }),
]

const FORMULAS: Record<string, [FeatureType, string]> = {
  'p.age': ['int', 'AGE(PERSON.birth_date, asof)'],
  'p.adult': ['bool', 'p.age >= 18'],
  'p.wage': ['money', 'SUM(X01.wage, 2 MONTH)/2'],
  'p.rich': ['bool', 'SUM(X02.balance) > 100元'],
  'p.level': ['code', 'CUR(X03.level)'],
  'p.high': ['bool', "p.level IN ('2','3')"],
  'p.here': ['bool', 'EXISTS(X03 WHERE X03.quit IS NULL)'],
  'p.lonely': ['bool', 'p.adult AND h.size = 1'],
  'p.orphaned': ['bool', 'parents(NOT p.adult) >= 1'],
  'h.size': ['int', 'count(TRUE)'],
  'h.highs': ['int', 'count(p.high)'],
  'h.wage': ['money', 'sum(p.wage)'],
  'h.pc': ['money', 'h.wage / h.size'],
  'h.ratio': ['ratio', 'h.pc / param.line'],
  'h.low': ['bool', 'h.ratio < 1'],
  'h.cost': ['money', 'OR0(CUR(X04.cost))'],
  'h.atleast': ['money', 'GATE(sum(p.wage), h.highs >= 1)'],
  'h.lonely': ['bool', 'any(p.lonely)'],
  'h.choice': ['int', 'CASE(any(p.rich), 2, h.size >= 1, 1, 0)'],
}

const model: Model = {
  asOf: '2025-05-18',
  category: (code) => CATEGORIES.find((one) => one.code === code),
  list: (code) => (code === 'CL_L' ? { codes: new Set(['1', '2', '3', '9']), unknown: ['9'] } : undefined),
  param: (code) => (code === 'param.line' ? { value: 10, unit: '元/人·月' } : undefined),
  feature: (code) => {
    const found = FORMULAS[code]
    return found && { code, type: found[0], list: null, formula: parseFormula(found[1]), text: found[1] }
  },
}

const month = 2025 * 12 + 4
const everything: Deliveries = new Map(
  CATEGORIES.map((one) => [
    one.code,
    { columns: new Set(one.columns.keys()), newest: one.code === 'X01' ? month - 1 : null, rows: 1 },
  ]),
)

const build = (db: Database, deliveries: Deliveries, prefix: string, owners = 0) => {
  const compiler = new Compiler(model, deliveries)
  for (const code of Object.keys(FORMULAS)) compiler.feature(code)
  const { steps, tables } = new Emitter(
    model,
    prefix,
    { person: sql`pf`, household: sql`hf` },
    { person: owners, household: owners },
  ).emit(compiler.columns())
  for (const step of steps) db.run(step.statement)
  return (scope: 'person' | 'household', key: Sql) => {
    const own = tables.filter((table) => table.scope === scope)
    const joins = own.map((table) => db.rows(sql`SELECT * FROM ${id(table.name)} WHERE ${key}`)[0])
    return Object.assign({}, ...joins) as Record<string, unknown>
  }
}

describe('compiled formulas', () => {
  let db: Database
  beforeAll(async () => {
    db = await openNodeDatabase()
    db.run(
      sql`CREATE TABLE raw."X01" AS SELECT * FROM (VALUES (1::BIGINT, ${month - 1}, 1000::BIGINT, 1::USMALLINT, 1), (1, ${month - 2}, 1001, 1, 2), (1, ${month}, 9999, 1, 3), (2, ${month - 1}, 500, 1, 4)) t(id_no, month, wage, _src, _row)`,
    )
    db.run(
      sql`CREATE TABLE raw."X02" AS SELECT * FROM (VALUES (1::BIGINT, 20000::BIGINT, 1::USMALLINT, 1)) t(id_no, balance, _src, _row)`,
    )
    db.run(
      sql`CREATE TABLE raw."X03" AS SELECT * FROM (VALUES (1::BIGINT, DATE '2024-01-01', '1', NULL::DATE, 1::USMALLINT, 1), (1, DATE '2025-01-01', '2', DATE '2025-02-01', 1, 2), (1, DATE '2025-06-01', '3', NULL, 1, 3), (3, DATE '2025-01-01', '9', DATE '2025-02-01', 1, 4)) t(id_no, since, level, quit, _src, _row)`,
    )
    db.run(
      sql`CREATE TABLE raw."X04" AS SELECT * FROM (VALUES (1::BIGINT, 'A', 700::BIGINT, 1::USMALLINT, 1), (2, 'A', 700, 1, 2)) t(id_no, hh, cost, _src, _row)`,
    )
    db.run(sql`CREATE TABLE household AS SELECT * FROM (VALUES (0, 2), (1, 1)) t(hid, size)`)
    db.run(sql`CREATE TABLE person AS SELECT * FROM (VALUES
      (1::BIGINT, 0, true, false, DATE '1980-05-19', '1', '02', NULL::BIGINT, 3::BIGINT),
      (2, 0, true, false, DATE '2010-01-01', '2', '30', 1, NULL),
      (3, 1, true, false, NULL, '2', '02', NULL, NULL)) t(pk, hid, member, recent, birth, sex, relation, father, mother)`)
  })

  test('persons', () => {
    const at = build(db, everything, 't1')
    expect(at('person', sql`pk = 1`)).toMatchObject({
      p_age: 44,
      p_adult: true,
      p_wage: 1001,
      p_rich: true,
      p_level: '2',
      p_high: true,
      p_here: true,
      p_lonely: false,
      p_orphaned: null,
    })
    expect(at('person', sql`pk = 2`)).toMatchObject({
      p_wage: 250,
      p_rich: null,
      p_level: null,
      p_level__none: true,
      p_high: false,
      p_here: false,
      p_lonely: false,
    })
    expect(at('person', sql`pk = 3`)).toMatchObject({
      p_age: null,
      p_wage: 0,
      p_level: null,
      p_level__none: false,
      p_high: null,
      p_lonely: null,
    })
  })

  test('households', () => {
    const at = build(db, everything, 't2')
    expect(at('household', sql`hid = 0`)).toMatchObject({
      h_size: 2,
      h_highs: 1,
      h_wage: 1251,
      h_pc: 626,
      h_ratio: 0.626,
      h_low: true,
      h_cost: 700,
      h_atleast: 1251,
      h_lonely: false,
      h_choice: 2,
    })
    expect(at('household', sql`hid = 1`)).toMatchObject({
      h_size: 1,
      h_highs: null,
      h_highs__lo: 0,
      h_highs__hi: 1,
      h_cost: 0,
      h_atleast: null,
      h_atleast__lo: 0,
      h_atleast__hi: null,
      h_choice: null,
      h_choice__lo: 1,
      h_choice__hi: 2,
    })
  })

  test('a share of the owners at a time gives the same', () => {
    const [whole, shares] = [build(db, everything, 't4'), build(db, everything, 't5', 700_000)]
    for (const pk of [1, 2, 3]) expect(shares('person', sql`pk = ${pk}`)).toEqual(whole('person', sql`pk = ${pk}`))
    for (const hid of [0, 1]) expect(shares('household', sql`hid = ${hid}`)).toEqual(whole('household', sql`hid = ${hid}`))
  })

  test('a category that was not delivered is unknown, not zero', () => {
    const some = new Map(everything)
    some.delete('X01')
    some.delete('X03')
    const at = build(db, some, 't3')
    expect(at('person', sql`pk = 1`)).toMatchObject({ p_wage: null, p_rich: true, p_level: null, p_high: null })
    expect(at('household', sql`hid = 0`)).toMatchObject({ h_wage: null, h_highs__lo: 0, h_highs__hi: 2, h_low: null })
  })
})
