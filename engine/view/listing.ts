import {
  EngineError,
  type Filter,
  type ListColumn,
  type Listing,
  type ListRow,
  type LoosePerson,
  type Neighbours,
  type Sort,
} from '../contract.ts'
import type { Session } from '../host/session.ts'
import { maskName } from '../report/mask.ts'
import { decodeColumns } from '../sql/decode.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import { filterSql } from './filter.ts'
import { type ListSource, listCells, listSources, orderTerm } from './list-columns.ts'

const sourcesOf = (session: Session, codes: readonly string[]): ListSource[] => {
  const all = new Map(listSources(session).map((source) => [source.code, source]))
  return codes.map((code) => {
    const source = all.get(code)
    if (!source) throw new EngineError('usage', `名单里没有“${code}”这一列，请重新选择列`)
    return source
  })
}

export const listColumns = (session: Session): ListColumn[] =>
  listSources(session).map(({ code, name, kind, group }) => ({ code, name, kind, group }))

/** Columns of `face` under the name a list knows them by: sorting by them needs no join. */
const ON_FACE = /^(household_id|region_name|size|registered|colour|primary_type|(score|member|colour)_[A-Z]+)$/

/** Numbers of the households a filter means, in order; households that are equal stand in the order of their tokens. */
export const listQuery = (session: Session, filter: Filter, sort: readonly Sort[]): Sql => {
  const orders = sort.slice(0, 3).map(({ column, descending }, index) => {
    const direction = descending ? sql`DESC` : sql`ASC`
    if (ON_FACE.test(column)) return { join: sql``, term: sql`f.${id(column)} ${direction} NULLS LAST` }
    const [source] = sourcesOf(session, [column])
    return orderTerm(source as ListSource, descending, index)
  })
  const terms = [...orders.map(({ term }) => term), sql`f.hid`]
  return sql`SELECT f.hid FROM face f ${join(
    orders.map((one) => one.join),
    sql` `,
  )} WHERE ${filterSql(session, filter)} ORDER BY ${terms}`
}

/** Makes the list and keeps its order for `listRows`. */
export const makeListing = (session: Session, filter: Filter, sort: readonly Sort[]): Listing => {
  const begun = performance.now()
  const { hid: hids = new Int32Array() } = decodeColumns(session.db.arrow(listQuery(session, filter, sort)))
  const [totals] = session.db.rows<{ persons: number }>(
    sql`SELECT CAST(COALESCE(sum(size), 0) AS BIGINT) AS persons FROM face f WHERE ${filterSql(session, filter)}`,
  )
  const handle = (session.listing?.handle ?? 0) + 1
  session.listing = { handle, hids }
  return { handle, households: hids.length, persons: totals?.persons ?? 0, milliseconds: performance.now() - begun }
}

/** Most rows one request may ask for. */
const MOST_ROWS = 500

export const readListing = (session: Session, handle: number, from: number, to: number, codes: readonly string[]): ListRow[] => {
  if (session.listing?.handle !== handle) throw new EngineError('not_found', '名单已经更新，请重新读取')
  const hids = session.listing.hids.subarray(from, Math.min(to, from + MOST_ROWS))
  return listCells(session, [...hids], sourcesOf(session, [...new Set(['household_id', ...codes])]))
}

/** The households before and behind one in the list made last. */
export const neighboursOf = ({ db, listing }: Session, token: string): Neighbours | null => {
  const [face] = db.rows<{ hid: number }>(sql`SELECT hid FROM face WHERE household_id = ${token}`)
  const index = face && listing ? listing.hids.indexOf(face.hid) : -1
  if (!listing || index < 0) return null
  const tokenAt = (place: number): string | null => {
    const hid = listing.hids[place]
    if (hid === undefined) return null
    return db.rows<{ token: string }>(sql`SELECT household_id AS token FROM face WHERE hid = ${hid}`)[0]?.token ?? null
  }
  return { position: index + 1, households: listing.hids.length, before: tokenAt(index - 1), after: tokenAt(index + 1) }
}

/** Persons who are in no household, by token. */
export const loosePersons = ({ db }: Session, from: number, to: number): { total: number; rows: LoosePerson[] } => {
  const [count] = db.rows<{ n: number }>(sql`SELECT count(*) AS n FROM person WHERE NOT member`)
  const rows = db.rows<{ [name in keyof LoosePerson]: string | number | null }>(
    sql`SELECT p.token, p.name, p.sex, f.p_age AS age, p.state, p.origin, COALESCE(h.region_name, '') AS region, s.path AS file, p.source_row AS "row"
      FROM person p JOIN pf f ON f.pk = p.pk LEFT JOIN household h ON h.hid = p.hid LEFT JOIN source s ON s.src = p.source_src
      WHERE NOT p.member ORDER BY p.token LIMIT ${Math.min(to - from, MOST_ROWS)} OFFSET ${from}`,
  )
  const text = (value: string | number | null): string => (value === null ? '' : String(value))
  return {
    total: count?.n ?? 0,
    rows: rows.map((row) => ({
      token: text(row.token),
      name: row.name === null ? '' : maskName(text(row.name)),
      sex: text(row.sex),
      age: text(row.age),
      state: text(row.state),
      origin: text(row.origin),
      region: text(row.region),
      file: text(row.file),
      row: text(row.row),
    })),
  }
}
