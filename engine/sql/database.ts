import type { Sql } from './tag.ts'

/** A decoded cell: DATE as ISO text, TIMESTAMP as `YYYY-MM-DD HH:MM:SS`, BIGINT and wider as number where safe, else bigint. */
export type Cell = string | number | bigint | boolean | null
export type Row = Record<string, Cell>

/**
 * One in-process DuckDB. Calls are synchronous on both hosts (the engine lives in a worker or a command),
 * so a long stage is many statements and yields between them.
 */
export interface Database {
  /** Runs a statement whose result nobody reads. */
  run(statement: Sql): void
  /** Runs a query and decodes every row through the one decoder. */
  rows<T extends Row = Row>(query: Sql): T[]
  /** Runs a query and returns its Arrow IPC file. */
  arrow(query: Sql): Uint8Array
  /** Makes a table of an Arrow IPC file, as `arrow` returns it. */
  insert(table: string, ipc: Uint8Array): void
  /** Makes bytes readable as a file of this name for `read_csv`. */
  stage(name: string, bytes: Uint8Array): void
  unstage(name: string): void
  /** Bytes of memory the engine has claimed from its host. */
  memory(): number
  close(): void
}
