import type { Database } from '../sql/database.ts'
import { join, type Sql, sql } from '../sql/tag.ts'
import {
  type CellRule,
  cellRule,
  ID_15,
  ID_OTHER,
  ID_SCIENTIFIC,
  ID_SCIENTIFIC_CELL,
  lostDigits,
  REQUIRED,
} from '../validate/cell.ts'
import { VERDICT } from '../validate/verdict.ts'
import { PERIOD_INEXACT } from './mapped.ts'
import { isMandatory, lanesOf, lookStatement, type StagedChunk } from './statement.ts'

type Lane = ReturnType<typeof lanesOf>[number]

const REQUIRED_CELL: CellRule = { rule: 'required', severity: 'warning', message: '必填项为空，此行已载入，请补全' }

/** Findings of one rule at one column of the records in `looked`. */
const found = (chunk: StagedChunk, src: number, lane: Lane, { rule, severity, message }: CellRule, where: Sql): Sql =>
  sql`SELECT ${src}, _row, ${chunk.category.code}, ${lane.column.name}, ${rule}, ${severity}, ${lane.cell}, ${`${lane.column.title}：${message}`} FROM looked WHERE ${where}`

const laneFindings = (chunk: StagedChunk, src: number, lane: Lane): Sql[] => {
  const { column, cast, text, prepared, typed } = lane
  const loaded = sql`_verdict = ${VERDICT.loaded}`
  const refused = sql`_verdict = ${VERDICT.refused}`
  const unread = sql`${text} IS NOT NULL AND ${typed} IS NULL`
  const found_ = (rule: CellRule, where: Sql) => found(chunk, src, lane, rule, where)
  const parts: Sql[] = []
  if (isMandatory(chunk.category, column)) {
    const lost = sql`coalesce(${column.type === 'id18' ? lostDigits(prepared) : sql`false`}, false)`
    parts.push(found_(REQUIRED, sql`${refused} AND ${typed} IS NULL AND NOT ${lost}`))
    if (column.type === 'id18') parts.push(found_(ID_SCIENTIFIC, sql`${refused} AND ${typed} IS NULL AND ${lost}`))
  } else if (column.required) parts.push(found_(REQUIRED_CELL, sql`${loaded} AND ${text} IS NULL`))
  if (column.type === 'id18') {
    parts.push(found_(ID_SCIENTIFIC_CELL, sql`${loaded} AND ${unread}`))
    parts.push(found_(ID_OTHER, sql`${loaded} AND ${typed} < 0`))
    parts.push(found_(ID_15, sql`${loaded} AND ${typed} >= 0 AND strlen(${prepared}) = 15`))
  } else if (lane.inexact) {
    const amount = sql`coalesce(${lane.tried}, ${lane.mended}) IS NOT NULL`
    parts.push(found_(PERIOD_INEXACT, sql`${loaded} AND ${unread} AND ${amount}`))
    parts.push(found_(cellRule(column.type), sql`${loaded} AND ${unread} AND NOT ${amount}`))
  } else if (cast.stored !== 'VARCHAR' || column.list !== undefined)
    parts.push(found_(cellRule(column.type), sql`${loaded} AND ${unread}`))
  return parts
}

const otherIds = (lanes: readonly Lane[]): Sql[] =>
  lanes
    .filter(({ column }) => column.type === 'id18')
    .map(
      ({ prepared, typed }) => sql`SELECT ${typed}, ${prepared} FROM looked WHERE _verdict = ${VERDICT.loaded} AND ${typed} < 0`,
    )

/** Looks again at the records of a chunk that were marked, and keeps what there is to say of them. */
export const look = (db: Database, chunk: StagedChunk, src: number): void => {
  const lanes = lanesOf(chunk.heading)
  db.run(lookStatement(chunk))
  const union = (parts: readonly Sql[]) => join(parts, sql` UNION ALL `)
  db.run(sql`INSERT INTO noted ${union(lanes.flatMap((lane) => laneFindings(chunk, src, lane)))}`)
  const others = otherIds(lanes)
  if (others.length > 0) db.run(sql`INSERT INTO other_document ${union(others)}`)
  db.run(sql`DROP TABLE looked`)
}
