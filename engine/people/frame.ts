import type { Deliveries } from '../rules/delivery.ts'
import type { Database } from '../sql/database.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import type { PeoplePack, PeopleRules } from './rules.ts'

/** A delivered category whose rows belong to persons, with its place in the pack's order. */
export interface PersonCategory {
  code: string
  name: string
  person: Sql
  /** Position in the pack; breaks ties between categories. */
  order: number
  rows: number
}

/** Everything the steps of this stage share. */
export interface Frame {
  db: Database
  pack: PeoplePack
  rules: PeopleRules
  deliveries: Deliveries
  asOf: Sql
  salt: string
  /** Delivered categories with a linking column. */
  categories: ReadonlyMap<string, PersonCategory>
}

export const personCategories = (pack: PeoplePack, deliveries: Deliveries): Map<string, PersonCategory> => {
  const found = new Map<string, PersonCategory>()
  pack.categories.forEach((category, order) => {
    const delivery = deliveries.get(category.code)
    if (!category.person || !delivery?.columns.has(category.person)) return
    found.set(category.code, {
      code: category.code,
      name: category.name,
      person: id(category.person),
      order,
      rows: delivery.rows,
    })
  })
  return found
}

/** The entries of a rule list whose category arrived, with the category. */
export const delivered = <T extends { category: string }>(frame: Frame, entries: readonly T[]): (T & { of: PersonCategory })[] =>
  entries.flatMap((entry) => {
    const of = frame.categories.get(entry.category)
    return of ? [{ ...entry, of }] : []
  })

export const table = (category: string): Sql => id(`raw.${category}`)

/** A column, or NULL of a type where the rule names none. */
export const column = (name: string | null, type: Sql): Sql => (name === null ? sql`CAST(NULL AS ${type})` : id(name))

/** A text column with blanks as NULL. */
export const text = (name: string | null): Sql => (name === null ? sql`CAST(NULL AS VARCHAR)` : sql`NULLIF(${id(name)}, '')`)

export const oneOf = (value: Sql, codes: readonly string[]): Sql =>
  codes.length === 0
    ? sql`false`
    : sql`coalesce(${value} IN (${join(
        codes.map((code) => sql`${code}`),
        sql`, `,
      )}), false)`

/** Position of a code in a list, or the list's length. */
export const positionIn = (value: Sql, codes: readonly string[]): Sql =>
  codes.length === 0
    ? sql`0`
    : sql`CASE ${value} ${join(
        codes.map((code, index) => sql`WHEN ${code} THEN ${index}`),
        sql` `,
      )} ELSE ${codes.length} END`

/**
 * Inserts one row a person from a relation with `pk`: persons with a single row pass straight through, only the others
 * are sorted. `order` must break every tie. Says whether anybody had several rows; they are in `people_repeated`.
 */
export const insertNewest = (frame: Frame, target: string, columns: Sql, relation: Sql, order: Sql): boolean => {
  make(frame, 'people_repeated', sql`SELECT pk FROM (${relation}) GROUP BY pk HAVING count(*) > 1`)
  frame.db.run(sql`INSERT INTO ${id(target)} SELECT ${columns} FROM (${relation}) ANTI JOIN people_repeated USING (pk)`)
  const repeated = count(frame, sql`SELECT count(*) AS n FROM people_repeated`) > 0
  if (repeated) {
    frame.db.run(sql`INSERT INTO ${id(target)} SELECT ${columns} FROM (SELECT * FROM (${relation}) SEMI JOIN people_repeated USING (pk)
      QUALIFY row_number() OVER (PARTITION BY pk ORDER BY ${order}) = 1)`)
  }
  return repeated
}

/** Order in which the smaller household number comes first. */
export const smallerNumber = sql`length(number), number`

/** Creates a working table of this stage from a query. */
export const make = (frame: Frame, name: string, query: Sql): void =>
  frame.db.run(sql`CREATE OR REPLACE TABLE ${id(name)} AS ${query}`)

export const count = (frame: Frame, query: Sql): number => Number(frame.db.rows<{ n: number }>(query)[0]?.n ?? 0)
