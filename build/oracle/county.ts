import type { Node } from '../../engine/rules/ast.ts'
import type { Deliveries } from '../../engine/rules/delivery.ts'
import type { Cell, Row } from '../../engine/sql/database.ts'
import { dayOf } from './dates.ts'
import { exact, parseDecimal } from './decimal.ts'
import { calendar, cents, date, fromTruth, point, text, UNKNOWN, type Value, whole } from './value.ts'

/** A person or household key as the database decodes it: a number where it is safe, else a bigint. */
export type Key = number | bigint

export type PersonRow = {
  pk: Key
  hid: number | null
  member: boolean
  recent: boolean
  birth: string | null
  sex: string | null
  relation: string | null
  father: Key | null
  mother: Key | null
}

export type HouseholdRow = { hid: number; household_id: string; size: number; region12: string | null }

export interface ColumnFacts {
  /** Catalogue type: money, number, ratio, degree, int, date, datetime, month, year, schoolyear, bool or a text type. */
  type: string
  /** Codes of the column's list that mean unknown. */
  unknown: readonly string[]
}

export interface CategoryFacts {
  time: string | null
  coverage: 'census' | 'list' | 'checked'
  per: 'person' | 'household'
  /** The column that links a row to a person. */
  person: string | null
  key: readonly string[]
  columns: ReadonlyMap<string, ColumnFacts>
}

export interface ParameterFacts {
  value: number | string
  yuan: boolean
}

export type FeatureType = 'bool' | 'int' | 'money' | 'num' | 'ratio' | 'code' | 'date' | 'text'
export type FeatureFacts =
  | { formula: Node; type: FeatureType }
  | { builder: 'household_id' | 'members' | 'region12'; type: FeatureType }

/** Everything the evaluator knows of a county; rows are as `Database.rows` decodes them. */
export interface County {
  /** `YYYY-MM-DD` */
  asOf: string
  persons: readonly PersonRow[]
  households: readonly HouseholdRow[]
  rows(category: string): readonly Row[]
  deliveries: Deliveries
  category(code: string): CategoryFacts
  /** By its full code, `param.dibao_std`. */
  param(code: string): ParameterFacts
  /** By its full code, `p.age`. */
  feature(code: string): FeatureFacts
}

export const columnFacts = (facts: CategoryFacts, column: string): ColumnFacts => {
  const found = facts.columns.get(column)
  if (!found) throw new Error(`no column ${column}`)
  return found
}

/** The value of a cell: blank and the list's unknown codes are unknown. */
export const cellValue = (cell: Cell, { type, unknown }: ColumnFacts): Value => {
  if (cell === null || unknown.includes(String(cell))) return UNKNOWN
  switch (type) {
    case 'money':
      return cents(cell as Key)
    case 'number':
      return point(exact(cell as Key, 2))
    case 'ratio':
      return point(exact(cell as Key, 4))
    case 'degree':
      return point(exact(cell as Key, 6))
    case 'int':
      return whole(cell as Key)
    case 'date':
    case 'datetime':
      return date(dayOf(String(cell)))
    case 'month':
    case 'year':
    case 'schoolyear':
      return calendar(type, Number(cell))
    case 'bool':
      return fromTruth(cell as boolean)
    default:
      return text(String(cell))
  }
}

/** A parameter: a number is exact (money in cents), a text stays text unless it is money. */
export const parameterValue = ({ value, yuan }: ParameterFacts): Value => {
  if (typeof value === 'string' && !yuan) return text(value)
  const { digits, scale } = parseDecimal(String(value))
  return yuan ? point(exact(digits * 100n, scale), true) : point(exact(digits, scale))
}
