import { join, type Sql, sql } from '../sql/tag.ts'
import type { Arithmetic, Comparison } from './ast.ts'
import { type Compiled, known, SHAPE, type Shape } from './shape.ts'

/** A formula whose parts do not fit together; the caller adds where. */
export class ShapeError extends Error {}

export const lo = (value: Compiled): Sql => value.lo ?? value.sql
export const hi = (value: Compiled): Sql => value.hi ?? value.sql
export const bounded = (value: Compiled): boolean => value.lo !== null

/** A number known by its two ends. */
export const interval = (shape: Shape, low: Sql, high: Sql, none: Sql | null = null): Compiled => ({
  ...shape,
  sql: sql`CASE WHEN ${low} = ${high} THEN ${low} END`,
  lo: low,
  hi: high,
  none,
  undelivered: false,
})

/** True where a value is neither known nor none. */
export const isUnknown = (value: Compiled): Sql =>
  value.none ? sql`(${value.sql} IS NULL AND NOT ${value.none})` : sql`(${value.sql} IS NULL)`

/** A truth value with none read as false. */
export const truth = (value: Compiled): Sql => {
  if (value.kind !== 'bool') throw new ShapeError('此处应为是非值')
  return value.none ? sql`(CASE WHEN ${value.none} THEN false ELSE ${value.sql} END)` : value.sql
}

const bool = (text: Sql, ...of: Compiled[]): Compiled => ({
  ...known(SHAPE.bool, text),
  undelivered: of.some((one) => one.undelivered),
})

export const and = (a: Compiled, b: Compiled): Compiled => known(SHAPE.bool, sql`(${truth(a)} AND ${truth(b)})`)
export const or = (a: Compiled, b: Compiled): Compiled => known(SHAPE.bool, sql`(${truth(a)} OR ${truth(b)})`)
export const not = (a: Compiled): Compiled => bool(sql`(NOT ${truth(a)})`, a)

/** The unit two numbers share; throws where they have different ones. */
export const sharedUnit = (a: Shape, b: Shape): string => {
  if (a.unit === b.unit) return a.unit
  if (a.literal && b.unit !== 'yuan') return b.unit
  if (b.literal && a.unit !== 'yuan') return a.unit
  throw new ShapeError(`单位不同，不能相比或相加：${a.unit} 与 ${b.unit}（金额要写“元”）`)
}

const comparable = (a: Compiled, b: Compiled): void => {
  if (a.kind !== b.kind) throw new ShapeError(`不能比较 ${a.kind} 与 ${b.kind}`)
  if (a.kind === 'number') sharedUnit(a, b)
}

/** A comparison with a none operand is false whatever the operator. */
const unlessNone = (test: Sql, ...of: Compiled[]): Sql => {
  const nones = of.flatMap((value) => (value.none ? [value.none] : []))
  return nones.length === 0 ? test : sql`(CASE WHEN ${join(nones, sql` OR `)} THEN false ELSE ${test} END)`
}

const ordered = (op: '<' | '<=', a: Compiled, b: Compiled): Sql =>
  op === '<'
    ? sql`(CASE WHEN ${hi(a)} < ${lo(b)} THEN true WHEN ${lo(a)} >= ${hi(b)} THEN false END)`
    : sql`(CASE WHEN ${hi(a)} <= ${lo(b)} THEN true WHEN ${lo(a)} > ${hi(b)} THEN false END)`

const equal = (a: Compiled, b: Compiled): Sql =>
  sql`(CASE WHEN ${lo(a)} = ${hi(a)} AND ${lo(b)} = ${hi(b)} AND ${lo(a)} = ${lo(b)} THEN true WHEN ${hi(a)} < ${lo(b)} OR ${lo(a)} > ${hi(b)} THEN false END)`

const OPERATORS: Record<Comparison, Sql> = { '=': sql`=`, '<>': sql`<>`, '<': sql`<`, '<=': sql`<=`, '>': sql`>`, '>=': sql`>=` }

