import { expect, test } from 'vitest'
import { sql } from '../sql/tag.ts'
import { openCounty, person } from './fixture.ts'
import { startsWithDigits, withIdentityDigits } from './identity-number.ts'

const AS_OF = sql`DATE '2025-05-18'`

test('numbers are judged by checksum, calendar and as-of', async () => {
  const { db } = await openCounty()
  const judge = (pk: bigint) => db.rows(withIdentityDigits(sql`SELECT CAST(${pk} AS BIGINT) AS pk`, AS_OF))[0]
  const fine = person('20000229', 12, '110105')
  expect(judge(fine)).toMatchObject({ id_valid: true, id_birth: '2000-02-29', id_sex: '2' })
  expect(judge(11010519491231002n * 11n + 10n)).toMatchObject({ id_valid: true, id_birth: '1949-12-31', id_sex: '2' })
  for (let wrong = 0n; wrong < 11n; wrong++) {
    const pk = (fine / 11n) * 11n + wrong
    expect(judge(pk)?.id_valid).toBe(pk === fine)
  }
  for (const date of ['19000229', '20010229', '20011301', '20010431', '20010100', '20250519', '18000101', '00000000']) {
    expect(judge(person(date, 1))).toMatchObject({ id_valid: false, id_birth: null, id_sex: null })
  }
  expect(judge(person('20250518', 1))?.id_valid).toBe(true)
  expect(judge(-5n)).toMatchObject({ id_valid: false, id_birth: null })
  expect(judge(0n)?.id_valid).toBe(false)
  expect(
    db.rows(
      sql`SELECT ${startsWithDigits(sql`CAST(${fine} AS BIGINT)`, '110105')} AS a, ${startsWithDigits(sql`CAST(${fine} AS BIGINT)`, '1102')} AS b`,
    ),
  ).toEqual([{ a: true, b: false }])
  db.close()
})
