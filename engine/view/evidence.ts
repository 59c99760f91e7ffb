import { referenced } from '../rules/emit.ts'
import type { Model, ModelCategory } from '../rules/model.ts'
import type { Column, PlannedAtom } from '../rules/plan.ts'
import { calendar, visible } from '../rules/rows.ts'
import type { Database, Row } from '../sql/database.ts'
import { id, join, type Sql, sql } from '../sql/tag.ts'

/** A row of an extract that a row function counted for somebody. */
export interface EvidenceRow extends Row {
  hid: number
  pk: number | bigint
  /** Index of the row function in `rowFunctions(columns)`. */
  atom: number
  src: number
  row: number
  /** False where the row might count but its condition cannot be decided. */
  certain: boolean
}

/** The row functions behind columns, in a fixed order. */
export const rowFunctions = (columns: readonly Column[]): PlannedAtom[] => [...new Set(columns.flatMap((column) => column.atoms))]

const grouped = (atoms: readonly PlannedAtom[]): Map<string, { atom: PlannedAtom; index: number }[]> => {
  const groups = new Map<string, { atom: PlannedAtom; index: number }[]>()
  atoms.forEach((atom, index) => {
    const key = [atom.category, atom.scope, ...atom.needs.map((need) => need.name)].join(' ')
    groups.set(key, [...(groups.get(key) ?? []), { atom, index }])
  })
  return groups
}

/** One scan of a category for all its row functions; `owners` limits it to some persons. */
const scan = (model: Model, atoms: readonly { atom: PlannedAtom; index: number }[], owners: Sql): Sql => {
  const first = atoms[0]?.atom as PlannedAtom
  const category = model.category(first.category) as ModelCategory
  const needs = [...new Set(atoms.flatMap(({ atom }) => atom.needs))]
  const joins = needs.map((need, index) => {
    const key = need.scope === 'person' ? sql`pk` : sql`hid`
    return sql`LEFT JOIN ${need.scope === 'person' ? sql`pf` : sql`hf`} ${id(`n${index}`)} ON ${id(`n${index}`)}.${key} = p.${key}`
  })
  const carried = needs.flatMap((need, index) => referenced(need).map((name) => sql`${id(`n${index}`)}.${name}`))
  const marks = atoms.map(({ atom, index }) => {
    const holds = atom.where ?? sql`true`
    return sql`CASE WHEN ${holds} THEN ${index * 2} WHEN (${holds}) IS NULL THEN ${index * 2 + 1} END`
  })
  const member = first.scope === 'household' ? sql`AND p.member` : sql``
  const rows = sql`SELECT p.hid AS _hid, p.pk AS _owner, c.* ${carried.length > 0 ? sql`, ${carried}` : sql``} FROM ${id(`raw.${category.code}`)} c JOIN ${owners} p ON p.pk = c.${id(category.person ?? '')} ${member} ${join(joins, sql` `)}`
  return sql`SELECT _hid AS hid, _owner AS pk, CAST(mark // 2 AS INTEGER) AS atom, _src AS src, _row AS row, mark % 2 = 0 AS certain FROM (SELECT _hid, _owner, _src, _row, unnest([${marks}]) AS mark FROM (${rows}) r WHERE ${visible(category, calendar(model.asOf))}) WHERE mark IS NOT NULL`
}

/** The evidence of one household, members and those who left it; one query per category. */
export const householdEvidence = (db: Database, model: Model, columns: readonly Column[], hid: number): EvidenceRow[] => {
  const owners = sql`(SELECT pk, hid, member FROM person WHERE hid = ${hid})`
  const found = [...grouped(rowFunctions(columns)).values()].flatMap((atoms) => db.rows<EvidenceRow>(scan(model, atoms, owners)))
  return found.sort((a, b) => a.atom - b.atom || a.src - b.src || a.row - b.row)
}

/** Fills `raw.evidence` with the evidence of every household, in order of household, row function and source row. */
export function* allEvidence(model: Model, columns: readonly Column[]): Generator<Sql> {
  yield sql`CREATE OR REPLACE TABLE raw.evidence_found (hid INTEGER, pk BIGINT, atom INTEGER, src USMALLINT, row INTEGER, certain BOOLEAN)`
  for (const atoms of grouped(rowFunctions(columns)).values()) {
    yield sql`INSERT INTO raw.evidence_found ${scan(model, atoms, sql`person`)}`
  }
}
