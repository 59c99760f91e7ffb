import { monthText } from '../catalogue/period.ts'
import { type CategoryDetail, type CategoryQuality, EngineError, type QualityRow, type RowQuestion } from '../contract.ts'
import type { Session } from '../host/session.ts'
import type { Category } from '../packs/pack.ts'
import { maskedNumber } from '../people/identity-number.ts'
import { maskName, maskNumbers } from '../report/mask.ts'
import type { Row } from '../sql/database.ts'
import { id, type Sql, sql } from '../sql/tag.ts'
import { deathQuestion, keyDigest, keyParts, markedPersons, sourceCounts } from './quality-rows.ts'
import { sinceSql } from './quality-time.ts'

const needCategory = ({ pack }: Session, code: string): Category => {
  const category = pack.category(code)
  if (!category) throw new EngineError('usage', `没有数据类别“${code}”，请重新选择`)
  return category
}

const columnsOf = ({ db, deliveries }: Session, category: Category): CategoryDetail['columns'] => {
  const delivered = deliveries.get(category.code)?.columns
  const counts = category.columns.map(({ name }) => sql`count(${id(name)}) AS ${id(name)}`)
  const [filled] = delivered ? db.rows(sql`SELECT ${counts} FROM ${id(`raw.${category.code}`)}`) : []
  return category.columns.map(({ name, title, type, required }) => ({
    code: name,
    name: title,
    type,
    required: required === true,
    delivered: delivered?.has(name) ?? false,
    filled: Number(filled?.[name] ?? 0),
  }))
}

const filesOf = ({ db }: Session, code: string): CategoryDetail['files'] =>
  db
    .rows<{
      path: string
      sheet: string
      period: number | null
      rows_in: number
      loaded: number
      refused: number
      repeated: number
      footer: number
    }>(
      sql`SELECT path, sheet, period, rows_in, loaded, refused, repeated, footer FROM source WHERE category = ${code} ORDER BY path, sheet`,
    )
    .map(({ period, rows_in: rowsIn, ...rest }) => ({ ...rest, rowsIn, period: period === null ? '' : monthText(period) }))

const findingsOf = ({ db }: Session, category: Category): CategoryDetail['findings'] => {
  const titles = new Map(category.columns.map(({ name, title }) => [name, title]))
  return db
    .rows<{ rule: string; severity: string; column: string | null; n: number; sample: string | null }>(
      sql`SELECT rule, severity, column_name AS "column", count(*) AS n, min(message) AS sample FROM finding
        WHERE category = ${category.code} GROUP BY ALL ORDER BY severity, n DESC, rule, column_name`,
    )
    .map(({ rule, severity, column, n, sample }) => ({
      rule,
      severity,
      column: titles.get(column ?? '') ?? column ?? '',
      count: Number(n),
      sample: maskNumbers(sample ?? ''),
    }))
}

/** A category with its columns, files and findings. */
export const categoryDetail = (session: Session, quality: CategoryQuality): CategoryDetail => {
  const category = needCategory(session, quality.code)
  return {
    category: quality,
    departmentName: session.pack.departmentOf(category.code)?.name ?? '',
    columns: columnsOf(session, category),
    files: filesOf(session, category.code),
    findings: findingsOf(session, category),
  }
}

const twinsOf = new WeakMap<Session, string>()

/** Table `twin` of the few rows whose key stands in several, kept for the category last asked about. */
const needTwins = (session: Session, category: Category, rows: number): void => {
  if (twinsOf.get(session) === category.code) return
  const { db } = session
  const [table, parts] = [id(`raw.${category.code}`), keyParts(rows)]
  db.run(sql`CREATE OR REPLACE TEMP TABLE twin_key (digest UBIGINT)`)
  for (let part = 0; part < parts; part++) {
    db.run(sql`INSERT INTO twin_key SELECT digest FROM (SELECT ${keyDigest(category)} AS digest FROM ${table})
      WHERE digest % ${parts} = ${part} GROUP BY digest HAVING count(*) > 1`)
  }
  db.run(
    sql`CREATE OR REPLACE TEMP TABLE twin AS SELECT * FROM ${table} WHERE ${keyDigest(category)} IN (SELECT digest FROM twin_key)`,
  )
  db.run(sql`DROP TABLE twin_key`)
  twinsOf.set(session, category.code)
}

