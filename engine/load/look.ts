import type { Database } from '../sql/database.ts'
import { join, type Sql, sql } from '../sql/tag.ts'
import {
  type CellRule,
  cellRule,
  ID_15,
  ID_MASKED,
  ID_MASKED_CELL,
  ID_OTHER,
  ID_SCIENTIFIC,
  ID_SCIENTIFIC_CELL,
  isMasked,
  lostDigits,
  OUT_OF_RANGE,
  REQUIRED,
  REQUIRED_CELL,
} from '../validate/cell.ts'
import { RULES } from '../validate/rules.ts'
import { VERDICT } from '../validate/verdict.ts'
import { PERIOD_INEXACT } from './mapped.ts'
import { isMandatory, lanesOf, lookStatement, outOfRange, remarked, type StagedChunk, type Tries } from './statement.ts'

type Lane = ReturnType<typeof lanesOf>[number]

/** Findings of one rule at one column of the records in `looked`. */
const found = (chunk: StagedChunk, src: number, lane: Lane, { rule, message }: CellRule, where: Sql): Sql =>
  sql`SELECT ${src}, _row, ${chunk.category.code}, ${lane.column.name}, ${rule}, ${RULES[rule].severity}, ${lane.cell}, ${`${lane.column.title}：${message}`} FROM looked WHERE ${where}`

const loaded = sql`_verdict = ${VERDICT.loaded}`
const refused = sql`_verdict = ${VERDICT.refused}`

/** What there is to say of an ID number, of refused records where it was needed. */
const numberFindings = (mandatory: boolean, { text, prepared, typed }: Lane): [CellRule, Sql][] => {
  const lost = sql`coalesce(${lostDigits(prepared)}, false)`
  const hidden = sql`coalesce(${isMasked(prepared)}, false)`
  const unread = sql`${text} IS NOT NULL AND ${typed} IS NULL`
  const others: [CellRule, Sql][] = [
    [ID_OTHER, sql`${loaded} AND ${typed} < 0`],
    [ID_15, sql`${loaded} AND ${typed} >= 0 AND strlen(${prepared}) = 15`],
  ]
  return mandatory
    ? [
        [ID_SCIENTIFIC, sql`${refused} AND ${unread} AND ${lost}`],
        [ID_MASKED, sql`${refused} AND ${unread} AND ${hidden} AND NOT ${lost}`],
        [REQUIRED, sql`${refused} AND ${typed} IS NULL AND NOT ${lost} AND NOT ${hidden}`],
        ...others,
      ]
    : [
        [ID_SCIENTIFIC_CELL, sql`${loaded} AND ${unread} AND ${lost}`],
        [ID_MASKED_CELL, sql`${loaded} AND ${unread} AND NOT ${lost}`],
        ...others,
      ]
}

const valueFindings = (mandatory: boolean, lane: Lane): [CellRule, Sql][] => {
  const { column, cast, text, typed } = lane
  const parts: [CellRule, Sql][] = cast.remarks.map((remark) => [remark.rule, sql`${loaded} AND ${remarked(lane, remark)}`])
  const range = outOfRange(lane)
  if (range) parts.push([OUT_OF_RANGE, sql`${loaded} AND ${range}`])
  if (mandatory) parts.push([REQUIRED, sql`${refused} AND ${typed} IS NULL`])
  const unread = sql`${loaded} AND ${text} IS NOT NULL AND ${typed} IS NULL`
  if (lane.inexact) {
    const amount = sql`coalesce(${lane.tried}, ${lane.mended}) IS NOT NULL`
    parts.push([PERIOD_INEXACT, sql`${unread} AND ${amount}`], [cellRule(column.type), sql`${unread} AND NOT ${amount}`])
  } else if (cast.stored !== 'VARCHAR' || column.list !== undefined) parts.push([cellRule(column.type), unread])
  return parts
}

const laneFindings = (chunk: StagedChunk, src: number, lane: Lane): Sql[] => {
  const { column, text } = lane
  const mandatory = isMandatory(chunk.category, column)
  const parts = column.type === 'id18' ? numberFindings(mandatory, lane) : valueFindings(mandatory, lane)
  if (column.required && !mandatory) parts.push([REQUIRED_CELL, sql`${loaded} AND ${text} IS NULL`])
  return parts.map(([rule, where]) => found(chunk, src, lane, rule, where))
}

const otherIds = (lanes: readonly Lane[]): Sql[] =>
  lanes
    .filter(({ column }) => column.type === 'id18')
    .map(
      ({ prepared, typed }) => sql`SELECT ${typed}, ${prepared} FROM looked WHERE _verdict = ${VERDICT.loaded} AND ${typed} < 0`,
    )

/** Looks again at the records of a chunk that were marked, in the lanes they were marked for, and keeps what there is to say of them. */
export const look = (db: Database, chunk: StagedChunk, src: number, marked: ReadonlySet<number>, tries: Tries): void => {
  const lanes = lanesOf(chunk.heading).filter(({ index }) => marked.has(index))
  db.run(lookStatement(chunk, marked, tries))
  const union = (parts: readonly Sql[]) => join(parts, sql` UNION ALL `)
  const findings = lanes.flatMap((lane) => laneFindings(chunk, src, lane))
  if (findings.length > 0) db.run(sql`INSERT INTO noted ${union(findings)}`)
  const others = otherIds(lanes)
  if (others.length > 0) db.run(sql`INSERT INTO other_document ${union(others)}`)
  db.run(sql`DROP TABLE looked`)
}
