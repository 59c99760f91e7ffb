import { type Sql, sql } from '../sql/tag.ts'

const formats = (...texts: string[]): Sql => sql`[${texts.map((text) => sql`${text}`)}]`

const DATE_FORMATS = formats('%Y年%m月%d日', '%Y.%m.%d', '%Y年%m月%d', '%Y-%m', '%Y年%m月', '%Y/%m', '%Y.%m', '%Y-%m-%dT%H:%M:%S')
const TIME_FORMATS = formats(
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

const isNumber = (text: Sql): Sql => sql`TRY_CAST(${text} AS DOUBLE) IS NOT NULL`

/** Dates written as digits alone, and days since the spreadsheet epoch. */
const digitDate = (text: Sql): Sql => sql`CASE
  WHEN strlen(${text}) = 8 THEN CAST(try_strptime(${text}, '%Y%m%d') AS DATE)
  WHEN strlen(${text}) = 14 THEN CAST(try_strptime(${text}, '%Y%m%d%H%M%S') AS DATE)
  WHEN regexp_full_match(${text}, '\\d{5}(\\.\\d+)?') THEN DATE '1899-12-30' + CAST(floor(TRY_CAST(${text} AS DOUBLE)) AS INTEGER)
  WHEN strlen(${text}) = 6 AND NOT contains(${text}, '.') THEN CAST(try_strptime(${text}, '%Y%m') AS DATE)
  ELSE CAST(try_strptime(${text}, '%Y.%m') AS DATE) END`

/** A date in any other form than the ISO ones; a month alone is its first day. */
export const mendedDate = (text: Sql): Sql => sql`CASE WHEN ${isNumber(text)} THEN ${digitDate(text)}
  ELSE coalesce(CAST(try_strptime(${text}, ${DATE_FORMATS}) AS DATE), TRY_CAST(${text} AS DATE), CAST(try_strptime(${text}, ${TIME_FORMATS}) AS DATE)) END`

/** A date and time in any other form than the ISO ones. */
export const mendedTime = (text: Sql): Sql => sql`CASE
  WHEN regexp_full_match(${text}, '\\d{5}\\.\\d+')
    THEN TIMESTAMP '1899-12-30' + to_seconds(CAST(round(TRY_CAST(${text} AS DOUBLE) * 86400) AS BIGINT))
  WHEN regexp_full_match(${text}, '\\d{14}') THEN try_strptime(${text}, '%Y%m%d%H%M%S')
  ELSE coalesce(try_strptime(${text}, ${TIME_FORMATS}), CAST(${mendedDate(text)} AS TIMESTAMP)) END`

/** The first of a month in any other form than digits. */
export const mendedMonth = (text: Sql): Sql =>
  sql`coalesce(TRY_CAST(${text} || '-01' AS DATE), TRY_CAST(${text} AS DATE), ${mendedDate(text)})`

export const monthOf = (date: Sql): Sql => sql`CAST(year(${date}) * 12 + month(${date}) - 1 AS INTEGER)`
