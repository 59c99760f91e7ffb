import { EngineError } from '../contract.ts'
import { buildFeatures } from '../features/features.ts'
import { createLinkage } from '../linkage/county.ts'
import { loadPack } from '../packs/pack.ts'
import { buildAdverse } from '../reconcile/adverse.ts'
import { packModel } from '../rules/pack-model.ts'
import { breathe, ownersOf } from '../run.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'
import { createKept, dumpTables, fillKept, type KeptTable } from '../view/snapshot.ts'
import { countyOf } from './county.ts'
import type { Host, Jobs } from './protocol.ts'
import { openSealed, openSealer } from './sealed.ts'
import { needSession, type Session } from './session.ts'

/** Version of what is kept; another one is refused. */
const FORMAT = 1

/** What a workspace holds beside its tables. */
interface Kept {
  format: typeof FORMAT
  packFiles: [string, string][]
  asOf: string
  deliveries: [string, { columns: string[]; newest: number | null; rows: number }][]
  people: Session['people']
  full: number
  record: Session['record']
  place: string
}

type Head = { kind: 'about'; about: Kept } | { kind: 'table'; table: KeptTable } | { kind: 'rows' } | { kind: 'end' }

/** A record: length of its head, head as JSON, bytes. */
const recordOf = (head: Head, bytes: Uint8Array = new Uint8Array(0)): Uint8Array => {
  const text = new TextEncoder().encode(JSON.stringify(head))
  const whole = new Uint8Array(4 + text.byteLength + bytes.byteLength)
  new DataView(whole.buffer).setUint32(0, text.byteLength)
  whole.set(text, 4)
  whole.set(bytes, 4 + text.byteLength)
  return whole
}

const partsOf = (record: Uint8Array): { head: Head; bytes: Uint8Array } => {
  const length = new DataView(record.buffer, record.byteOffset).getUint32(0)
  const head = JSON.parse(new TextDecoder().decode(record.subarray(4, 4 + length))) as Head
  return { head, bytes: record.slice(4 + length) }
}

const keptOf = (session: Session, place: string): Kept => ({
  format: FORMAT,
  packFiles: [...session.packFiles],
  asOf: session.model.asOf,
  deliveries: [...session.deliveries].map(([code, one]) => [code, { ...one, columns: [...one.columns] }]),
  people: session.people,
  full: session.full,
  record: session.record,
  place,
})

const PIECE = 4_000_000

/** Gathers sealed records and hands them on in pieces of a fair size. */
const gathered = (host: Host) => {
  let waiting: Uint8Array[] = []
  let [held, sent] = [0, 0]
  const flush = async (): Promise<void> => {
    const whole = new Uint8Array(held)
    let at = 0
    for (const part of waiting) {
      whole.set(part, at)
      at += part.byteLength
    }
    waiting = []
    sent += held
    held = 0
    for (let from = 0; from < whole.byteLength; from += PIECE) await host.send(whole.slice(from, from + PIECE))
  }
  return {
    add: async (record: Uint8Array): Promise<void> => {
      waiting.push(record)
      held += record.byteLength
      if (held >= PIECE) await flush()
    },
    end: async (): Promise<number> => {
      await flush()
      return sent
    },
  }
}

/** Sends the open county, with all its tables, as a sealed file. */
export const saveJob: Jobs['save'] = async ({ passphrase, place }, host) => {
  const session = needSession(host)
  const sealer = await openSealer(passphrase)
  const out = gathered(host)
  await out.add(await sealer.write(recordOf({ kind: 'about', about: keptOf(session, place) }), false))
  for (const { table, rows, share } of dumpTables(session.db)) {
    await breathe(host.signal)
    host.progress({ stage: 'save', done: Math.round(share * 100), total: 100, note: '' })
    const record = rows === null ? recordOf({ kind: 'table', table }) : recordOf({ kind: 'rows' }, rows)
    await out.add(await sealer.write(record, false))
  }
  await out.add(await sealer.write(recordOf({ kind: 'end' }), true))
  return { bytes: await out.end() }
}

/** Fills a fresh database from the records of a workspace and returns what else it holds. */
const readRecords = async (db: Database, records: AsyncIterable<Uint8Array>, size: number, host: Host): Promise<Kept> => {
  let kept: Kept | null = null
  let table: KeptTable | null = null
  let read = 0
  for await (const record of records) {
    const { head, bytes } = partsOf(record)
    read += bytes.byteLength
    if (head.kind === 'about') kept = head.about
    else if (head.kind === 'table') {
      table = head.table
      createKept(db, table)
    } else if (head.kind === 'rows' && table) fillKept(db, table, bytes)
    if (kept?.format !== FORMAT) throw new EngineError('damaged', '这个工作区由另一版本保存，本版本打不开：请用保存它的版本打开')
    host.progress({ stage: 'restore', done: read, total: Math.max(read, size), note: '' })
    await breathe(host.signal)
  }
  if (kept === null) throw new EngineError('damaged', '工作区文件里没有数据，打不开：请换用另一份副本')
  return kept
}

const sessionOf = async (db: Database, kept: Kept): Promise<Session> => {
  const packFiles = new Map(kept.packFiles)
  const pack = loadPack(packFiles)
  const model = packModel(pack, kept.asOf)
  const deliveries = new Map(kept.deliveries.map(([code, one]) => [code, { ...one, columns: new Set(one.columns) }]))
  // The tables are there; only the views over them are made again.
  const views = new Set(['pf', 'hf'])
  const { columns } = await buildFeatures(pack, model, deliveries, ownersOf(kept.people), async ({ note, statement }) => {
    if (views.has(note)) db.run(statement)
  })
  // A workspace from before there were rows without an ID number, or checks across departments.
  if (db.rows(sql`SELECT 1 AS one FROM duckdb_tables() WHERE table_name = 'linkage'`).length === 0) createLinkage(db)
  if (db.rows(sql`SELECT 1 AS one FROM duckdb_tables() WHERE table_name = 'adverse'`).length === 0)
    await buildAdverse(db, pack, model, deliveries, columns, async ({ statement }) => db.run(statement))
  const { people, full, record } = kept
  return { db, pack, packFiles, model, deliveries, people, columns, full, files: [], record, listing: null }
}

/** Opens a workspace without the extracts it was made of. */
export const restoreJob: Jobs['restore'] = async ({ passphrase }, host) => {
  const [file] = host.files
  if (!file) throw new EngineError('usage', '没有选择工作区文件')
  host.desk.session?.db.close()
  host.desk.session = null
  const db = await host.openDatabase()
  try {
    const kept = await readRecords(db, openSealed(file.stream(), passphrase), file.size, host)
    const session = await sessionOf(db, kept)
    host.desk.session = session
    return { county: countyOf(session), place: kept.place }
  } catch (error) {
    db.close()
    throw error
  }
}
