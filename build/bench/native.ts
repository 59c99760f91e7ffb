import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { sql } from '../../engine/sql/tag.ts'
import { CHUNKS } from './recorded.ts'
import type { Engine } from './replay.ts'

/** DuckDB as a native library, prepared as the engine prepares its own; it reads the recording's files from disk. */
export const nativeEngine = async (recording: string, threads: number): Promise<Engine> => {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) })
  const connection = await instance.connect()
  const settings = [
    sql`SET autoload_known_extensions = false`,
    sql`SET autoinstall_known_extensions = false`,
    sql`SET preserve_insertion_order = true`,
    sql`SET file_search_path = ${join(recording, CHUNKS)}`,
    sql`ATTACH ':memory:' AS raw (COMPRESS, BLOCK_SIZE 16384)`,
  ]
  for (const { text } of settings) await connection.run(text)
  const read = async (text: string) => (await connection.runAndReadAll(text)).getRowObjects()
  const [row] = await read(sql`SELECT version() AS version`.text)
  return {
    version: String(row?.version),
    run: ({ text }) => connection.run(text),
    rows: ({ text }) => read(text),
    stage: async () => 0,
    unstage: () => undefined,
    claimed: () => process.memoryUsage.rss(),
    memory: async () => {
      // Here tables are compressed, and dropped ones given back, only when told; the module does both at once.
      await connection.run(sql`CHECKPOINT raw`.text)
      const [memory] = await read(sql`SELECT CAST(sum(memory_usage_bytes) AS BIGINT) AS held FROM duckdb_memory()`.text)
      return { claimed: process.memoryUsage.rss(), held: Number(memory?.held) }
    },
  }
}
