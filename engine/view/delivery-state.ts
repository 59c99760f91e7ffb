import type { DeliveredFile } from '../contract.ts'
import type { Session } from '../host/session.ts'
import type { Category } from '../packs/pack.ts'
import { id, sql } from '../sql/tag.ts'

/** A loaded sheet as a review needs it. */
export interface SentSheet extends DeliveredFile {
  period: number | null
  rowsIn: number
}

/** Shares of rows whose person the register knows and whose number is valid. */
export interface Persons {
  match: number
  valid: number
}

/** What a county was made of. */
export interface DeliveryState {
  sheets: SentSheet[]
  /** Digests of all its files, whether anything of them was loaded or not. */
  known: string[]
  rows: Record<string, number>
  persons: Record<string, Persons>
  findings: { rule: string; severity: string; findings: number }[]
  households: number
  members: number
  /** Categories whose digests follow, with the bytes of each piece. */
  digests: { category: string; pieces: number[] }[]
}

const sentSheets = ({ db }: Session): SentSheet[] =>
  db
    .rows<{ path: string; sheet: string; sha256: string; category: string; period: number | null; rows_in: number }>(
      sql`SELECT path, sheet, sha256, category, period, rows_in FROM source WHERE category IS NOT NULL AND rows_in > 0 ORDER BY src`,
    )
    .map(({ rows_in: rowsIn, ...rest }) => ({ ...rest, rowsIn }))

/** Rows looked at to tell how many of a category's persons are known. */
const LOOKED_AT = 100_000

/** Of each category: how many of its persons the register knows, and how many numbers are valid. */
const personsOf = ({ db, pack, deliveries }: Session, codes: readonly string[]): Record<string, Persons> => {
  const { registers, former, migrants } = pack.people
  const own = new Set([...registers, ...former, ...migrants].map(({ category }) => category))
  const found: Record<string, Persons> = {}
  for (const code of codes) {
    const column = pack.category(code)?.person
    if (own.has(code) || !column || !deliveries.get(code)?.columns.has(column)) continue
    const [row] = db.rows<{ rows: number; match: number | null; valid: number | null }>(
      sql`SELECT count(*)::INTEGER AS "rows", avg(CASE WHEN p.origin = 'register' THEN 1 ELSE 0 END)::DOUBLE AS match,
          avg(CASE WHEN p.id_valid THEN 1 ELSE 0 END)::DOUBLE AS valid
        FROM (SELECT ${id(column)} AS pk FROM ${id(`raw.${code}`)} WHERE ${id(column)} IS NOT NULL LIMIT ${LOOKED_AT}) AS seen
        LEFT JOIN person p ON p.pk = seen.pk`,
    )
    if (row && row.rows > 0 && row.match !== null && row.valid !== null) found[code] = { match: row.match, valid: row.valid }
  }
  return found
}

/** Categories whose loaded files are not the same in both. */
export const differing = (one: readonly DeliveredFile[], other: readonly DeliveredFile[]): string[] => {
  const keys = (files: readonly DeliveredFile[]): Map<string, string> => {
    const byCategory = new Map<string, string[]>()
    for (const { category, sha256, sheet } of files) {
      if (category !== '') byCategory.set(category, [...(byCategory.get(category) ?? []), `${sha256} ${sheet}`])
    }
    return new Map([...byCategory].map(([category, list]) => [category, list.sort().join('\n')]))
  }
  const [left, right] = [keys(one), keys(other)]
  return [...new Set([...left.keys(), ...right.keys()])].filter((code) => left.get(code) !== right.get(code)).sort()
}

/** Key and content of the rows of a category, as two numbers for each key: equal rows make equal numbers in every run. */
export const digestQuery = ({ code, key, columns }: Category) => {
  const content = columns.map(({ name }) => id(name))
  return sql`SELECT hash(${key.map((name) => id(name))}) AS k, bit_xor(hash(${content})) AS c FROM ${id(`raw.${code}`)} GROUP BY ALL`
}

const PIECE = 250_000

/** The digests of a category as Arrow, a bounded piece at a time. */
const digestsOf = ({ db }: Session, category: Category): Uint8Array[] => {
  db.run(sql`CREATE OR REPLACE TEMP TABLE digest AS ${digestQuery(category)}`)
  const [size] = db.rows<{ n: number }>(sql`SELECT count(*)::INTEGER AS n FROM digest`)
  const pieces: Uint8Array[] = []
  for (let from = 0; from < (size?.n ?? 0); from += PIECE)
    pieces.push(db.arrow(sql`SELECT k, c FROM digest WHERE rowid >= ${from} AND rowid < ${from + PIECE}`))
  db.run(sql`DROP TABLE digest`)
  return pieces
}

const rowsByCategory = ({ deliveries }: Session): Record<string, number> =>
  Object.fromEntries([...deliveries].map(([code, { rows }]) => [code, rows]))

const findingsOf = ({ record }: Session): DeliveryState['findings'] =>
  record.findings.map((row) => ({ rule: String(row.rule), severity: String(row.severity), findings: Number(row.findings) }))

/** The state of an open county without digests. */
export const stateOf = (session: Session, codes: readonly string[]): DeliveryState => ({
  sheets: sentSheets(session),
  known: session.db.rows<{ sha256: string }>(sql`SELECT DISTINCT sha256 FROM source ORDER BY ALL`).map(({ sha256 }) => sha256),
  rows: rowsByCategory(session),
  persons: personsOf(session, codes),
  findings: findingsOf(session),
  households: session.people.households,
  members: session.people.members,
  digests: [],
})

/** The state as one piece of bytes: its length, itself as JSON, and the digests of what differs. */
export const packState = (session: Session, files: readonly DeliveredFile[]): Uint8Array => {
  const state = stateOf(session, differing(sentSheets(session), files))
  const pieces: Uint8Array[] = []
  for (const code of differing(state.sheets, files)) {
    const category = session.pack.category(code)
    if (!category || !session.deliveries.has(code)) continue
    const own = digestsOf(session, category)
    state.digests.push({ category: code, pieces: own.map(({ byteLength }) => byteLength) })
    pieces.push(...own)
  }
  const head = new TextEncoder().encode(JSON.stringify(state))
  const bytes = new Uint8Array(4 + head.byteLength + pieces.reduce((sum, { byteLength }) => sum + byteLength, 0))
  new DataView(bytes.buffer).setUint32(0, head.byteLength)
  bytes.set(head, 4)
  let at = 4 + head.byteLength
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.byteLength
  }
  return bytes
}

/** The state in bytes of `packState`, and the digests of one category of it. */
export const unpackState = (bytes: Uint8Array): { state: DeliveryState; digests(category: string): Uint8Array[] } => {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  const state = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as DeliveryState
  const places = new Map<string, Uint8Array[]>()
  let at = 4 + length
  for (const { category, pieces } of state.digests) {
    places.set(
      category,
      pieces.map((size) => {
        at += size
        return bytes.slice(at - size, at)
      }),
    )
  }
  return { state, digests: (category) => places.get(category) ?? [] }
}
