import { type Sql, sql } from '../sql/tag.ts'
import { compact, narrow } from './clean.ts'
import { leadingDigits, mendedKey, plainKey } from './person-key.ts'

/** How a catalogue type is stored and read. */
export interface Cast {
  /** DuckDB type of the stored value. */
  stored: string
  /** Whether cells are prose, whose signs stay as they are. */
  prose: boolean
  /** A cheap attempt on the cleaned cell. */
  attempt(text: Sql): Sql
  /** The stored value where the attempt succeeded, else NULL. */
  accept(attempted: Sql, text: Sql): Sql
  /** The stored value of a cell on which the attempt failed; NULL where it cannot be read. */
  mend(text: Sql): Sql
}

const between = (value: Sql, low: Sql, high: Sql, result: Sql): Sql =>
  sql`CASE WHEN ${value} BETWEEN ${low} AND ${high} THEN ${result} END`
const same = (attempted: Sql) => attempted
const DAY_ONE = sql`DATE '1800-01-01'`
const DAY_LAST = sql`DATE '9999-12-31'`
const safeDate = (date: Sql): Sql => between(date, DAY_ONE, DAY_LAST, date)

const texts = (...values: string[]): Sql => sql`[${values.map((text) => sql`${text}`)}]`
const DATE_FORMATS = texts('%Y年%m月%d日', '%Y.%m.%d', '%Y年%m月%d', '%Y-%m', '%Y年%m月', '%Y/%m', '%Y.%m', '%Y-%m-%dT%H:%M:%S')
const TIME_FORMATS = texts(
  '%Y年%m月%d日 %H:%M:%S',
  '%Y年%m月%d日 %H:%M',
  '%Y年%m月%d日%H:%M:%S',
  '%Y年%m月%d日%H时%M分%S秒',
  '%Y年%m月%d日%H时%M分',
  '%Y.%m.%d %H:%M:%S',
  '%Y.%m.%d %H:%M',
  '%Y/%m/%d %H:%M',
  '%Y-%m-%d %H:%M',
)

/** Days since the spreadsheet epoch as a date. */
const serialDate = (text: Sql): Sql => sql`DATE '1899-12-30' + CAST(floor(TRY_CAST(${text} AS DOUBLE)) AS INTEGER)`

const mendedDate = (raw: Sql): Sql => {
  const text = narrow(raw, false)
  return safeDate(sql`CASE
    WHEN regexp_full_match(${text}, '\\d{5}(\\.\\d+)?') THEN ${serialDate(text)}
    WHEN regexp_full_match(${text}, '\\d{8}') THEN CAST(try_strptime(${text}, '%Y%m%d') AS DATE)
    WHEN regexp_full_match(${text}, '\\d{14}') THEN CAST(try_strptime(${text}, '%Y%m%d%H%M%S') AS DATE)
    WHEN regexp_full_match(${text}, '\\d{6}') THEN CAST(try_strptime(${text}, '%Y%m') AS DATE)
    WHEN regexp_matches(${text}, '^\\d{4}\\D') THEN coalesce(TRY_CAST(${text} AS DATE), CAST(try_strptime(${text}, ${DATE_FORMATS}) AS DATE),
      CAST(try_strptime(${text}, ${TIME_FORMATS}) AS DATE)) END`)
}

const mendedTime = (raw: Sql): Sql => {
  const text = narrow(raw, false)
  return sql`CASE
    WHEN regexp_full_match(${text}, '\\d{5}\\.\\d+') THEN TIMESTAMP '1899-12-30' + to_seconds(CAST(round(TRY_CAST(${text} AS DOUBLE) * 86400) AS BIGINT))
    WHEN regexp_full_match(${text}, '\\d{14}') THEN try_strptime(${text}, '%Y%m%d%H%M%S')
    ELSE coalesce(try_strptime(${text}, ${TIME_FORMATS}), CAST(${mendedDate(raw)} AS TIMESTAMP)) END`
}

const monthOf = (date: Sql): Sql => sql`CAST(year(${date}) * 12 + month(${date}) - 1 AS INTEGER)`

