import { join, type Sql, sql } from '../sql/tag.ts'

const SCALES = { 百: 2, 千: 3, 万: 4, 十万: 5, 百万: 6, 千万: 7, 亿: 8 } as const

/** A number, how many thousands and the like it counts, and what it is an amount of. */
const AMOUNT =
  '^([+-]?(?:\\d+\\.?\\d*|\\.\\d+))(十万|百万|千万|百|千|万|亿)?(元|圆|块钱?)?[整正]?([/每]?[年月季周天日次人户亩])?$'

/** An amount's text without separators, currency signs and empty words; what stands in brackets or before a minus is negative. */
export const plainAmount = (text: Sql): Sql => {
  const stripped = sql`regexp_replace(${text}, '[,，\\s￥¥$]|人民币|RMB|CNY|约', '', 'g')`
  return sql`regexp_replace(regexp_replace(${stripped}, '^\\((.+)\\)$', '-\\1'), '^([^-].*)-$', '-\\1')`
}

export const hundredths = (text: Sql): Sql => sql`CAST(TRY_CAST(${text} AS DECIMAL(15, 2)) * 100::DECIMAL(3, 0) AS BIGINT)`
export const millionfold = (text: Sql): Sql => sql`CAST(TRY_CAST(${text} AS DECIMAL(15, 6)) * 1000000::DECIMAL(7, 0) AS BIGINT)`

const part = (text: Sql, group: number): Sql => sql`regexp_extract(${text}, ${AMOUNT}, ${group})`

/** Cents of an amount with the common signs: what most untidy amounts need. */
export const commonMoney = (text: Sql, unit: string | undefined): Sql =>
  unit?.startsWith('万') ? millionfold(sql`translate(${text}, ',￥¥ ', '')`) : hundredths(sql`translate(${text}, ',￥¥元 ', '')`)

/** Cents of an amount in words and signs; NULL where it is none, or one of another time than the column's. */
export const rareMoney = (text: Sql, unit: string | undefined): Sql => {
  const [number, scale, yuan, per] = [1, 2, 3, 4].map((group) => part(text, group)) as [Sql, Sql, Sql, Sql]
  const other = unit?.includes('/月') ? '年' : unit?.includes('/年') ? '月' : null
  const fits = other === null ? sql`true` : sql`NOT contains(${per}, ${other})`
  const powers = Object.entries(SCALES).map(([word, power]) => sql`WHEN ${word} THEN ${10 ** (power + 2)}`)
  const scaled = sql`TRY_CAST(TRY_CAST(${number} AS DECIMAL(15, 6)) * CAST(CASE ${scale} ${join(powers, sql` `)} END AS DECIMAL(11, 0)) AS BIGINT)`
  const plain = unit?.startsWith('万')
    ? sql`CASE WHEN ${yuan} <> '' THEN ${hundredths(number)} ELSE ${millionfold(number)} END`
    : hundredths(number)
  return sql`CASE WHEN ${fits} THEN CASE WHEN ${scale} = '' THEN ${plain} ELSE ${scaled} END END`
}

/** Whether an amount was said in another unit than the column's, so that it had to be multiplied. */
export const wasScaled = (text: Sql, unit: string | undefined): Sql =>
  unit?.startsWith('万')
    ? sql`(${part(text, 2)} NOT IN ('', '万') OR ${part(text, 2)} = '' AND ${part(text, 3)} <> '')`
    : sql`${part(text, 2)} <> ''`

/** A plain amount's number without the unit behind it; words that multiply are no unit. */
export const withoutUnit = (text: Sql): Sql => sql`regexp_replace(${text}, '^([+-]?\\d*\\.?\\d+)[^\\d.,+十百千万亿-]+$', '\\1')`
