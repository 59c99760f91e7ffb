import { join, type Sql, sql } from '../sql/tag.ts'

/** GB 11643: weights of the first 17 digits; their sum plus the check value is 1 modulo 11. */
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const LOW = 1_000_000_000
const KEY_PER_HIGH = 11n * BigInt(LOW)
/** Nobody older is believed. */
const OLDEST_YEARS = 130

/** The first 8 and the other 9 of the 17 digits of a person key, so that arithmetic stays in 32 bits. */
const highDigits = (pk: Sql): Sql => sql`CAST(${pk} // ${KEY_PER_HIGH} AS INTEGER)`
const lowDigits = (pk: Sql): Sql => sql`CAST((${pk} // 11) % ${LOW} AS INTEGER)`

/** Weighted sum of the 17 digits. */
export const checksum = (high: Sql, low: Sql): Sql =>
  join(
    ID_WEIGHTS.map((weight, index) =>
      index < 8
        ? sql`(${high} // ${10 ** (7 - index)}) % 10 * ${weight}`
        : sql`(${low} // ${10 ** (16 - index)}) % 10 * ${weight}`,
    ),
    sql` + `,
  )

/** The number as it is written. */
export const writtenNumber = (pk: Sql): Sql =>
  sql`format('{:017d}', ${pk} // 11) || CASE WHEN ${pk} % 11 = 10 THEN 'X' ELSE CAST(${pk} % 11 AS VARCHAR) END`

/** First two digits that GB/T 2260 gives to a province or what is like one. */
const PROVINCES = [11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46]
const MORE_PROVINCES = [50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91]

/**
 * The relation, which has a person key `pk`, with the rule that the digits of the number break as `rule`, and only where
 * they break one.
 */
export const brokenNumbers = (relation: Sql, asOf: Sql): Sql => {
  const birth = sql`TRY_CAST(concat(high % 100 * 100 + low // 10000000, '-', (low // 100000) % 100, '-', (low // 1000) % 100) AS DATE)`
  const born = sql`coalesce(${birth} BETWEEN ${asOf} - INTERVAL ${OLDEST_YEARS} YEAR AND ${asOf}, false)`
  const provinces = [...PROVINCES, ...MORE_PROVINCES].map((code) => sql`${code}`)
  return sql`SELECT * EXCLUDE (high, low, total) FROM (
    SELECT *, CASE WHEN (total + pk % 11) % 11 <> 1 THEN 'id_check' WHEN NOT ${born} THEN 'id_birth'
      WHEN NOT list_contains([${provinces}], high // 1000000) THEN 'id_region' END AS rule
    FROM (SELECT *, ${checksum(sql`high`, sql`low`)} AS total FROM (
      SELECT *, ${highDigits(sql`pk`)} AS high, ${lowDigits(sql`pk`)} AS low FROM (${relation})))) WHERE rule IS NOT NULL`
}

const CREDIT_CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** GB 32100: powers of 3 modulo 31. */
const CREDIT_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** Whether a text is a unified social credit code with its right check character. */
export const isCreditCode = (text: Sql): Sql => {
  const value = (at: number): Sql => sql`(strpos(${CREDIT_CHARACTERS}, substr(${text}, ${at}, 1)) - 1)`
  const sum = join(
    CREDIT_WEIGHTS.map((weight, index) => sql`${value(index + 1)} * ${weight}`),
    sql` + `,
  )
  return sql`(regexp_full_match(${text}, ${`[${CREDIT_CHARACTERS}]{18}`}) AND (31 - (${sum}) % 31) % 31 = ${value(18)})`
}

/** Whether a bank card's last digit is right (ISO/IEC 7812); numbers that are no card of the national scheme are not judged. */
export const isCardOrUnknown = (text: Sql): Sql => {
  const digit = sql`CAST(substr(reverse(${text}), place, 1) AS INTEGER)`
  const sum = sql`list_sum([CASE WHEN place % 2 = 1 THEN ${digit} ELSE ${digit} * 2 - CASE WHEN ${digit} > 4 THEN 9 ELSE 0 END END
    FOR place IN range(1, CAST(strlen(${text}) AS BIGINT) + 1)])`
  return sql`CASE WHEN regexp_full_match(${text}, '62\\d{14,17}') THEN ${sum} % 10 = 0 ELSE true END`
}

/** A disability certificate: citizen number, category, level, and a mark where it was issued again. */
export const CERTIFICATE = '\\d{17}[\\dX][1-7][1-4](?:B\\d{1,2})?'
