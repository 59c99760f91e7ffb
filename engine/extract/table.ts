import { cellKind } from './cell-kind.ts'
import { joinHeading } from './heading.ts'
import { columnsOf, filledCount, isBlank, isFooter, type TableColumns } from './layout.ts'
import type { TextRow } from './sheet.ts'

/** Where the table of a sheet begins and what its columns are called. */
export interface Table {
  heading: string[]
  /** Whether the names are made up, for a table without a heading. */
  made: boolean
  /** Whether the heading surely is one: there are titles above it, or it is of several rows or of text above numbers or dates. */
  certain: boolean
  /** Titles and notes above the heading, and the rows of the heading itself, as they stand. */
  preamble: TextRow[]
  headingRows: TextRow[]
  /** Whether lines that begin with # are comments. */
  comments: boolean
  /** Records are those behind this line. */
  after: number
  /** What the records of the sample look like, column by column. */
  columns: TableColumns
}

const TOP_ROWS = 30
const MOST_HEADING_ROWS = 4
const LABEL_LENGTH = 40

const isYear = (cell: string): boolean => /^\s*(19|20)\d\d\s*$/.test(cell)
const isTyped = (cell: string): boolean => ['number', 'date'].includes(cellKind(cell)) && !isYear(cell)
/** What stands in a cell for no value: never in a heading. */
const NO_VALUE = /^(?:无|暂无|没有|不详|未知|空|是|否|有|null|none|n\/?a|#n\/a|nan|nil|[-—–/\\*]+)$/i
const isLabel = (cell: string): boolean =>
  isBlank(cell) || (cell.trim().length <= LABEL_LENGTH && !isTyped(cell) && !NO_VALUE.test(cell.trim()))
/** What stands under a name to say what its numbers count; anything else there may be a record. */
const UNIT =
  /^(?:单位[:：]?.*|[（(【[].*[)）】\]]|(?:千|万|亿|百万)?元|[%‰℃]|㎡|m²|平方米|公顷|亩|人次?|户|岁|周岁|年|月|日|天|小?时|分钟?|次|个|套|辆|件|份|吨|公?斤|千克|kg|g|米|公里|km|m|度|kWh|立方米|m³)(?:[/每](?:\S{1,3}))*$/i
const isComment = ({ cells }: TextRow): boolean => /^\s*(#|\/\/)/.test(cells[0] ?? '')

/** Cells of a row in columns of numbers and dates: how many are such, and how many are text. */
const fitOf = ({ cells }: TextRow, { typed }: TableColumns): { typed: number; text: number } => {
  const there = cells.filter((cell, column) => typed[column] && !isBlank(cell))
  const fitting = there.filter((cell) => ['number', 'date'].includes(cellKind(cell))).length
  return { typed: fitting, text: there.length - fitting }
}

const steps = (cells: readonly string[]): boolean => {
  const numbers = cells.filter((cell) => !isBlank(cell)).map(Number)
  return numbers.length > 1 && numbers.every((value, index) => index === 0 || value === (numbers[index - 1] as number) + 1)
}

/** Whether numbers of a first row are names all the same: years, or 1, 2, 3 above rows that do not go on like that. */
const isNumbered = (row: TextRow, next: TextRow, { typed }: TableColumns): boolean => {
  const inTyped = (cells: readonly string[]) => cells.filter((cell, column) => typed[column] && !isBlank(cell))
  const own = inTyped(row.cells)
  if (own.every(isYear) && !inTyped(next.cells).every(isYear)) return true
  return steps(own) && !steps(inTyped(next.cells))
}

const hasTyped = ({ cells }: TextRow): boolean => cells.some(isTyped)

/** Position of the first row that has at least half of the table's cells; comments are passed over where a heading follows them. */
const findTop = (rows: readonly TextRow[], width: number): number => {
  const behind = Math.max(
    0,
    rows.findIndex((row) => !isComment(row)),
  )
  const next = rows[behind] as TextRow
  const from = behind > 0 && hasTyped(next) ? behind - 1 : behind
  if (width < 2) return from
  const enough = Math.max(2, Math.ceil(width / 2))
  const found = rows.slice(from, from + TOP_ROWS).findIndex(({ cells }) => filledCount(cells) >= enough)
  return found < 0 ? from : from + found
}

/** Whether a row names the columns of a record below it although most of its cells are blank. */
const isSparseHeading = (row: TextRow | undefined, columns: TableColumns): boolean =>
  row !== undefined &&
  fitOf(row, columns).text > 0 &&
  row.cells.every(isLabel) &&
  row.cells.slice(1).some((cell) => !isBlank(cell))

/**
 * Whether a row is a further row of the heading above it, and certainly no record: it holds labels only, none of them a
 * number in a column of numbers, and lies below the row above as the lower half of merged cells does.
 */
const continues = (above: readonly TextRow[], row: TextRow, rest: readonly TextRow[]): boolean => {
  if (rest.length < 2 || !row.cells.every(isLabel)) return false
  const columns = columnsOf(rest)
  const { width, always, typed } = columns
  const fit = fitOf(row, columns)
  if (fit.typed > row.cells.filter(isYear).length) return false
  const upper = joinHeading(above.map(({ cells }) => cells))
  const all = Array.from({ length: width }, (_, column) => column)
  const here = (column: number) => !isBlank(row.cells[column])
  const reachesDown = (column: number) => !isBlank(upper[column]) && !here(column) && always[column] === true
  const fillsIn = all.filter((column) => isBlank(upper[column]) && here(column)).length
  if (all.some(reachesDown)) {
    const units =
      all.every((column) => !here(column) || (typed[column] && UNIT.test((row.cells[column] ?? '').trim()))) &&
      all.some((column) => !typed[column] && reachesDown(column))
    return (fillsIn > 0 && (reachesDown(0) || fit.text > 0)) || (units && fit.text > 0)
  }
  if (fillsIn === 0 || !all.every((column) => here(column) || !always[column])) return false
  return fit.text > 0 || (3 * fillsIn >= width && fillsIn > 1 && !row.cells.some((cell) => /\d/.test(cell)))
}

/** Whether a row above the heading names groups of its columns. */
const isGroups = (row: TextRow, below: TextRow, width: number): boolean => {
  const filled = row.cells.flatMap((cell, column) => (isBlank(cell) ? [] : [column]))
  if (isComment(row) || filled.length < 2 || !row.cells.every((cell) => isLabel(cell) && !/[:：]/.test(cell))) return false
  if (filled.some((column) => isBlank(below.cells[column]))) return true
  return filled.every((column, index) => (filled[index + 1] ?? width) - column > 1)
}

const lengthOfHeading = (rows: readonly TextRow[], top: number): number => {
  let length = 1
  while (length < MOST_HEADING_ROWS && top + length < rows.length) {
    const above = rows.slice(top, top + length)
    if (!continues(above, rows[top + length] as TextRow, recordsOf(rows.slice(top + length + 1)))) break
    length++
  }
  return length
}

const recordsOf = (rows: readonly TextRow[]): TextRow[] => rows.filter(({ cells }) => !isFooter(cells))

const tableFrom = (rows: readonly TextRow[], begin: number, behind: number): Table => {
  const headingRows = rows.slice(begin, behind)
  const columns = columnsOf(recordsOf(rows.slice(behind)))
  const made = headingRows.length === 0
  return {
    heading: made
      ? Array.from({ length: columns.width }, (_, column) => `列${column + 1}`)
      : joinHeading(headingRows.map(({ cells }) => cells)),
    made,
    certain: !made && (begin > 0 || headingRows.length > 1 || headingRows.some((row) => fitOf(row, columns).text > 0)),
    preamble: rows.slice(0, begin),
    headingRows,
    comments: rows.slice(0, begin).some(isComment),
    after: made ? (rows[begin] as TextRow).line - 1 : (headingRows.at(-1) as TextRow).line,
    columns,
  }
}

/**
 * Finds the table in the first rows of a sheet by how its rows are filled and where numbers and dates stand; no name is
 * known. Titles above the heading are of few cells; a heading may be of several rows. Where a row may be a record, it is one.
 */
export const findTable = (rows: readonly TextRow[]): Table | null => {
  if (rows.length === 0) return null
  const top = findTop(rows, columnsOf(recordsOf(rows)).width)
  const first = rows[top] as TextRow
  const second = rows[top + 1]
  const columns = columnsOf(recordsOf(rows.slice(top + 1)))
  const fit = fitOf(first, columns)
  if (second && fit.typed > 0 && fit.text === 0 && !isNumbered(first, second, columns))
    return tableFrom(rows, isSparseHeading(rows[top - 1], columns) ? top - 1 : top, top)
  const behind = top + lengthOfHeading(rows, top)
  let begin = top
  const { width } = columnsOf(recordsOf(rows.slice(behind)))
  while (begin > 0 && behind - begin < MOST_HEADING_ROWS && isGroups(rows[begin - 1] as TextRow, rows[begin] as TextRow, width))
    begin--
  return tableFrom(rows, begin, behind)
}
