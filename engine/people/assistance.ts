import { id, type Sql, sql } from '../sql/tag.ts'
import { column, delivered, type Frame, oneOf, type PersonCategory, positionIn, smallerNumber, table, text } from './frame.ts'
import type { AssistanceRule } from './rules.ts'
import { spot } from './seen.ts'

/** In force at as-of by known status and dates; a blank start or end does not end a file. */
type Term = Pick<AssistanceRule, 'status' | 'inForce' | 'start' | 'end' | 'validMonths'>

const inForce = (frame: Frame, rule: Term): Sql => {
  const start = column(rule.start, sql`DATE`)
  const end = column(rule.end, sql`DATE`)
  const last =
    rule.validMonths === null ? end : sql`coalesce(${end}, CAST(${start} + INTERVAL ${rule.validMonths} MONTH AS DATE))`
  return sql`${oneOf(id(rule.status), rule.inForce)} AND coalesce(${start} <= ${frame.asOf}, true) AND coalesce(${last} >= ${frame.asOf}, true)`
}

/**
 * `people_assist`: the one file in force that each person counts in. The order of the ledgers decides, then the
 * newest update, then the smaller number; the others become conflicts.
 */
export const readAssistance = (frame: Frame): void => {
  const { db, rules } = frame
  db.run(sql`CREATE OR REPLACE TABLE people_file (pk BIGINT, ledger INTEGER, number VARCHAR, single BOOLEAN, head BIGINT, relation VARCHAR,
    role INTEGER, region VARCHAR, updated TIMESTAMP, spot BIGINT, src USMALLINT, row INTEGER, category VARCHAR)`)
  delivered(frame, rules.assistance).forEach((rule, ledger) => {
    db.run(sql`INSERT INTO people_file SELECT ${rule.of.person}, ${ledger}, ${text(rule.household)},
      coalesce(${column(rule.single, sql`BOOLEAN`)}, false), ${column(rule.head, sql`BIGINT`)}, ${text(rule.relation)},
      ${positionIn(text(rule.relation), rules.applicantCodes)}, ${text(rule.region)}, CAST(${column(rule.updated, sql`TIMESTAMP`)} AS TIMESTAMP),
      ${spot(rule.of)}, _src, _row, ${rule.of.code}
      FROM ${table(rule.of.code)} WHERE ${rule.of.person} IS NOT NULL AND ${inForce(frame, rule)}`)
  })
  db.run(sql`CREATE OR REPLACE TABLE people_assist AS SELECT * REPLACE (
      CASE WHEN single OR number IS NULL THEN NULL ELSE number END AS number), number AS written
    FROM people_file QUALIFY row_number() OVER (PARTITION BY pk ORDER BY ledger, updated DESC NULLS LAST, ${smallerNumber}, spot) = 1`)
  db.run(sql`INSERT INTO people_conflict
    SELECT 'assistance', pk, any_value(kept.written), other.number, other.category, min_by(other.src, other.spot), min_by(other.row, other.spot),
      '同一人同时在两份有效的救助档案中，按顺序采用其一，请核对并停止其中一份'
    FROM people_file AS other JOIN people_assist AS kept USING (pk)
    WHERE other.number <> kept.written GROUP BY pk, other.number, other.category`)
  db.run(sql`DROP TABLE people_file`)
}

/** Persons that one ledger has in force and the other, delivered too, has not: the first counts, and a person checks. */
export const compareLedgers = (frame: Frame): void => {
  const { db, rules, pack } = frame
  for (const other of delivered(frame, rules.otherLedgers)) {
    const [own] = delivered(
      frame,
      rules.assistance.filter(({ category }) => category === other.ledger),
    )
    if (!own) continue
    const here = other.county === null ? sql`true` : sql`coalesce(${id(other.county)} = ${pack.county}, true)`
    const listed = (rule: Term & { of: PersonCategory }, where: Sql): Sql =>
      sql`SELECT ${rule.of.person} AS pk, ${rule.of.code} AS category, min_by(_src, ${spot(rule.of)}) AS src, min_by(_row, ${spot(rule.of)}) AS row
        FROM ${table(rule.of.code)} WHERE ${rule.of.person} IS NOT NULL AND ${where} AND ${inForce(frame, rule)} GROUP BY 1`
    const counts = listed(own, sql`true`)
    const second = listed({ ...other, validMonths: null }, here)
    for (const [kept, missing, chosen] of [
      [counts, second, '1'],
      [second, counts, '0'],
    ] as const) {
      db.run(sql`INSERT INTO people_conflict SELECT 'registered', pk, ${chosen}, ${chosen === '1' ? '0' : '1'}, category, src, row,
          ${chosen === '1' ? '本地台账在册，另一级台账没有，按本地台账采用，请核对' : '本地台账不在册，另一级台账在册，按本地台账采用，请核对'}
        FROM (${kept}) ANTI JOIN (${missing}) USING (pk)`)
    }
  }
}
