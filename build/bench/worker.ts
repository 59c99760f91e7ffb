import { BROWSER_RUNTIME, createDuckDB, VoidLogger } from '@duckdb/duckdb-wasm/browser-blocking'
import wasm from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url'
import { openDatabase } from '../../engine/host/duckdb.ts'
import { CHUNKS, entriesOf, type Phase, STATEMENTS } from './recorded.ts'
import { type Replay, replay } from './replay.ts'
import { wasmEngine } from './wasm.ts'

/** What the worker tells its page. */
export type Told = { phase: Phase } | { replay: Replay }

const tell = (told: Told) => self.postMessage(told)

const fetched = async (address: string): Promise<Response> => {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`)
  return answer
}

self.addEventListener('message', async ({ data: recording }: MessageEvent<string>) => {
  const bundle = { mainModule: new URL(wasm, self.location.href).href, mainWorker: '' }
  const bindings = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), BROWSER_RUNTIME)
  await bindings.instantiate(() => undefined)
  const db = openDatabase(bindings, `${self.location.origin}/ext`)
  const entries = entriesOf(await (await fetched(`${recording}/${STATEMENTS}`)).text())
  const read = async (name: string) => new Uint8Array(await (await fetched(`${recording}/${CHUNKS}/${name}`)).arrayBuffer())
  tell({ replay: await replay(entries, wasmEngine(db, read), (phase) => tell({ phase })) })
})
