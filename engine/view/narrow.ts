import type { Database } from '../sql/database.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'

/** Finished tables of households' features, whose columns view `hf` has side by side. */
const featureTables = (db: Database): Map<string, string[]> => {
  const tables = new Map<string, string[]>()
  const held = db.rows<{ name: string; held: string }>(
    sql`SELECT table_name AS name, column_name AS held FROM duckdb_columns() WHERE database_name = 'raw' AND regexp_full_match(table_name, 'h[0-9]+') ORDER BY column_index`,
  )
  for (const { name, held: column } of held) {
    if (column !== 'hid') tables.set(name, [...(tables.get(name) ?? []), column])
  }
  return tables
}

/**
 * `WITH household AS …, hf AS …`: the same tables under the same names, of some households only. A query of a whole run
 * put after it reads those few rows, where a join of view `hf` would read every household's.
 */
export const narrowed = (db: Database, hids: readonly number[]): Sql => {
  const wanted = sql`hid IN (${hids.map((hid) => sql`${hid}`)})`
  const tables = [...featureTables(db)]
  const columns = tables.flatMap(([, names], index) => names.map((name) => sql`${id(`t${index}`)}.${id(name)}`))
  const joins = tables.map(
    ([name], index) => sql`JOIN (SELECT * FROM ${id(`raw.${name}`)} WHERE ${wanted}) ${id(`t${index}`)} USING (hid)`,
  )
  return sql`WITH household AS (SELECT * FROM main.household WHERE ${wanted}), hf AS (SELECT b.hid${columns.length > 0 ? sql`, ${columns}` : sql``} FROM household b ${join(joins, sql` `)})`
}
