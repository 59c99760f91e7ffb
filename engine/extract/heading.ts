import type { TextRow } from './sheet.ts'

const isBlank = (cell: string | undefined): boolean => cell === undefined || cell.trim() === ''

/**
 * Names of columns from the rows of one heading, upper rows first. A group's name also stands above the columns right of
 * it, where its own column has a name below; a cell that reaches down over all rows is followed by none.
 */
export const joinHeading = (rows: readonly (readonly string[])[]): string[] => {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const names: string[] = Array.from({ length: width }, () => '')
  rows.forEach((row, level) => {
    const below = rows.slice(level + 1)
    const named = (column: number) => below.some((lower) => !isBlank(lower[column]))
    let group = ''
    for (let column = 0; column < width; column++) {
      const cell = row[column] ?? ''
      if (!isBlank(cell)) group = named(column) ? cell : ''
      const part = isBlank(cell) ? (named(column) ? group : '') : cell
      if (part !== '') names[column] = names[column] === '' ? part : `${names[column]} ${part}`
    }
  })
  return names
}

/** The lower name of each column, the upper one where there is none below. */
const lowestNames = (upper: readonly string[], lower: readonly string[]): string[] =>
  Array.from({ length: Math.max(upper.length, lower.length) }, (_, column) =>
    isBlank(lower[column]) ? (upper[column] ?? '') : (lower[column] as string),
  )

/**
 * Rows that may be a heading: each row, and any two that follow one another read as one heading. The line is that of the
 * heading's last row.
 */
export const headingCandidates = (rows: readonly TextRow[]): TextRow[] => [
  ...rows,
  ...rows.slice(1).flatMap(({ line, cells }, index) => {
    const upper = (rows[index] as TextRow).cells
    return [
      { line, cells: joinHeading([upper, cells]) },
      { line, cells: lowestNames(upper, cells) },
    ]
  }),
]
