import { expect, test } from 'vitest'
import { queries } from './queries.ts'

const messages = (path: string, text: string) => queries([{ path, text }]).map(({ message }) => message)

test.each([
  ['engine/load/a.ts', 'const q = `SELECT a FROM $' + '{name}`', 'only with the sql tag'],
  ['engine/load/a.ts', 'const q = `\n  INSERT INTO t VALUES ($' + '{x})`', 'only with the sql tag'],
  ['engine/load/a.ts', "const q = 'CREATE TABLE t (a BIGINT)'", 'only with the sql tag'],
  ['engine/load/a.ts', "const q = 'SELECT a FROM ' + name", 'only with the sql tag'],
  ['engine/load/a.ts', 'const q = new Sql(text)', 'only engine/sql'],
  ['build/bench/a.ts', 'const q = new Sql(text)', 'only engine/sql'],
  ['engine/load/a.ts', 'db.run(sql`LOAD icu`)', 'reach for the network'],
  ['renderer/store/a.ts', 'db.run(sql`SELECT 1`)', 'lives only in engine'],
  ['main/cli/a.ts', 'db.run(sql`SELECT 1`)', 'lives only in engine'],
])('%s: %s', (path, text, message) => {
  expect(messages(path, text)).toEqual([expect.stringContaining(message)])
})

test.each([
  ['engine/load/a.ts', 'const q = sql`SELECT a FROM $' + '{id(name)}`'],
  ['engine/load/a.ts', "const message = 'Select a file from the list'"],
  ['engine/load/a.ts', 'const file = `$' + '{name}.csv`'],
  ['engine/sql/tag.ts', 'const q = new Sql(text)'],
  ['build/bench/recorded.ts', 'const q = new Sql(text)'],
  ['build/bench/a.ts', 'db.run(sql`SELECT 1`)'],
  ['engine/view/a.test.ts', 'db.run(sql`SELECT 1`)'],
])('%s may: %s', (path, text) => {
  expect(messages(path, text)).toEqual([])
})
