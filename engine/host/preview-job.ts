import type { Preview, PreviewCell } from '../contract/mapping.ts'
import { rowsOf } from '../extract/canonical.ts'
import { reopenSheet } from '../extract/reopen.ts'
import type { Encoding } from '../extract/sheet.ts'
import { loadExtracts } from '../load/load.ts'
import { mappedHeading } from '../load/mapped.ts'
import { builtinPack } from '../packs/index.ts'
import type { Category, Column, Pack } from '../packs/pack.ts'
import { maskSample } from '../report/mask.ts'
import type { Database } from '../sql/database.ts'
import { id, sql } from '../sql/tag.ts'
import { ruleOf } from '../validate/rules.ts'
import { people, shownCell } from '../view/shown.ts'
import type { Host, Jobs } from './protocol.ts'

const FIRST = 1_000
const SHOWN = 50
const LABELS = 60

const NOTHING: Preview = {
  problem: '',
  columns: [],
  rows: [],
  counts: { rowsIn: 0, loaded: 0, refused: 0, repeated: 0, footer: 0 },
  findings: [],
  labels: [],
  whole: false,
}

interface Loaded {
  src: number
  category: string | null
  encoding: string | null
  header_row: number | null
  mapping: string | null
  rows_in: number
  loaded: number
  refused: number
  repeated: number
  footer: number
  [name: string]: string | number | null
}

/** One database for all looks: the worker that serves them is thrown away with it. */
const benchOf = async ({ desk, openDatabase }: Host): Promise<Database> => {
  desk.bench ??= await openDatabase()
  return desk.bench
}

const codeName = (pack: Pack, { list }: Column, value: string): string => {
  const name = list === undefined ? undefined : pack.list(list)?.items.find(({ code }) => code === value)?.name
  return name === undefined ? value : `${value} ${name}`
}

/** The first records as they stand and as they were typed, with what was said of each cell. */
const firstRows = async (
  host: Host,
  db: Database,
  pack: Pack,
  source: Loaded,
  category: Category,
  place: { path: string; sheet: string },
): Promise<Pick<Preview, 'rows' | 'columns'>> => {
  const sheet = await reopenSheet(host.files, { ...place, encoding: source.encoding as Encoding })
  if (!sheet || source.mapping === null) return { rows: [], columns: [] }
  const { line, width, columns } = mappedHeading(source.mapping, category)
  const records = []
  for await (const chunk of sheet.chunks({ columns: width, after: line, limit: SHOWN })) records.push(...rowsOf(chunk))
  const last = records.at(-1)?.line ?? 0
  const typed = new Map(
    db
      .rows(
        sql`SELECT _row, COLUMNS(* EXCLUDE (_src, _row))::VARCHAR FROM ${id(`raw.${category.code}`)} WHERE _src = ${source.src} AND _row <= ${last}`,
      )
      .map((row) => [Number(row._row), row]),
  )
  const said = new Map(
    db
      .rows<{ row: number; column_name: string; message: string }>(
        sql`SELECT "row", column_name, min(message) AS message FROM finding WHERE src = ${source.src} AND "row" > ${line} AND "row" <= ${last} GROUP BY ALL`,
      )
      .map(({ row, column_name, message }) => [`${row} ${column_name}`, message]),
  )
  const cell = (row: number, cells: readonly string[], { column, index }: (typeof columns)[number]): PreviewCell => {
    const value = String(typed.get(row)?.[column.name] ?? '')
    const shown =
      column.type === 'code'
        ? codeName(pack, column, value)
        : column.type === 'bool' && value !== ''
          ? people.bool(value === 'true')
          : shownCell(value, column)
    return { text: maskSample(cells[index] ?? '', column), shown, finding: said.get(`${row} ${column.name}`) ?? '' }
  }
  return {
    columns: columns.map(({ column }) => ({ name: column.name, title: column.title })),
    rows: records.map(({ line: row, cells }) => ({
      line: row,
      loaded: typed.has(row),
      cells: columns.map((match) => cell(row, cells, match)),
    })),
  }
}

const findingsOf = (db: Database, { src }: Loaded, category: Category): Preview['findings'] =>
  db
    .rows<{ column_name: string | null; rule: string; severity: string; message: string; n: number }>(
      sql`SELECT column_name, rule, severity, min(message) AS message, count(*)::INTEGER AS n FROM finding WHERE src = ${src}
        GROUP BY column_name, rule, severity ORDER BY n DESC, rule, column_name`,
    )
    .map(({ column_name, rule, severity, message, n }) => ({
      column: category.columns.find(({ name }) => name === column_name)?.title ?? column_name ?? '',
      rule,
      name: ruleOf(rule).name,
      severity,
      message,
      count: n,
    }))

/** Labels without a code; a column with very many holds no codes, and its cells may be anybody's data. */
const labelsOf = (db: Database, { src }: Loaded): Preview['labels'] => {
  const rows = db.rows<{ column_name: string; label: string; n: number }>(
    sql`SELECT column_name, trim(text) AS label, count(*)::INTEGER AS n FROM finding WHERE src = ${src} AND rule = 'code_unknown'
      GROUP BY ALL ORDER BY n DESC, column_name, label`,
  )
  const many = (column: string) => rows.filter(({ column_name }) => column_name === column).length > LABELS
  return rows
    .filter(({ column_name, label }) => !many(column_name) && label.length <= 40 && !/\d{8}/.test(label))
    .map(({ column_name: column, label, n }) => ({ column, label, count: n }))
}

/** Loads one sheet by a template into a database of its own, and shows what comes of it. */
export const previewJob: Jobs['previewMapping'] = async ({ pack: name, asOf, template, path, sheet, whole }, host) => {
  const pack = builtinPack(name)
  const db = await benchOf(host)
  await loadExtracts(db, pack, host.files, {
    asOf,
    templates: [{ path: template.name, text: JSON.stringify(template) }],
    only: { path, sheet, limit: whole ? null : FIRST },
    onProgress: host.progress,
    signal: host.signal,
  })
  const [source] = db.rows<Loaded>(
    sql`SELECT src, category, encoding, header_row, mapping, rows_in, loaded, refused, repeated, footer FROM source WHERE path = ${path} AND sheet = ${sheet}`,
  )
  const category = source?.category ? pack.category(source.category) : undefined
  if (!source || !category || source.mapping === null) {
    const [why] = db.rows<{ message: string }>(
      sql`SELECT message FROM finding f JOIN source s ON s.src = f.src WHERE f."row" IS NULL AND f.rule <> 'template'
        ORDER BY f.rule = 'bad_template' DESC, s.path = ${path} DESC, f.src LIMIT 1`,
    )
    return { ...NOTHING, problem: why?.message ?? '这个表没有可以载入的内容' }
  }
  const { rows_in: rowsIn, loaded, refused, repeated, footer } = source
  return {
    problem: '',
    ...(await firstRows(host, db, pack, source, category, { path, sheet })),
    counts: { rowsIn, loaded, refused, repeated, footer },
    findings: findingsOf(db, source, category),
    labels: labelsOf(db, source),
    whole,
  }
}
