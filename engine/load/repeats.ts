import type { Category } from '../packs/pack.ts'
import type { Database } from '../sql/database.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import { RULES } from '../validate/rules.ts'
import type { RecognisedSheet } from './source.ts'

/** How sheets stand to each other: what mends counts over what was there, a later period over an earlier one. */
const ranksOf = (sheets: readonly RecognisedSheet[]): Sql[] => {
  const newest = Math.max(0, ...sheets.map(({ period }) => period ?? 0))
  return sheets.map(({ source, mends, period }) => sql`(${source.src}, ${mends ? newest + 1 : (period ?? newest)})`)
}

const count = (db: Database, query: Sql): number => db.rows<{ n: number }>(query)[0]?.n ?? 0

const countedBySource = (db: Database, table: Sql): { src: number; n: number }[] =>
  db.rows<{ src: number; n: number }>(sql`SELECT _src::INTEGER AS src, count(*)::INTEGER AS n FROM ${table} GROUP BY ALL`)

/** What is said of a row that another of the same key replaces, or contradicts. */
const noteTwins = (db: Database, category: Category, sheets: readonly RecognisedSheet[]): void => {
  const files = sheets.map(({ source }) => sql`(${source.src}, ${source.path})`)
  const key = category.key.map((name) => category.columns.find((column) => column.name === name)?.title ?? name).join('、')
  const about = sql`'“' || path || '”第 ' || first_row || ' 行'`
  db.run(sql`INSERT INTO noted SELECT _src, _row, ${category.code}, NULL, rule, CASE rule WHEN 'mended' THEN ${RULES.mended.severity} ELSE ${RULES.key_repeated.severity} END, NULL,
    CASE rule WHEN 'mended' THEN '此行已由' || ${about} || '代替' ELSE ${`${key}与`} || ${about} || '相同而其他内容不同，两行都已载入，请核对哪一行对' END
    FROM key_twin JOIN (VALUES ${files}) AS files(first_src, path) USING (first_src) WHERE rule IS NOT NULL`)
}

/** Rows that share their whole key with another: those of an older rank go, those of the same rank are told. */
const settleKeys = (db: Database, category: Category, sheets: readonly RecognisedSheet[]): { src: number; n: number }[] => {
  const table = id(`raw.${category.code}`)
  const keys = category.key.map((name) => id(name))
  const whole = join(
    keys.map((name) => sql`${name} IS NOT NULL`),
    sql` AND `,
  )
  db.run(sql`CREATE OR REPLACE TEMP TABLE key_twin AS SELECT *, CASE WHEN rank < first_rank THEN 'mended' WHEN nth > 1 THEN 'key_repeated' END AS rule
    FROM (SELECT place, _src, _row, rank, row_number() OVER twins AS nth, first_value(rank) OVER twins AS first_rank,
        first_value(_src) OVER twins AS first_src, first_value(_row) OVER twins AS first_row, count(*) OVER (PARTITION BY ${keys}) AS n
      FROM (SELECT rowid AS place, _src, _row, ${keys} FROM ${table} WHERE hash(${keys}) IN (SELECT digest FROM twin) AND ${whole})
        JOIN (VALUES ${ranksOf(sheets)}) AS ranks(_src, rank) USING (_src)
      WINDOW twins AS (PARTITION BY ${keys} ORDER BY rank DESC, _src, _row)) WHERE n > 1`)
  db.run(sql`DELETE FROM noted WHERE (src, "row") IN (SELECT _src, _row FROM key_twin WHERE rule = 'mended')`)
  noteTwins(db, category, sheets)
  db.run(sql`DELETE FROM ${table} WHERE rowid IN (SELECT place FROM key_twin WHERE rule = 'mended')`)
  const replaced = countedBySource(db, sql`key_twin WHERE rule = 'mended'`)
  db.run(sql`DROP TABLE key_twin`)
  return replaced
}

/** Rows whose whole content an earlier one already has. */
const dropSame = (db: Database, category: Category, digest: Sql): { src: number; n: number }[] => {
  const table = id(`raw.${category.code}`)
  const columns = category.columns.map(({ name }) => id(name))
  db.run(sql`CREATE OR REPLACE TEMP TABLE repeat AS SELECT place, _src FROM (
      SELECT rowid AS place, _src, row_number() OVER (PARTITION BY ${columns} ORDER BY _src, _row) AS occurrence
      FROM ${table} WHERE ${digest} IN (SELECT digest FROM twin)) WHERE occurrence > 1`)
  db.run(sql`DELETE FROM ${table} WHERE rowid IN (SELECT place FROM repeat)`)
  const dropped = countedBySource(db, sql`repeat`)
  db.run(sql`DROP TABLE repeat`)
  return dropped
}

/**
 * Removes records whose typed content an earlier record of the category already has, and those that one of the same key from
 * a later period or a mended file replaces; says how many of each source. Records of one key that contradict each other stay
 * and become findings. A digest of the key finds the few candidates.
 */
export const removeRepeats = (db: Database, category: Category, sheets: readonly RecognisedSheet[]): Map<number, number> => {
  const delivered = new Set(sheets.flatMap(({ source }) => source.columns))
  const keyed = category.key.every((name) => delivered.has(name))
  const names = keyed ? category.key : category.columns.map(({ name }) => name)
  const digest = sql`hash(${names.map((name) => id(name))})`
  db.run(sql`CREATE OR REPLACE TEMP TABLE twin AS SELECT digest FROM (SELECT ${digest} AS digest FROM ${id(`raw.${category.code}`)})
    GROUP BY digest HAVING count(*) > 1`)
  const removed = new Map<number, number>()
  if (count(db, sql`SELECT count(*)::INTEGER AS n FROM twin`) > 0) {
    const gone = [...dropSame(db, category, digest), ...(keyed ? settleKeys(db, category, sheets) : [])]
    for (const { src, n } of gone) removed.set(src, (removed.get(src) ?? 0) + n)
  }
  db.run(sql`DROP TABLE twin`)
  return removed
}
