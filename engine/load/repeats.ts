import type { Category } from '../packs/pack.ts'
import type { Database } from '../sql/database.ts'
import { id, sql } from '../sql/tag.ts'

/**
 * Removes records whose typed content an earlier record of the category already has, and says how many
 * of each source. A digest finds the few candidates; all columns decide.
 */
export const removeRepeats = (db: Database, category: Category): Map<number, number> => {
  const table = id(`raw.${category.code}`)
  const columns = category.columns.map(({ name }) => id(name))
  db.run(sql`CREATE OR REPLACE TEMP TABLE twin AS SELECT digest FROM (SELECT hash(${columns}) AS digest FROM ${table})
    GROUP BY digest HAVING count(*) > 1`)
  const [twins] = db.rows<{ n: number }>(sql`SELECT count(*)::INTEGER AS n FROM twin`)
  const removed = new Map<number, number>()
  if (twins && twins.n > 0) {
    db.run(sql`CREATE OR REPLACE TEMP TABLE repeat AS SELECT place, _src FROM (
        SELECT rowid AS place, _src, row_number() OVER (PARTITION BY ${columns} ORDER BY _src, _row) AS occurrence
        FROM ${table} WHERE hash(${columns}) IN (SELECT digest FROM twin)) WHERE occurrence > 1`)
    db.run(sql`DELETE FROM ${table} WHERE rowid IN (SELECT place FROM repeat)`)
    for (const { src, n } of db.rows<{ src: number; n: number }>(
      sql`SELECT _src::INTEGER AS src, count(*)::INTEGER AS n FROM repeat GROUP BY ALL`,
    )) {
      removed.set(src, n)
    }
    db.run(sql`DROP TABLE repeat`)
  }
  db.run(sql`DROP TABLE twin`)
  return removed
}
