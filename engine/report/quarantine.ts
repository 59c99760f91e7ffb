import { MENDING_HEADINGS } from '../catalogue/mending.ts'
import type { FindingRow } from '../contract.ts'
import type { OriginalCell } from '../load/evidence.ts'
import type { Category } from '../packs/pack.ts'
import { maskCell } from './mask.ts'
import type { SheetText } from './workbook.ts'

/** A row of an extract with everything that is to be said of it, and its cells as they were sent. */
export interface MendLine {
  findings: readonly FindingRow[]
  /** By column name; empty where the extract is not at hand or the row could not be told into cells. */
  cells: ReadonlyMap<string, OriginalCell>
}

const SEVERITY = { error: '未载入', warning: '请更正', info: '请核对' } as const

const together = (texts: readonly string[]): string => [...new Set(texts.filter((text) => text !== ''))].join('；')

/** What stands before the cells of the row, in the order of `MENDING_HEADINGS`. */
const about = ({ findings }: MendLine): (string | number | null)[] => {
  const [first] = findings
  const all = (field: (finding: FindingRow) => string): string => together(findings.map(field))
  return [
    first?.file ?? '',
    first?.sheet ?? '',
    first?.row ?? null,
    all(({ column }) => column),
    all(({ rule }) => rule.name),
    all(({ severity }) => SEVERITY[severity]),
    all(({ text }) => text),
    all(({ message }) => message),
  ]
}

export const mendingHeadings = (category: Category | undefined): string[] => [
  ...MENDING_HEADINGS,
  ...(category?.columns.map(({ title }) => title) ?? []),
]

/** The record of a row under `mendingHeadings`. */
export const mendingCells = (line: MendLine, category: Category | undefined, plain: boolean): (string | number | null)[] => [
  ...about(line),
  ...(category?.columns.map((column) => {
    const text = line.cells.get(column.name)?.text ?? ''
    return plain ? text : maskCell(text, column)
  }) ?? []),
]

const WIDTHS = [28, 10, 6, 16, 18, 8, 24, 48]

/** A sheet that a department mends in place; without a category, one about whole files. */
export const mendingSheet = (category: Category | undefined, lines: readonly MendLine[], plain: boolean): SheetText => {
  const headings = mendingHeadings(category)
  return {
    name: category ? `${category.code} ${category.name}`.slice(0, 28).replaceAll(/[\\/:*?[\]]/g, '') : '※整个文件的问题',
    headings,
    widths: headings.map((_, index) => WIDTHS[index] ?? 16),
    batches: () => [lines.map((line) => mendingCells(line, category, plain))],
  }
}