/** A number's text without separators, currency signs and the unit behind it. */
const bareNumber = (text: Sql): Sql =>
  sql`regexp_replace(regexp_replace(${narrow(text, false)}, '[,，\\s￥¥$]|人民币|RMB|CNY|约', '', 'g'), '^([+-]?\\d*\\.?\\d+)[^\\d.,+-][^\\d.,+-]*$', '\\1')`

const hundredths = (text: Sql): Sql => sql`CAST(TRY_CAST(${text} AS DECIMAL(15, 2)) * 100::DECIMAL(3, 0) AS BIGINT)`
const tenThousandfold = (text: Sql): Sql => sql`CAST(TRY_CAST(${text} AS DECIMAL(15, 6)) * 1000000::DECIMAL(7, 0) AS BIGINT)`

const money = (unit: string | undefined): Cast => {
  const inWan = unit?.startsWith('万') ?? false
  const cents = inWan ? tenThousandfold : hundredths
  return {
    stored: 'BIGINT',
    prose: false,
    attempt: cents,
    accept: same,
    mend: (text) =>
      sql`CASE WHEN regexp_matches(${text}, '\\d\\s*万') THEN ${tenThousandfold(bareNumber(text))} ELSE ${cents(bareNumber(text))} END`,
  }
}

const number: Cast = {
  stored: 'BIGINT',
  prose: false,
  attempt: hundredths,
  accept: same,
  mend: (text) => hundredths(bareNumber(text)),
}

const millionths = (text: Sql): Sql => sql`CAST(TRY_CAST(${text} AS DECIMAL(9, 6)) * 1000000::DECIMAL(7, 0) AS BIGINT)`
const degree: Cast = {
  stored: 'BIGINT',
  prose: false,
  attempt: millionths,
  accept: (value) => between(value, sql`-180000000`, sql`180000000`, value),
  mend: (text) => millionths(sql`regexp_replace(${narrow(text, false)}, '[°度\\s]', '', 'g')`),
}

const ratioPart = (text: Sql, scale: number): Sql => sql`CAST(round(TRY_CAST(${text} AS DECIMAL(12, 6)) * ${scale}) AS BIGINT)`
const ratio: Cast = {
  stored: 'BIGINT',
  prose: false,
  attempt: (text) => sql`CAST(TRY_CAST(${text} AS DECIMAL(9, 4)) * 10000::DECIMAL(5, 0) AS BIGINT)`,
  accept: (value) => between(value, sql`0`, sql`10000`, value),
  mend: (raw) => {
    const text = sql`regexp_replace(${narrow(raw, false)}, '\\s', '', 'g')`
    const top = sql`TRY_CAST(split_part(${text}, '/', 1) AS BIGINT)`
    const bottom = sql`NULLIF(TRY_CAST(split_part(${text}, '/', 2) AS BIGINT), 0)`
    const value = sql`CASE WHEN regexp_full_match(${text}, '\\d+(\\.\\d+)?%') THEN ${ratioPart(sql`rtrim(${text}, '%')`, 100)}
      WHEN regexp_full_match(${text}, '\\d{1,4}/\\d{1,4}') THEN (${top} * 20000 + ${bottom}) // (2 * ${bottom}) END`
    return between(value, sql`0`, sql`10000`, value)
  },
}

const int: Cast = {
  stored: 'INTEGER',
  prose: false,
  attempt: (text) => sql`CASE WHEN NOT contains(${text}, '.') THEN TRY_CAST(${text} AS INTEGER) END`,
  accept: same,
  mend: (text) => {
    const value = sql`TRY_CAST(${bareNumber(text)} AS DECIMAL(15, 4))`
    return sql`CASE WHEN ${value} = floor(${value}) THEN TRY_CAST(${value} AS INTEGER) END`
  },
}

const month: Cast = {
  stored: 'INTEGER',
  prose: false,
  attempt: (text) => sql`TRY_CAST(${text} AS INTEGER)`,
  accept: (value) =>
    sql`CASE WHEN ${value} BETWEEN 180001 AND 299912 AND ${value} % 100 BETWEEN 1 AND 12 THEN (${value} // 100) * 12 + ${value} % 100 - 1 END`,
  mend: (text) => sql`coalesce(${monthOf(safeDate(sql`TRY_CAST(${text} || '-01' AS DATE)`))}, ${monthOf(mendedDate(text))})`,
}

