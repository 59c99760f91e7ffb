import { id, type Sql, sql } from '../sql/tag.ts'
import type { NodeOf } from './ast.ts'
import { typedNull } from './functions.ts'
import type { ModelFeature } from './model.ts'
import { ShapeError } from './operate.ts'
import type { Scope } from './plan.ts'
import { type Compiled, known, SHAPE, type Shape } from './shape.ts'

export const unknownRows = (node: NodeOf<'rows'>, of: Compiled | null): Compiled => {
  const shape: Shape =
    node.fn === 'EXISTS' ? SHAPE.bool : of && node.fn !== 'COUNT_DISTINCT' ? { ...of, literal: false } : SHAPE.number
  return { ...known(shape, typedNull(shape)), undelivered: true }
}

export const literal = (text: string, yuan: boolean, unit: string): Compiled => {
  if (!yuan) return known({ ...SHAPE.number, unit, scale: decimals(text), literal: unit === 'plain' }, sql`${number10(text)}`)
  const cents = number10((Number(text) * 100).toFixed(4))
  return known({ ...SHAPE.number, unit: 'yuan', scale: decimals(cents.text), literal: Number(text) === 0 }, cents)
}

const decimals = (text: string): number => text.split('.')[1]?.length ?? 0

/** A decimal literal without trailing zeros; DuckDB keeps it exact. */
const number10 = (text: string): Sql => {
  const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text
  return decimals(plain) === 0 ? sql`${Number(plain)}` : sql`${Number(plain)}`
}

export const number = (node: NodeOf<'number'>): Compiled => literal(node.text, node.yuan, node.yuan ? 'yuan' : 'plain')

export const featureName = (code: string): string => code.replace('.', '_')

export const personCell = (column: string, scope: Scope): Compiled => {
  if (scope !== 'person') throw new ShapeError(`PERSON.${column} 只能用在个人公式里`)
  switch (column) {
    case 'birth_date':
      return known(SHAPE.date, sql`birth`)
    case 'sex':
      return known({ ...SHAPE.text, list: 'CL_SEX' }, sql`sex`)
    case 'relation':
      return known({ ...SHAPE.text, list: 'CL_RELATION' }, sql`relation`)
    default:
      throw new ShapeError(`没有 PERSON.${column}`)
  }
}

export const reference = (name: string, { sql: _, ...value }: Compiled): Compiled => ({
  ...value,
  literal: false,
  sql: id(name),
  none: value.none ? id(`${name}__none`) : null,
  lo: value.lo ? id(`${name}__lo`) : null,
  hi: value.hi ? id(`${name}__hi`) : null,
  undelivered: false,
})

/** A feature as it is kept: money in whole cents, areas in hundredths, both half away from zero. */
export const storedAs = (feature: ModelFeature, value: Compiled): Compiled => {
  const shape: Shape = { ...value, literal: false, list: feature.list ?? value.list }
  const each = (change: (end: Sql) => Sql, over: Partial<Shape>): Compiled => ({
    ...shape,
    ...over,
    sql: change(value.sql),
    none: value.none,
    lo: value.lo && change(value.lo),
    hi: value.hi && change(value.hi),
    undelivered: false,
  })
  switch (feature.type) {
    case 'money':
      return value.exact && value.scale === 0
        ? each((end) => sql`CAST(${end} AS BIGINT)`, { unit: 'yuan' })
        : each((end) => sql`CAST(round(${end}) AS BIGINT)`, { unit: 'yuan', exact: true, scale: 0 })
    case 'num':
      return each((end) => sql`CAST(round(${end}, 2) AS DECIMAL(18, 2))`, { exact: true, scale: 2 })
    case 'ratio':
      return each((end) => sql`CAST(${end} AS DOUBLE)`, { exact: false, scale: 0 })
    case 'int':
      return each((end) => sql`CAST(${end} AS BIGINT)`, {})
    default:
      return each((end) => end, {})
  }
}
