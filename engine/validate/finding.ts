import type { Severity } from '../contract.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'

/** Something about a file, row or cell that a department can mend. `row` and `column` are null for a whole file or row. */
export interface Finding {
  src: number
  row: number | null
  category: string | null
  column: string | null
  rule: string
  severity: Severity
  text: string | null
  message: string
}

/**
 * Creates the empty draft that a load writes its findings to. It is temporary, so that one transaction may
 * write it beside the tables of another database.
 */
export const createFindings = (db: Database): void => {
  db.run(sql`CREATE OR REPLACE TEMP TABLE noted (src USMALLINT, "row" INTEGER, category VARCHAR, column_name VARCHAR,
    rule VARCHAR, severity VARCHAR, text VARCHAR, message VARCHAR)`)
}

/** Adds findings about files and sheets, which are few. */
export const addFindings = (db: Database, findings: readonly Finding[]): void => {
  for (let from = 0; from < findings.length; from += 500) {
    const rows = findings
      .slice(from, from + 500)
      .map((f) => sql`(${f.src}, ${f.row}, ${f.category}, ${f.column}, ${f.rule}, ${f.severity}, ${f.text}, ${f.message})`)
    db.run(sql`INSERT INTO noted VALUES ${rows}`)
  }
}

/** Makes the table `finding` of the draft, in its one order: source, row, column, rule. */
export const keepFindings = (db: Database): void => {
  db.run(sql`CREATE OR REPLACE TABLE finding AS SELECT * FROM noted
    ORDER BY src, "row" NULLS FIRST, column_name NULLS FIRST, rule, text`)
  db.run(sql`DROP TABLE noted`)
}

/** Findings by rule, source by source. */
export const findingsBySource = (db: Database): Map<number, Record<string, number>> => {
  const bySource = new Map<number, Record<string, number>>()
  const rows = db.rows<{ src: number; rule: string; n: number }>(
    sql`SELECT src::INTEGER AS src, rule, count(*)::INTEGER AS n FROM finding GROUP BY ALL ORDER BY src, rule`,
  )
  for (const { src, rule, n } of rows) bySource.set(src, { ...bySource.get(src), [rule]: n })
  return bySource
}
