import type { Delivery } from '../../engine/rules/delivery.ts'
import { parseFormula } from '../../engine/rules/parse.ts'
import type { Row } from '../../engine/sql/database.ts'
import type { CategoryFacts, ColumnFacts, County, FeatureFacts, HouseholdRow, ParameterFacts, PersonRow } from './county.ts'
import { Oracle } from './evaluate.ts'
import { show } from './value.ts'

const columns = (types: Record<string, string>, unknown: Record<string, string[]> = {}): ReadonlyMap<string, ColumnFacts> =>
  new Map(Object.entries({ id_no: 'id18', ...types }).map(([name, type]) => [name, { type, unknown: unknown[name] ?? [] }]))

const category = (facts: Partial<CategoryFacts> & { columns: CategoryFacts['columns'] }): CategoryFacts => ({
  time: null,
  coverage: 'list',
  per: 'person',
  person: 'id_no',
  key: ['id_no'],
  ...facts,
})

/** T: a list with dates; M, Y, S: by month, year, school year; D: by moment; K: checked; C: census; H: per household. */
const CATEGORIES: Readonly<Record<string, CategoryFacts>> = {
  T01: category({
    time: 'day',
    columns: columns(
      {
        day: 'date',
        amount: 'money',
        kind: 'code',
        area: 'number',
        share: 'ratio',
        n: 'int',
        flag: 'bool',
        place: 'degree',
        note: 'string',
        other: 'date',
        upd_time: 'datetime',
      },
      { kind: ['9'] },
    ),
  }),
  M01: category({ time: 'period', columns: columns({ period: 'month', amount: 'money', kind: 'code' }) }),
  Y01: category({ time: 'year', columns: columns({ year: 'year' }) }),
  S01: category({ time: 'term', columns: columns({ term: 'schoolyear' }) }),
  D01: category({ time: 'moment', columns: columns({ moment: 'datetime' }) }),
  K01: category({ coverage: 'checked', columns: columns({ amount: 'money', kind: 'code', n: 'int' }, { kind: ['9'] }) }),
  C01: category({ coverage: 'census', columns: columns({ amount: 'money', kind: 'code', n: 'int' }) }),
  H01: category({
    per: 'household',
    key: ['hh_no', 'id_no'],
    time: 'day',
    columns: columns({ hh_no: 'string', day: 'date', amount: 'money', n: 'int' }),
  }),
  H02: category({ per: 'household', coverage: 'checked', key: ['check_no'], columns: columns({ check_no: 'string', n: 'int' }) }),
  H03: category({ per: 'household', key: ['id_no'], columns: columns({ n: 'int' }) }),
  U01: category({ columns: columns({ n: 'int', kind: 'code', day: 'date', amount: 'money' }) }),
}

export interface Town {
  persons?: (Partial<PersonRow> & { pk: number })[]
  households?: HouseholdRow[]
  rows?: Record<string, (Partial<Row> & { id_no: number })[]>
  /** Columns that no file carried. */
  missing?: Record<string, string[]>
  newest?: Record<string, number>
  params?: Record<string, ParameterFacts>
  features?: Record<string, FeatureFacts>
  asOf?: string
}

const PERSON: Omit<PersonRow, 'pk'> = {
  hid: 0,
  member: true,
  recent: false,
  birth: null,
  sex: null,
  relation: null,
  father: null,
  mother: null,
}

const deliveryOf = (code: string, town: Town): Delivery => {
  const missing = town.missing?.[code] ?? []
  const names = [...(CATEGORIES[code]?.columns.keys() ?? [])]
  return {
    columns: new Set(names.filter((name) => !missing.includes(name))),
    newest: town.newest?.[code] ?? null,
    rows: town.rows?.[code]?.length ?? 0,
  }
}

const known = <T>(value: T | undefined, code: string): T => {
  if (value === undefined) throw new Error(`the test has no ${code}`)
  return value
}

/** A hand-made county as of 2025-05-18: person 1 in household 0 unless told; every category but U01 delivered. */
const county = (town: Town = {}): County => ({
  asOf: town.asOf ?? '2025-05-18',
  persons: (town.persons ?? [{ pk: 1 }]).map((person) => ({ ...PERSON, ...person })),
  households: town.households ?? [{ hid: 0, household_id: 'H-0', size: 1, region12: '330482001001' }],
  rows: (code) => (town.rows?.[code] ?? []).map((row, index) => ({ upd_time: null, _src: 0, _row: index + 2, ...row }) as Row),
  deliveries: new Map(
    Object.keys(CATEGORIES)
      .filter((code) => code !== 'U01')
      .map((code) => [code, deliveryOf(code, town)]),
  ),
  category: (code) => known(CATEGORIES[code], code),
  param: (code) => known(town.params?.[code], code),
  feature: (code) => known(town.features?.[code], code),
})

export const oracle = (town: Town = {}): Oracle => new Oracle(county(town))

/** The value of a formula for person 1, shown. */
export const ofPerson = (formula: string, town: Town = {}, pk = 1): string => show(oracle(town).person(pk, parseFormula(formula)))

/** The value of a formula for household 0, shown. */
export const ofHousehold = (formula: string, town: Town = {}): string => show(oracle(town).household(0, parseFormula(formula)))

/** Formulas whose value is known beforehand. */
export const NONE_NUMBER = 'MAX(T01.n WHERE FALSE)'
export const NONE_DATE = 'MAX(T01.day WHERE FALSE)'
export const NONE_TEXT = 'MAX(T01.kind WHERE FALSE)'
export const UNKNOWN_NUMBER = 'MAX(U01.n)'
export const UNKNOWN_DATE = 'MAX(U01.day)'
export const UNKNOWN_TEXT = 'MAX(U01.kind)'
export const UNKNOWN_TRUTH = 'EXISTS(U01)'
/** [1, 3] */
export const ONE_TO_THREE = '(1 + 2*INT(EXISTS(U01)))'
/** [0, inf) */
export const AT_LEAST_ZERO = 'ATLEAST0(MAX(U01.n))'
