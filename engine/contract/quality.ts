import type { Named } from '../contract.ts'

/** A part of a whole. */
export interface Part {
  count: number
  of: number
}

/**
 * How a category stands: nothing came; it came but could not be read; older than it may be; some share over what is
 * tolerated; due again; without a row; good.
 */
export type CategoryState = 'missing' | 'unread' | 'stale' | 'troubled' | 'due' | 'empty' | 'good'

/** Shares that are held against what the pack tolerates. */
export type Trouble = 'refused' | 'invalid' | 'unmatched' | 'repeated' | 'dead'

export type Refresh = 'realtime' | 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'termly' | 'yearly' | 'on_demand'

/** What came of one category and how good it is. A share is null where it cannot be told. */
export interface CategoryQuality extends Named {
  department: string
  kind: 'status' | 'event'
  refresh: Refresh
  state: CategoryState
  troubles: Trouble[]
  rows: number
  /** First and last month delivered, `YYYY-MM`; empty where no file says. */
  from: string
  to: string
  /** Date of the newest row, and of the newest update of one, up to as-of; empty where no row has one. */
  newest: string
  updated: string
  /** Days since the end of the last month delivered, or else since the newest row; null where neither is known. */
  age: number | null
  /** Days after which it is due again; null on demand. */
  due: number | null
  columns: { delivered: number; of: number; missing: string[] }
  /** Rows about persons whose number is no valid ID number. */
  invalid: Part | null
  /** Rows about persons of the population register. */
  matched: Part | null
  /** Rows about persons who are neither in the population register nor in that of migrants. */
  unmatched: Part | null
  /** Rows that came twice: `twice` of them are there under the key of an earlier row, the others were the same in whole and left out. */
  repeated: (Part & { twice: number }) | null
  /** Rows about persons who had died before the row's date. */
  dead: Part | null
  /** Records that were not loaded. */
  refused: Part | null
  findings: { error: number; warning: number; info: number }
}

export interface DepartmentQuality extends Named {
  level: 'province' | 'city'
  categories: CategoryQuality[]
}

/** A figure about the whole county; `open` says how many cannot be told, within `of`. */
export interface OverallPart extends Part {
  open: number
}

export interface Quality {
  asOf: string
  departments: DepartmentQuality[]
  delivered: Part
  /** Categories whose newest delivery is stale. */
  stale: Part
  /** Person rows whose person is in a population register, and whose number is valid. */
  matched: Part
  valid: Part
  repeated: Part
  refused: Part
  dead: Part
  /** Median days between as-of and the newest update of a category, or else its newest row; null where none has a date. */
  lag: number | null
  /** Households with a village, a stated head, and of every member a valid number, birth date, sex and relation. */
  complete: Part
  incomplete: { village: number; head: number; number: number; facts: number }
  /** Households with enough evidence of income, and whose property was looked into; null where the pack names no feature. */
  income: (OverallPart & { least: number }) | null
  assets: OverallPart | null
  milliseconds: number
}

/** Which rows a figure of a category rests on. */
export type RowQuestion = 'invalid' | 'unmatched' | 'repeated' | 'dead'

export interface QualityRow {
  file: string
  sheet: string
  row: number
  /** Masked. */
  name: string
  number: string
  /** Token of the person. */
  person: string
  /** Date of the row; empty where it has none. */
  date: string
  /** Date of death, or the key that occurs twice. */
  note: string
}

export interface ColumnQuality extends Named {
  type: string
  required: boolean
  delivered: boolean
  /** Rows with a value in it. */
  filled: number
}

/** One category with all that its figures rest on. */
export interface CategoryDetail {
  category: CategoryQuality
  departmentName: string
  columns: ColumnQuality[]
  files: {
    path: string
    sheet: string
    period: string
    rowsIn: number
    loaded: number
    refused: number
    repeated: number
    footer: number
  }[]
  findings: { rule: string; severity: string; column: string; count: number; sample: string }[]
}

