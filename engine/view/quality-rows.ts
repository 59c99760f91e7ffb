import type { Session } from '../host/session.ts'
import type { Category } from '../packs/pack.ts'
import { type PersonCategory, personCategories } from '../people/frame.ts'
import { batches } from '../people/seen.ts'
import type { Row } from '../sql/database.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import { categoriesOfFeature } from './blinds.ts'
import { firstDay, sinceSql, updatedSql } from './quality-time.ts'

/** What the sources of a category say of it, all sheets together. */
export interface SourceCounts extends Row {
  category: string
  first: number | null
  last: number | null
  rows_in: number
  loaded: number
  refused: number
  repeated: number
}

/** Counts over the rows of a category; null where a question does not apply. */
export interface RowCounts {
  rows: number
  newest: string | null
  updated: string | null
  /** Rows whose key stands in an earlier row. */
  twice: number | null
  invalid: number | null
  /** Rows of persons in neither register, and of those in the migrants' alone. */
  unmatched: number | null
  migrant: number | null
  dead: number | null
}

export const sourceCounts = ({ db }: Session): Map<string, SourceCounts> =>
  new Map(
    db
      .rows<SourceCounts>(
        sql`SELECT category, CAST(coalesce(min(period) FILTER (loaded > 0), max(period)) AS INTEGER) AS first,
          CAST(coalesce(max(period) FILTER (loaded > 0), max(period)) AS INTEGER) AS last, CAST(sum(rows_in) AS BIGINT) AS rows_in,
          CAST(sum(loaded) AS BIGINT) AS loaded, CAST(sum(refused) AS BIGINT) AS refused, CAST(sum(repeated) AS BIGINT) AS repeated
        FROM source WHERE category IS NOT NULL GROUP BY category ORDER BY category`,
      )
      .map((row) => [row.category, row]),
  )

/** Categories that name the dead because that is what they are for. */
const tellsOfDeath = ({ pack }: Session): ReadonlySet<string> => {
  const { dead } = pack.people.absence
  return dead === null ? new Set() : categoriesOfFeature(pack, dead)
}

/** The day of a row for the question whether its person was dead by then: of a list, the month it was delivered for. */
const rowDay = (session: Session, category: Category, last: number | null): Sql | null => {
  if (category.kind === 'status' && last !== null) return sql`DATE ${firstDay(last)}`
  return sinceSql(category, session.deliveries.get(category.code)?.columns ?? new Set())
}

/** Rows that say somebody is on the list now, where the pack knows which do. */
const inForce = (session: Session, category: string): Sql => {
  const { assistance, otherLedgers } = session.pack.people
  const rule = [...assistance, ...otherLedgers].find((one) => one.category === category)
  return rule ? sql`coalesce(${id(rule.status)} IN (${rule.inForce.map((code) => sql`${code}`)}), true)` : sql`true`
}

/** How the question of the dead is put to a category; null where it does not apply. */
export const deathQuestion = (session: Session, code: string, last: number | null): { day: Sql; counts: Sql } | null => {
  const category = session.pack.category(code)
  const day = category && !tellsOfDeath(session).has(code) ? rowDay(session, category, last) : null
  return day ? { day, counts: inForce(session, code) } : null
}

/** Persons of whom something is to be told, which are few. */
export const markedPersons = sql`SELECT pk, origin = 'list' AS unmatched, origin = 'migrant' AS migrant, NOT id_valid AS invalid,
  CASE WHEN state = 'dead' THEN state_date END AS died FROM person
  WHERE origin <> 'register' OR NOT id_valid OR (state = 'dead' AND state_date IS NOT NULL)`

interface PersonCounts extends Row {
  place: number
  invalid: number
  unmatched: number
  migrant: number
  dead: number
}

