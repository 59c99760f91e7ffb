import { EMPTY, id, join, type Sql, sql } from '../sql/tag.ts'
import { delivered, type Frame, type PersonCategory, table } from './frame.ts'

/** Rows looked through in one statement. */
const BATCH_ROWS = 4_000_000

/** One number for where a row stands: order of the category, file, row. */
export const spot = (category: PersonCategory): Sql => spotAt(sql`${category.order}`)

export const spotAt = (place: Sql): Sql => sql`${place} * 140737488355328 + CAST(_src AS BIGINT) * 2147483648 + _row`

export const spotOrder = (value: Sql): Sql => sql`(${value} // 140737488355328)`
export const spotSrc = (value: Sql): Sql => sql`CAST((${value} // 2147483648) % 65536 AS USMALLINT)`
export const spotRow = (value: Sql): Sql => sql`CAST(${value} % 2147483648 AS INTEGER)`

const take = (frame: Frame, category: PersonCategory, origin: 'register' | 'migrant'): void =>
  frame.db.run(sql`INSERT INTO people_seen
    SELECT pk, ${origin}, min(spot) FROM (SELECT ${category.person} AS pk, ${spot(category)} AS spot FROM ${table(category.code)})
    ANTI JOIN people_seen USING (pk) WHERE pk IS NOT NULL GROUP BY pk`)

/** Categories with rows in groups that one statement can look through. */
export const batches = (categories: readonly PersonCategory[]): PersonCategory[][] => {
  const found: PersonCategory[][] = []
  let gathered = Number.POSITIVE_INFINITY
  for (const category of categories) {
    if (category.rows === 0) continue
    if (gathered + category.rows > BATCH_ROWS) {
      found.push([])
      gathered = 0
    }
    found.at(-1)?.push(category)
    gathered += category.rows
  }
  return found
}

/** The rows of several categories as `pk`, `place`, `_src`, `_row` and the named columns; `spotAt(place)` tells them apart. */
export const rowsOf = (batch: readonly PersonCategory[], columns: readonly string[]): Sql =>
  join(
    batch.map((category) => {
      const named = columns.map((name) => sql`, ${id(name)}`)
      return sql`SELECT ${category.person} AS pk, ${category.order} AS place, _src, _row${join(named, EMPTY)} FROM ${table(category.code)}`
    }),
    sql` UNION ALL `,
  )

const takeLists = (frame: Frame, batch: readonly PersonCategory[]): void => {
  frame.db.run(sql`INSERT INTO people_seen SELECT pk, 'list', min(${spotAt(sql`place`)}) FROM (${rowsOf(batch, [])})
    ANTI JOIN people_seen USING (pk) WHERE pk IS NOT NULL GROUP BY pk`)
}

/**
 * `people_seen(pk, origin, spot)`: every distinct person of the linking columns, with what kind of source
 * knows him best and the first row that names him.
 */
export const collectPersons = (frame: Frame): void => {
  const { db, rules } = frame
  db.run(sql`CREATE OR REPLACE TABLE people_seen (pk BIGINT, origin VARCHAR, spot BIGINT)`)
  const done = new Set<string>()
  const first = (entries: readonly { category: string }[], origin: 'register' | 'migrant') => {
    for (const { of } of delivered(frame, entries)) {
      if (done.has(of.code)) continue
      done.add(of.code)
      take(frame, of, origin)
    }
  }
  first(rules.registers, 'register')
  first(rules.former, 'register')
  first(rules.migrants, 'migrant')
  const lists = [...frame.categories.values()].filter(({ code }) => !done.has(code))
  for (const batch of batches(lists)) takeLists(frame, batch)
}
