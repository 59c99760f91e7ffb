import type { MatchedHeading } from '../catalogue/heading.ts'
import { HEADING_ROWS, headingAt } from '../catalogue/recognise.ts'
import type { SourceFile } from '../contract.ts'
import { readTop, rowsOf } from '../extract/canonical.ts'
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

const originalCells = ({ columns }: MatchedHeading, cells: readonly string[]): Map<string, OriginalCell> =>
  new Map(columns.map(({ column, index, heading }) => [column.name, { heading, text: cells[index] ?? '' }]))

const headingOf = async (
  sheet: Sheet,
  { headerRow, mapping }: { headerRow: number; mapping: string | null },
  category: Category,
): Promise<MatchedHeading | undefined> => {
  if (mapping !== null) return mappedHeading(mapping, category)
  return headingAt(category, (await readTop(sheet, HEADING_ROWS)).rows, headerRow)
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
  const heading = sheet ? await headingOf(sheet, place, category) : undefined
  if (!sheet || !heading || rows.size === 0) return new Map()
  const found: TextRow[] = []
  for await (const chunk of sheet.chunks({ columns: heading.width, after: 0, only: rows, limit: rows.size }))
    found.push(...rowsOf(chunk))
  return new Map(found.map(({ line, cells }) => [line, originalCells(heading, cells)]))
}
