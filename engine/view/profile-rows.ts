import type { Session } from '../host/session.ts'
import { outputTables } from '../report/outputs.ts'
import { formatCell, type OutputTable } from '../report/table.ts'
import type { Row } from '../sql/database.ts'
import { id, type Sql, sql } from '../sql/tag.ts'
import { householdCode } from './code.ts'
import type { Written } from './explain.ts'

/** The rows of a run's tables about one household, as they are written to files. */
export interface HouseholdRows {
  household: Written
  features: Written
  indicators: Written
  persons: { person: Written; features: Written }[]
  /** Triggers that fired or cannot be decided. */
  triggers: Written[]
}

const plain = (text: string): string => (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text)

const written = ({ columns, mask }: OutputTable, row: Row): Written => {
  const shown = mask ? mask(row) : row
  return Object.fromEntries(columns.map(({ name, format }) => [name, plain(formatCell(shown[name] ?? null, format))]))
}

/** Number of the household a token of a household or person, or a 惠民码, names; null for none. */
export const householdNamed = ({ db }: Session, name: string): number | null => {
  const text = name.trim().toUpperCase()
  const [row] = db.rows<{ hid: number }>(
    /^R\d+$/.test(text)
      ? sql`SELECT hid FROM person WHERE token = ${text} AND hid IN (SELECT hid FROM household)`
      : /^H\d+$/.test(text)
        ? sql`SELECT hid FROM household WHERE household_id = ${text}`
        : sql`SELECT hid FROM household WHERE ${householdCode(sql`household_id`)} = ${text}`,
  )
  return row ? Number(row.hid) : null
}

const triggerRows = ({ db, pack }: Session, hid: number): Written[] => {
  const all = [...Object.values(pack.scoring.members), ...Object.values(pack.scoring.reds)].flat()
  if (all.length === 0) return []
  const names = all.map((trigger) => id(trigger.id.replaceAll('.', '_')))
  const [row] = db.rows(sql`SELECT ${names} FROM hf WHERE hid = ${hid}`)
  return all.flatMap(({ id: trigger }) => {
    const holds = row?.[trigger.replaceAll('.', '_')] ?? null
    return holds === false ? [] : [{ trigger, state: holds === null ? 'unknown' : 'fired' }]
  })
}

export const householdRows = (session: Session, hid: number): HouseholdRows => {
  const { db, pack, columns, full } = session
  const tables = outputTables(pack, columns, full, false)
  const read = (file: string, where: Sql): Written[] => {
    const table = tables.find((one) => one.file === file)
    if (!table) throw new Error(`no table ${file}`)
    return db.rows(sql`SELECT * FROM (${table.query}) t WHERE ${where}`).map((row) => written(table, row))
  }
  const [{ token = '' } = {}] = db.rows<{ token: string }>(sql`SELECT household_id AS token FROM household WHERE hid = ${hid}`)
  const own = sql`household_id = ${token}`
  const people = read('persons.csv', own).sort((a, b) => ((a.token ?? '') < (b.token ?? '') ? -1 : 1))
  const tokens = people.map((person) => sql`${person.token ?? ''}`)
  const facts = tokens.length === 0 ? [] : read('person_features.csv', sql`token IN (${tokens})`)
  const byToken = new Map(facts.map((row) => [row.token, row]))
  return {
    household: read('households.csv', own)[0] ?? {},
    features: read('features.csv', own)[0] ?? {},
    indicators: read('indicators.csv', own)[0] ?? {},
    persons: people.map((person) => ({ person, features: byToken.get(person.token) ?? {} })),
    triggers: triggerRows(session, hid),
  }
}
