import type { AdverseFact, ProfileAdverse } from '../contract.ts'
import type { Session } from '../host/session.ts'
import { categoryIn } from '../packs/check-crosschecks.ts'
import type { Category, Pack } from '../packs/pack.ts'
import { walk } from '../rules/ast.ts'
import { parseFormula } from '../rules/parse.ts'
import { id, join, sql } from '../sql/tag.ts'
import { factsOfHousehold } from './adverse.ts'
import { readAll, shownRow } from './profile-evidence.ts'

/** Columns of a category that one side of a check speaks of: who, when, what is compared and what the condition reads. */
const columnsOf = (pack: Pack, set: string, { code, columns }: Category): string[] => {
  const statement = pack.rowSets.find((one) => one.code === set)?.rows.find(({ rows }) => categoryIn(rows) === code)
  if (!statement) return []
  const read: string[] = []
  walk(parseFormula(statement.rows), (node) => {
    if (node.kind === 'column' && node.category === code) read.push(node.column)
  })
  const wanted = new Set([
    pack.people.nameColumn,
    ...(statement.date ? [statement.date] : []),
    ...Object.values(statement.values),
    ...read,
  ])
  return columns.map(({ name }) => name).filter((name) => wanted.has(name))
}

interface SeenRow {
  id: number
  side: 'claim' | 'fact'
  category: string
  src: number
  row: number
  [name: string]: string | number
}

/** Person keys of the rows of one category, to say whose each is. */
const ownersOf = ({ db }: Session, { code, person }: Category, seen: readonly SeenRow[]): Map<string, string> => {
  const places = seen.map(({ src, row }) => sql`(r._src = ${src} AND r._row = ${row})`)
  const rows = db.rows<{ src: number; row: number; token: string }>(
    sql`SELECT r._src AS src, r._row AS row, p.token FROM ${id(`raw.${code}`)} r JOIN person p ON p.pk = r.${id(person ?? '')} WHERE ${join(places, sql` OR `)}`,
  )
  return new Map(rows.map(({ src, row, token }) => [`${src} ${row}`, token]))
}

/** The adverse facts of a household with the rows of both sides, from the open tables and, where at hand, the extracts. */
export const profileAdverse = async (session: Session, hid: number, plain: boolean): Promise<ProfileAdverse[]> => {
  const { db, pack } = session
  const facts = factsOfHousehold(session, hid, plain)
  if (facts.length === 0) return []
  const seen = db.rows<SeenRow>(
    sql`SELECT id, side, category, src, "row" FROM adverse_row WHERE id IN (${facts.map((fact) => sql`${fact.id}`)}) ORDER BY id, side, category, src, "row"`,
  )
  const read = await readAll(session, seen)
  const groupsOf = (fact: AdverseFact, side: 'claim' | 'fact'): ProfileAdverse['rows'] => {
    const check = pack.crosschecks.find(({ code }) => code === fact.check)
    const mine = seen.filter((one) => one.id === fact.id && one.side === side)
    return [...new Set(mine.map(({ category }) => category))].flatMap((code) => {
      const category = pack.category(code)
      if (!category || !check) return []
      const own = mine.filter((one) => one.category === code)
      const columns = columnsOf(pack, side === 'claim' ? check.claims : check.facts, category)
      const owners = ownersOf(session, category, own)
      const rows = own.flatMap(({ src, row }) => {
        const source = read.get(src)
        return source
          ? [{ person: owners.get(`${src} ${row}`) ?? '', certain: true, ...shownRow(source, row, category, columns, plain) }]
          : []
      })
      return [{ side, category: code, name: category.name, department: pack.departmentOf(code)?.name ?? '', rows }]
    })
  }
  return facts.map((fact) => ({ ...fact, rows: [...groupsOf(fact, 'claim'), ...groupsOf(fact, 'fact')] }))
}
