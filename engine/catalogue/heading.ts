import type { Category, CodeList, Pack } from '../packs/pack.ts'
import { areIds, hearCells } from './cells.ts'
import { type SimilarNames, tellingApart } from './similar.ts'

/** The part of a pack that says what departments deliver. */
export type Catalogue = Pick<Pack, 'categories' | 'lists'> & Partial<Pick<Pack, 'departments'>>
export type Column = Category['columns'][number]

const INVISIBLE = /[\s\u00ad\u200b-\u200f\u2060\ufeff*＊]/g
const BRACKETS = /[()[\]{}【】〔〕「」“”"']/g
const BRACKETED = /\([^()]*\)|\[[^[\]]*\]|【[^】]*】/g

const REMEMBERED = 20_000

/** The rows at the top of a sheet are held against many categories: each text is worked out once. */
const remembering = (work: (text: string) => string): ((text: string) => string) => {
  const known = new Map<string, string>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    if (known.size >= REMEMBERED) known.clear()
    const value = work(text)
    known.set(text, value)
    return value
  }
}

/** A name as it is compared: half-width, lower case, without spaces, brackets and marks. */
export const plainName = remembering((text) => text.normalize('NFKC').replace(INVISIBLE, '').replace(BRACKETS, '').toLowerCase())

/** The same without what stands in brackets, such as a unit. */
export const bareName = remembering((text) =>
  text.normalize('NFKC').replace(INVISIBLE, '').replace(BRACKETED, '').replace(BRACKETS, '').toLowerCase(),
)

/** Finds columns of one category by any name that departments use for them. */
export class ColumnNames {
  private readonly names = new Map<string, Column>()
  /** Names that are no aliases. */
  private readonly own = new Set<string>()

  constructor(readonly category: Category) {
    const known = (text: string, column: Column): string => {
      const plain = plainName(text)
      if (plain !== '' && !this.names.has(plain)) this.names.set(plain, column)
      return plain
    }
    for (const column of category.columns) this.own.add(known(column.name, column))
    for (const column of category.columns) this.own.add(known(column.title, column))
    for (const column of category.columns) for (const alias of column.aliases) known(alias, column)
    for (const column of category.columns) known(bareName(column.title), column)
  }

  find(heading: string): Column | undefined {
    return this.names.get(plainName(heading)) ?? this.names.get(bareName(heading))
  }

  /** Whether a heading is the column's own name or title, brackets apart. */
  isOwn(heading: string): boolean {
    return this.own.has(plainName(heading)) || this.own.has(bareName(heading))
  }

  get(plain: string): Column | undefined {
    return this.names.get(plain)
  }

  all(): Iterable<string> {
    return this.names.keys()
  }
}

/** How a heading came to its column. */
export type MatchedBy = 'name' | 'alias' | 'similar' | 'template'

/** A heading cell that names a catalogue column. */
export interface MatchedColumn {
  column: Column
  /** Position of the cell. */
  index: number
  heading: string
  /** Unit stated in the heading where it differs from the catalogue's. */
  unit: string | null
  by: MatchedBy
  /** 0 to 1. */
  confidence: number
  /** Period the amounts are for where it is not the catalogue's. */
  period?: 'month' | 'year'
  /** Order of the parts of dates that begin with day or month. */
  date?: 'DMY' | 'MDY'
  /** Codes of labels that the code list does not know. */
  labels?: Readonly<Record<string, string>>
  /** List of labels that is looked up in place of the catalogue's. */
  list?: string
}

/** A heading that is not loaded, with the column it may be: for a person to say. */
export interface UnknownHeading {
  index: number
  heading: string
  suggestion: { column: Column; confidence: number } | null
}

export interface MatchedHeading {
  /** Line of the heading. */
  line: number
  /** Cells the heading has, trailing blanks not counted. */
  width: number
  columns: MatchedColumn[]
  unknown: UnknownHeading[]
  repeated: { index: number; heading: string }[]
}

/** What helps beyond names: near names, and the cells below a heading. */
export interface Aid {
  similar: SimilarNames
  lists: ReadonlyMap<string, CodeList>
  /** Some cells below the heading at this position. */
  below(index: number): readonly string[]
}