/** Rows under the key of an earlier row, each with where that stands. */
const repeatedRows = (category: Category, person: Sql, day: Sql): Sql => {
  const key = category.key.map((name) => id(name))
  return sql`SELECT r._src, r._row, pk, day, s.path || ' ' || r.earlier._row AS note FROM (
      SELECT _src, _row, ${person} AS pk, ${day} AS day,
        first_value({'_src': _src, '_row': _row}) OVER same AS earlier, row_number() OVER same AS occurrence
      FROM twin WINDOW same AS (PARTITION BY ${key} ORDER BY _src, _row)) r
    JOIN source s ON s.src = r.earlier._src WHERE occurrence > 1`
}

/** Rows a question is about: `_src`, `_row`, `pk`, `day` and `note`; null where it does not apply. */
const askedRows = (session: Session, category: Category, question: RowQuestion): Sql | null => {
  const delivery = session.deliveries.get(category.code)
  if (!delivery) return null
  const { columns, rows } = delivery
  const table = id(`raw.${category.code}`)
  const day = sinceSql(category, columns) ?? sql`CAST(NULL AS DATE)`
  const person = category.person !== null && columns.has(category.person) ? id(category.person) : null
  if (question === 'repeated') {
    if (!category.key.every((name) => columns.has(name))) return null
    needTwins(session, category, rows)
    return repeatedRows(category, person ?? sql`CAST(NULL AS BIGINT)`, day)
  }
  if (!person) return null
  if (question === 'dead') {
    const death = deathQuestion(session, category.code, sourceCounts(session).get(category.code)?.last ?? null)
    if (!death) return null
    return sql`SELECT _src, _row, r.pk, day, CAST(died AS VARCHAR) AS note
      FROM (SELECT _src, _row, ${person} AS pk, ${death.day} AS day FROM ${table} WHERE ${death.counts}) r
      JOIN (${markedPersons}) m ON m.pk = r.pk WHERE day > died`
  }
  return sql`SELECT _src, _row, r.pk, day, '' AS note FROM (SELECT _src, _row, ${person} AS pk, ${day} AS day FROM ${table}) r
    JOIN (${markedPersons}) m ON m.pk = r.pk WHERE ${id(question)}`
}

const MOST_ROWS = 500

interface FoundRow extends Row {
  file: string
  sheet: string
  row: number
  name: string | null
  number: string | null
  person: string | null
  day: string | null
  note: string | null
}

const text = (value: string | null): string => value ?? ''

/** The rows a figure of a category rests on, in the order of files and rows. */
export const questionRows = (
  session: Session,
  code: string,
  question: RowQuestion,
  from: number,
  to: number,
): { total: number; rows: QualityRow[] } => {
  const asked = askedRows(session, needCategory(session, code), question)
  if (asked === null) return { total: 0, rows: [] }
  const { db } = session
  const [count] = db.rows<{ n: number }>(sql`SELECT count(*) AS n FROM (${asked})`)
  const rows =
    db.rows<FoundRow>(sql`SELECT s.path AS file, s.sheet, q._row AS "row", p.name, ${maskedNumber(sql`q.pk`)} AS number,
      p.token AS person, q.day, q.note
    FROM (SELECT * FROM (${asked}) ORDER BY _src, _row LIMIT ${Math.max(0, Math.min(to - from, MOST_ROWS))} OFFSET ${from}) q
    JOIN source s ON s.src = q._src LEFT JOIN person p ON p.pk = q.pk ORDER BY q._src, q._row`)
  return {
    total: Number(count?.n ?? 0),
    rows: rows.map(({ file, sheet, row, name, number, person, day, note }) => ({
      file,
      sheet,
      row,
      name: name === null ? '' : maskName(name),
      number: text(number),
      person: text(person),
      date: text(day),
      note: text(note),
    })),
  }
}