const test = (op: Comparison, a: Compiled, b: Compiled): Sql => {
  if (!bounded(a) && !bounded(b)) return sql`(${a.sql} ${OPERATORS[op]} ${b.sql})`
  switch (op) {
    case '<':
    case '<=':
      return ordered(op, a, b)
    case '>':
      return ordered('<', b, a)
    case '>=':
      return ordered('<=', b, a)
    case '=':
      return equal(a, b)
    case '<>':
      return sql`(NOT ${equal(a, b)})`
  }
}

export const compare = (op: Comparison, a: Compiled, b: Compiled): Compiled => {
  comparable(a, b)
  return bool(unlessNone(test(op, a, b), a, b), a, b)
}

export const within = (a: Compiled, list: readonly Compiled[], negated: boolean): Compiled => {
  for (const item of list) comparable(a, item)
  const hit = bounded(a)
    ? sql`(${join(
        list.map((item) => equal(a, item)),
        sql` OR `,
      )})`
    : sql`(${a.sql} IN (${join(
        list.map((item) => item.sql),
        sql`, `,
      )}))`
  return bool(unlessNone(negated ? sql`(NOT ${hit})` : hit, a), a)
}

export const between = (a: Compiled, low: Compiled, high: Compiled, negated: boolean): Compiled => {
  comparable(a, low)
  comparable(a, high)
  const hit = sql`(${test('>=', a, low)} AND ${test('<=', a, high)})`
  return bool(unlessNone(negated ? sql`(NOT ${hit})` : hit, a, low, high), a, low, high)
}

export const matches = (a: Compiled, hit: Sql, negated: boolean): Compiled => {
  if (a.kind !== 'text') throw new ShapeError('只有文字可以按样式比较')
  return bool(unlessNone(negated ? sql`(NOT ${hit})` : hit, a), a)
}

/** None where an operand is none and nothing is unknown. */
export const noneOf = (values: readonly Compiled[]): Sql | null => {
  const nones = values.flatMap((value) => (value.none ? [value.none] : []))
  if (nones.length === 0) return null
  const settled = values.map((value) =>
    value.none ? sql`(${value.none} OR ${lo(value)} IS NOT NULL)` : sql`${lo(value)} IS NOT NULL`,
  )
  return sql`((${join(nones, sql` OR `)}) AND ${join(settled, sql` AND `)})`
}

const product = (a: Shape, b: Shape): string => {
  if (a.unit === 'yuan' && b.unit === 'yuan') throw new ShapeError('金额不能相乘')
  if (a.unit === 'yuan' || b.unit === 'yuan') return 'yuan'
  if (a.unit === 'plain') return b.unit
  return b.unit === 'plain' ? a.unit : 'plain'
}

const quotient = (a: Shape, b: Shape): string => {
  if (a.unit === b.unit) return 'plain'
  if (b.unit === 'yuan') throw new ShapeError('只有金额可以除以金额')
  if (a.unit === 'yuan' || b.unit === 'plain' || b.literal) return a.unit
  return 'plain'
}

const ten = (power: number): Sql => sql`${10 ** power}`

/** One end divided by another as the nearest double of the exact quotient; NULL for a zero divisor. */
const divide =
  (a: Shape, b: Shape) =>
  (x: Sql, y: Sql): Sql => {
    if (!a.exact || !b.exact || (a.scale === 0 && b.scale === 0)) return sql`(${x} / NULLIF(${y}, 0))`
    const top = sql`CAST(${x} * ${ten(Math.max(a.scale, b.scale))} AS BIGINT)`
    const bottom = sql`CAST(${y} * ${ten(Math.max(a.scale, b.scale))} AS BIGINT)`
    return sql`(${top} / NULLIF(${bottom}, 0))`
  }

type Ends = readonly [low: Sql, high: Sql]

/** Interval times or divided by a point: a negative point swaps the ends. */
const scaled = (a: Compiled, point: Sql, by: (x: Sql, y: Sql) => Sql): Ends => {
  const [low, high] = [by(lo(a), point), by(hi(a), point)]
  return [
    sql`CASE WHEN ${point} >= 0 THEN ${low} WHEN ${point} < 0 THEN ${high} END`,
    sql`CASE WHEN ${point} >= 0 THEN ${high} WHEN ${point} < 0 THEN ${low} END`,
  ]
}

