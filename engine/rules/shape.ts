import type { Sql } from '../sql/tag.ts'
import type { ColumnType, FeatureType } from './model.ts'

export type Kind = 'bool' | 'number' | 'text' | 'date' | 'month' | 'year' | 'schoolyear'

/** What kind of value an expression gives. Money is in cents, so unit `yuan` means a hundredfold number. */
export interface Shape {
  kind: Kind
  /** For numbers: `plain`, `yuan`, `persons`, `months`, `days`, `years` or a unit of the catalogue. */
  unit: string
  /** Code list of a text. */
  list: string | null
  /** False once a division made it a double. */
  exact: boolean
  /** Decimals of an exact number. */
  scale: number
  /** A bare number, which takes the unit of its neighbour. */
  literal: boolean
}

/** A compiled expression; see `Shape`. `sql` is NULL for none and for unknown; `none` tells them apart. */
export interface Compiled extends Shape {
  sql: Sql
  none: Sql | null
  /** Ends of the interval where a value may be known only in part; NULL means no bound. */
  lo: Sql | null
  hi: Sql | null
  /** Reads one category, and that category or column was not delivered. */
  undelivered: boolean
}

export const SHAPE = {
  bool: { kind: 'bool', unit: 'plain', list: null, exact: true, scale: 0, literal: false },
  number: { kind: 'number', unit: 'plain', list: null, exact: true, scale: 0, literal: false },
  text: { kind: 'text', unit: 'plain', list: null, exact: true, scale: 0, literal: false },
  date: { kind: 'date', unit: 'plain', list: null, exact: true, scale: 0, literal: false },
  month: { kind: 'month', unit: 'plain', list: null, exact: true, scale: 0, literal: false },
  year: { kind: 'year', unit: 'plain', list: null, exact: true, scale: 0, literal: false },
  schoolyear: { kind: 'schoolyear', unit: 'plain', list: null, exact: true, scale: 0, literal: false },
} as const satisfies Record<Kind, Shape>

/** A value that is always known. */
export const known = (shape: Shape, sql: Sql): Compiled => ({ ...shape, sql, none: null, lo: null, hi: null, undelivered: false })

const COUNTED: Readonly<Record<string, string>> = { 人: 'persons', '元/人': 'yuan', 月: 'months', 天: 'days', 岁: 'years' }

/** Unit of a parameter or column as the language names it. */
export const unitOf = (unit: string | null): string => {
  if (!unit || unit === '—' || /比例|倍|次|项|套|辆|个/.test(unit)) return 'plain'
  if (unit.includes('元')) return 'yuan'
  const counted = COUNTED[unit]
  if (counted) return counted
  return unit.replace(/\/.*$/, '')
}

/** Shape of a column read inside a row function. */
export const columnShape = (type: ColumnType, unit: string | null, list: string | null): Shape => {
  switch (type) {
    case 'money':
      return { ...SHAPE.number, unit: 'yuan' }
    case 'number':
      return { ...SHAPE.number, unit: unitOf(unit), scale: 2 }
    case 'ratio':
      return { ...SHAPE.number, scale: 4 }
    case 'degree':
      return { ...SHAPE.number, unit: '度', scale: 6 }
    case 'int':
      return { ...SHAPE.number, unit: unitOf(unit) }
    case 'bool':
      return SHAPE.bool
    case 'date':
    case 'datetime':
      return SHAPE.date
    case 'month':
      return SHAPE.month
    case 'year':
      return SHAPE.year
    case 'schoolyear':
      return SHAPE.schoolyear
    case 'id18':
      return { ...SHAPE.number, unit: 'person' }
    default:
      return { ...SHAPE.text, list: type === 'code' ? list : null }
  }
}

/** Whether a formula of this shape may be stored as a feature of the declared type. */
export const fits = (type: FeatureType, shape: Shape): boolean => {
  switch (type) {
    case 'bool':
    case 'date':
      return shape.kind === type
    case 'code':
    case 'text':
      return shape.kind === 'text'
    case 'money':
      return shape.kind === 'number' && (shape.unit === 'yuan' || shape.literal)
    case 'int':
      return shape.kind === 'number' && shape.unit !== 'yuan' && shape.exact && shape.scale === 0
    case 'num':
      return shape.kind === 'number' && shape.unit !== 'yuan'
    case 'ratio':
      return shape.kind === 'number' && shape.unit !== 'yuan'
  }
}
