import type { Node } from '../../engine/rules/ast.ts'
import type { Deliveries } from '../../engine/rules/delivery.ts'
import { referenced } from '../../engine/rules/emit.ts'
import type { Model, ModelCategory } from '../../engine/rules/model.ts'
import type { Column } from '../../engine/rules/plan.ts'
import { unitOf } from '../../engine/rules/shape.ts'
import type { Cell, Database, Row } from '../../engine/sql/database.ts'
import { id, type Sql, sql } from '../../engine/sql/tag.ts'
import type { CategoryFacts, County, FeatureType, HouseholdRow, Key, PersonRow } from './county.ts'
import type { Oracle } from './evaluate.ts'
import { physical } from './store.ts'
import { show, type Value } from './value.ts'

const facts = (model: Model, { columns, ...category }: ModelCategory): CategoryFacts => ({
  ...category,
  columns: new Map(
    [...columns].map(([name, { type, list }]) => [
      name,
      { type, unknown: (type === 'code' && list && model.list(list)?.unknown) || [] },
    ]),
  ),
})

/** What the slow evaluator needs of a finished run, read back from its tables. */
export const countyOf = (db: Database, model: Model, deliveries: Deliveries): County => {
  const rows = new Map<string, readonly Row[]>()
  return {
    asOf: model.asOf,
    persons: db.rows<PersonRow>(
      sql`SELECT pk, hid, member, recent, birth, sex, relation, father, mother FROM person ORDER BY pk`,
    ),
    households: db.rows<HouseholdRow>(sql`SELECT hid, household_id, size, region12 FROM household ORDER BY hid`),
    deliveries,
    rows: (code) => {
      const known = rows.get(code)
      if (known) return known
      const read = deliveries.has(code) ? db.rows(sql`SELECT * FROM ${id(`raw.${code}`)} ORDER BY _src, _row`) : []
      rows.set(code, read)
      return read
    },
    category: (code) => {
      const category = model.category(code)
      if (!category) throw new Error(`no category ${code}`)
      return facts(model, category)
    },
    param: (code) => {
      const param = model.param(code)
      if (!param) throw new Error(`no parameter ${code}`)
      return { value: param.value, yuan: unitOf(param.unit) === 'yuan' }
    },
    feature: (code) => {
      const feature = model.feature(code)
      if (!feature?.formula) throw new Error(`no formula ${code}`)
      return { formula: feature.formula, type: feature.type }
    },
  }
}

/** A formula computed both ways. */
export interface Question {
  column: Column
  /** A feature by its code, or any other formula. */
  of: { feature: string; type: FeatureType } | { node: Node }
}

export interface Disagreement {
  name: string
  key: Key
  sql: string
  oracle: string
}

const type = (value: Value): FeatureType => {
  if (value.kind === 'bool' || value.kind === 'text' || value.kind === 'date') return value.kind
  return 'ratio'
}

const same = (a: Cell, b: Cell): boolean =>
  a === b || (typeof a !== typeof b && a !== null && b !== null && Number(a) === Number(b))

/** The row of physical columns as the evaluator states a value. */
export const stated = (column: Column, row: Row, declared: FeatureType | null): { none: boolean; lo: Cell; hi: Cell } => {
  const scale = (cell: Cell): Cell => (declared === 'num' && typeof cell === 'number' ? Math.round(cell * 100) : cell)
  const { name, compiled } = column
  return {
    none: compiled.none ? Boolean(row[`${name}__none`]) : false,
    lo: scale((compiled.lo ? row[`${name}__lo`] : row[name]) ?? null),
    hi: scale((compiled.hi ? row[`${name}__hi`] : row[name]) ?? null),
  }
}

const expected = (oracle: Oracle, { column, of }: Question, key: Key): { value: Value; type: FeatureType } => {
  if ('feature' in of) return { value: oracle.feature(of.feature, key), type: of.type }
  const value = column.scope === 'person' ? oracle.person(key, of.node) : oracle.household(Number(key), of.node)
  return { value, type: type(value) }
}

/** Every owner for whom the tables and the slow evaluator differ, for one formula; `table` has its physical columns. */
export const disagreements = (db: Database, table: Sql, oracle: Oracle, question: Question): Disagreement[] => {
  const { column, of } = question
  const key = column.scope === 'person' ? 'pk' : 'hid'
  const found: Disagreement[] = []
  for (const row of db.rows(sql`SELECT ${[id(key), ...referenced(column)]} FROM ${table} ORDER BY ${id(key)}`)) {
    const owner = row[key] as Key
    const want = expected(oracle, question, owner)
    const oracleSays = physical(want.value, want.type)
    const sqlSays = stated(column, row, 'feature' in of ? of.type : null)
    if (sqlSays.none === oracleSays.none && same(sqlSays.lo, oracleSays.lo) && same(sqlSays.hi, oracleSays.hi)) continue
    found.push({ name: column.name, key: owner, sql: JSON.stringify(sqlSays), oracle: show(want.value) })
  }
  return found
}
