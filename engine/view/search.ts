import type { Pack } from '../packs/pack.ts'
import type { Database } from '../sql/database.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import { householdCode } from './code.ts'
import { needInitials } from './initials.ts'

const TOKEN = /^h\d{7}$/
const PERSON = /^r\d{7}$/
const CODE = /^[0-9a-f]{10}$/
const LAST_FOUR = /^\d{3}[\dx]$/
const LETTERS = /^[a-z]+$/

/** Addresses that the registers give, by person: of every register column that holds one. */
const addresses = (db: Database, pack: Pack): Sql[] => {
  const present = new Set(
    db
      .rows<{ name: string }>(sql`SELECT table_name AS name FROM duckdb_tables() WHERE database_name = 'raw'`)
      .map(({ name }) => name),
  )
  const codes = [...pack.people.registers, ...pack.people.former].map(({ category }) => category)
  return [...new Set(codes)]
    .filter((code) => present.has(code))
    .flatMap((code) => {
      const category = pack.category(code)
      const held = new Set(
        db
          .rows<{ name: string }>(
            sql`SELECT column_name AS name FROM duckdb_columns() WHERE database_name = 'raw' AND table_name = ${code}`,
          )
          .map(({ name }) => name),
      )
      return (category?.columns ?? [])
        .filter((column) => column.type === 'address' && held.has(column.name))
        .map((column) => sql`SELECT ${id(category?.person ?? '')} AS pk, ${id(column.name)} AS address FROM ${id(`raw.${code}`)}`)
    })
}

/** Table `address(hid, address)`: the distinct addresses of a household's members, made once a session. */
export const needAddresses = (db: Database, pack: Pack): void => {
  if (db.rows(sql`SELECT 1 AS one FROM duckdb_tables() WHERE table_name = 'address'`).length > 0) return
  const all = addresses(db, pack)
  const rows =
    all.length > 0 ? join(all, sql` UNION ALL `) : sql`SELECT CAST(NULL AS BIGINT) AS pk, CAST(NULL AS VARCHAR) AS address`
  db.run(
    sql`CREATE TABLE address AS SELECT p.hid, a.address FROM (${rows}) a JOIN person p ON p.pk = a.pk WHERE p.member AND a.address <> '' GROUP BY ALL ORDER BY ALL`,
  )
}

const withPerson = (condition: Sql): Sql => sql`f.hid IN (SELECT hid FROM person p WHERE p.member AND ${condition})`

/** Persons one word may mean, as conditions on `person` under the name `p`. */
const personMeanings = (db: Database, lower: string, word: string): Sql[] => {
  const meanings: Sql[] = []
  if (LAST_FOUR.test(lower)) {
    const check = lower.endsWith('x') ? 10 : Number(lower.at(-1))
    meanings.push(sql`(p.pk >= 0 AND p.pk % 11 = ${check} AND (p.pk // 11) % 1000 = ${Number(lower.slice(0, 3))})`)
  }
  if (LETTERS.test(lower)) {
    needInitials(db)
    meanings.push(sql`p.name IN (SELECT name FROM initials WHERE starts_with(letters, ${lower}))`)
  }
  return [...meanings, sql`contains(p.name, ${word})`]
}

const plainWord = (word: string): string => word.normalize('NFKC').toLowerCase()

/** Households one word may mean. */
const wordSql = (db: Database, pack: Pack, word: string): Sql => {
  const lower = plainWord(word)
  if (TOKEN.test(lower)) return sql`f.household_id = ${lower.toUpperCase()}`
  if (PERSON.test(lower)) return withPerson(sql`p.token = ${lower.toUpperCase()}`)
  needAddresses(db, pack)
  const meanings = [
    ...(CODE.test(lower) ? [sql`${householdCode(sql`f.household_id`)} = ${lower.toUpperCase()}`] : []),
    ...personMeanings(db, lower, word).map(withPerson),
    sql`contains(f.region_name, ${word})`,
    sql`f.hid IN (SELECT hid FROM address WHERE contains(address, ${word}))`,
  ]
  return sql`(${join(meanings, sql` OR `)})`
}

const wordsOf = (text: string): string[] =>
  text
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 8)

/** Persons, members or not, whom every word of a search may mean, as a condition on `person` under the name `p`. */
export const personSearchSql = (db: Database, text: string): Sql => {
  const each = wordsOf(text).map((word) => {
    const lower = plainWord(word)
    if (PERSON.test(lower)) return sql`p.token = ${lower.toUpperCase()}`
    return sql`(${join(personMeanings(db, lower, word), sql` OR `)})`
  })
  return each.length === 0 ? sql`true` : join(each, sql` AND `)
}

/** Households that every word of a search may mean; see `Filter.search`. */
export const searchSql = (db: Database, pack: Pack, text: string): Sql[] => wordsOf(text).map((word) => wordSql(db, pack, word))
