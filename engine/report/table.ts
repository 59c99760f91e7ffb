import { guarded } from '../extract/guard.ts'
import type { Cell, Database, Row } from '../sql/database.ts'
import { type Sql, sql } from '../sql/tag.ts'

/** How a column is written; see README, "Files out". `yuan` takes cents. */
export type Format = 'text' | 'yuan' | 'number' | 'bool'

export interface OutputColumn {
  name: string
  format: Format
}

/** One file of a run: UTF-8 with BOM, LF, rows in the order given, or else of the query. */
export interface OutputTable {
  file: string
  columns: readonly OutputColumn[]
  query: Sql
  order?: Sql
  /** Changes a row before it is written, for masking. */
  mask?: (row: Row) => Row
}

/** In quotes where it must be, and where it begins with an apostrophe that might be taken for one. */
const quoted = (text: string): string => (/^'|[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** A text cell of a CSV file that no spreadsheet runs, and that the engine reads back as it was. */
export const quotedCell = (text: string): string => quoted(guarded(text))

/** Cents as yuan with two decimals, without rounding through a double. */
export const yuan = (cents: number | bigint): string => {
  const value = BigInt(cents)
  const size = value < 0n ? -value : value
  return `${value < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`
}

export const formatCell = (value: Cell, format: Format): string => {
  if (value === null) return ''
  switch (format) {
    case 'yuan':
      return typeof value === 'number' || typeof value === 'bigint' ? yuan(value) : String(value)
    case 'number':
      return Object.is(value, -0) ? '0' : String(value)
    case 'bool':
      return value ? 'true' : 'false'
    case 'text':
      return quotedCell(String(value))
  }
}

const BATCH = 20_000

/** The text of a table in pieces; the query is read in batches so that a large table never stands in memory whole. */
export function* writeTable(db: Database, table: OutputTable): Generator<string> {
  yield `\uFEFF${table.columns.map((column) => quoted(column.name)).join(',')}\n`
  const order = table.order ? sql` ORDER BY ${table.order}` : sql``
  db.run(sql`CREATE OR REPLACE TEMP TABLE output AS SELECT * FROM (${table.query})${order}`)
  const [size] = db.rows<{ rows: number }>(sql`SELECT count(*) AS rows FROM output`)
  for (let from = 0; from < (size?.rows ?? 0); from += BATCH) {
    const rows = db.rows(sql`SELECT * FROM output WHERE rowid >= ${from} AND rowid < ${from + BATCH} ORDER BY rowid`)
    yield rows
      .map(table.mask ?? ((row) => row))
      .map((row) => `${table.columns.map((column) => formatCell(row[column.name] ?? null, column.format)).join(',')}\n`)
      .join('')
  }
  db.run(sql`DROP TABLE output`)
}
