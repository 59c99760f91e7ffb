import { type Sql, sql } from '../sql/tag.ts'
import { compact, narrow } from './clean.ts'
import { mendedDate, mendedMonth, mendedTime, monthOf } from './dates.ts'
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
  ...steps,
})

const dateLimits = between(sql`DATE '1800-01-01'`, sql`DATE '9999-12-31'`)
const timeLimits = between(sql`TIMESTAMP '1800-01-01'`, sql`TIMESTAMP '9999-12-31 23:59:59'`)
const date = typed('DATE', {
  attempt: (text) => sql`TRY_CAST(${text} AS DATE)`,
  accept: dateLimits,
  mend: mendedDate,
  settle: dateLimits,
})
const datetime = typed('TIMESTAMP', {
  attempt: (text) => sql`TRY_CAST(${text} AS TIMESTAMP)`,
  accept: timeLimits,
  mend: mendedTime,
  settle: timeLimits,
})
const month = typed('INTEGER', {
  attempt: (text) => sql`TRY_CAST(${text} AS INTEGER)`,
  accept: (value) =>
    sql`CASE WHEN ${value} BETWEEN 180001 AND 299912 AND ${value} % 100 BETWEEN 1 AND 12 THEN (${value} // 100) * 12 + ${value} % 100 - 1 END`,
  mend: mendedMonth,
  settle: (value) => monthOf(dateLimits(value)),
})

/** A number's text without separators, currency signs and the unit behind it. */
const bareNumber = (text: Sql): Sql =>
  sql`regexp_replace(regexp_replace(${text}, '[,，\\s￥¥$]|人民币|RMB|CNY|约', '', 'g'), '^([+-]?\\d*\\.?\\d+)[^\\d.,+-][^\\d.,+-]*$', '\\1')`

const hundredths = (text: Sql): Sql => sql`CAST(TRY_CAST(${text} AS DECIMAL(15, 2)) * 100::DECIMAL(3, 0) AS BIGINT)`
const millionfold = (text: Sql): Sql => sql`CAST(TRY_CAST(${text} AS DECIMAL(15, 6)) * 1000000::DECIMAL(7, 0) AS BIGINT)`

const money = (unit: string | undefined): Cast => {
  const cents = unit?.startsWith('万') ? millionfold : hundredths
  return typed('BIGINT', {
    attempt: cents,
    mend: (text) =>
      sql`CASE WHEN regexp_matches(${text}, '\\d\\s*万') THEN ${millionfold(bareNumber(text))} ELSE ${cents(bareNumber(text))} END`,
  })
}

const number = typed('BIGINT', { attempt: hundredths, mend: (text) => hundredths(bareNumber(text)) })

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
  mend: (text) => sql`TRY_CAST(${bareNumber(text)} AS DECIMAL(15, 4))`,
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

const text = (prose: boolean): Cast => typed('VARCHAR', { prose, attempt: same, mend: same })
const capitals = typed('VARCHAR', { attempt: (cell) => sql`upper(${cell})`, mend: same })

const CASTS: Record<string, Cast> = { id18, date, datetime, number, degree, ratio, int, month, year, schoolyear, bool }
const CAPITALS = new Set(['uscc18', 'cert20'])
const DIGITS = new Set(['bankcard', 'region12', 'region6', 'phone', 'code'])

/** The cast of a catalogue type; `unit` matters for money alone. */
export const castOf = (type: string, unit?: string): Cast =>
  type === 'money' ? money(unit) : (CASTS[type] ?? (CAPITALS.has(type) ? capitals : text(!DIGITS.has(type))))
