import { ColumnNames, type MatchedHeading, matchHeading } from '../catalogue/heading.ts'
import type { SourceFile } from '../contract.ts'
import { rowsOf } from '../extract/canonical.ts'
import { reopenSheet, type SheetPlace } from '../extract/reopen.ts'
import type { Sheet, TextRow } from '../extract/sheet.ts'
import type { Category } from '../packs/pack.ts'
import { mappedHeading } from './mapped.ts'

/** A cell as it stands in the extract. */
export interface OriginalCell {
  heading: string
  text: string
}

/** Row number to catalogue column to original cell. */
export type OriginalRows = ReadonlyMap<number, ReadonlyMap<string, OriginalCell>>

const rowsAt = async (sheet: Sheet, columns: number | null, lines: ReadonlySet<number>): Promise<TextRow[]> => {
  const rows: TextRow[] = []
  const shape = { columns, after: 0, only: lines, limit: lines.size }
  for await (const chunk of sheet.chunks(shape)) rows.push(...rowsOf(chunk))
  return rows
}

const originalCells = ({ columns }: MatchedHeading, cells: readonly string[]): Map<string, OriginalCell> =>
  new Map(columns.map(({ column, index, heading }) => [column.name, { heading, text: cells[index] ?? '' }]))

const headingOf = async (
  sheet: Sheet,
  { headerRow, mapping }: { headerRow: number; mapping: string | null },
  category: Category,
): Promise<MatchedHeading | null> => {
  if (mapping !== null) return mappedHeading(mapping, category)
  const [top] = await rowsAt(sheet, null, new Set([headerRow]))
  return top ? matchHeading(new ColumnNames(category), top.line, top.cells) : null
}

/**
 * Reads rows of a loaded sheet again from the extract, as they were sent. Rows or files that are gone are
 * missing from the answer.
 */
export const readCells = async (
  files: readonly SourceFile[],
  place: SheetPlace & { headerRow: number; mapping: string | null },
  category: Category,
  rows: ReadonlySet<number>,
): Promise<OriginalRows> => {
  const sheet = await reopenSheet(files, place)
  if (!sheet || rows.size === 0) return new Map()
  const heading = await headingOf(sheet, place, category)
  if (!heading) return new Map()
  const found = await rowsAt(sheet, heading.width, rows)
  return new Map(found.map(({ line, cells }) => [line, originalCells(heading, cells)]))
}
