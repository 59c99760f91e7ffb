import { id, join, type Sql, sql } from '../sql/tag.ts'
import type { NodeOf } from './ast.ts'
import type { Deliveries } from './delivery.ts'
import type { Model, ModelCategory } from './model.ts'
import { interval, ShapeError, truth } from './operate.ts'
import { type Compiled, columnShape, known, SHAPE, type Shape } from './shape.ts'

/** As-of in the units that time columns use. */
export interface Calendar {
  asOf: string
  month: number
  year: number
  schoolyear: number
}

export const calendar = (asOf: string): Calendar => {
  const [year, month] = asOf.split('-').map(Number) as [number, number]
  return { asOf, month: year * 12 + month - 1, year, schoolyear: month < 9 ? year - 1 : year }
}

const ROW = sql`r`

/** A column of the row at hand, with blank and unknown codes as NULL. */
export const cell = (model: Model, category: ModelCategory, name: string): Compiled => {
  const column = category.columns.get(name)
  if (!column) throw new ShapeError(`类别 ${category.code} 没有列 ${name}`)
  const shape = columnShape(column.type, column.unit, column.list)
  return known(shape, cellSql(model, category, name))
}

const cellSql = (model: Model, category: ModelCategory, name: string): Sql => {
  const column = category.columns.get(name)
  const raw = rawCell(name)
  switch (column?.type) {
    case 'datetime':
      return sql`CAST(${raw} AS DATE)`
    case 'number':
      return sql`(${raw} * 0.01)`
    case 'ratio':
      return sql`(${raw} * 0.0001)`
    case 'degree':
      return sql`(${raw} * 0.000001)`
    case 'code': {
      const unknown = column.list ? (model.list(column.list)?.unknown ?? []) : []
      return unknown.length === 0 ? raw : sql`(CASE WHEN ${raw} NOT IN (${unknown.map((code) => sql`${code}`)}) THEN ${raw} END)`
    }
    default:
      return raw
  }
}

export const rawCell = (name: string): Sql => sql`${ROW}.${id(name)}`

/** Rows after as-of do not exist for any formula (G8). */
export const visible = (category: ModelCategory, at: Calendar): Sql => {
  if (!category.time) return sql`true`
  const time = rawCell(category.time)
  switch (category.columns.get(category.time)?.type) {
    case 'date':
      return sql`(${time} IS NULL OR ${time} <= ${date(at.asOf)})`
    case 'datetime':
      return sql`(${time} IS NULL OR CAST(${time} AS DATE) <= ${date(at.asOf)})`
    case 'month':
      return sql`(${time} IS NULL OR ${time} <= ${at.month})`
    case 'year':
      return sql`(${time} IS NULL OR ${time} <= ${at.year})`
    case 'schoolyear':
      return sql`(${time} IS NULL OR ${time} <= ${at.schoolyear})`
    default:
      throw new ShapeError(`类别 ${category.code} 的时间列 ${category.time} 不是时间`)
  }
}

export const date = (iso: string): Sql => sql`DATE ${iso}`

/** The last n complete delivered months of a time column, or the window up to as-of of a dated one (G10). */
export const window = (
  category: ModelCategory,
  column: string,
  months: number,
  at: Calendar,
  deliveries: Deliveries,
): Compiled => {
  const newest = deliveries.get(category.code)?.newest ?? null
  const time = rawCell(column)
  const last = (now: number): number => (newest === null ? now : Math.min(now, newest))
  const span = (end: number, length: number): Compiled =>
    known(SHAPE.bool, sql`(${time} > ${end - length} AND ${time} <= ${end})`)
  switch (category.columns.get(column)?.type) {
    case 'month':
      return span(last(at.month - 1), months)
    case 'year':
      return span(last(at.year), Math.ceil(months / 12))
    case 'schoolyear':
      return span(last(at.schoolyear), Math.ceil(months / 12))
    case 'datetime':
      return since(sql`CAST(${time} AS DATE)`, months, at)
    case 'date':
      return since(time, months, at)
    default:
      throw new ShapeError('WITHIN 用于时间列')
  }
}

const since = (time: Sql, months: number, at: Calendar): Compiled =>
  known(SHAPE.bool, sql`(${time} >= CAST(${date(at.asOf)} - INTERVAL (${months}) MONTH AS DATE) AND ${time} <= ${date(at.asOf)})`)

/** A row function: aggregates over the rows of one owner, and what they mean for an owner with or without rows. */
export interface Atom {
  aggregates: [name: string, sql: Sql][]
  value: Compiled
}

interface Source {
  category: ModelCategory
  scope: 'person' | 'household'
  /** WHERE with the window; null where every row counts. */
  where: Compiled | null
  of: Compiled | null
}

interface Gap {
  aggregate: [string, Sql][]
  test: Sql
}

/** For a `checked` category: true where somebody of the owner was never checked. */
const unchecked = (name: string, source: Source): Gap | null =>
  source.category.coverage === 'checked' ? absent(name, source) : null

/** True where the owner, or a member of it, has no row at all. */
const absent = (name: string, { category, scope }: Source): Gap => {
  const count = `${name}_n`
  if (scope === 'person' || category.per === 'household') {
    return { aggregate: [[count, sql`count(*)`]], test: sql`(${id(count)} IS NULL)` }
  }
  return {
    aggregate: [[count, sql`count(DISTINCT ${ROW}.${id('_owner')})`]],
    test: sql`(COALESCE(${id(count)}, 0) < ${id('household_size')})`,
  }
}

const cast = (shape: Shape, value: Sql): Sql =>
  shape.kind !== 'number'
    ? value
    : shape.scale === 0
      ? sql`CAST(${value} AS BIGINT)`
      : sql`CAST(${value} AS DECIMAL(18, ${shape.scale}))`

