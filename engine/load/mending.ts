import type { MendedPlace } from '../catalogue/mending.ts'
import type { Database } from '../sql/database.ts'
import { id, type Sql, sql } from '../sql/tag.ts'
import { RULES } from '../validate/rules.ts'
import type { RecognisedSheet } from './source.ts'

/** Creates the empty list of which record says that it replaces which. */
export const createMended = (db: Database): void => {
  db.run(sql`CREATE OR REPLACE TEMP TABLE mended_place (src USMALLINT, line INTEGER, path VARCHAR, sheet VARCHAR, "row" INTEGER)`)
}

/** Keeps what the records of a chunk, given as their cells, say of the rows they replace. */
export const noteMended = (db: Database, src: number, { file, sheet, row }: MendedPlace, cells: Sql): void => {
  const cell = (index: number): Sql => id(`k${index}`)
  db.run(sql`INSERT INTO mended_place SELECT ${src}, _row, ${cell(file)}, coalesce(${cell(sheet)}, ''), TRY_CAST(${cell(row)} AS INTEGER)
    FROM (${cells}) WHERE TRY_CAST(${cell(row)} AS INTEGER) IS NOT NULL`)
}

/**
 * Takes out the rows that a mended record of the category names, with what was said of them, and says how many of each source
 * were loaded before. A record that was itself refused replaces nothing.
 */
export const replaceMended = (db: Database, code: string, sheets: readonly RecognisedSheet[]): Map<number, number> => {
  const replaced = new Map<number, number>()
  if (!sheets.some(({ mends }) => mends?.place)) return replaced
  const table = id(`raw.${code}`)
  const files = sheets.map(({ source }) => sql`(${source.src}, ${source.path}, ${source.sheet})`)
  db.run(sql`CREATE OR REPLACE TEMP TABLE superseded AS SELECT old.src AS _src, m."row" AS _row, min(m.src) AS by_src, min(m.line) AS by_row
    FROM mended_place m JOIN (VALUES ${files}) AS old(src, path, sheet) ON old.path = m.path AND old.sheet = m.sheet AND old.src <> m.src
    SEMI JOIN ${table} AS t ON t._src = m.src AND t._row = m.line GROUP BY ALL`)
  for (const { src, n } of db.rows<{ src: number; n: number }>(
    sql`SELECT _src::INTEGER AS src, count(*)::INTEGER AS n FROM ${table} SEMI JOIN superseded USING (_src, _row) GROUP BY ALL`,
  ))
    replaced.set(src, n)
  db.run(sql`DELETE FROM ${table} WHERE rowid IN (SELECT t.rowid FROM ${table} AS t SEMI JOIN superseded USING (_src, _row))`)
  db.run(sql`DELETE FROM noted WHERE (src, "row") IN (SELECT _src, _row FROM superseded)`)
  db.run(sql`INSERT INTO noted SELECT _src, _row, ${code}, NULL, 'mended', ${RULES.mended.severity}, NULL, '此行已由“' || path || '”第 ' || by_row || ' 行代替'
    FROM superseded JOIN (VALUES ${files}) AS files(by_src, path, sheet) USING (by_src)`)
  db.run(sql`DROP TABLE superseded`)
  return replaced
}
