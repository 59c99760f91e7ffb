import type { Column } from '../packs/pack.ts'
import { type Sql, sql } from '../sql/tag.ts'
import { type CellRule, DATE_AMBIGUOUS, DATE_PRECISION, MONEY_SCALED } from '../validate/cell.ts'
import { commonMoney, hundredths, millionfold, plainAmount, rareMoney, wasScaled, withoutUnit } from './amounts.ts'
import { closedName, compact, narrow } from './clean.ts'
import {
  commonDate,
  commonMonth,
  commonTime,
  mayLackZero,
  monthOf,
  plainDate,
  rareDate,
  rareMonth,
  rareTime,
  tellsNoDay,
} from './dates.ts'
import { leadingDigits, mendedKey, plainKey } from './person-key.ts'

/** How a catalogue type is stored and read, step by step; each step sees the one before as a column. */
export interface Cast {
  /** DuckDB type of the stored value. */
  stored: string
  /** Whether cells are prose, whose signs stay as they are. */
  prose: boolean
  /** A cheap attempt on the cleaned cell. */
  attempt(text: Sql): Sql
  /** The stored value where the attempt succeeded, else NULL. */
  accept(attempted: Sql, text: Sql): Sql
  /** The text of a cell on which the attempt failed. */
  prepare(text: Sql): Sql
  /** A value of the prepared text, NULL where it cannot be read. */
  mend(prepared: Sql): Sql
  /** The stored value of a mended one, NULL where it is out of bounds. */
  settle(mended: Sql): Sql
  /** Forms that are so rare that only cells which nothing else reads are tried with them; costly to plan. */
  rare?: { prepare(text: Sql): Sql; mend(prepared: Sql): Sql }
  /** A bound stated in the column's own unit, as it is stored. */
  units(bound: number): number
  /** What is to be said of a text of a rare form that was mended to a value. */
  remarks: readonly { rule: CellRule; when(prepared: Sql): Sql }[]
}

const same = (value: Sql) => value
const between =
  (low: Sql, high: Sql) =>
  (value: Sql): Sql =>
    sql`CASE WHEN ${value} BETWEEN ${low} AND ${high} THEN ${value} END`

const typed = (stored: string, steps: Pick<Cast, 'attempt' | 'mend'> & Partial<Cast>): Cast => ({
  stored,
  prose: false,
  accept: same,
  prepare: (text) => narrow(text, false),
  settle: same,
  units: (bound) => bound,
  remarks: [],
  ...steps,
})

const dateText = (text: Sql): Sql => plainDate(narrow(text, false))
const precision: Cast['remarks'] = [
  { rule: DATE_AMBIGUOUS, when: mayLackZero },
  { rule: DATE_PRECISION, when: (text) => sql`${tellsNoDay(text)} AND NOT ${mayLackZero(text)}` },
]

const dateLimits = between(sql`DATE '1800-01-01'`, sql`DATE '9999-12-31'`)
const timeLimits = between(sql`TIMESTAMP '1800-01-01'`, sql`TIMESTAMP '9999-12-31 23:59:59'`)
const date = typed('DATE', {
  attempt: (text) => sql`TRY_CAST(${text} AS DATE)`,
  accept: dateLimits,
  mend: commonDate,
  rare: { prepare: dateText, mend: rareDate },
  settle: dateLimits,
  remarks: precision,
})
const datetime = typed('TIMESTAMP', {
  attempt: (text) => sql`TRY_CAST(${text} AS TIMESTAMP)`,
  accept: timeLimits,
  mend: commonTime,
  rare: { prepare: dateText, mend: rareTime },
  settle: timeLimits,
  remarks: precision,
})
const month = typed('INTEGER', {
  attempt: (text) => sql`TRY_CAST(${text} AS INTEGER)`,
  accept: (value) =>
    sql`CASE WHEN ${value} BETWEEN 180001 AND 299912 AND ${value} % 100 BETWEEN 1 AND 12 THEN (${value} // 100) * 12 + ${value} % 100 - 1 END`,
  mend: commonMonth,
  rare: { prepare: dateText, mend: rareMonth },
  settle: (value) => monthOf(dateLimits(value)),
  remarks: [{ rule: DATE_AMBIGUOUS, when: mayLackZero }],
})

const amountText = (text: Sql): Sql => plainAmount(narrow(text, false))
const money = (unit: string | undefined): Cast =>
  typed('BIGINT', {
    attempt: unit?.startsWith('万') ? millionfold : hundredths,
    mend: (text) => commonMoney(text, unit),
    rare: { prepare: amountText, mend: (text) => rareMoney(text, unit) },
    units: (bound) => bound * (unit?.startsWith('万') ? 1_000_000 : 100),
    remarks: [{ rule: MONEY_SCALED, when: (text) => wasScaled(text, unit) }],
  })

const number = typed('BIGINT', {
  attempt: hundredths,
  mend: (text) => hundredths(sql`replace(${text}, ',', '')`),
  rare: { prepare: amountText, mend: (text) => hundredths(withoutUnit(text)) },
  units: (bound) => bound * 100,
})

