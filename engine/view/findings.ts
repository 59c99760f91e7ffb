import type { FindingFilter, FindingRow, Findings, FindingTally, Named, Severity } from '../contract.ts'
import type { Session } from '../host/session.ts'
import type { Pack } from '../packs/pack.ts'
import { maskFinding } from '../report/troubles.ts'
import type { Row } from '../sql/database.ts'
import { join, type Sql, sql } from '../sql/tag.ts'
import { ruleOf } from '../validate/rules.ts'

/** Most rows one request may ask for. */
const MOST_ROWS = 500

const NOBODY: Named = { code: '', name: '' }

const departmentOf = (pack: Pack, category: string): Named => {
  const { code, name } = pack.departmentOf(category) ?? NOBODY
  return { code, name }
}

const categoryOf = (pack: Pack, code: string): Named => ({ code, name: pack.category(code)?.name ?? '' })

/** Condition on `finding AS f LEFT JOIN source AS s`. */
const findingFilter = (pack: Pack, { department, category, rule, severity, file, search }: FindingFilter): Sql => {
  const conditions: Sql[] = [sql`true`]
  if (department === '') conditions.push(sql`f.category IS NULL`)
  else if (department !== undefined) {
    const codes = pack.departments.find(({ code }) => code === department)?.categories ?? []
    conditions.push(sql`list_contains(CAST([${codes.map(({ code }) => sql`${code}`)}] AS VARCHAR[]), f.category)`)
  }
  if (category !== undefined) conditions.push(category === '' ? sql`f.category IS NULL` : sql`f.category = ${category}`)
  if (rule !== undefined) conditions.push(sql`f.rule = ${rule}`)
  if (severity !== undefined) conditions.push(sql`f.severity = ${severity}`)
  if (file !== undefined) conditions.push(sql`s.path = ${file}`)
  if (search !== undefined) conditions.push(sql`(contains(f.message, ${search}) OR contains(s.path, ${search}))`)
  return join(conditions, sql` AND `)
}

const SEVERITIES: readonly string[] = ['error', 'warning', 'info']

interface TallyRow {
  category: string
  rule: string
  severity: string
  findings: number
  rows: number
  files: number
  [name: string]: string | number
}

const tally = ({ db, pack }: Session, where: Sql): FindingTally[] => {
  const place = new Map(pack.categories.map(({ code }, index) => [code, index]))
  const order = (row: TallyRow): number => (place.get(row.category) ?? place.size) * 10 + SEVERITIES.indexOf(row.severity)
  return db
    .rows<TallyRow>(
      sql`SELECT coalesce(f.category, '') AS category, f.rule, f.severity, count(*)::INTEGER AS findings,
          count(DISTINCT CASE WHEN f.row IS NOT NULL THEN f.src::BIGINT * 4294967296 + f.row END)::INTEGER AS "rows", count(DISTINCT f.src)::INTEGER AS files
        FROM finding f LEFT JOIN source s ON s.src = f.src WHERE ${where} GROUP BY ALL ORDER BY findings DESC, f.rule`,
    )
    .sort((left, right) => order(left) - order(right))
    .map(({ category, rule, severity, findings, rows, files }) => ({
      department: departmentOf(pack, category),
      category: categoryOf(pack, category),
      rule: { code: rule, name: ruleOf(rule).name },
      severity: severity as Severity,
      findings,
      rows,
      files,
    }))
}

const shown = (pack: Pack, row: Row, plain: boolean): FindingRow => {
  const { file, sheet, row: line, category, column, rule, severity, text, message } = plain ? row : maskFinding(pack, row)
  const code = String(category ?? '')
  const name = String(column ?? '')
  return {
    department: departmentOf(pack, code),
    category: categoryOf(pack, code),
    file: String(file ?? ''),
    sheet: String(sheet ?? ''),
    row: line === null || line === undefined ? null : Number(line),
    column: pack.category(code)?.columns.find((one) => one.name === name)?.title ?? name,
    rule: { code: String(rule), name: ruleOf(String(rule)).name },
    severity: severity as Severity,
    text: String(text ?? ''),
    message: String(message ?? ''),
  }
}

/** The findings a filter means, with where their source stands, in the order of sources and rows. */
const findingRows = (where: Sql): Sql =>
  sql`SELECT f.src, s.path AS file, s.sheet, f.row, f.category, f.column_name AS "column", f.rule, f.severity, f.text, f.message
    FROM finding f LEFT JOIN source s ON s.src = f.src WHERE ${where}
    ORDER BY f.src, f.row NULLS FIRST, f.column_name NULLS FIRST, f.rule, f.text, f.message`

/** The findings that a filter means by source and row; null for whole files. */
export const findingLines = (
  { db, pack }: Session,
  filter: FindingFilter,
  plain: boolean,
): Map<number, Map<number | null, FindingRow[]>> => {
  const sources = new Map<number, Map<number | null, FindingRow[]>>()
  for (const row of db.rows(findingRows(findingFilter(pack, filter)))) {
    const finding = shown(pack, row, plain)
    const source = sources.get(Number(row.src)) ?? new Map<number | null, FindingRow[]>()
    sources.set(Number(row.src), source)
    const line = source.get(finding.row)
    if (line) line.push(finding)
    else source.set(finding.row, [finding])
  }
  return sources
}

/** What a filter means: how many of which rule, and a page of them. */
export const findings = (session: Session, filter: FindingFilter, from: number, to: number, plain: boolean): Findings => {
  const begun = performance.now()
  const { db, pack } = session
  const where = findingFilter(pack, filter)
  const tallied = tally(session, where)
  const rows = db.rows(
    sql`${findingRows(where)} LIMIT ${Math.max(0, Math.min(to - from, MOST_ROWS))} OFFSET ${Math.max(0, from)}`,
  )
  return {
    total: tallied.reduce((sum, one) => sum + one.findings, 0),
    tally: tallied,
    rows: rows.map((row) => shown(pack, row, plain)),
    milliseconds: performance.now() - begun,
  }
}