const times = (a: Compiled, b: Compiled): Ends => {
  const by = (x: Sql, y: Sql): Sql => sql`(${x} * ${y})`
  if (!bounded(b)) return scaled(a, b.sql, by)
  if (!bounded(a)) return scaled(b, a.sql, by)
  const [left, right] = [scaled(a, lo(b), by), scaled(b, lo(a), by)]
  const end = (index: 0 | 1): Sql =>
    sql`CASE WHEN ${lo(b)} = ${hi(b)} THEN ${left[index]} WHEN ${lo(a)} = ${hi(a)} THEN ${right[index]} END`
  return [end(0), end(1)]
}

const over = (a: Compiled, b: Compiled): Ends => {
  const by = divide(a, b)
  if (!bounded(b)) return scaled(a, b.sql, by)
  const [low, high] = scaled(a, lo(b), by)
  const open = sql`${lo(a)} >= 0 AND ${lo(b)} > 0`
  return [
    sql`CASE WHEN ${lo(b)} = ${hi(b)} THEN ${low} WHEN ${open} THEN COALESCE(${by(lo(a), hi(b))}, 0) END`,
    sql`CASE WHEN ${lo(b)} = ${hi(b)} THEN ${high} WHEN ${open} THEN ${by(hi(a), lo(b))} END`,
  ]
}

const combine = (op: Arithmetic, a: Compiled, b: Compiled): Ends => {
  switch (op) {
    case '+':
      return [sql`(${lo(a)} + ${lo(b)})`, sql`(${hi(a)} + ${hi(b)})`]
    case '-':
      return [sql`(${lo(a)} - ${hi(b)})`, sql`(${hi(a)} - ${lo(b)})`]
    case '*':
      return times(a, b)
    case '/':
      return over(a, b)
  }
}

const SCALES: Record<Arithmetic, (a: Shape, b: Shape) => number> = {
  '+': (a, b) => Math.max(a.scale, b.scale),
  '-': (a, b) => Math.max(a.scale, b.scale),
  '*': (a, b) => a.scale + b.scale,
  '/': () => 0,
}

const UNITS: Record<Arithmetic, (a: Shape, b: Shape) => string> = {
  '+': sharedUnit,
  '-': sharedUnit,
  '*': product,
  '/': quotient,
}

const SIGNS: Record<'+' | '-' | '*', Sql> = { '+': sql`+`, '-': sql`-`, '*': sql`*` }

export const arithmetic = (op: Arithmetic, a: Compiled, b: Compiled): Compiled => {
  if ((a.kind === 'year' || a.kind === 'month' || a.kind === 'schoolyear') && b.kind === 'number' && (op === '+' || op === '-')) {
    return { ...a, sql: sql`(${a.sql} ${SIGNS[op]} ${b.sql})` }
  }
  if (a.kind !== 'number' || b.kind !== 'number') throw new ShapeError('只有数可以计算')
  const shape: Shape = {
    ...SHAPE.number,
    unit: UNITS[op](a, b),
    exact: op !== '/' && a.exact && b.exact,
    scale: SCALES[op](a, b),
    literal: a.literal && b.literal,
  }
  const none = noneOf([a, b])
  if (bounded(a) || bounded(b)) {
    const [low, high] = combine(op, a, b)
    return interval(shape, low, high, none)
  }
  const value = op === '/' ? divide(a, b)(a.sql, b.sql) : sql`(${a.sql} ${SIGNS[op]} ${b.sql})`
  return { ...known(shape, value), none, undelivered: a.undelivered || b.undelivered }
}

export const negate = (a: Compiled): Compiled => {
  if (a.kind !== 'number') throw new ShapeError('只有数可以取负')
  return bounded(a) ? interval(a, sql`(-${hi(a)})`, sql`(-${lo(a)})`, a.none) : { ...a, sql: sql`(-${a.sql})` }
}