const newest = (category: ModelCategory): Sql => {
  const parts: Sql[] = []
  if (category.time) {
    const type = category.columns.get(category.time)?.type
    const least = type === 'date' ? sql`DATE '0001-01-01'` : type === 'datetime' ? sql`TIMESTAMP '0001-01-01'` : sql`-1`
    parts.push(sql`COALESCE(${rawCell(category.time)}, ${least})`)
  }
  if (category.columns.has('upd_time')) parts.push(sql`COALESCE(${rawCell('upd_time')}, TIMESTAMP '0001-01-01')`)
  return sql`ROW(${[...parts, rawCell('_src'), rawCell('_row')]})`
}

export { newest as rowOrder }

const exists = (name: string, source: Source): Atom => {
  const gap = unchecked(name, source)
  const state = source.where
    ? sql`CAST(CASE WHEN bool_or(${truth(source.where)}) THEN 1 WHEN bool_or((${truth(source.where)}) IS NULL) THEN 2 ELSE 0 END AS UTINYINT)`
    : sql`CAST(1 AS UTINYINT)`
  const unknown = gap ? sql`${gap.test} OR ${id(name)} = 2` : sql`${id(name)} = 2`
  return {
    aggregates: [[name, state], ...(gap?.aggregate ?? [])],
    value: known(SHAPE.bool, sql`(CASE WHEN ${id(name)} = 1 THEN true WHEN ${unknown} THEN NULL ELSE false END)`),
  }
}

const holds = (source: Source): Sql => (source.where ? truth(source.where) : sql`true`)

const count = (name: string, source: Source): Atom => {
  const gap = unchecked(name, source)
  const shape: Shape = SHAPE.number
  const settle = (value: Sql): Sql =>
    gap ? sql`(CASE WHEN NOT ${gap.test} THEN COALESCE(${value}, 0) END)` : sql`COALESCE(${value}, 0)`
  const low: [string, Sql] = [name, sql`CAST(count(*) FILTER (WHERE ${holds(source)}) AS BIGINT)`]
  if (!source.where) return { aggregates: [low, ...(gap?.aggregate ?? [])], value: known(shape, settle(id(name))) }
  const high = `${name}_hi`
  return {
    aggregates: [
      low,
      [high, sql`CAST(count(*) FILTER (WHERE (${holds(source)}) IS NOT FALSE) AS BIGINT)`],
      ...(gap?.aggregate ?? []),
    ],
    value: interval(shape, settle(id(name)), settle(id(high))),
  }
}

/** Rows that might count but cannot be judged, or count with a blank value. */
const doubtful = (source: Source): Sql =>
  sql`bool_or((${holds(source)}) IS NULL OR ((${holds(source)}) AND ${(source.of as Compiled).sql} IS NULL))`

const total = (name: string, source: Source, value: Sql, shape: Shape): Atom => {
  const doubt = `${name}_u`
  const gap = unchecked(name, source)
  const unknown = gap ? sql`COALESCE(${id(doubt)}, false) OR ${gap.test}` : sql`COALESCE(${id(doubt)}, false)`
  return {
    aggregates: [[name, value], [doubt, doubtful(source)], ...(gap?.aggregate ?? [])],
    value: known(shape, sql`(CASE WHEN ${unknown} THEN NULL ELSE COALESCE(${id(name)}, 0) END)`),
  }
}

const picked = (name: string, source: Source, value: Sql): Atom => {
  const doubt = `${name}_u`
  const shape = source.of as Compiled
  const gap = source.category.coverage === 'list' ? null : absent(name, source)
  const settled = sql`${id(name)} IS NULL AND NOT COALESCE(${id(doubt)}, false)`
  const none = gap ? sql`(${settled} AND NOT ${gap.test})` : sql`(${settled})`
  return {
    aggregates: [[name, cast(shape, value)], [doubt, doubtful(source)], ...(gap?.aggregate ?? [])],
    value: { ...known({ ...shape, literal: false }, id(name)), none },
  }
}

/**
 * Compiles a row function to aggregates named after `name`; the aggregates are NULL for an owner without rows.
 * `source.of` and `source.where` read the row as alias `r`.
 */
export const atom = (fn: NodeOf<'rows'>['fn'], name: string, source: Source): Atom => {
  const { of } = source
  if (of && (of.none || of.lo)) throw new ShapeError('取数函数里的值必须直接取自列')
  const filter = sql`FILTER (WHERE ${holds(source)})`
  switch (fn) {
    case 'EXISTS':
      return exists(name, source)
    case 'COUNT':
      return count(name, source)
    case 'COUNT_DISTINCT':
      return total(name, source, sql`CAST(count(DISTINCT ${(of as Compiled).sql}) ${filter} AS BIGINT)`, SHAPE.number)
    case 'SUM': {
      const shape = of as Compiled
      if (shape.kind !== 'number' || !shape.exact) throw new ShapeError('SUM 只能用于未经除法的数')
      return total(name, source, cast(shape, sql`sum(${shape.sql}) ${filter}`), { ...shape, literal: false })
    }
    case 'MIN':
      return picked(name, source, sql`min(${(of as Compiled).sql}) ${filter}`)
    case 'MAX':
      return picked(name, source, sql`max(${(of as Compiled).sql}) ${filter}`)
    case 'CUR':
      return picked(name, source, sql`arg_max(${(of as Compiled).sql}, ${newest(source.category)}) ${filter}`)
  }
}

export const both = (a: Compiled | null, b: Compiled | null): Compiled | null =>
  a && b ? known(SHAPE.bool, sql`(${join([truth(a), truth(b)], sql` AND `)})`) : (a ?? b)