/** What stands on a formula: a fact, an indicator, a condition of a type, a lack, a policy, a warning. */
export type SubjectKind = 'feature' | 'indicator' | 'trigger' | 'deprivation' | 'policy' | 'warning'

export interface Subject extends Named {
  kind: SubjectKind
  /** Most points of an indicator; 0 for others. */
  points: number
  /** Households for which an indicator is unknown; 0 for others. */
  unknown: number
  /** Whether it reads the category itself, not only through other facts. */
  direct: boolean
}

/** What a category is used for. */
export interface Blinds {
  category: Named
  delivered: boolean
  subjects: Subject[]
  /** Uses by the stage that makes persons and households: registers, vital, assistance, … */
  people: string[]
  /** Points of the indicators that read it, all types together, and the households for which one of these is unknown. */
  points: number
  households: number
}

/** Which categories a subject needs, and which columns of them its own formula and those below it read. */
export interface Needs {
  subject: Named & { kind: SubjectKind; formula: string; reading: string }
  categories: (Named & { department: string; delivered: boolean; direct: boolean; columns: Named[] })[]
}

export interface DictionaryColumn extends Named {
  type: string
  unit: string
  list: string
  required: boolean
  /** Direct identifier, sensitive, none. */
  pii: 'D' | 'S' | 'N'
  aliases: string[]
}

export interface DictionaryCategory extends Named {
  department: string
  kind: 'status' | 'event'
  grain: string
  coverage: 'census' | 'list' | 'checked'
  refresh: Refresh
  security: string
  share: string
  note: string
  /** Titles of the columns that make a row. */
  key: string[]
  time: string
  person: string
  columns: DictionaryColumn[]
}

/** 数据目录: what departments are asked for. */
export interface Dictionary {
  departments: (Named & { level: 'province' | 'city' })[]
  categories: DictionaryCategory[]
  lists: (Named & { items: Named[] })[]
}

/** A total a department states of one of its categories. */
export interface StatedTotal {
  category: string
  count: number
  /** ISO date; empty where none is stated. */
  date: string
  /** Who says so, or the file it stands in. */
  source: string
}

/** A figure of the statistical report: a measure of a town or of the whole county. */
export interface StatedMeasure {
  region: string
  measure: string
  value: number
  date: string
  source: string
}

/** Stated against ours; ours is null where the category did not come or nobody knows. */
export interface TotalLine extends StatedTotal {
  name: string
  department: string
  ours: number | null
  refused: number
  repeated: number
}

export interface MeasureLine extends StatedMeasure {
  regionName: string
  measureName: string
  ours: number | null
}

export interface Totals {
  totals: TotalLine[]
  measures: MeasureLine[]
  /** What can be measured by town. */
  known: Named[]
}

/** What the quality page asks. */
export interface QualityRequests {
  quality: { params: Record<never, never>; reply: Quality }
  qualityCategory: { params: { category: string }; reply: CategoryDetail }
  qualityRows: {
    params: { category: string; question: RowQuestion; from: number; to: number }
    reply: { total: number; rows: QualityRow[] }
  }
  blinds: { params: { category: string }; reply: Blinds }
  needs: { params: { kind: SubjectKind; code: string }; reply: Needs }
  dictionary: { params: Record<never, never>; reply: Dictionary }
  /** A workbook for a department to fill in, in pieces: all its categories, or one. */
  exportTemplate: { params: { code: string }; reply: { name: string; bytes: number } }
  totals: { params: Record<never, never>; reply: Totals }
  /** Puts stated totals in the place of those stated before for the same categories; a count of null takes one away. */
  stateTotals: { params: { totals: (Omit<StatedTotal, 'count'> & { count: number | null })[] }; reply: Totals }
  /** Reads totals or a statistical report from the offered file, in place of what it says of the same categories, towns and measures. */
  importTotals: { params: Record<never, never>; reply: { totals: Totals; read: number; problems: string[] } }
}
