import { afterAll, beforeAll, expect, test } from 'vitest'
import { openNodeDatabase } from '../host/node.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'
import { createKept, dumpTables, fillKept } from './snapshot.ts'

let from: Database
let to: Database

beforeAll(async () => {
  from = await openNodeDatabase()
  to = await openNodeDatabase()
  from.run(sql`CREATE TABLE kinds AS SELECT * FROM (VALUES
    (true, 255::UTINYINT, (-128)::TINYINT, 65535::USMALLINT, (-32768)::SMALLINT, 4294967295::UINTEGER, (-2147483648)::INTEGER, 18446744073709551615::UBIGINT, (-9223372036854775808)::BIGINT,
     170141183460469231731687303715884105727::HUGEINT, 1.5::FLOAT, 0.1::DOUBLE, '甲"''\n'::VARCHAR, DATE '1900-02-28', TIMESTAMP '2025-05-18 01:02:03.456', 12345678.91::DECIMAL(18, 2), (-0.000001)::DECIMAL(38, 6)),
    (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
    (false, 0, 0, 0, 0, 0, 0, 0, 0, -170141183460469231731687303715884105727, 'nan'::FLOAT, 'infinity'::DOUBLE, '', DATE '9999-12-31', TIMESTAMP '1970-01-01', 0, 0))
    t(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q)`)
  from.run(sql`CREATE TABLE nobody (a INTEGER, "b.c" VARCHAR)`)
  from.run(
    sql`CREATE TABLE raw.many AS SELECT CAST(120000 - range AS INTEGER) AS n, repeat('字', CAST(range % 40 AS INTEGER)) AS text FROM range(120001)`,
  )
  from.run(sql`CREATE TABLE raw.thinned AS SELECT CAST(range AS INTEGER) AS n FROM range(50010)`)
  from.run(sql`DELETE FROM raw.thinned WHERE n < 20`)
  from.run(sql`CREATE TABLE people_passing AS SELECT 1 AS a`)
  for (const { table, rows } of dumpTables(from)) {
    if (rows === null) createKept(to, table)
    else fillKept(to, table, rows)
  }
}, 60_000)

afterAll(() => {
  from.close()
  to.close()
})

const schema = sql`SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name IN ('memory', 'raw') AND NOT internal AND table_name NOT LIKE 'people_%' ORDER BY ALL`

test('tables come back with the same columns of the same types, and passing ones do not', () => {
  expect(to.rows(schema)).toEqual(from.rows(schema))
  expect(to.rows(schema).length).toBe(17 + 2 + 2 + 1)
})

test('every value of every type comes back', () => {
  const all = sql`SELECT COLUMNS(*)::VARCHAR FROM kinds`
  expect(to.rows(all)).toEqual(from.rows(all))
})

test('rows stand in their order, in more than one piece', () => {
  expect(
    to.rows(
      sql`SELECT count(*) AS n, count(*) FILTER (WHERE n = 120000 - rowid) AS placed, sum(length(text))::BIGINT AS length FROM raw.many`,
    ),
  ).toEqual(from.rows(sql`SELECT count(*) AS n, count(*) AS placed, sum(length(text))::BIGINT AS length FROM raw.many`))
})

test('rows behind deleted ones come too', () => {
  const all = sql`SELECT count(*) AS n, min(n) AS first, max(n) AS last FROM raw.thinned`
  expect(to.rows(all)).toEqual([{ n: 49_990, first: 20, last: 50_009 }])
})

test('a type that no run makes is not taken from a file', () => {
  expect(() => createKept(to, { place: 'x', columns: [{ name: 'a', type: 'INTEGER); DROP TABLE kinds; --' }] })).toThrow(
    RangeError,
  )
})
