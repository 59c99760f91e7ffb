import type { Node } from './ast.ts'

/** Column types of the catalogue as the compiler sees them. */
export type ColumnType =
  | 'id18'
  | 'string'
  | 'text'
  | 'address'
  | 'phone'
  | 'uscc18'
  | 'cert20'
  | 'bankcard'
  | 'region12'
  | 'region6'
  | 'code'
  | 'date'
  | 'datetime'
  | 'money'
  | 'number'
  | 'ratio'
  | 'degree'
  | 'int'
  | 'month'
  | 'year'
  | 'schoolyear'
  | 'bool'

export interface ModelColumn {
  type: ColumnType
  unit: string | null
  list: string | null
}

export interface ModelCategory {
  code: string
  name: string
  coverage: 'census' | 'list' | 'checked'
  per: 'person' | 'household'
  /** Column that says when a row became true. */
  time: string | null
  /** Column that links a row to a person; null where none does. */
  person: string | null
  key: readonly string[]
  columns: ReadonlyMap<string, ModelColumn>
}

export type FeatureType = 'bool' | 'int' | 'money' | 'num' | 'ratio' | 'code' | 'date' | 'text'

export interface ModelFeature {
  code: string
  type: FeatureType
  list: string | null
  /** Null for what the people stage provides. */
  formula: Node | null
  text: string
}

/** What the compiler needs to know of a pack at one as-of date. */
export interface Model {
  asOf: string
  category(code: string): ModelCategory | undefined
  list(code: string): { codes: ReadonlySet<string>; unknown: readonly string[] } | undefined
  param(code: string): { value: number | string; unit: string } | undefined
  feature(code: string): ModelFeature | undefined
}
