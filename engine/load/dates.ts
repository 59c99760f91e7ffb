import { type Sql, sql } from '../sql/tag.ts'

const formats = (...texts: string[]): Sql => sql`[${texts.map((text) => sql`${text}`)}]`

/** How spreadsheets set to English write a month, and a day of it. */
const ENGLISH = formats('%b-%y', '%b-%Y', '%b %Y', '%d-%b-%y', '%d-%b-%Y', '%d %b %Y', '%b %d, %Y', '%B %d, %Y', '%d %B %Y')
const ENGLISH_MONTH = '[A-Za-z]{3,9}[- ]\\d{2,4}'

const YEAR = '(\\d{4})年?'
const MONTH = '(\\d{4})[-/.年](\\d{1,2})(?:月份?)?'
const CLOCK = '(\\d{1,2})[:时点](\\d{1,2})?(?:[:分](\\d{1,2})(?:\\.\\d+)?)?[分秒]?'
const DAY = '(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})[日号]?'
const HALF = '(?:上午|下午|晚上|凌晨|中午|AM|PM)'
/** A day with a time of day behind it. */
const MOMENT = `${DAY}[T,]?\\s*${HALF}?\\s*${CLOCK}\\s*${HALF}?Z?`

const whole = (pattern: string): string => `^(?:${pattern})$`
const matches = (text: Sql, pattern: string): Sql => sql`regexp_full_match(${text}, ${pattern})`
const replaced = (text: Sql, pattern: string, by: string): Sql => sql`regexp_replace(${text}, ${pattern}, ${by}, 'g')`

const WEEKDAY = '[,，(\\s]*(?:星期|礼拜|周)[一二三四五六日天][)\\s,，]*'
const NUMERALS = '〇零○一二三四五六七八九'
const DIGITS = '000123456789'

/** 二〇二一年十二月三十一日 in digits. */
const inDigits = (text: Sql): Sql => {
  const tens = replaced(
    replaced(sql`translate(${text}, ${NUMERALS}, ${DIGITS})`, '([1-9])十([1-9])', '\\1\\2'),
    '([1-9])十',
    '\\10',
  )
  return sql`replace(${replaced(tens, '十([1-9])', '1\\1')}, '十', '10')`
}

/** 民国七十年 as the year it is: counted from 1912. */
const inCommonEra = (text: Sql): Sql =>
  sql`CASE WHEN starts_with(${text}, '民国') THEN concat(1911 + TRY_CAST(replace(regexp_extract(${text}, '^民国(元|\\d{1,3})年', 1), '元', '1') AS INTEGER),
    regexp_replace(${text}, '^民国(?:元|\\d{1,3})年', '年')) ELSE ${text} END`

/**
 * A date's text as the rare forms are matched with: without weekday, era, spaces inside and a decimal nought, its numerals as
 * digits.
 */
export const plainDate = (text: Sql): Sql => {
  const shown = sql`trim(${replaced(text, WEEKDAY, ' ')})`
  const counted = sql`CASE WHEN regexp_matches(${text}, '[〇零○一二三四五六七八九十]') THEN ${inDigits(shown)} ELSE ${shown} END`
  const tight = replaced(replaced(counted, '\\s*([-/.年月日号])\\s*', '\\1'), '^公元|\\.0$', '')
  return inCommonEra(tight)
}

const COMMON = formats('%Y年%m月%d日', '%Y.%m.%d')
const COMMON_TIME = formats('%Y年%m月%d日 %H:%M:%S', '%Y年%m月%d日 %H:%M', '%Y.%m.%d %H:%M:%S')
const COMMON_MONTH = formats('%Y年%m月', '%Y/%m')

/** Dates in the forms whole files have, beside the ISO ones: run together, in Chinese, with points, as days since the spreadsheet epoch. */
export const commonDate = (text: Sql): Sql => sql`CASE
  WHEN strlen(${text}) = 5 AND TRY_CAST(${text} AS INTEGER) >= 10000 THEN DATE '1899-12-30' + TRY_CAST(${text} AS INTEGER)
  WHEN strlen(${text}) = 8 AND NOT contains(${text}, '.') THEN CAST(try_strptime(${text}, '%Y%m%d') AS DATE)
  ELSE CAST(try_strptime(${text}, ${COMMON}) AS DATE) END`

