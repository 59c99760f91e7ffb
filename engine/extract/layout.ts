import { cellKind } from './cell-kind.ts'
import type { TextRow } from './sheet.ts'

/** What the columns of a table hold, by its first records. */
export interface TableColumns {
  /** Columns up to the last one that has anything in it. */
  width: number
  /** Columns of numbers or dates. */
  typed: boolean[]
  /** Columns that are hardly ever blank. */
  always: boolean[]
  /** Fewest filled cells of a record. */
  fewest: number
}

const TYPED_SHARE = 0.8
const ALWAYS_SHARE = 0.9

export const isBlank = (cell: string | undefined): boolean => cell === undefined || cell.trim() === ''

export const filledCount = (cells: readonly string[]): number => cells.reduce((sum, cell) => sum + (isBlank(cell) ? 0 : 1), 0)

export const filledWidth = (cells: readonly string[]): number => cells.findLastIndex((cell) => !isBlank(cell)) + 1

export const columnsOf = (rows: readonly TextRow[]): TableColumns => {
  const widths = rows.map(({ cells }) => filledWidth(cells)).sort((left, right) => right - left)
  // One row alone may be longer by mistake.
  const width = widths[Math.min(widths.length - 1, Math.floor(widths.length / 20))] ?? 0
  const typed: boolean[] = []
  const always: boolean[] = []
  for (let column = 0; column < width; column++) {
    const there = rows.map(({ cells }) => cells[column]).filter((cell): cell is string => !isBlank(cell))
    const fitting = there.filter((cell) => ['number', 'date'].includes(cellKind(cell))).length
    typed.push(there.length > 0 && fitting >= TYPED_SHARE * there.length)
    always.push(there.length >= ALWAYS_SHARE * rows.length)
  }
  return { width, typed, always, fewest: Math.min(...rows.map(({ cells }) => filledCount(cells)), width) }
}

const TOTAL =
  /^[\s\u3000]*(?:本页)?(?:合[\s\u3000]*计|总[\s\u3000]*计|共[\s\u3000]*计|小[\s\u3000]*计|累[\s\u3000]*计|(?:grand\s+|sub)?total|sum)[\s\u3000]*[:：]?[\s\u3000]*$/i
const NOTE =
  /^[\s\u3000]*(?:[（(【[]?(?:注|备注|说明|附注|注释|note|notes|source)[\d一二三四五]?[）)】\]]?[\s\u3000]*[:：.、]|(?:填表|制表|填报|报送|审核|复核|经办|统计|打印|导出|负责|联系|分管|单位负责|数据来源|资料来源|来源)\S{0,6}[\s\u3000]*[:：]|※|\(\d+ rows?( affected)?\)$)/i

const isTotal = (cells: readonly string[]): boolean => TOTAL.test(cells.find((cell) => !isBlank(cell)) ?? '')

const isNote = (cells: readonly string[]): boolean => cells.every((cell) => isBlank(cell) || NOTE.test(cell))

/** Whether a row says of itself that it is a total or a note. */
export const isFooter = (cells: readonly string[]): boolean => isTotal(cells) || isNote(cells)

/**
 * Whether a row behind the last record certainly is none: a note in fewer cells than any record has, or a total that
 * leaves a column blank that no record leaves blank.
 */
export const isNoRecord = (cells: readonly string[], { always, fewest, width }: TableColumns): boolean => {
  if (width < 2) return false
  if (isNote(cells)) return filledCount(cells) < fewest
  return isTotal(cells) && always.some((filled, column) => filled && isBlank(cells[column]))
}
