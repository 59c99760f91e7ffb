import type { SourceFile } from '../contract.ts'
import type { Pack } from '../packs/pack.ts'
import type { Deliveries } from '../rules/delivery.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'
import { CLUE_KINDS } from './clue.ts'
import type { Decided } from './decide.ts'
import { linkRecords } from './link.ts'
import { CLUES, type Clue, type ListedRow, listedRows } from './lists.ts'
import { createRegistered, readRegistered } from './registered.ts'
import { comparable } from './values.ts'

/** Persons shown for one row. */
const MOST_PERSONS = 5
const WHOLE_DATE = /^\d{6}(?!00)\d\d$/
/** Fewer clues that are the same are never likely, whatever the model makes of them. */
const LEAST_AGREEING = 2
const BATCH = 500

export interface LinkageInput {
  db: Database
  pack: Pack
  deliveries: Deliveries
  files: readonly SourceFile[]
  /** Called between parts of the work; throws where the run was cancelled. */
  pause(done: number, total: number): Promise<void>
}

/** Rows of one category that say the same of whom they are about. */
interface Group {
  category: string
  clues: ListedRow['clues']
  rows: ListedRow[]
}

const keyOf = ({ category, clues }: Pick<Group, 'category' | 'clues'>): string =>
  JSON.stringify([category, ...CLUES.map((clue) => comparable(CLUE_KINDS[clue], clues[clue]))])

const grouped = (rows: readonly ListedRow[]): Group[] => {
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group) group.rows.push(row)
    else groups.set(key, { category: row.category, clues: row.clues, rows: [row] })
  }
  return [...groups.values()]
}

/** Name, whole birth date and phone are the same: no chance has brought these two together. */
const isStrong = (listed: ListedRow['clues'], registered: (clue: Clue) => string): boolean =>
  (['name', 'birth', 'phone'] as const).every((clue) => {
    const text = comparable(CLUE_KINDS[clue], listed[clue])
    const whole = clue === 'birth' ? WHOLE_DATE.test(text) : clue === 'phone' ? text.length >= 7 : text.length >= 2
    return whole && text === comparable(CLUE_KINDS[clue], registered(clue))
  })

/** Clues that both give and that are the same. */
const agreeing = (listed: ListedRow['clues'], registered: (clue: Clue) => string): number =>
  CLUES.filter((clue) => {
    const text = comparable(CLUE_KINDS[clue], listed[clue])
    return text !== '' && text === comparable(CLUE_KINDS[clue], registered(clue))
  }).length

/** Empty tables of rows without an ID number; decisions that are there stay. */
export const createLinkage = (db: Database): void => {
  db.run(sql`CREATE OR REPLACE TABLE link_row (grp INTEGER, src USMALLINT, "row" INTEGER)`)
  db.run(
    sql`CREATE OR REPLACE TABLE link_group (grp INTEGER, category VARCHAR, name VARCHAR, birth VARCHAR, village VARCHAR, address VARCHAR, phone VARCHAR)`,
  )
  db.run(sql`CREATE OR REPLACE TABLE linkage (id INTEGER, grp INTEGER, token VARCHAR, score DOUBLE, decision VARCHAR, strong BOOLEAN,
    name VARCHAR, birth VARCHAR, village VARCHAR, address VARCHAR, phone VARCHAR, evidence VARCHAR)`)
  db.run(
    sql`CREATE TABLE IF NOT EXISTS link_decision (evidence VARCHAR, verdict VARCHAR, reason VARCHAR, judge VARCHAR, day VARCHAR)`,
  )
}

const inBatches = <T>(values: readonly T[], write: (part: readonly T[]) => void): void => {
  for (let from = 0; from < values.length; from += BATCH) write(values.slice(from, from + BATCH))
}

const writeGroups = (db: Database, groups: readonly Group[]): void => {
  inBatches([...groups.entries()], (part) =>
    db.run(
      sql`INSERT INTO link_group VALUES ${part.map(
        ([grp, { category, clues }]) => sql`(${grp}, ${category}, ${CLUES.map((clue) => sql`${clues[clue]}`)})`,
      )}`,
    ),
  )
  const rows = groups.flatMap((group, grp) => group.rows.map(({ src, row }) => ({ grp, src, row })))
  inBatches(rows, (part) =>
    db.run(sql`INSERT INTO link_row VALUES ${part.map(({ grp, src, row }) => sql`(${grp}, ${src}, ${row})`)}`),
  )
}

/** The likeliest persons of each group, the surest first; those linked or strong always. */
const chosen = (pairs: readonly Decided[]): Decided[] => {
  const seen = new Map<number, number>()
  return pairs
    .toSorted((a, b) => a.left - b.left || b.score - a.score || a.right - b.right)
    .filter(({ left }) => {
      const before = seen.get(left) ?? 0
      seen.set(left, before + 1)
      return before < MOST_PERSONS
    })
}

/**
 * Finds persons for the rows of lists that carry no ID number, into `linkage`, `link_group` and `link_row`. It decides
 * nothing: nothing of it enters features or households. Returns how many such rows there are.
 */
export const buildLinkage = async ({ db, pack, deliveries, files, pause }: LinkageInput): Promise<number> => {
  createLinkage(db)
  const rows = await listedRows(db, pack, files)
  if (rows.length === 0) return 0
  const groups = grouped(rows)
  writeGroups(db, groups)
  createRegistered(db, pack, deliveries)
  const { tokens, columns } = await readRegistered(db, () => pause(0, 1))
  db.run(sql`DROP TABLE link_person`)
  const used = CLUES.map((clue, index) => ({ clue, index })).filter(({ clue }) => groups.some(({ clues }) => clues[clue] !== ''))
  const { pairs } = await linkRecords(
    { fields: used.map(({ clue }) => ({ name: clue, kind: CLUE_KINDS[clue] })) },
    { ids: groups.map((_, grp) => String(grp)), columns: used.map(({ clue }) => groups.map(({ clues }) => clues[clue])) },
    { ids: tokens, columns: used.map(({ index }) => columns[index] as string[]) },
    { pause },
  )
  const registered = (person: number, clue: Clue): string => columns[CLUES.indexOf(clue)]?.[person] ?? ''
  const strong = new Map<number, number>()
  const marked = chosen(pairs).map((pair) => {
    const group = groups[pair.left] as Group
    const key = isStrong(group.clues, (clue) => registered(pair.right, clue))
    if (key) strong.set(pair.left, (strong.get(pair.left) ?? 0) + 1)
    return { ...pair, group, key }
  })
  inBatches([...marked.entries()], (part) =>
    db.run(
      sql`INSERT INTO linkage VALUES ${part.map(([id, { left, right, score, decision, group, key }]) => {
        const token = tokens[right] as string
        const sole = key && strong.get(left) === 1
        const likely = decision === 'linked' && agreeing(group.clues, (clue) => registered(right, clue)) >= LEAST_AGREEING
        const said = CLUES.map((clue) => sql`${registered(right, clue)}`)
        return sql`(${id}, ${left}, ${token}, ${score}, ${likely ? 'likely' : 'open'}, ${sole}, ${said}, sha256(${JSON.stringify([keyOf(group), token])}))`
      })}`,
    ),
  )
  return rows.length
}
