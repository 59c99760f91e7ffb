import { monthText, periodOf } from '../../engine/catalogue/period.ts'
import type { SourceFile } from '../../engine/contract.ts'
import { openNodeDatabase } from '../../engine/host/node.ts'
import { loadExtracts } from '../../engine/load/load.ts'
import type { Source } from '../../engine/load/source.ts'
import type { Pack } from '../../engine/packs/pack.ts'
import { findingsBySource } from '../../engine/validate/finding.ts'
import { nodeFolder } from './folder.ts'
import type { ImportJob } from './import.ts'
import { importText } from './import-text.ts'
import { openPack } from './pack.ts'

type Counts = Record<'rows_in' | 'loaded' | 'refused' | 'repeated' | 'footer', number>

/** What became of one sheet of one file. */
export interface ImportedSheet extends Counts {
  path: string
  sheet: string
  category: string | null
  name: string | null
  confidence: number | null
  encoding: string | null
  dialect: unknown
  period: string | null
  header_row: number | null
  /** Findings by rule. */
  findings: Record<string, number>
}

export interface Imported {
  as_of: string
  pack: string
  files: ImportedSheet[]
  totals: Counts & { files: number; sheets: number; findings: Record<string, number> }
}

/** Without a day to judge by, the last day of the newest month that a file names; nothing is cut off by it. */
const dayAfterAll = (files: readonly SourceFile[]): string => {
  const newest = Math.max(...files.map(({ path }) => periodOf(path) ?? 0))
  if (newest <= 0) return '2099-12-31'
  return new Date(Date.UTC(Math.floor(newest / 12), (newest % 12) + 1, 0)).toISOString().slice(0, 10)
}

const counts = ({ rowsIn, loaded, refused, repeated, footer }: Source): Counts => ({
  rows_in: rowsIn,
  loaded,
  refused,
  repeated,
  footer,
})

const sheetOf = (pack: Pack, source: Source, findings: Record<string, number>): ImportedSheet => ({
  path: source.path,
  sheet: source.sheet,
  category: source.category,
  name: source.category === null ? null : (pack.category(source.category)?.name ?? null),
  confidence: source.confidence,
  encoding: source.encoding,
  dialect: source.dialect,
  period: source.period === null ? null : monthText(source.period),
  header_row: source.headerRow,
  ...counts(source),
  findings,
})

const NOTHING: Counts = { rows_in: 0, loaded: 0, refused: 0, repeated: 0, footer: 0 }

const add = <Key extends string>(sum: Record<Key, number>, more: Record<Key, number>): Record<Key, number> => {
  const all = { ...sum }
  for (const key of Object.keys(more) as Key[]) all[key] = (all[key] ?? 0) + more[key]
  return all
}

/** Loads a folder into memory and tells what it found. */
export const importJob: ImportJob = async (options, { print, progress, signal }) => {
  const pack = await openPack(options.pack)
  const files = await nodeFolder(options.folder)
  const asOf = options.asOf ?? dayAfterAll(files)
  const db = await openNodeDatabase()
  try {
    const { sources } = await loadExtracts(db, pack, files, { asOf, onProgress: progress, signal })
    const found = findingsBySource(db)
    const sheets = sources.map((source) => sheetOf(pack, source, found.get(source.src) ?? {}))
    const imported: Imported = {
      as_of: asOf,
      pack: pack.code,
      files: sheets,
      totals: {
        files: new Set(sheets.map(({ path }) => path)).size,
        sheets: sheets.length,
        ...sources.map(counts).reduce<Counts>(add, NOTHING),
        findings: sheets.map(({ findings }) => findings).reduce<Record<string, number>>(add, {}),
      },
    }
    print(options.json ? `${JSON.stringify(imported, null, 1)}\n` : importText(imported))
  } finally {
    db.close()
  }
}