const statedUnit = (heading: string, { unit }: Column): string | null => {
  if (unit?.startsWith('元') && /万元/.test(heading)) return unit.replace('元', '万元')
  return unit?.startsWith('万元') && /[(（[【]元/.test(heading) ? unit.replace('万元', '元') : null
}

/** A near name is taken from this confidence on; below it a person is asked. */
const TAKEN = 0.75
const LEAD = 0.1
/** Names that differ in a telling character are never taken by themselves. */
const NEVER = 0.6
const BY_CELLS_ALONE = 0.5
const WEIGHT = 0.85
const HEARD = { strong: 0.15, weak: 0.05, none: 0, against: -0.5 } as const

const rounded = (value: number): number => Math.round(Math.max(0, value) * 100) / 100

interface Likely {
  column: Column
  confidence: number
}

/** Columns a heading may be by near names and by its cells, likeliest first. */
const likelyColumns = (names: ColumnNames, heading: string, cells: readonly string[], { similar, lists }: Aid): Likely[] => {
  const best = new Map<Column, number>()
  for (const text of new Set([plainName(heading), bareName(heading)])) {
    for (const near of similar.of(text)) {
      const column = names.get(near.name)
      if (!column) continue
      const heard = near.similarity * WEIGHT + HEARD[hearCells(column, cells, lists)]
      const confidence = rounded(tellingApart(text, near.name) ? Math.min(heard, NEVER) : heard)
      best.set(column, Math.max(confidence, best.get(column) ?? 0))
    }
  }
  return [...best].map(([column, confidence]) => ({ column, confidence })).sort((a, b) => b.confidence - a.confidence)
}

const byCells = ({ category }: ColumnNames, cells: readonly string[], taken: ReadonlySet<Column>): Likely | null => {
  const person = category.columns.find(({ name, type }) => name === category.person && type === 'id18')
  return person && !taken.has(person) && areIds(cells) ? { column: person, confidence: BY_CELLS_ALONE } : null
}

/** Gives headings that no name fits to the columns they are near to, where that is beyond doubt. */
const matchNear = (names: ColumnNames, matched: MatchedHeading, taken: Set<Column>, aid: Aid): void => {
  const likely = matched.unknown.map((one) => ({ ...one, likely: likelyColumns(names, one.heading, aid.below(one.index), aid) }))
  likely.sort((a, b) => (b.likely[0]?.confidence ?? 0) - (a.likely[0]?.confidence ?? 0) || a.index - b.index)
  matched.unknown = []
  for (const { index, heading, likely: columns } of likely) {
    const [first, second] = columns
    const clear = first && first.confidence >= TAKEN && first.confidence - (second?.confidence ?? 0) >= LEAD
    if (first && clear && !taken.has(first.column)) {
      taken.add(first.column)
      matched.columns.push({ ...first, index, heading, unit: statedUnit(heading, first.column), by: 'similar' })
      continue
    }
    const free = columns.find(({ column }) => !taken.has(column)) ?? byCells(names, aid.below(index), taken)
    const suggestion = free && free.confidence > 0 ? { ...free, confidence: Math.min(free.confidence, TAKEN - 0.01) } : null
    matched.unknown.push({ index, heading, suggestion })
  }
  matched.columns.sort((a, b) => a.index - b.index)
  matched.unknown.sort((a, b) => a.index - b.index)
}

/** Reads a row as the heading of a category; near names count only with an aid. */
export const matchHeading = (names: ColumnNames, line: number, cells: readonly string[], aid?: Aid): MatchedHeading => {
  const matched: MatchedHeading = { line, width: 0, columns: [], unknown: [], repeated: [] }
  const taken = new Set<Column>()
  const filled: { index: number; heading: string; column: Column | undefined; own: boolean }[] = []
  cells.forEach((cell, index) => {
    const heading = cell.trim()
    if (plainName(heading) === '') return
    matched.width = index + 1
    filled.push({ index, heading, column: names.find(heading), own: names.isOwn(heading) })
  })
  for (const own of [true, false]) {
    for (const { index, heading, column, own: isOwn } of filled) {
      if (!column || isOwn !== own) continue
      if (taken.has(column)) matched.repeated.push({ index, heading })
      else {
        taken.add(column)
        const confidence = own ? 1 : 0.95
        matched.columns.push({
          column,
          index,
          heading,
          unit: statedUnit(heading, column),
          by: own ? 'name' : 'alias',
          confidence,
        })
      }
    }
  }
  for (const { index, heading, column } of filled) if (!column) matched.unknown.push({ index, heading, suggestion: null })
  matched.columns.sort((a, b) => a.index - b.index)
  matched.repeated.sort((a, b) => a.index - b.index)
  if (aid && matched.unknown.length > 0) matchNear(names, matched, taken, aid)
  return matched
}
