import type { Catalogue } from '../catalogue/heading.ts'
import type { TemplateText } from '../contract/mapping.ts'
import { EngineError, type OnProgress, type SourceFile, type Stage } from '../contract.ts'
import { inRunOrder } from '../extract/open.ts'
import type { Deliveries, Delivery } from '../rules/delivery.ts'
import type { Database } from '../sql/database.ts'
import { id, sql } from '../sql/tag.ts'
import { addFindings, createFindings, keepFindings } from '../validate/finding.ts'
import { Batch } from './batch.ts'
import { type LoadContext, loadCategory } from './category.ts'
import { Stocktaking } from './inventory.ts'
import { judgeTables, type LoadPack } from './judge.ts'
import { createLabels } from './labels.ts'
import { withOwnLabels } from './mapped.ts'
import { createMended } from './mending.ts'
import { createSources, type RecognisedSheet, type Source } from './source.ts'
import { keepOrder } from './statement.ts'
import { readTemplates } from './templates.ts'

export interface LoadOptions {
  /** ISO date. */
  asOf: string
  /** Templates beside those that lie among the files. */
  templates?: readonly TemplateText[] | undefined
  /** Only this sheet, and of it only so many records: for a look before a load. */
  only?: { path: string; sheet: string; limit: number | null }
  onProgress?: OnProgress | undefined
  signal?: AbortSignal | undefined
}

export interface Loaded {
  deliveries: Deliveries
  sources: readonly Source[]
  /** Findings by rule. */
  findings: ReadonlyMap<string, number>
  /** Milliseconds spent on recognising and on loading. */
  timings: { extract: number; load: number }
}

const macrotask = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

/** Reports progress, lets other tasks run, and stops where the run was cancelled. */
const stepper = (stage: Stage, total: number, { onProgress, signal }: LoadOptions): LoadContext['step'] => {
  let done = 0
  let rows = 0
  return async (bytes, note, records = 0) => {
    done += bytes
    rows += records
    const seen = { stage, done: Math.round(done), total: Math.round(total), note }
    onProgress?.(rows > 0 ? { ...seen, rows } : seen)
    await macrotask()
    if (signal?.aborted) throw new EngineError('cancelled', '已取消，没有写出任何结果')
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const takeStock = async (pack: Catalogue, files: readonly SourceFile[], options: LoadOptions): Promise<Stocktaking> => {
  const stocktaking = new Stocktaking(pack, await readTemplates(pack, files, options.templates))
  const step = stepper('extract', sum(files.map(({ size }) => size)), options)
  for (const file of files) {
    await stocktaking.take(file)
    await step(file.size, file.path)
  }
  stocktaking.finish()
  return stocktaking
}

const chosenSheets = (sheets: readonly RecognisedSheet[], only: LoadOptions['only']): readonly RecognisedSheet[] => {
  if (!only) return sheets
  const { path, sheet: name, limit } = only
  const chosen = sheets.filter(({ source }) => source.path === path && source.sheet === name)
  if (limit === null) return chosen
  return chosen.map(({ sheet, ...rest }) => ({
    ...rest,
    sheet: { ...sheet, chunks: (shape) => sheet.chunks({ ...shape, limit }) },
  }))
}

const byCategory = (sheets: readonly RecognisedSheet[]): Map<string, RecognisedSheet[]> => {
  const groups = new Map<string, RecognisedSheet[]>()
  for (const sheet of sheets) {
    const group = groups.get(sheet.category.code)
    if (group) group.push(sheet)
    else groups.set(sheet.category.code, [sheet])
  }
  return groups
}

/** Keeps each other document once, in one order. */
const keepOtherIds = (db: Database): void => {
  db.run(sql`CREATE OR REPLACE TABLE other_id AS SELECT pk, min(text) AS text FROM other_document GROUP BY pk ORDER BY pk`)
  db.run(sql`DROP TABLE other_document`)
}

const countFindings = (db: Database): Map<string, number> => {
  const rows = db.rows<{ rule: string; n: number }>(
    sql`SELECT rule, count(*)::INTEGER AS n FROM finding GROUP BY rule ORDER BY rule`,
  )
  return new Map(rows.map(({ rule, n }) => [rule, n]))
}

/**
 * Reads a folder of extracts into typed tables `raw.<category>`, with `source`, `finding` and `other_id`
 * beside them. What cannot be read becomes a finding; the rest goes on.
 */
export const loadExtracts = async (
  db: Database,
  pack: LoadPack,
  files: readonly SourceFile[],
  options: LoadOptions,
): Promise<Loaded> => {
  const ordered = inRunOrder(files)
  if (ordered.length === 0) {
    throw new EngineError('empty_folder', '文件夹里没有任何数据文件，请选择存放各部门 CSV、.xlsx 或 .zip 文件的文件夹')
  }
  const begun = performance.now()
  createFindings(db)
  createMended(db)
  createLabels(db, pack.lists)
  db.run(sql`CREATE OR REPLACE TEMP TABLE other_document (pk BIGINT, text VARCHAR)`)
  const { inventory } = await takeStock(pack, ordered, options)
  addFindings(db, inventory.findings)
  const sheets = chosenSheets(inventory.sheets, options.only).map((sheet) => ({
    ...sheet,
    heading: withOwnLabels(db, sheet.heading, sheet.source.src, pack.lists),
  }))
  const recognised = performance.now()
  const step = stepper('load', sum(sheets.map(({ size }) => size)), options)
  const groups = byCategory(sheets)
  const batch = new Batch(db)
  const deliveries = new Map<string, Delivery>()
  db.run(keepOrder)
  try {
    for (const { code } of pack.categories) {
      const sheets = groups.get(code)
      if (!sheets) db.run(sql`DROP TABLE IF EXISTS ${id(`raw.${code}`)}`)
      const delivery = sheets && (await loadCategory({ db, batch, asOf: options.asOf, step }, sheets))
      if (delivery) deliveries.set(code, delivery)
    }
  } finally {
    db.run(sql`RESET disabled_optimizers`)
  }
  createSources(db, inventory.sources)
  judgeTables(db, pack, deliveries, options.asOf)
  keepFindings(db)
  keepOtherIds(db)
  db.run(sql`DROP TABLE code_label`)
  db.run(sql`DROP TABLE mended_place`)
  const timings = { extract: recognised - begun, load: performance.now() - recognised }
  return { deliveries, sources: inventory.sources, findings: countFindings(db), timings }
}
