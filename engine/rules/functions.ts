import { join, type Sql, sql } from '../sql/tag.ts'
import type { ValueFunction } from './ast.ts'
import { bounded, hi, interval, isUnknown, lo, matches, noneOf, ShapeError, sharedUnit, truth } from './operate.ts'
import { type Compiled, known, SHAPE, type Shape } from './shape.ts'

type Build = (args: readonly Compiled[]) => Compiled

const first = (args: readonly Compiled[]): Compiled => args[0] as Compiled
const second = (args: readonly Compiled[]): Compiled => args[1] as Compiled

/** The shape that fits every outcome of a choice. */
const outcomeShape = (outcomes: readonly Compiled[]): Shape => outcomes.slice(1).reduce(commonShape, first(outcomes))

const commonShape = (shape: Shape, next: Shape): Shape => {
  if (shape.kind !== next.kind) throw new ShapeError(`各分支的结果类型不同：${shape.kind} 与 ${next.kind}`)
  if (shape.kind !== 'number') return { ...shape, list: shape.list ?? next.list }
  const free = (one: Shape): boolean => one.literal && one.unit === 'plain'
  return {
    ...shape,
    unit: free(shape) ? next.unit : free(next) ? shape.unit : sharedUnit(shape, next),
    exact: shape.exact && next.exact,
    scale: Math.max(shape.scale, next.scale),
    literal: shape.literal && next.literal,
  }
}

const FALSE = sql`false`

/** One step of a choice: with an unknown condition the outcome is known only where both ways agree. */
const choose = (condition: Sql, then: Compiled, otherwise: Compiled, shape: Shape): Compiled => {
  const none =
    then.none || otherwise.none
      ? sql`(CASE WHEN ${condition} THEN ${then.none ?? FALSE} WHEN NOT ${condition} THEN ${otherwise.none ?? FALSE} ELSE ${then.none ?? FALSE} AND ${otherwise.none ?? FALSE} END)`
      : null
  if (shape.kind === 'number') {
    const end = (pick: (value: Compiled) => Sql, hull: Sql): Sql =>
      sql`(CASE WHEN ${condition} THEN ${pick(then)} WHEN NOT ${condition} THEN ${pick(otherwise)} WHEN ${pick(then)} IS NOT NULL AND ${pick(otherwise)} IS NOT NULL THEN ${hull}(${pick(then)}, ${pick(otherwise)}) END)`
    return interval(shape, end(lo, sql`least`), end(hi, sql`greatest`), none)
  }
  const value = sql`(CASE WHEN ${condition} THEN ${then.sql} WHEN NOT ${condition} THEN ${otherwise.sql} WHEN ${then.sql} = ${otherwise.sql} THEN ${then.sql} END)`
  return { ...known(shape, value), none }
}

const choice: Build = (args) => {
  const fallback = args[args.length - 1] as Compiled
  const pairs: [Compiled, Compiled][] = []
  for (let index = 0; index + 1 < args.length; index += 2) pairs.push([args[index] as Compiled, args[index + 1] as Compiled])
  const shape = outcomeShape([...pairs.map(([, outcome]) => outcome), fallback])
  return pairs.reduceRight((otherwise, [condition, outcome]) => choose(truth(condition), outcome, otherwise, shape), fallback)
}

/** The first argument with a value; an undelivered one ends the search, since it might have had another. */
const coalesce: Build = (args) => {
  const stop = args.findIndex((value) => value.undelivered)
  const tried = stop < 0 ? args : args.slice(0, stop)
  const shape = outcomeShape(args)
  const chain = tried.map((value) => sql`WHEN ${value.sql} IS NOT NULL THEN ${value.sql}`)
  const value = chain.length === 0 ? typedNull(shape) : sql`(CASE ${join(chain, sql` `)} END)`
  const nones = tried.map((one) => one.none)
  const none =
    stop < 0 && nones.every((one) => one !== null)
      ? sql`(${join(
          nones.map((one) => one as Sql),
          sql` AND `,
        )})`
      : null
  const last = tried[tried.length - 1]
  if (stop < 0 && last && bounded(last)) {
    const before = tried.slice(0, -1).map((one) => sql`WHEN ${one.sql} IS NOT NULL THEN ${one.sql}`)
    const end = (of: Sql): Sql => sql`(CASE ${join(before, sql` `)} ELSE ${of} END)`
    return interval({ ...shape, literal: false }, end(lo(last)), end(hi(last)), none)
  }
  return { ...known({ ...shape, literal: false }, value), none, undelivered: stop === 0 }
}

/** An unknown of a given shape. */
export const typedNull = (shape: Shape): Sql => {
  if (shape.kind === 'bool') return sql`CAST(NULL AS BOOLEAN)`
  if (shape.kind === 'text') return sql`CAST(NULL AS VARCHAR)`
  if (shape.kind === 'date') return sql`CAST(NULL AS DATE)`
  if (!shape.exact) return sql`CAST(NULL AS DOUBLE)`
  return sql`CAST(NULL AS BIGINT)`
}

