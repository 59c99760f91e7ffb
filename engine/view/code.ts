import { type Sql, sql } from '../sql/tag.ts'

/**
 * 惠民码 of a household token: ten characters that say nothing of the household, the same from run to run as long as the
 * tokens are carried on, because they hang on the salt of the identity table.
 */
export const householdCode = (token: Sql): Sql =>
  sql`upper(left(sha256((SELECT anchor FROM identity WHERE kind = 'salt') || '|' || ${token}), 10))`
