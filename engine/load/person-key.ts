import { join, type Sql, sql } from '../sql/tag.ts'
import { isMasked, lostDigits } from '../validate/cell.ts'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Value of a check character: digits stand for themselves, X for 10; anything else is NULL. */
const checkValue = (character: Sql): Sql =>
  sql`CASE WHEN ascii(${character}) BETWEEN 48 AND 57 THEN ascii(${character}) - 48 WHEN ${character} IN ('X', 'x') THEN 10 END`

/** Check value of the 17 digits by ISO 7064 MOD 11-2. */
const computedCheck = (digits: Sql): Sql => {
  const products = WEIGHTS.map((weight, index) => sql`${weight} * (ascii(substr(${digits}, ${index + 1}, 1)) - 48)`)
  return sql`(12 - (${join(products, sql` + `)}) % 11) % 11`
}

/** The 17 digits of a text of 18 bytes, NULL for most other texts; a first step that touches no pattern. */
export const leadingDigits = (text: Sql): Sql =>
  sql`CASE WHEN strlen(${text}) = 18 THEN TRY_CAST(substr(${text}, 1, 17) AS BIGINT) END`

/** The person key where the leading digits are seventeen and the check character is one; else NULL. */
export const plainKey = (text: Sql, digits: Sql): Sql =>
  sql`CASE WHEN ${digits} >= 10000000000000000 THEN ${digits} * 11 + ${checkValue(sql`substr(${text}, 18, 1)`)} END`

/** The person key of any other text, spaces taken out: old numbers are mended, other documents go by their digest, lost digits are NULL. */
export const mendedKey = (id: Sql): Sql => {
  const expanded = sql`(substr(${id}, 1, 6) || '19' || substr(${id}, 7, 9))`
  return sql`CASE
    WHEN regexp_full_match(${id}, '\\d{17}[\\dX]') THEN CAST(substr(${id}, 1, 17) AS BIGINT) * 11 + ${checkValue(sql`substr(${id}, 18, 1)`)}
    WHEN regexp_full_match(${id}, '\\d{15}') THEN CAST(${expanded} AS BIGINT) * 11 + ${computedCheck(expanded)}
    WHEN ${id} = '' OR ${lostDigits(id)} OR ${isMasked(id)} THEN NULL
    ELSE -1 - CAST(md5_number_lower(${id}) >> 2 AS BIGINT) END`
}
