import { z } from 'zod'
import type { Template, TemplateText } from '../contract/mapping.ts'
import type { TextRow } from '../extract/sheet.ts'
import type { Category } from '../packs/pack.ts'
import { pathText } from '../packs/problem.ts'
import { type Catalogue, type Column, type MatchedColumn, type MatchedHeading, plainName } from './heading.ts'

const MOST_TEXT = 256 * 1024
const MOST_COLUMNS = 500

/** Words of headings and labels; a run of digits this long would be somebody's number. */
const word = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => !/\d{11}/.test(text), '含有长号码：模板里只写标题和代码名称，不写个人数据')
const pattern = z.string().min(1).max(120).nullable().default(null)

const column = z.strictObject({
  heading: word,
  nth: z.int().min(1).max(50).default(1),
  column: z.string().min(1).max(60).nullable(),
  unit: z.enum(['元', '万元']).nullable().default(null),
  period: z.enum(['月', '年']).nullable().default(null),
  date: z.enum(['DMY', 'MDY']).nullable().default(null),
  labels: z.record(word, z.string().min(1).max(40)).default({}),
})

const template = z.strictObject({
  format: z.literal('jpfmap/1', '不是本程序能读的映射模板（format 应为 jpfmap/1）'),
  name: z.string().min(1).max(60),
  department: z.string().max(60).default(''),
  category: z.string().min(1).max(20),
  file: pattern,
  sheet: pattern,
  encoding: z.enum(['utf-8', 'gb18030']).nullable().default(null),
  headingRow: z.int().min(1).max(1_000).nullable().default(null),
  headings: z.array(word).min(1).max(MOST_COLUMNS),
  columns: z.array(column).min(1).max(MOST_COLUMNS),
}) satisfies z.ZodType<Template>

/** A template that was checked against the pack. */
export interface ReadyTemplate extends Omit<Template, 'category' | 'columns'> {
  /** Where it came from. */
  path: string
  category: Category
  columns: { heading: string; nth: number; match: Omit<MatchedColumn, 'index' | 'heading'> | null }[]
}

/** Why a template cannot be used: where inside it, and the reason. */
export interface TemplateProblem {
  path: string
  problem: string
}

const problemOf = (path: string, place: string, reason: string): TemplateProblem => ({
  path,
  problem: `映射模板${place ? `的 ${place} ` : ''}有误：${reason}；未使用，请改正后重新载入`,
})

/** The period an amount is for by its unit, as 元/月; null for one without. */
export const periodOfUnit = (unit: string | undefined): '月' | '年' | null => {
  const period = unit?.split('/')[1]
  return period === '月' || period === '年' ? period : null
}

const SCALES = { 月: 'month', 年: 'year' } as const

/** What is wrong with a column of a template; null where nothing is. */
const columnProblem = (one: Template['columns'][number], column: Column, catalogue: Catalogue): [string, string] | null => {
  if (one.unit !== null && column.type !== 'money') return ['unit', `“${column.title}”不是金额，没有元和万元之分`]
  if (one.period !== null && periodOfUnit(column.unit) === null) return ['period', `“${column.title}”不按月或年计，不能换算`]
  if (one.date !== null && column.type !== 'date' && column.type !== 'datetime') return ['date', `“${column.title}”不是日期`]
  const codes = Object.entries(one.labels)
  if (codes.length === 0) return null
  const list = catalogue.lists.find(({ code }) => code === column.list)
  if (!list) return ['labels', `“${column.title}”没有代码表`]
  const wrong = codes.find(([, code]) => !list.items.some((item) => item.code === code))
  return wrong ? [`labels.${wrong[0]}`, `代码表 ${list.code} 里没有代码 ${wrong[1]}`] : null
}

