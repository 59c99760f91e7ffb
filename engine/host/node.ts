import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { ConsoleLogger, createDuckDB, LogLevel, NODE_RUNTIME, VoidLogger } from '@duckdb/duckdb-wasm/blocking'
import { inflateBy } from '../extract/inflate.ts'
import type { Database } from '../sql/database.ts'
import { openDatabase } from './duckdb.ts'

/** Node's own stream hands out 16 KB at a time, which takes longer than to inflate them. */
const INFLATED_PIECE = 1 << 18

inflateBy(async function* (pieces) {
  const inflater = createInflateRaw({ chunkSize: INFLATED_PIECE })
  const source = Readable.from(pieces, { objectMode: false })
  source.on('error', (error) => inflater.destroy(error))
  yield* source.pipe(inflater)
})

/** Opens a fresh engine inside this Node process. */
export const openNodeDatabase = async (): Promise<Database> => {
  const dist = dirname(createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm'))
  const bundle = { mainModule: join(dist, 'duckdb-eh.wasm'), mainWorker: '' }
  const logger = process.env.JPF_DUCKDB_LOG ? new ConsoleLogger(LogLevel.DEBUG) : new VoidLogger()
  const bindings = await createDuckDB({ mvp: bundle, eh: bundle }, logger, NODE_RUNTIME)
  await bindings.instantiate(() => undefined)
  return openDatabase(bindings, 'http://127.0.0.1:9/none')
}
