import { id, type Sql, sql } from '../sql/tag.ts'
import type { NodeOf } from './ast.ts'
import * as op from './operate.ts'
import type { MemberAggregate } from './plan.ts'
import { type Compiled, known, SHAPE, type Shape } from './shape.ts'

const PERSONS: Shape = { ...SHAPE.number, unit: 'persons' }

type Built = Pick<MemberAggregate, 'name' | 'aggregates' | 'value'>

/** Aggregates of a person column over members; `member` is a column of the query they stand in. */
export const memberAggregate = (fn: NodeOf<'members'>['fn'], name: string, inner: Compiled): Built => {
  const only = sql`FILTER (WHERE member)`
  const column = id(name)
  const build = (aggregates: [string, Sql][], value: Compiled): Built => ({ name, aggregates, value })
  if (fn === 'any' || fn === 'all' || fn === 'any_of') {
    const value = op.truth(inner)
    const over = fn === 'any_of' ? sql`` : only
    const decided =
      fn === 'all' ? sql`WHEN bool_or(NOT ${value}) ${over} THEN false` : sql`WHEN bool_or(${value}) ${over} THEN true`
    const otherwise = fn === 'all' ? sql`true` : sql`false`
    const aggregate = sql`(CASE ${decided} WHEN bool_or((${value}) IS NULL) ${over} THEN NULL ELSE ${otherwise} END)`
    return build([[name, aggregate]], known(SHAPE.bool, column))
  }
  if (fn === 'count') {
    const value = op.truth(inner)
    const high = `${name}_hi`
    return build(
      [
        [name, sql`count(*) FILTER (WHERE member AND (${value}))`],
        [high, sql`count(*) FILTER (WHERE member AND (${value}) IS NOT FALSE)`],
      ],
      op.interval(PERSONS, column, id(high)),
    )
  }
  if (fn === 'sum') return build(...memberSum(name, inner))
  return build(...memberExtreme(fn, name, inner))
}

const memberSum = (name: string, inner: Compiled): [[string, Sql][], Compiled] => {
  if (inner.kind !== 'number' || !inner.exact) throw new op.ShapeError('sum(…) 只能用于未经除法的数；先存成特征再相加')
  const type = inner.scale === 0 ? sql`BIGINT` : sql`DECIMAL(18, ${inner.scale})`
  const one = (end: Sql): Sql => {
    const gap = inner.none ? sql`(${end}) IS NULL AND NOT ${inner.none}` : sql`(${end}) IS NULL`
    return sql`(CASE WHEN bool_or(${gap}) FILTER (WHERE member) THEN NULL ELSE CAST(COALESCE(sum(${end}) FILTER (WHERE member), 0) AS ${type}) END)`
  }
  const shape: Shape = { ...inner, literal: false }
  if (!inner.lo || !inner.hi) return [[[name, one(inner.sql)]], known(shape, id(name))]
  const high = `${name}_hi`
  return [
    [
      [name, one(inner.lo)],
      [high, one(inner.hi)],
    ],
    op.interval(shape, id(name), id(high)),
  ]
}

const memberExtreme = (fn: 'max' | 'min', name: string, inner: Compiled): [[string, Sql][], Compiled] => {
  const pick = fn === 'max' ? sql`max` : sql`min`
  const one = (end: Sql): Sql => {
    const gap = inner.none ? sql`(${end}) IS NULL AND NOT ${inner.none}` : sql`(${end}) IS NULL`
    return sql`(CASE WHEN bool_or(${gap}) FILTER (WHERE member) THEN NULL ELSE ${pick}(${end}) FILTER (WHERE member) END)`
  }
  const none = `${name}_none`
  const nones: [string, Sql][] = inner.none ? [[none, sql`COALESCE(bool_and(${inner.none}) FILTER (WHERE member), true)`]] : []
  const isNone = inner.none ? id(none) : null
  const shape: Shape = { ...inner, literal: false }
  if (!inner.lo || !inner.hi) return [[[name, one(inner.sql)], ...nones], { ...known(shape, id(name)), none: isNone }]
  const high = `${name}_hi`
  return [[[name, one(inner.lo)], [high, one(inner.hi)], ...nones], op.interval(shape, id(name), id(high), isNone)]
}