/** Holds a template against the pack. */
const readyTemplate = (path: string, given: Template, catalogue: Catalogue): ReadyTemplate | TemplateProblem => {
  const category = catalogue.categories.find(({ code }) => code === given.category)
  if (!category) return problemOf(path, 'category', `没有类目 ${given.category}`)
  const used = new Set<string>()
  const columns: ReadyTemplate['columns'] = []
  for (const [index, one] of given.columns.entries()) {
    if (one.column === null) {
      columns.push({ heading: one.heading, nth: one.nth, match: null })
      continue
    }
    const column = category.columns.find(({ name }) => name === one.column)
    const place = `columns[${index}]`
    if (!column) return problemOf(path, `${place}.column`, `${category.code} 没有字段 ${one.column}`)
    if (used.has(one.column)) return problemOf(path, `${place}.column`, `字段 ${one.column} 用了两次`)
    used.add(one.column)
    const wrong = columnProblem(one, column, catalogue)
    if (wrong) return problemOf(path, `${place}.${wrong[0]}`, wrong[1])
    const unit = one.unit === null ? null : (column.unit ?? '元').replace(/^万?元/, one.unit)
    const expected = periodOfUnit(column.unit)
    columns.push({
      heading: one.heading,
      nth: one.nth,
      match: {
        column,
        unit: unit === column.unit ? null : unit,
        by: 'template',
        confidence: 1,
        ...(one.period !== null && one.period !== expected ? { period: SCALES[one.period] } : {}),
        ...(one.date === null ? {} : { date: one.date }),
        ...(Object.keys(one.labels).length > 0 ? { labels: one.labels } : {}),
      },
    })
  }
  const { category: _, columns: __, ...rest } = given
  return { ...rest, path, category, columns }
}

/** Reads and checks a template. Never throws. */
export const readTemplate = ({ path, text }: TemplateText, catalogue: Catalogue): ReadyTemplate | TemplateProblem => {
  if (text.length > MOST_TEXT) return problemOf(path, '', '文件超过 256 KB')
  let content: unknown
  try {
    content = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    return problemOf(path, '', '不是有效的 JSON')
  }
  const result = template.safeParse(content, { error: z.locales.zhCN().localeError })
  if (result.success) return readyTemplate(path, result.data, catalogue)
  const [issue] = result.error.issues
  return problemOf(path, pathText(issue?.path ?? []), issue?.message ?? '内容不符合要求')
}

export const isProblem = (one: ReadyTemplate | TemplateProblem): one is TemplateProblem => 'problem' in one

/** Whether a name fits a pattern in which `*` stands for anything. */
const fits = (pattern: string, name: string): boolean => {
  const parts = pattern.normalize('NFKC').toLowerCase().split('*')
  const text = name.normalize('NFKC').toLowerCase()
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return text === first
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= text.length - last.length
}

/** Whether a template is meant for files of this name. */
export const fitsFile = ({ file }: Pick<Template, 'file'>, path: string): boolean =>
  file !== null && fits(file, path.split('/').at(-1) ?? path)

/** Share of headings that a row and a template have in common, of all that either has. */
const SAME_HEADINGS = 0.8

const nthOf = (cells: readonly string[]): string[] => {
  const seen = new Map<string, number>()
  return cells.map((cell) => {
    const plain = plainName(cell)
    const nth = (seen.get(plain) ?? 0) + 1
    seen.set(plain, nth)
    return plain === '' ? '' : `${plain} ${nth}`
  })
}

/** A row read as the heading a template describes; null where it is another. */
const readRow = ({ headings, columns }: ReadyTemplate, { line, cells }: TextRow): MatchedHeading | null => {
  const places = nthOf(cells)
  const here = new Set(cells.map(plainName).filter((text) => text !== ''))
  const wanted = new Set(headings.map(plainName))
  const common = [...wanted].filter((text) => here.has(text)).length
  if (common < SAME_HEADINGS * (here.size + wanted.size - common)) return null
  const matched: MatchedHeading = { line, width: 0, columns: [], unknown: [], repeated: [] }
  const told = new Map(columns.map((one) => [`${plainName(one.heading)} ${one.nth}`, one]))
  cells.forEach((cell, index) => {
    const place = places[index] as string
    if (place === '') return
    matched.width = index + 1
    const one = told.get(place)
    const heading = cell.trim()
    if (!one) matched.unknown.push({ index, heading, suggestion: null })
    else if (one.match) matched.columns.push({ ...one.match, index, heading })
  })
  return matched.columns.length === columns.filter(({ match }) => match).length ? matched : null
}

/**
 * The heading of a sheet as a template describes it; null where it does not fit. A template without a file pattern does
 * not gainsay a category that the name states.
 */
export const templateHeading = (
  template: ReadyTemplate,
  path: string,
  sheet: string,
  rows: readonly TextRow[],
  named: string | null,
): MatchedHeading | null => {
  if (template.file !== null ? !fitsFile(template, path) : named !== null && named !== template.category.code) return null
  if (template.sheet !== null && !fits(template.sheet, sheet)) return null
  const read = rows.flatMap((row) => readRow(template, row) ?? [])
  return read.find(({ line }) => line === template.headingRow) ?? read[0] ?? null
}
