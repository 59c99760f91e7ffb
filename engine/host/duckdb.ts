import type { DuckDBBindings } from '@duckdb/duckdb-wasm/blocking'
import type { Database, Row } from '../sql/database.ts'
import { decode } from '../sql/decode.ts'
import { type Sql, sql } from '../sql/tag.ts'

/** Size of the module's linear memory, which only ever grows. */
const wasmMemory = (bindings: DuckDBBindings): number =>
  (bindings as unknown as { mod?: { HEAPU8?: Uint8Array } }).mod?.HEAPU8?.byteLength ?? 0

const FILE_START = 8
const FILE_END = 10

/** The stream inside an Arrow IPC file, which is what a query gives; an insertion takes only the stream. */
const streamOf = (file: Uint8Array): Uint8Array => {
  const footer = new DataView(file.buffer, file.byteOffset + file.byteLength - FILE_END, 4).getInt32(0, true)
  return file.subarray(FILE_START, file.byteLength - FILE_END - footer)
}

/**
 * Wraps the blocking bindings of either host as a `Database`. Compressed tables live in the attached
 * database `raw`; everything computed lives in `memory`. `noExtensions` is an address on the host's own origin that
 * answers 404, so that a missing extension fails instead of reaching for the network.
 */
export const openDatabase = (bindings: DuckDBBindings, noExtensions: string): Database => {
  bindings.open({ query: { castDecimalToDouble: false, castBigIntToDouble: false } })
  const connection = bindings.connect()
  const handle = connection.useUnsafe((_, number) => number)
  const run = (statement: Sql): Uint8Array => bindings.runQuery(handle, statement.text)
  run(sql`SET autoload_known_extensions = false`)
  run(sql`SET autoinstall_known_extensions = false`)
  run(sql`SET custom_extension_repository = ${noExtensions}`)
  run(sql`SET preserve_insertion_order = true`)
  run(sql`ATTACH ':memory:' AS raw (COMPRESS, BLOCK_SIZE 16384)`)
  return {
    run: (statement) => void run(statement),
    rows: <T extends Row>(query: Sql) => decode<T>(run(query)),
    arrow: run,
    insert: (table, ipc) =>
      bindings.insertArrowFromIPCStream(handle, streamOf(ipc), { name: table, schema: 'main', create: true }),
    stage: (name, bytes) => bindings.registerFileBuffer(name, bytes),
    unstage: (name) => bindings.dropFile(name),
    memory: () => wasmMemory(bindings),
    close: () => connection.close(),
  }
}
