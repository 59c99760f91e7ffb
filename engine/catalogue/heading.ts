import type { Category, Pack } from '../packs/pack.ts'

/** The part of a pack that says what departments deliver. */
export type Catalogue = Pick<Pack, 'categories' | 'lists'>
export type Column = Category['columns'][number]

const INVISIBLE = /[\s\u00ad\u200b-\u200f\u2060\ufeff*＊]/g
const BRACKETS = /[()[\]{}【】〔〕「」“”"']/g
const BRACKETED = /\([^()]*\)|\[[^[\]]*\]|【[^】]*】/g

/** A name as it is compared: half-width, lower case, without spaces, brackets and marks. */
export const plainName = (text: string): string =>
  text.normalize('NFKC').replace(INVISIBLE, '').replace(BRACKETS, '').toLowerCase()

/** The same without what stands in brackets, such as a unit. */
export const bareName = (text: string): string =>
  text.normalize('NFKC').replace(INVISIBLE, '').replace(BRACKETED, '').replace(BRACKETS, '').toLowerCase()

/** Finds columns of one category by any name that departments use for them. */
export class ColumnNames {
  private readonly names = new Map<string, Column>()

  constructor(readonly category: Category) {
    const known = (text: string, column: Column) => {
      const plain = plainName(text)
      if (plain !== '' && !this.names.has(plain)) this.names.set(plain, column)
    }
    for (const column of category.columns) known(column.name, column)
    for (const column of category.columns) known(column.title, column)
    for (const column of category.columns) for (const alias of column.aliases) known(alias, column)
    for (const column of category.columns) known(bareName(column.title), column)
  }

  find(heading: string): Column | undefined {
    return this.names.get(plainName(heading)) ?? this.names.get(bareName(heading))
  }

  get size(): number {
    return this.names.size
  }

  all(): Iterable<string> {
    return this.names.keys()
  }
}

/** A heading cell that names a catalogue column. */
export interface MatchedColumn {
  column: Column
  /** Position of the cell. */
  index: number
  heading: string
  /** Unit stated in the heading where it differs from the catalogue's. */
  unit: string | null
}

export interface MatchedHeading {
  /** Line of the heading. */
  line: number
  /** Cells the heading has, trailing blanks not counted. */
  width: number
  columns: MatchedColumn[]
  unknown: { index: number; heading: string }[]
  repeated: { index: number; heading: string }[]
}

const statedUnit = (heading: string, { unit }: Column): string | null => {
  if (unit?.startsWith('元') && /万元/.test(heading)) return unit.replace('元', '万元')
  return unit?.startsWith('万元') && /[(（[【]元/.test(heading) ? unit.replace('万元', '元') : null
}

/** Reads a row as the heading of a category. */
export const matchHeading = (names: ColumnNames, line: number, cells: readonly string[]): MatchedHeading => {
  const matched: MatchedHeading = { line, width: 0, columns: [], unknown: [], repeated: [] }
  const taken = new Set<Column>()
  cells.forEach((cell, index) => {
    const heading = cell.trim()
    if (plainName(heading) === '') return
    matched.width = index + 1
    const column = names.find(heading)
    if (!column) matched.unknown.push({ index, heading })
    else if (taken.has(column)) matched.repeated.push({ index, heading })
    else {
      taken.add(column)
      matched.columns.push({ column, index, heading, unit: statedUnit(heading, column) })
    }
  })
  return matched
}
