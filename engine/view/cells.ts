import type { SourceFile } from '../contract.ts'
import { guarded } from '../extract/guard.ts'
import type { Encoding } from '../extract/sheet.ts'
import { type OriginalRows, readCells } from '../load/evidence.ts'
import { loadExtracts } from '../load/load.ts'
import { templateOf } from '../load/mapped.ts'
import type { Pack } from '../packs/pack.ts'
import type { Database } from '../sql/database.ts'
import { id, sql } from '../sql/tag.ts'

/** A sheet a run has read, from its manifest. */
export interface ReadSheet {
  src: number
  path: string
  sheet: string
  category: string
  encoding: string
  header_row: number
  mapping: string | null
}

/** What stands in the rows of one sheet: the original cells, and the same as the engine types them. */
export interface SheetCells {
  sheet: ReadSheet
  original: OriginalRows
  typed: ReadonlyMap<number, ReadonlyMap<string, string>>
}

const quoted = (text: string): string =>
  `"${guarded(text)
    .replaceAll('"', '""')
    .replaceAll(/[\r\n]+/g, ' ')}"`

const memoryFile = (path: string, text: string): SourceFile => {
  const bytes = new TextEncoder().encode(text)
  return {
    path,
    size: bytes.byteLength,
    bytes: async () => bytes,
    stream: async function* () {
      yield bytes
    },
  }
}

/** A small extract with only some records of a sheet, under a name that is recognised as the same category. */
const excerpt = (pack: Pack, sheet: ReadSheet, original: OriginalRows): SourceFile => {
  const rows = [...original.values()]
  const headings = [...new Map(rows.flatMap((row) => [...row].map(([column, cell]) => [column, cell.heading] as const)))]
  const lines = rows.map((row) => headings.map(([column]) => quoted(row.get(column)?.text ?? '')).join(','))
  const name = `${sheet.category}_${pack.category(sheet.category)?.name ?? ''}_${sheet.src}.csv`
  return memoryFile(name, [headings.map(([, heading]) => quoted(heading)).join(','), ...lines, ''].join('\n'))
}

/**
 * Reads rows of extracts again: as they were sent, and as the loading stage types them.
 * @param wanted rows by number of the sheet in the run's `source`
 */
export const readAgain = async (
  db: Database,
  pack: Pack,
  asOf: string,
  files: readonly SourceFile[],
  sheets: readonly ReadSheet[],
  wanted: ReadonlyMap<number, ReadonlySet<number>>,
): Promise<SheetCells[]> => {
  const found: { sheet: ReadSheet; original: OriginalRows; file: SourceFile }[] = []
  for (const sheet of sheets) {
    const rows = wanted.get(sheet.src)
    const category = pack.category(sheet.category)
    if (!rows || !category) continue
    const place = {
      path: sheet.path,
      sheet: sheet.sheet,
      encoding: sheet.encoding as Encoding,
      headerRow: sheet.header_row,
      mapping: sheet.mapping,
    }
    const original = await readCells(files, place, category, rows)
    found.push({ sheet, original, file: excerpt(pack, sheet, original) })
  }
  if (found.length === 0) return []
  const templates = found.flatMap(({ sheet: { mapping, category: code }, file }) => {
    const category = pack.category(code)
    return mapping === null || !category ? [] : [templateOf(mapping, category, file.path)]
  })
  await loadExtracts(
    db,
    pack,
    found.map(({ file }) => file),
    { asOf, templates },
  )
  const sources = db.rows<{ src: number; path: string }>(sql`SELECT src, path FROM source`)
  return found.map(({ sheet, original, file }) => {
    const src = sources.find(({ path }) => path === file.path)?.src ?? -1
    const lines = [...original.keys()]
    const typed = db.rows(
      sql`SELECT _row, COLUMNS(* EXCLUDE (_src, _row))::VARCHAR FROM ${id(`raw.${sheet.category}`)} WHERE _src = ${src} ORDER BY _row`,
    )
    const byLine = typed.map(
      ({ _row, ...cells }) =>
        [
          lines[Number(_row) - 2] ?? -1,
          new Map(Object.entries(cells).map(([name, value]) => [name, value === null ? '' : String(value)])),
        ] as const,
    )
    return { sheet, original, typed: new Map(byLine) }
  })
}
