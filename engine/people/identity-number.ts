import { type Sql, sql } from '../sql/tag.ts'
import { checksum } from '../validate/numbers.ts'

/** Nobody older is believed. */
const OLDEST_YEARS = 130

const power = (exponent: number): Sql => sql`CAST(${10n ** BigInt(exponent)} AS BIGINT)`

/** Whether stated facts differ from the digits, as far as can be told without judging the number. */
export const contradictsDigits = (pk: Sql, birth: Sql, sex: Sql): Sql => sql`(${pk} >= 0 AND (
  (${pk} // 11 // 1000) % 100000000 <> year(${birth}) * 10000 + month(${birth}) * 100 + day(${birth})
  OR (${pk} // 11) % 2 <> CASE ${sex} WHEN '1' THEN 1 WHEN '2' THEN 0 END))`

/**
 * The relation with columns `id_valid`, `id_birth`, `id_sex` added, read from the digits of `pk`
 * (first 17 digits times 11 plus check value). Birth and sex are NULL where the number is not valid.
 */
export const withIdentityDigits = (relation: Sql, asOf: Sql): Sql => {
  const leap = sql`(id_y % 4 = 0 AND (id_y % 100 <> 0 OR id_y % 400 = 0))`
  const monthDays = sql`CASE WHEN id_m = 2 THEN CASE WHEN ${leap} THEN 29 ELSE 28 END WHEN id_m IN (4, 6, 9, 11) THEN 30 ELSE 31 END`
  return sql`
    SELECT * EXCLUDE (id_high, id_low, id_y, id_m, id_d, id_sum, id_date),
      coalesce(id_date BETWEEN ${asOf} - INTERVAL ${OLDEST_YEARS} YEAR AND ${asOf}, false) AS id_valid,
      CASE WHEN id_date BETWEEN ${asOf} - INTERVAL ${OLDEST_YEARS} YEAR AND ${asOf} THEN id_date END AS id_birth,
      CASE WHEN id_date BETWEEN ${asOf} - INTERVAL ${OLDEST_YEARS} YEAR AND ${asOf}
        THEN CASE WHEN id_low % 2 = 1 THEN '1' ELSE '2' END END AS id_sex
    FROM (
      SELECT *, CASE WHEN id_high >= 10000000 AND (id_sum + pk % 11) % 11 = 1 AND id_y >= 1800
          AND id_m BETWEEN 1 AND 12 AND id_d BETWEEN 1 AND ${monthDays}
        THEN make_date(id_y, id_m, id_d) END AS id_date
      FROM (
        SELECT *, id_high % 100 * 100 + id_low // 10000000 AS id_y, (id_low // 100000) % 100 AS id_m, (id_low // 1000) % 100 AS id_d,
          ${checksum(sql`id_high`, sql`id_low`)} AS id_sum
        FROM (SELECT *, CASE WHEN pk >= 0 THEN CAST(pk // ${11n * 10n ** 9n} AS INTEGER) END AS id_high,
          CASE WHEN pk >= 0 THEN CAST((pk // 11) % 1000000000 AS INTEGER) END AS id_low FROM (${relation}))))`
}

/** The number as written, with its middle hidden; NULL for keys that are no ID number. */
export const maskedNumber = (pk: Sql): Sql => sql`CASE WHEN ${pk} >= 0 THEN
  substr(format('{:017d}', ${pk} // 11), 1, 6) || '********' || substr(format('{:017d}', ${pk} // 11), 15, 3)
  || CASE WHEN ${pk} % 11 = 10 THEN 'X' ELSE CAST(${pk} % 11 AS VARCHAR) END END`

/** Whether the number begins with the given digits. */
export const startsWithDigits = (pk: Sql, prefix: string): Sql =>
  /^\d{1,17}$/.test(prefix) ? sql`(${pk} >= 0 AND ${pk} // 11 // ${power(17 - prefix.length)} = ${BigInt(prefix)})` : sql`false`
