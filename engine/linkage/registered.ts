import type { Pack } from '../packs/pack.ts'
import type { Deliveries } from '../rules/delivery.ts'
import type { Database } from '../sql/database.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'
import { CLUES } from './lists.ts'

const BATCH = 50_000

interface PersonRow {
  token: string
  name: string | null
  birth: string | null
  village: string | null
  address: string | null
  phone: string | null
  [name: string]: string | null
}

/** One value of a clue by person: of the first category that has one. */
const bestOf = (pack: Pack, deliveries: Deliveries, clue: 'address' | 'phone'): Sql => {
  const parts = (pack.linkage?.persons ?? []).flatMap(({ category: code, ...columns }, trust) => {
    const [column, category] = [columns[clue], pack.category(code)]
    if (column === null || !category?.person || !deliveries.get(code)?.columns.has(column)) return []
    return [sql`SELECT ${id(category.person)} AS pk, ${id(column)} AS value, ${trust} AS trust FROM ${id(`raw.${code}`)}`]
  })
  if (parts.length === 0) return sql`SELECT CAST(NULL AS BIGINT) AS pk, CAST(NULL AS VARCHAR) AS value WHERE false`
  return sql`SELECT pk, arg_min(value, (trust, value)) AS value FROM (${join(parts, sql` UNION ALL `)}) WHERE value <> '' GROUP BY pk`
}

/** Makes `link_person(token, name, birth, village, address, phone)`: what the registers say of everybody. */
export const createRegistered = (db: Database, pack: Pack, deliveries: Deliveries): void =>
  db.run(sql`CREATE OR REPLACE TEMP TABLE link_person AS
    SELECT p.token, p.name, CAST(p.birth AS VARCHAR) AS birth, replace(h.region_name, '/', '') AS village, a.value AS address, f.value AS phone
    FROM person p LEFT JOIN household h ON h.hid = p.hid LEFT JOIN (${bestOf(pack, deliveries, 'address')}) a ON a.pk = p.pk
      LEFT JOIN (${bestOf(pack, deliveries, 'phone')}) f ON f.pk = p.pk
    WHERE p.name IS NOT NULL ORDER BY p.token`)

/** Everybody in `link_person`, clue by clue; equal texts are held once. */
export const readRegistered = async (
  db: Database,
  pause: () => Promise<void>,
): Promise<{ tokens: string[]; columns: string[][] }> => {
  const held = new Map<string, string>()
  const hold = (text: string | null): string => {
    if (text === null) return ''
    const known = held.get(text)
    if (known !== undefined) return known
    held.set(text, text)
    return text
  }
  const tokens: string[] = []
  const columns: string[][] = CLUES.map(() => [])
  for (let from = 0; ; from += BATCH) {
    const rows = db.rows<PersonRow>(
      sql`SELECT * FROM link_person WHERE rowid >= ${from} AND rowid < ${from + BATCH} ORDER BY rowid`,
    )
    for (const row of rows) {
      tokens.push(row.token)
      CLUES.forEach((clue, index) => {
        columns[index]?.push(hold(row[clue]))
      })
    }
    if (rows.length < BATCH) return { tokens, columns }
    await pause()
  }
}