export const commonTime = (text: Sql): Sql => sql`CASE
  WHEN TRY_CAST(${text} AS DOUBLE) BETWEEN 10000 AND 100000
    THEN TIMESTAMP '1899-12-30' + to_seconds(CAST(round(TRY_CAST(${text} AS DOUBLE) * 86400) AS BIGINT))
  WHEN strlen(${text}) = 14 THEN try_strptime(${text}, '%Y%m%d%H%M%S')
  ELSE coalesce(try_strptime(${text}, ${COMMON_TIME}), CAST(${commonDate(text)} AS TIMESTAMP)) END`

/** The first of a month. */
export const commonMonth = (text: Sql): Sql =>
  sql`coalesce(TRY_CAST(${text} || '-01' AS DATE), TRY_CAST(${text} AS DATE), CAST(try_strptime(${text}, ${COMMON_MONTH}) AS DATE), ${commonDate(text)})`

const isNumber = (text: Sql): Sql => sql`TRY_CAST(${text} AS DOUBLE) IS NOT NULL`

const digitDate = (text: Sql): Sql => sql`CASE
  WHEN ${matches(text, '\\d{8}|\\d{12}|\\d{14}')} THEN CAST(try_strptime(substr(${text}, 1, 8), '%Y%m%d') AS DATE)
  WHEN ${matches(text, '\\d{5}\\.\\d+')} THEN DATE '1899-12-30' + CAST(floor(TRY_CAST(${text} AS DOUBLE)) AS INTEGER)
  WHEN ${matches(text, '(?:19|20)\\d{4}')} THEN CAST(try_strptime(${text}, '%Y%m') AS DATE)
  ELSE TRY_CAST(regexp_replace(regexp_replace(${text}, ${whole(MONTH)}, '\\1-\\2-01'), ${whole(YEAR)}, '\\1-01-01') AS DATE) END`

/** A year of two digits means one from 1930 to 2029, as in every spreadsheet. */
const englishDate = (text: Sql): Sql => {
  const read = sql`CAST(try_strptime(${text}, ${ENGLISH}) AS DATE)`
  return sql`CASE WHEN regexp_matches(${text}, '\\D\\d\\d$') AND year(${read}) >= 2030 THEN CAST(${read} - INTERVAL 100 YEAR AS DATE) ELSE ${read} END`
}

const dayText = (text: Sql): Sql =>
  [
    [MOMENT, '\\1-\\2-\\3'],
    [DAY, '\\1-\\2-\\3'],
    [MONTH, '\\1-\\2-01'],
    [YEAR, '\\1-01-01'],
  ].reduce((read, [pattern, by]) => sql`regexp_replace(${read}, ${whole(pattern as string)}, ${by as string})`, text)

/** A date in any other form, of a plain text; a month or year alone is its first day. */
export const rareDate = (text: Sql): Sql => sql`CASE WHEN ${isNumber(text)} THEN ${digitDate(text)}
  WHEN regexp_matches(${text}, '[A-Za-z]{3}') THEN ${englishDate(text)} ELSE TRY_CAST(${dayText(text)} AS DATE) END`

/** A date and time in any other form, of a plain text. */
export const rareTime = (text: Sql): Sql => {
  const clock = sql`TRY_CAST(rtrim(regexp_replace(${text}, ${whole(MOMENT)}, '\\1-\\2-\\3 \\4:\\5:\\6'), ':') AS TIMESTAMP)`
  const later = sql`CASE WHEN regexp_matches(${text}, '下午|晚上|PM') AND hour(${clock}) < 12 THEN INTERVAL 12 HOUR ELSE INTERVAL 0 HOUR END`
  return sql`CASE WHEN ${matches(text, '\\d{12}')} THEN try_strptime(${text}, '%Y%m%d%H%M')
    WHEN ${matches(text, MOMENT)} THEN ${clock} + ${later} ELSE CAST(${rareDate(text)} AS TIMESTAMP) END`
}

/** The first of a month in any other form, of a plain text; a year alone is no month. */
export const rareMonth = (text: Sql): Sql => sql`CASE WHEN NOT ${matches(text, YEAR)} THEN ${rareDate(text)} END`

/** Whether the text tells no day, only a month or a year. */
export const tellsNoDay = (text: Sql): Sql => matches(text, `${YEAR}|${MONTH}|(?:19|20)\\d{4}|${ENGLISH_MONTH}`)

/** A number that may have lost the last 0 of its month: 2021.1 is January, or October in a cell that holds numbers. */
export const mayLackZero = (text: Sql): Sql => matches(text, '\\d{4}\\.1')

export const monthOf = (date: Sql): Sql => sql`CAST(year(${date}) * 12 + month(${date}) - 1 AS INTEGER)`
