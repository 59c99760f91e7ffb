import { choosePeriod, type MonthIndex, monthText } from '../catalogue/period.ts'
import { ExtractError, type NormalisedChunk, type SetAside } from '../extract/sheet.ts'
import type { Delivery } from '../rules/delivery.ts'
import type { Database, Row } from '../sql/database.ts'
import { EMPTY, id, sql } from '../sql/tag.ts'
import { addFindings, type Finding } from '../validate/finding.ts'
import { VERDICT } from '../validate/verdict.ts'
import type { Batch } from './batch.ts'
import { look } from './look.ts'
import { noteMended, replaceMended } from './mending.ts'
import { removeRepeats } from './repeats.ts'
import { assertAccounted, type RecognisedSheet, type Source } from './source.ts'
import {
  castStatement,
  commonTries,
  createStatement,
  furtherTries,
  insertStatement,
  lookedLanes,
  mendStatements,
  probeStatement,
  readCells,
  type StagedChunk,
  type Tries,
} from './statement.ts'

/** What a load shares between its categories. */
export interface LoadContext {
  db: Database
  batch: Batch
  asOf: string
  /** Called between chunks with the bytes they stand for; throws where the load was cancelled. */
  step(bytes: number, note: string, records?: number): Promise<void>
}

const about = (source: Source, finding: Pick<Finding, 'rule' | 'severity' | 'message'> & Partial<Finding>): Finding => ({
  src: source.src,
  row: null,
  category: source.category,
  column: null,
  text: null,
  ...finding,
})

const asOfMonth = (asOf: string): MonthIndex => Number(asOf.slice(0, 4)) * 12 + Number(asOf.slice(5, 7)) - 1

let staged = 0

interface VerdictCount extends Row {
  verdict: number
  n: number
  /** Bits of the lanes some record was marked for. */
  looks: number | bigint
}

const verdicts = (db: Database): VerdictCount[] =>
  db.rows<VerdictCount>(
    sql`SELECT _verdict::INTEGER AS verdict, count(*)::INTEGER AS n, bit_or(_look) AS looks FROM staged GROUP BY ALL`,
  )

/** From this size on it pays to look first whether the common forms will do. */
const PROBED_BYTES = 1 << 19
const TOLERATED_SHARE = 0.1

const isCommon = (db: Database, chunk: StagedChunk): boolean => {
  if (chunk.size < PROBED_BYTES) return true
  const [probe] = db.rows<{ share: number }>(probeStatement(chunk))
  return (probe?.share ?? 0) < TOLERATED_SHARE
}

const markedLanes = ({ heading }: StagedChunk, counts: readonly VerdictCount[]): Set<number> =>
  lookedLanes(
    heading,
    counts.reduce((bits, { looks }) => bits | BigInt(looks), 0n),
  )

const SET_ASIDE: Readonly<Record<SetAside['reason'], Pick<Finding, 'rule' | 'message'>>> = {
  ragged: { rule: 'ragged', message: '此行的格数比标题多，多半是内容里的分隔符没有加引号，未载入，请检查后重新导出' },
  bad_bytes: { rule: 'bad_encoding', message: '此行有不合文件编码的字节（以 \\x 标出），未载入，请更正后重新导出' },
}

/** Casts a chunk into `staged`, going further only with lanes and records that need it. */
const castChunk = (db: Database, part: StagedChunk): { counts: VerdictCount[]; tries: Tries; mended: boolean } => {
  const quick = isCommon(db, part)
  db.run(castStatement(part, quick))
  let counts = verdicts(db)
  let tries: Tries = quick ? new Map() : commonTries(part.heading)
  let mended = false
  for (const depth of quick ? (['common', 'every'] as const) : (['every'] as const)) {
    const marked = markedLanes(part, counts)
    const further = furtherTries(part.heading, marked, depth)
    if (further.size === 0) continue
    tries = new Map([...tries, ...further])
    for (const statement of mendStatements(part, marked, tries)) db.run(statement)
    counts = verdicts(db)
    mended = true
  }
  return { counts, tries, mended }
}

const noteSetAside = (db: Database, source: Source, setAside: readonly SetAside[]): void =>
  addFindings(
    db,
    setAside.map(({ line, text, reason }) => about(source, { row: line, severity: 'error', text, ...SET_ASIDE[reason] })),
  )