const countPersons = (session: Session, sources: ReadonlyMap<string, SourceCounts>): Map<string, PersonCounts> => {
  const { db, pack, deliveries } = session
  const categories = [...personCategories(pack, deliveries).values()]
  const found = new Map<string, PersonCounts>()
  const rows = ({ code, order, person }: PersonCategory): Sql => {
    const death = deathQuestion(session, code, sources.get(code)?.last ?? null)
    const day = death ? sql`CASE WHEN ${death.counts} THEN ${death.day} END` : sql`CAST(NULL AS DATE)`
    return sql`SELECT ${person} AS pk, CAST(${order} AS INTEGER) AS place, ${day} AS day FROM ${id(`raw.${code}`)}`
  }
  db.run(sql`CREATE OR REPLACE TEMP TABLE marked AS ${markedPersons}`)
  for (const batch of batches(categories)) {
    const counts =
      db.rows<PersonCounts>(sql`SELECT place, count(*) FILTER (invalid) AS invalid, count(*) FILTER (unmatched) AS unmatched,
      count(*) FILTER (migrant) AS migrant, count(*) FILTER (day > died) AS dead FROM (${join(batch.map(rows), sql` UNION ALL `)}) JOIN marked USING (pk) GROUP BY place`)
    for (const one of counts) found.set(pack.categories[one.place]?.code ?? '', one)
  }
  db.run(sql`DROP TABLE marked`)
  return found
}

interface KeyCounts extends Row {
  rows: number
  keys: number
  keyed: number
  newest: string | null
  updated: string | null
}

/** Most keys looked at in one statement, so that a large category does not claim memory that a full county lacks. */
const MOST_KEYS = 1_000_000

/** Parts that the keys of a category fall in by their digest. */
export const keyParts = (rows: number): number => Math.max(1, Math.ceil(rows / MOST_KEYS))

/**
 * Digest of a row's key, NULL where a part of it is blank. Digests stand for keys: among a million of them two are alike by
 * chance once in tens of millions of counties.
 */
export const keyDigest = ({ key }: Category): Sql => {
  const columns = key.map((name) => id(name))
  const whole = join(
    columns.map((name) => sql`${name} IS NOT NULL`),
    sql` AND `,
  )
  return sql`CASE WHEN ${whole} THEN hash(${columns}) END`
}

const countKeys = (session: Session, category: Category, rows: number): KeyCounts | undefined => {
  const { db, deliveries, model } = session
  const since = sinceSql(category, deliveries.get(category.code)?.columns ?? new Set()) ?? sql`CAST(NULL AS DATE)`
  const table = id(`raw.${category.code}`)
  const parts = keyParts(rows)
  const [counts] = db.rows<KeyCounts>(sql`SELECT count(*) AS rows, count(DISTINCT digest) FILTER (digest % ${parts} = 0) AS keys,
    count(digest) AS keyed, max(since) FILTER (since <= DATE ${model.asOf}) AS newest, max(updated) FILTER (updated <= DATE ${model.asOf}) AS updated
    FROM (SELECT ${keyDigest(category)} AS digest, ${since} AS since, ${updatedSql(category)} AS updated FROM ${table})`)
  if (!counts) return undefined
  for (let part = 1; part < parts; part++) {
    const [more] = db.rows<{ keys: number }>(
      sql`SELECT count(DISTINCT digest) AS keys FROM (SELECT ${keyDigest(category)} AS digest FROM ${table}) WHERE digest % ${parts} = ${part}`,
    )
    counts.keys += more?.keys ?? 0
  }
  return counts
}

/** Counts over every delivered category; the steps are short, so that the caller can breathe between them. */
export function* countRows(
  session: Session,
  sources: ReadonlyMap<string, SourceCounts>,
): Generator<void, Map<string, RowCounts>> {
  const { pack, deliveries } = session
  const persons = countPersons(session, sources)
  const counts = new Map<string, RowCounts>()
  for (const category of pack.categories) {
    const delivery = deliveries.get(category.code)
    if (!delivery) continue
    yield
    const own = countKeys(session, category, delivery.rows)
    if (!own) continue
    const linked = category.person !== null && delivery.columns.has(category.person)
    const marked = persons.get(category.code)
    counts.set(category.code, {
      rows: own.rows,
      newest: own.newest,
      updated: own.updated,
      twice: category.key.every((name) => delivery.columns.has(name)) ? own.keyed - own.keys : null,
      invalid: linked ? (marked?.invalid ?? 0) : null,
      unmatched: linked ? (marked?.unmatched ?? 0) : null,
      migrant: linked ? (marked?.migrant ?? 0) : null,
      dead:
        linked && deathQuestion(session, category.code, sources.get(category.code)?.last ?? null) ? (marked?.dead ?? 0) : null,
    })
  }
  return counts
}
