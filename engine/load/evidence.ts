import type { MatchedHeading } from '../catalogue/heading.ts'
import { HEADING_ROWS, headingAt } from '../catalogue/recognise.ts'
import type { SourceFile } from '../contract.ts'
import { readRows } from '../extract/canonical.ts'
import { reopenSheet, type SheetPlace } from '../extract/reopen.ts'
import type { Category } from '../packs/pack.ts'

/** A cell as it stands in the extract. */
export interface OriginalCell {
  heading: string
  text: string
}

/** Row number to catalogue column to original cell. */
export type OriginalRows = ReadonlyMap<number, ReadonlyMap<string, OriginalCell>>

const originalCells = ({ columns }: MatchedHeading, cells: readonly string[]): Map<string, OriginalCell> =>
  new Map(columns.map(({ column, index, heading }) => [column.name, { heading, text: cells[index] ?? '' }]))

/**
 * Reads rows of a loaded sheet again from the extract, as they were sent. Rows or files that are gone are
 * missing from the answer.
 */
export const readCells = async (
  files: readonly SourceFile[],
  place: SheetPlace & { headerRow: number },
  category: Category,
  rows: ReadonlySet<number>,
): Promise<OriginalRows> => {
  const sheet = await reopenSheet(files, place)
  const top = sheet ? await readRows(sheet, { columns: null, after: 0, limit: HEADING_ROWS }) : { rows: [] }
  const heading = headingAt(category, top.rows, place.headerRow)
  if (!sheet || !heading || rows.size === 0) return new Map()
  const found = await readRows(sheet, { columns: heading.width, after: 0, only: rows, limit: rows.size })
  return new Map(found.rows.map(({ line, cells }) => [line, originalCells(heading, cells)]))
}