/** Casts one chunk, appends its records and counts them. */
const loadChunk = (db: Database, sheet: RecognisedSheet, chunk: NormalisedChunk): void => {
  const { source, category, heading } = sheet
  source.rowsIn += chunk.records + chunk.setAside.length
  source.refused += chunk.setAside.length
  noteSetAside(db, source, chunk.setAside)
  if (chunk.records === 0) return
  const part: StagedChunk = {
    category,
    heading,
    file: `chunk-${staged++}.csv`,
    size: chunk.bytes.byteLength,
    messy: chunk.messy,
    unsafe: sheet.mends !== null,
  }
  db.stage(part.file, chunk.bytes)
  try {
    const { counts, tries, mended } = castChunk(db, part)
    const of = (verdict: number) => counts.find((count) => count.verdict === verdict)?.n ?? 0
    source.rowsIn -= of(VERDICT.blank)
    source.refused += of(VERDICT.refused)
    source.footer += of(VERDICT.footer)
    db.run(insertStatement(part, source.src, mended))
    if (sheet.mends?.place) noteMended(db, source.src, sheet.mends.place, readCells(part, EMPTY))
    const kept = counts.filter(({ verdict }) => verdict === VERDICT.loaded || verdict === VERDICT.refused)
    const marked = markedLanes(part, kept)
    if (marked.size > 0) look(db, part, source.src, marked, tries)
  } finally {
    db.unstage(part.file)
  }
}

/** Takes back what a sheet has loaded before it turned out to be damaged. */
const withdraw = (db: Database, { source, category }: RecognisedSheet, { rule, message }: ExtractError): void => {
  db.run(sql`DELETE FROM ${id(`raw.${category.code}`)} WHERE _src = ${source.src}`)
  db.run(sql`DELETE FROM noted WHERE src = ${source.src} AND "row" IS NOT NULL`)
  Object.assign(source, { rowsIn: 0, refused: 0, footer: 0 })
  addFindings(db, [about(source, { rule, severity: 'error', message })])
}

/** Loads a sheet; false where its bytes turned out to be damaged. */
const loadSheet = async (context: LoadContext, sheet: RecognisedSheet): Promise<boolean> => {
  const { db } = context
  const { source, category, heading } = sheet
  let consumed = 0
  let beyond = 0
  try {
    for await (const chunk of sheet.sheet.chunks({ columns: heading.width, after: heading.line })) {
      context.batch.open()
      loadChunk(db, sheet, chunk)
      context.batch.add(chunk.records)
      beyond += chunk.beyond
      const bytes = Math.min(chunk.consumed, sheet.size) - consumed
      consumed += bytes
      await context.step(bytes, `${category.code} ${category.name}`, chunk.records)
    }
  } catch (error) {
    if (!(error instanceof ExtractError)) {
      context.batch.abandon()
      throw error
    }
    context.batch.close()
    withdraw(db, sheet, error)
    return false
  }
  if (beyond > 0) {
    const message = `${beyond} 行在标题范围之外还有内容，这些格没有载入；请给每一列写上标题`
    addFindings(db, [about(source, { rule: 'beyond_heading', severity: 'warning', message })])
  }
  await context.step(sheet.size - consumed, `${category.code} ${category.name}`)
  return true
}

/** Gives files without a period in their name the month of their newest record up to as-of. */
const periodsFromTime = (context: LoadContext, sheets: readonly RecognisedSheet[]): void => {
  const [{ category } = {}] = sheets
  const column = category?.columns.find(({ name }) => name === category.time)
  if (!category || !column || !['date', 'datetime', 'month'].includes(column.type)) return
  const name = id(column.name)
  const time = column.type === 'month' ? name : sql`year(${name}) * 12 + month(${name}) - 1`
  const rows = context.db.rows<{ src: number; newest: number | null }>(
    sql`SELECT _src::INTEGER AS src, max(time)::INTEGER AS newest FROM (SELECT _src, ${time} AS time FROM ${id(`raw.${category.code}`)})
      WHERE time <= ${asOfMonth(context.asOf)} GROUP BY _src`,
  )
  for (const { source } of sheets) source.period ??= rows.find(({ src }) => src === source.src)?.newest ?? null
}