const year: Cast = {
  stored: 'INTEGER',
  prose: false,
  attempt: (text) => sql`TRY_CAST(${text} AS INTEGER)`,
  accept: (value) => between(value, sql`1900`, sql`2100`, value),
  mend: (text) => sql`TRY_CAST(regexp_extract(${narrow(text, false)}, '^(\\d{4})(?:\\.0+|年|年度|-\\d\\d.*)$', 1) AS INTEGER)`,
}

const schoolyear: Cast = {
  stored: 'INTEGER',
  prose: false,
  attempt: (text) =>
    sql`CASE WHEN strlen(${text}) = 9 AND substr(${text}, 5, 1) = '-' THEN TRY_CAST(substr(${text}, 1, 4) AS INTEGER) END`,
  accept: (value, text) => sql`CASE WHEN ${value} + 1 = TRY_CAST(substr(${text}, 6, 4) AS INTEGER) THEN ${value} END`,
  mend: (raw) => {
    const pattern = '^(\\d{4})(?:[-—~～至/]+(\\d{4}|\\d{2}))?(?:学年.*|年度?.*)?$'
    const text = narrow(raw, false)
    const first = sql`TRY_CAST(regexp_extract(${text}, ${pattern}, 1) AS INTEGER)`
    const second = sql`TRY_CAST(regexp_extract(${text}, ${pattern}, 2) AS INTEGER)`
    return sql`CASE WHEN ${first} BETWEEN 1900 AND 2100 AND coalesce(${second} % 100 = (${first} + 1) % 100, true) THEN ${first} END`
  },
}

const TRUE = ['1', '是', '有', 'Y', 'y', 'YES', 'Yes', 'yes', '√', '✓', '✔', 'T', 'TRUE', 'True', 'true', '1.0', '对']
const FALSE = [
  '0',
  '否',
  '无',
  '没有',
  'N',
  'n',
  'NO',
  'No',
  'no',
  '×',
  'x',
  'X',
  '✗',
  'F',
  'FALSE',
  'False',
  'false',
  '0.0',
  '错',
]
const bool: Cast = {
  stored: 'BOOLEAN',
  prose: false,
  attempt: (text) =>
    sql`CASE WHEN list_contains(${texts(...TRUE)}, ${text}) THEN true WHEN list_contains(${texts(...FALSE)}, ${text}) THEN false END`,
  accept: same,
  mend: () => sql`CAST(NULL AS BOOLEAN)`,
}

const date: Cast = {
  stored: 'DATE',
  prose: false,
  attempt: (text) => sql`TRY_CAST(${text} AS DATE)`,
  accept: safeDate,
  mend: mendedDate,
}

const datetime: Cast = {
  stored: 'TIMESTAMP',
  prose: false,
  attempt: (text) => sql`TRY_CAST(${text} AS TIMESTAMP)`,
  accept: (value) => between(value, sql`TIMESTAMP '1800-01-01'`, sql`TIMESTAMP '9999-12-31 23:59:59'`, value),
  mend: mendedTime,
}

const id18: Cast = {
  stored: 'BIGINT',
  prose: false,
  attempt: leadingDigits,
  accept: (digits, text) => plainKey(text, digits),
  mend: mendedKey,
}

const words = (prose: boolean): Cast => ({ stored: 'VARCHAR', prose, attempt: same, accept: same, mend: same })
const numbered: Cast = { stored: 'VARCHAR', prose: false, attempt: same, accept: (text) => sql`upper(${text})`, mend: compact }

const CASTS: Record<string, Cast> = { id18, date, datetime, number, degree, ratio, int, month, year, schoolyear, bool }
const CAPITALS = new Set(['uscc18', 'cert20'])
const DIGITS = new Set(['bankcard', 'region12', 'region6', 'phone', 'code'])

/** The cast of a catalogue type; `unit` matters for money alone. */
export const castOf = (type: string, unit?: string): Cast =>
  type === 'money' ? money(unit) : (CASTS[type] ?? (CAPITALS.has(type) ? numbered : words(!DIGITS.has(type))))

/** DuckDB type in which a catalogue type is stored. */
export const storedType = (type: string): string => castOf(type).stored