const degreeLimits = between(sql`-180000000`, sql`180000000`)
const degree = typed('BIGINT', {
  attempt: (text) => sql`CAST(TRY_CAST(${text} AS DECIMAL(9, 6)) * 1000000::DECIMAL(7, 0) AS BIGINT)`,
  accept: degreeLimits,
  mend: (text) => millionfold(sql`regexp_replace(${text}, '[°度\\s]', '', 'g')`),
  settle: degreeLimits,
})

const ratioLimits = between(sql`0`, sql`10000`)
const ratio = typed('BIGINT', {
  attempt: (text) => sql`CAST(TRY_CAST(${text} AS DECIMAL(9, 4)) * 10000::DECIMAL(5, 0) AS BIGINT)`,
  accept: ratioLimits,
  prepare: (text) => sql`regexp_replace(${narrow(text, false)}, '\\s', '', 'g')`,
  mend: (text) => {
    const top = sql`TRY_CAST(split_part(${text}, '/', 1) AS BIGINT)`
    const bottom = sql`NULLIF(TRY_CAST(split_part(${text}, '/', 2) AS BIGINT), 0)`
    return sql`CASE WHEN regexp_full_match(${text}, '\\d+(\\.\\d+)?%') THEN CAST(round(TRY_CAST(rtrim(${text}, '%') AS DECIMAL(12, 6)) * 100) AS BIGINT)
      WHEN regexp_full_match(${text}, '\\d{1,4}/\\d{1,4}') THEN (${top} * 20000 + ${bottom}) // (2 * ${bottom}) END`
  },
  settle: ratioLimits,
})

const int = typed('INTEGER', {
  attempt: (text) => sql`CASE WHEN NOT contains(${text}, '.') THEN TRY_CAST(${text} AS INTEGER) END`,
  mend: (text) => sql`TRY_CAST(replace(${text}, ',', '') AS DECIMAL(15, 4))`,
  rare: { prepare: amountText, mend: (text) => sql`TRY_CAST(${withoutUnit(text)} AS DECIMAL(15, 4))` },
  settle: (value) => sql`CASE WHEN ${value} = floor(${value}) THEN TRY_CAST(${value} AS INTEGER) END`,
})

const yearLimits = between(sql`1900`, sql`2100`)
const year = typed('INTEGER', {
  attempt: (text) => sql`TRY_CAST(${text} AS INTEGER)`,
  accept: yearLimits,
  mend: (text) => sql`TRY_CAST(regexp_extract(${text}, '^(\\d{4})(?:\\.0+|年|年度|-\\d\\d.*)$', 1) AS INTEGER)`,
  settle: yearLimits,
})

const SCHOOL_YEAR = '^(\\d{4})(?:[-—~～至/]+(\\d{4}|\\d{2}))?(?:学年.*|年度?.*)?$'
const schoolyear = typed('INTEGER', {
  attempt: (text) =>
    sql`CASE WHEN strlen(${text}) = 9 AND substr(${text}, 5, 1) = '-' THEN TRY_CAST(substr(${text}, 1, 4) AS INTEGER) END`,
  accept: (value, text) => sql`CASE WHEN ${value} + 1 = TRY_CAST(substr(${text}, 6, 4) AS INTEGER) THEN ${value} END`,
  mend: (text) => {
    const first = sql`TRY_CAST(regexp_extract(${text}, ${SCHOOL_YEAR}, 1) AS INTEGER)`
    const second = sql`TRY_CAST(regexp_extract(${text}, ${SCHOOL_YEAR}, 2) AS INTEGER)`
    return sql`CASE WHEN coalesce(${second} % 100 = (${first} + 1) % 100, true) THEN ${first} END`
  },
  settle: yearLimits,
})

const words = (...texts: string[]): Sql => sql`[${texts.map((text) => sql`${text}`)}]`
const YES = words(...'1 1.0 是 有 对 Y y YES Yes yes T TRUE True true √ ✓ ✔'.split(' '))
const NO = words(...'0 0.0 否 无 没有 错 N n NO No no F FALSE False false × x X ✗'.split(' '))
const bool = typed('BOOLEAN', {
  attempt: (text) => sql`CASE WHEN list_contains(${YES}, ${text}) THEN true WHEN list_contains(${NO}, ${text}) THEN false END`,
  mend: () => sql`CAST(NULL AS BOOLEAN)`,
})

const id18 = typed('BIGINT', {
  attempt: leadingDigits,
  accept: (digits, text) => plainKey(text, digits),
  prepare: compact,
  mend: mendedKey,
})

const personName = typed('VARCHAR', { prose: true, attempt: closedName, mend: same })
const text = (prose: boolean): Cast => typed('VARCHAR', { prose, attempt: same, mend: same })
const capitals = typed('VARCHAR', { attempt: (cell) => sql`upper(${cell})`, mend: same })

const CASTS: Record<string, Cast> = { id18, date, datetime, number, degree, ratio, int, month, year, schoolyear, bool }
const CAPITALS = new Set(['uscc18', 'cert20'])
const DIGITS = new Set(['bankcard', 'region12', 'region6', 'phone', 'code'])

/** The cast of a column; its unit, or the one its heading states, matters for money alone. */
export const castOf = ({ type, pii, name }: Column, unit?: string): Cast =>
  type === 'money'
    ? money(unit)
    : type === 'string' && pii === 'D' && name.endsWith('name')
      ? personName
      : (CASTS[type] ?? (CAPITALS.has(type) ? capitals : text(!DIGITS.has(type))))