const instead = (value: Compiled, other: Compiled): Compiled => {
  if (!value.none) return value
  const shape = outcomeShape([value, other])
  const pick = (of: (one: Compiled) => Sql): Sql => sql`(CASE WHEN ${value.none as Sql} THEN ${of(other)} ELSE ${of(value)} END)`
  if (bounded(value) || bounded(other)) return interval(shape, pick(lo), pick(hi), other.none)
  return {
    ...known(
      shape,
      pick((one) => one.sql),
    ),
    none: other.none,
    undelivered: value.undelivered,
  }
}

const ZERO: Compiled = known({ ...SHAPE.number, literal: true }, sql`0`)

const atLeastZero: Build = (args) => {
  const value = instead(first(args), ZERO)
  if (value.kind !== 'number') throw new ShapeError('ATLEAST0 用于数')
  return interval(
    value,
    sql`greatest(COALESCE(${lo(value)}, 0), 0)`,
    sql`(CASE WHEN ${hi(value)} IS NOT NULL THEN greatest(${hi(value)}, 0) END)`,
  )
}

const gate: Build = (args) => {
  const value = first(args)
  if (value.kind !== 'number' || value.none) throw new ShapeError('GATE 用于必有值的数')
  return interval(value, lo(value), sql`(CASE WHEN ${truth(second(args))} THEN ${hi(value)} END)`)
}

const extreme =
  (fn: Sql): Build =>
  (args) => {
    const shape = outcomeShape(args)
    if (shape.kind !== 'number') throw new ShapeError('只有数可以取大取小')
    const end = (of: (value: Compiled) => Sql): Sql =>
      sql`(CASE WHEN ${join(
        args.map((value) => sql`${of(value)} IS NOT NULL`),
        sql` AND `,
      )} THEN ${fn}(${args.map(of)}) END)`
    const none = noneOf(args)
    if (args.some(bounded)) return interval(shape, end(lo), end(hi), none)
    return {
      ...known(
        shape,
        end((value) => value.sql),
      ),
      none,
    }
  }

/** The first or last of several dates: unknown if one of them is, none only if all are. */
const extremeDate =
  (fn: Sql): Build =>
  (args) => {
    if (args.some((value) => value.kind !== 'date')) throw new ShapeError('EARLIEST、LATEST 用于日期')
    const unknown = join(args.map(isUnknown), sql` OR `)
    const nones = args.map((value) => value.none)
    const none = nones.every((one) => one !== null)
      ? sql`(${join(
          nones.map((one) => one as Sql),
          sql` AND `,
        )})`
      : null
    return { ...known(SHAPE.date, sql`(CASE WHEN ${unknown} THEN NULL ELSE ${fn}(${args.map((value) => value.sql)}) END)`), none }
  }

const dates = (args: readonly Compiled[]): Compiled[] => {
  if (args.some((value) => value.kind !== 'date')) throw new ShapeError('此函数用于日期')
  return [...args]
}

const spanned = (unit: string, build: (from: Sql, to: Sql) => Sql): Build => {
  return (args) => {
    const [from, to] = dates(args) as [Compiled, Compiled]
    return { ...known({ ...SHAPE.number, unit }, build(from.sql, to.sql)), none: noneOf([from, to]) }
  }
}

const dateParts = (shape: Shape, build: (date: Sql) => Sql): Build => {
  return (args) => {
    const [date] = dates(args) as [Compiled]
    return { ...known(shape, build(date.sql)), none: date.none }
  }
}

/** NULL-keeping maximum with zero. */
const notNegative = (value: Sql): Sql => sql`(CASE WHEN ${value} < 0 THEN 0 ELSE ${value} END)`

/** Full months, a month being over on the same day of the next or on its last day. */
const months = (from: Sql, to: Sql): Sql => notNegative(sql`datesub('month', ${from}, ${to})`)

/** How each value function compiles; see the README for their meaning. */
export const FUNCTIONS: Record<ValueFunction, Build> = {
  CASE: choice,
  IF: choice,
  COALESCE: coalesce,
  OR0: (args) => instead(first(args), ZERO),
  ORNONE: (args) => instead(first(args), second(args)),
  ATLEAST0: atLeastZero,
  GATE: gate,
  GREATEST: extreme(sql`greatest`),
  LEAST: extreme(sql`least`),
  EARLIEST: extremeDate(sql`least`),
  LATEST: extremeDate(sql`greatest`),
  AGE: spanned('years', (from, to) => sql`(${months(from, to)} // 12)`),
  MONTHS_BETWEEN: spanned('months', months),
  DAYS_BETWEEN: spanned('days', (from, to) => notNegative(sql`(${to} - ${from})`)),
  YEAR: dateParts(SHAPE.year, (date) => sql`year(${date})`),
  MONTH_OF: dateParts(SHAPE.month, (date) => sql`(year(${date}) * 12 + month(${date}) - 1)`),
  SCHOOLYEAR_OF: dateParts(SHAPE.schoolyear, (date) => sql`(year(${date}) - CASE WHEN month(${date}) < 9 THEN 1 ELSE 0 END)`),
  INT: (args) => {
    const value = truth(first(args))
    return interval(SHAPE.number, sql`(CASE WHEN ${value} THEN 1 ELSE 0 END)`, sql`(CASE WHEN NOT ${value} THEN 0 ELSE 1 END)`)
  },
  STARTS: (args) => matches(first(args), sql`starts_with(${first(args).sql}, ${second(args).sql})`, false),
}
