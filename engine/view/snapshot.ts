import type { Database } from '../sql/database.ts'
import { id, label, type Sql, sql } from '../sql/tag.ts'

/** A table as it is kept: where, and of which columns. */
export interface KeptTable {
  place: string
  columns: { name: string; type: string }[]
}

/** What nobody reads after a run, or what is made again on demand. */
const PASSING = /^(people_|previous_identity$|initials$|address$|absence$)/

const ROWS = 50_000

const tablesOf = (db: Database): KeptTable[] => {
  const rows = db.rows<{ place: string; name: string; column: string; type: string }>(
    sql`SELECT t.database_name AS place, t.table_name AS name, c.column_name AS "column", c.data_type AS type
      FROM duckdb_tables() t JOIN duckdb_columns() c ON c.database_name = t.database_name AND c.table_name = t.table_name AND c.schema_name = t.schema_name
      WHERE t.database_name IN ('memory', 'raw') AND NOT t.temporary ORDER BY 1, 2, c.column_index`,
  )
  const tables = new Map<string, KeptTable>()
  for (const { place, name, column, type } of rows) {
    if (PASSING.test(name)) continue
    const key = place === 'raw' ? `raw.${name}` : name
    const table = tables.get(key) ?? { place: key, columns: [] }
    table.columns.push({ name: column, type })
    tables.set(key, table)
  }
  return [...tables.values()]
}

/** Types that Arrow does not carry there and back as they are. */
const asText = (type: string): boolean => /^(HUGEINT|UHUGEINT|DECIMAL)/.test(type)

/** Tables of a database with their rows as Arrow IPC, a bounded piece at a time, in order of their rows. */
export function* dumpTables(db: Database): Generator<{ table: KeptTable; rows: Uint8Array | null; share: number }> {
  const tables = tablesOf(db)
  for (const [done, table] of tables.entries()) {
    yield { table, rows: null, share: done / tables.length }
    const columns = table.columns.map(({ name, type }) =>
      asText(type) ? sql`CAST(${label(name)} AS VARCHAR) AS ${label(name)}` : label(name),
    )
    // Deleted rows leave gaps behind, so the last place says how far to go, not the number of rows.
    const [size] = db.rows<{ places: number }>(sql`SELECT COALESCE(max(rowid) + 1, 0) AS places FROM ${id(table.place)}`)
    const places = size?.places ?? 0
    for (let from = 0; from < places; from += ROWS) {
      const rows = db.arrow(
        sql`SELECT ${columns} FROM ${id(table.place)} WHERE rowid >= ${from} AND rowid < ${from + ROWS} ORDER BY rowid`,
      )
      yield { table, rows, share: (done + from / places) / tables.length }
    }
  }
}

const TYPES: Readonly<Record<string, Sql>> = {
  BOOLEAN: sql`BOOLEAN`,
  UTINYINT: sql`UTINYINT`,
  TINYINT: sql`TINYINT`,
  USMALLINT: sql`USMALLINT`,
  SMALLINT: sql`SMALLINT`,
  UINTEGER: sql`UINTEGER`,
  INTEGER: sql`INTEGER`,
  UBIGINT: sql`UBIGINT`,
  BIGINT: sql`BIGINT`,
  HUGEINT: sql`HUGEINT`,
  FLOAT: sql`FLOAT`,
  DOUBLE: sql`DOUBLE`,
  VARCHAR: sql`VARCHAR`,
  DATE: sql`DATE`,
  TIMESTAMP: sql`TIMESTAMP`,
}

/** The type of a kept column. Throws `RangeError` for one that no run makes. */
const typeOf = (type: string): Sql => {
  const known = TYPES[type]
  if (known) return known
  const [, width, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? []
  if (width === undefined || scale === undefined) throw new RangeError(`no table is kept with a column of type ${type}`)
  return sql`DECIMAL(${Number(width)}, ${Number(scale)})`
}

/** Makes a kept table, without rows. */
export const createKept = (db: Database, { place, columns }: KeptTable): void =>
  db.run(sql`CREATE OR REPLACE TABLE ${id(place)} (${columns.map(({ name, type }) => sql`${label(name)} ${typeOf(type)}`)})`)

/** Adds rows to a kept table; they stand in the order they were kept. */
export const fillKept = (db: Database, { place, columns }: KeptTable, rows: Uint8Array): void => {
  db.insert('kept', rows)
  db.run(
    sql`INSERT INTO ${id(place)} SELECT ${columns.map(({ name, type }) => sql`CAST(${label(name)} AS ${typeOf(type)})`)} FROM kept`,
  )
  db.run(sql`DROP TABLE kept`)
}
