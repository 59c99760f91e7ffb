import type { Column, MatchedColumn, MatchedHeading } from '../catalogue/heading.ts'
import { TEMPLATE_FORMAT, type Template, type TemplateText } from '../contract/mapping.ts'
import type { Category, CodeList } from '../packs/pack.ts'
import type { Database } from '../sql/database.ts'
import { type Sql, sql } from '../sql/tag.ts'
import type { CellRule } from '../validate/cell.ts'
import type { Cast } from './cast.ts'
import { addLabels } from './labels.ts'

const MONTHS = 12

/** What is said of a yearly amount that is no whole number of cents a month. */
export const PERIOD_INEXACT: CellRule = {
  rule: 'period_inexact',
  message: '按年的金额除以 12 不是整分，此格按空白处理，请让部门按月提供',
}

/** Amounts of another period: times twelve, or a twelfth where that is exact to the cent. */
const scaled = (cast: Cast, period: 'month' | 'year'): Cast => {
  const scale = (value: Sql): Sql =>
    period === 'month' ? sql`(${value} * ${MONTHS})` : sql`CASE WHEN ${value} % ${MONTHS} = 0 THEN ${value} // ${MONTHS} END`
  return {
    ...cast,
    accept: (attempted, text) => scale(cast.accept(attempted, text)),
    settle: (mended) => scale(cast.settle(mended)),
  }
}

const DAY_FIRST = '^(\\d{1,2})[-/. ](\\d{1,2})[-/. ](\\d{4})'

/** Dates that begin with day or month, turned round before they are read. */
const turned = (cast: Cast, order: 'DMY' | 'MDY'): Cast => {
  const turn = (text: Sql): Sql => sql`regexp_replace(${text}, ${DAY_FIRST}, ${order === 'DMY' ? '\\3-\\2-\\1' : '\\3-\\1-\\2'})`
  return { ...cast, attempt: (text) => cast.attempt(turn(text)), prepare: (text) => turn(cast.prepare(text)) }
}

/** A cast as a template wants the cells of its column to be read. */
export const mappedCast = (cast: Cast, { period, date }: MatchedColumn): Cast => {
  const dated = date === undefined ? cast : turned(cast, date)
  return period === undefined ? dated : scaled(dated, period)
}

/** A heading whose labels beyond the code list are looked up in lists of its own, which this makes. */
export const withOwnLabels = (
  db: Database,
  heading: MatchedHeading,
  src: number,
  lists: readonly CodeList[],
): MatchedHeading => ({
  ...heading,
  columns: heading.columns.map((match) => {
    const list = lists.find(({ code }) => code === match.column.list)
    if (!match.labels || !list) return match
    const own = `${list.code} ${src}`
    addLabels(db, own, list, match.labels)
    return { ...match, list: own }
  }),
})

interface KeptMatch extends Omit<MatchedColumn, 'column'> {
  column: string
}

/** The heading of a sheet as text, where more than names went into it: for reading its rows again. */
export const mappingText = ({ line, width, columns }: MatchedHeading): string | null => {
  if (columns.every(({ by }) => by === 'name' || by === 'alias')) return null
  const kept = columns.map(({ list: _, ...match }): KeptMatch => ({ ...match, column: match.column.name }))
  return JSON.stringify({ line, width, columns: kept })
}

/** The heading that was kept as text. */
export const mappedHeading = (text: string, category: Category): MatchedHeading => {
  const { line, width, columns } = JSON.parse(text) as { line: number; width: number; columns: KeptMatch[] }
  const byName = new Map<string, Column>(category.columns.map((column) => [column.name, column]))
  const known = columns.flatMap((match) => {
    const column = byName.get(match.column)
    return column ? [{ ...match, column }] : []
  })
  return { line, width, columns: known, unknown: [], repeated: [] }
}

/** A template that reads a file with only these headings, in their order, as the kept text says. */
export const templateOf = (mapping: string, category: Category, file: string): TemplateText => {
  const { columns } = mappedHeading(mapping, category)
  const seen = new Map<string, number>()
  const template: Template = {
    format: TEMPLATE_FORMAT,
    name: 'again',
    department: '',
    category: category.code,
    file,
    sheet: null,
    encoding: null,
    headingRow: null,
    headings: columns.map(({ heading }) => heading),
    columns: columns.map(({ column, heading, unit, period, date, labels }) => {
      const nth = (seen.get(heading) ?? 0) + 1
      seen.set(heading, nth)
      return {
        heading,
        nth,
        column: column.name,
        unit: unit === null ? null : unit.startsWith('万') ? '万元' : '元',
        period: period === undefined ? null : period === 'month' ? '月' : '年',
        date: date ?? null,
        labels: { ...labels },
      }
    }),
  }
  return { path: file, text: JSON.stringify(template) }
}
