import type { Database } from '../../engine/sql/database.ts'
import { sql } from '../../engine/sql/tag.ts'
import type { Engine } from './replay.ts'

/** The engine's own database on either host; `read` gives the bytes of a file of the recording. */
export const wasmEngine = (db: Database, read: (name: string) => Promise<Uint8Array>): Engine => ({
  version: String(db.rows(sql`SELECT version() AS version`)[0]?.version),
  run: (statement) => db.run(statement),
  rows: (query) => db.rows(query),
  stage: async (name) => {
    const bytes = await read(name)
    const begun = performance.now()
    db.stage(name, bytes)
    return performance.now() - begun
  },
  unstage: (name) => db.unstage(name),
  claimed: () => db.memory(),
  memory: async () => ({
    claimed: db.memory(),
    held: Number(db.rows(sql`SELECT CAST(sum(memory_usage_bytes) AS BIGINT) AS held FROM duckdb_memory()`)[0]?.held),
  }),
})