const newestTime = (context: LoadContext, sheets: readonly RecognisedSheet[]): number | null => {
  const [{ category } = {}] = sheets
  const column = category?.columns.find(({ name }) => name === category.time)
  if (!category || !column) return null
  const month = asOfMonth(context.asOf)
  const year = Math.floor(month / 12)
  const last: Record<string, number> = { month, year, schoolyear: month % 12 >= 8 ? year : year - 1 }
  const limit = last[column.type]
  if (limit === undefined) return null
  const name = id(column.name)
  const [row] = context.db.rows<{ newest: number | null }>(
    sql`SELECT max(${name})::INTEGER AS newest FROM ${id(`raw.${category.code}`)} WHERE ${name} <= ${limit}`,
  )
  return row?.newest ?? null
}

const countLoaded = (db: Database, sheets: readonly RecognisedSheet[], repeats: ReadonlyMap<number, number>): number => {
  const [{ category } = {}] = sheets
  if (!category) return 0
  const rows = db.rows<{ src: number; n: number }>(
    sql`SELECT _src::INTEGER AS src, count(*)::INTEGER AS n FROM ${id(`raw.${category.code}`)} GROUP BY ALL`,
  )
  for (const { source } of sheets) {
    source.loaded = rows.find(({ src }) => src === source.src)?.n ?? 0
    source.repeated = repeats.get(source.src) ?? 0
    assertAccounted(source)
  }
  return rows.reduce((sum, { n }) => sum + n, 0)
}

const periodFindings = (context: LoadContext, sheets: readonly RecognisedSheet[]): RecognisedSheet[] => {
  const { category } = sheets[0] as RecognisedSheet
  const whole = sheets.filter(({ mends }) => !mends)
  const { chosen, superseded, period, late } = choosePeriod(category, whole, asOfMonth(context.asOf))
  const findings = superseded.map(({ source }) =>
    about(source, {
      rule: 'superseded',
      severity: 'info',
      message: `“${category.name}”以 ${monthText(period as number)} 的数据为准，这一期未载入`,
    }),
  )
  const mixed = chosen.some((sheet) => sheet.period === null) && chosen.some((sheet) => sheet.period !== null)
  for (const { source, period: stated } of chosen) {
    if (late && stated !== null) {
      const message = `这一期晚于核算日期 ${context.asOf}，因没有更早的数据而先用，请补交当期数据`
      findings.push(about(source, { rule: 'late_period', severity: 'warning', message }))
    } else if (stated === null && mixed && category.kind === 'status') {
      const message = '文件名和文件夹没有写明月份，与最新一期合并载入；请在文件名里写明，如 2025-05'
      findings.push(about(source, { rule: 'no_period', severity: 'warning', message }))
    }
  }
  addFindings(context.db, findings)
  return [...chosen, ...sheets.filter(({ mends }) => mends)]
}

const added = (...parts: readonly ReadonlyMap<number, number>[]): Map<number, number> => {
  const sum = new Map<number, number>()
  for (const [src, n] of parts.flatMap((part) => [...part])) sum.set(src, (sum.get(src) ?? 0) + n)
  return sum
}

/** Loads all sheets of one category into its table; null where nothing of it could be read. */
export const loadCategory = async (context: LoadContext, sheets: readonly RecognisedSheet[]): Promise<Delivery | null> => {
  const { db } = context
  const { category } = sheets[0] as RecognisedSheet
  const chosen = periodFindings(context, sheets)
  db.run(createStatement(category))
  const read: RecognisedSheet[] = []
  for (const sheet of chosen) if (await loadSheet(context, sheet)) read.push(sheet)
  context.batch.close()
  db.run(sql`DROP TABLE IF EXISTS staged`)
  if (read.length === 0) {
    db.run(sql`DROP TABLE ${id(`raw.${category.code}`)}`)
    return null
  }
  const rows = countLoaded(db, read, added(replaceMended(db, category.code, read), removeRepeats(db, category, read)))
  periodsFromTime(context, read)
  return { columns: new Set(read.flatMap(({ source }) => source.columns)), newest: newestTime(context, read), rows }
}
