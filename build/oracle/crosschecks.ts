import type { Crosscheck, RowSet } from '../../engine/packs/pack.ts'
import { parseFormula } from '../../engine/rules/parse.ts'
import type { Row } from '../../engine/sql/database.ts'
import { sql } from '../../engine/sql/tag.ts'
import type { County, Key, PersonRow } from './county.ts'
import { dayOf, monthOf } from './dates.ts'
import type { Oracle } from './evaluate.ts'
import type { CountyRun } from './run-county.ts'

type Statement = RowSet['rows'][number]

/** A row that states something, as a person reads it. */
interface Said {
  person: PersonRow
  category: string
  place: string
  day: number | null
  month: number | null
  values: Readonly<Record<string, string | null>>
}

/** What one check finds about one person or household. */
export interface Case {
  state: string
  claims: ReadonlySet<string>
  facts: ReadonlySet<string>
}

const REFRESH: Readonly<Record<string, number>> = {
  realtime: 1,
  daily: 1,
  weekly: 1,
  monthly: 1,
  quarterly: 3,
  termly: 6,
  yearly: 12,
}

const valuesOf = (county: County, category: string, row: Row, { values }: Statement): Said['values'] => {
  const { columns } = county.category(category)
  const read = (name: string): string | null => {
    const cell = row[name] ?? null
    return cell === null || columns.get(name)?.unknown.includes(String(cell)) ? null : String(cell)
  }
  return Object.fromEntries(Object.entries(values).map(([shared, name]) => [shared, read(name)]))
}

const timeOf = (county: County, category: string, row: Row, { date }: Statement): Pick<Said, 'day' | 'month'> => {
  const cell = date === null ? null : (row[date] ?? null)
  if (date === null || cell === null) return { day: null, month: null }
  if (county.category(category).columns.get(date)?.type === 'month') return { day: null, month: Number(cell) }
  const day = dayOf(String(cell).slice(0, 10))
  return { day, month: monthOf(day) }
}

const grouped = <Item, Name>(items: readonly Item[], name: (item: Item) => Name): Map<Name, Item[]> => {
  const groups = new Map<Name, Item[]>()
  for (const item of items) groups.set(name(item), [...(groups.get(name(item)) ?? []), item])
  return groups
}

const bare = (name: string): string => name.toUpperCase().replace(/[\s·•・．.]/g, '')

const contradicts = (check: Crosscheck, claim: Said, fact: Said): boolean => {
  if (claim.place === fact.place) return false
  const equal = (name: string): boolean => claim.values[name] !== null && claim.values[name] === fact.values[name]
  const different = (name: string): boolean => {
    const [a, b] = [claim.values[name] ?? null, fact.values[name] ?? null]
    return a !== null && b !== null && bare(a) !== bare(b)
  }
  const [a, b] = check.later === 'day' ? [claim.day, fact.day] : [claim.month, fact.month]
  const later = check.later === null || (a !== null && b !== null && a > b)
  return later && check.same.every(equal) && (check.differ.length === 0 || check.differ.some(different))
}

/** Every check of a pack made row by row in plain loops: the second opinion on `adverse`. */
export const crosschecked = (run: CountyRun, county: County, oracle: Oracle): Map<string, Case> => {
  const { db, pack } = run
  const asOf = dayOf(county.asOf)
  const valid = new Map(
    db.rows<{ pk: Key; ok: boolean }>(sql`SELECT pk, id_valid AS ok FROM person`).map(({ pk, ok }) => [pk, ok]),
  )
  const old = new Set(
    db
      .rows<{ place: string; category: string; column: string }>(
        sql`SELECT CAST(src AS VARCHAR) || ':' || CAST("row" AS VARCHAR) AS place, category, column_name AS "column" FROM finding WHERE rule = 'id_15'`,
      )
      .filter(({ category, column }) => pack.category(category)?.person === column)
      .map(({ place }) => place),
  )
  const periods = new Map(
    db
      .rows<{ category: string; period: number }>(
        sql`SELECT category, max(period) AS period FROM source WHERE period IS NOT NULL GROUP BY 1`,
      )
      .map(({ category, period }) => [category, period]),
  )
  const stale = (code: string): boolean => {
    const [period, months] = [periods.get(code), REFRESH[pack.category(code)?.refresh ?? '']]
    return period !== undefined && months !== undefined && monthOf(asOf) - period > 2 * months
  }
  const read = (set: string): Said[] =>
    (pack.rowSets.find(({ code }) => code === set)?.rows ?? []).flatMap((statement) => {
      const node = parseFormula(statement.rows)
      if (node.kind !== 'rows') throw new Error(`${set} is no row function`)
      return county.persons.flatMap((person) =>
        oracle
          .rowsOf(person.pk, node)
          .filter(({ truth }) => truth === true)
          .map(({ row }) => ({
            person,
            category: node.category,
            place: `${row._src}:${row._row}`,
            ...timeOf(county, node.category, row, statement),
            values: valuesOf(county, node.category, row, statement),
          }))
          .filter(({ day, month }) => (day === null || day <= asOf) && (month === null || month <= monthOf(asOf))),
      )
    })
  const sets = new Map(pack.rowSets.map(({ code }) => [code, read(code)]))
  const found = new Map<string, { state: string; claims: Set<string>; facts: Set<string> }>()
  for (const check of pack.crosschecks) {
    const owner = ({ person }: Said): string | null =>
      check.link === 'person' ? String(person.pk) : person.member && person.hid !== null ? String(person.hid) : null
    const claims = grouped(sets.get(check.claims) ?? [], owner)
    for (const fact of sets.get(check.facts) ?? []) {
      const key = owner(fact)
      for (const claim of (key !== null && claims.get(key)) || []) {
        if (!contradicts(check, claim, fact)) continue
        const sides = [claim, fact]
        const weak = sides.some(({ person, place }) => !valid.get(person.pk) || old.has(place))
        const state = sides.some(({ category }) => stale(category)) ? 'stale' : weak ? 'weak' : 'raised'
        const name = `${check.code} ${key}`
        const one = found.get(name) ?? { state, claims: new Set(), facts: new Set() }
        if (RANK.indexOf(state) < RANK.indexOf(one.state)) one.state = state
        one.claims.add(claim.place)
        one.facts.add(fact.place)
        found.set(name, one)
      }
    }
  }
  return found
}

const RANK = ['raised', 'weak', 'stale']

/** The same as the stage has it in `adverse` and `adverse_row`. */
export const stagedCases = ({ db, pack }: CountyRun): Map<string, Case> => {
  const households = new Set(pack.crosschecks.filter(({ link }) => link === 'household').map(({ code }) => code))
  const rows = db.rows<{ id: number; side: 'claim' | 'fact'; place: string }>(
    sql`SELECT id, side, CAST(src AS VARCHAR) || ':' || CAST("row" AS VARCHAR) AS place FROM adverse_row`,
  )
  const byCase = grouped(rows, ({ id }) => id)
  const places = (id: number, wanted: string): Set<string> =>
    new Set((byCase.get(id) ?? []).filter(({ side }) => side === wanted).map(({ place }) => place))
  return new Map(
    db
      .rows<{ id: number; check: string; pk: Key; hid: number | null; state: string }>(
        sql`SELECT id, "check", pk, hid, state FROM adverse`,
      )
      .map(({ id, check, pk, hid, state }) => [
        `${check} ${households.has(check) ? hid : pk}`,
        { state, claims: places(id, 'claim'), facts: places(id, 'fact') },
      ]),
  )
}
