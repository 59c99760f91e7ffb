import { BROWSER_RUNTIME, createDuckDB, VoidLogger } from '@duckdb/duckdb-wasm/browser-blocking'
import wasm from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import type { Database } from '../sql/database.ts'
import { openDatabase } from './duckdb.ts'
import { jobs } from './jobs.ts'
import { serve } from './serve.ts'

const openWorkerDatabase = async (): Promise<Database> => {
  const bundle = { mainModule: new URL(wasm, self.location.href).href, mainWorker: '' }
  const bindings = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), BROWSER_RUNTIME)
  await bindings.instantiate(() => undefined)
  return openDatabase(bindings, `${self.location.origin}/ext`)
}

serve(
  {
    post: (message, transfer) => self.postMessage(message, { transfer: transfer ?? [] }),
    listen: (receive) => self.addEventListener('message', (event) => receive(event.data)),
  },
  jobs,
  openWorkerDatabase,
)
