import { FormulaError } from '../rules/lex.ts'
import { parseFormula } from '../rules/parse.ts'
import { type Placed, refuse } from './problem.ts'
import type { Pieces } from './read.ts'
import type { Category, Crosscheck, RowSet } from './schema.ts'

type Statement = RowSet['rows'][number]
type Categories = ReadonlyMap<string, Category>

const DATED = new Set(['date', 'datetime', 'month', 'year'])

/** The category whose rows a row function takes; null where it is none, or not `EXISTS`. */
export const categoryIn = (text: string): string | null => {
  try {
    const node = parseFormula(text)
    return node.kind === 'rows' && node.fn === 'EXISTS' ? node.category : null
  } catch (error) {
    if (error instanceof FormulaError) return null
    throw error
  }
}

const checkStatement = (placed: Placed<RowSet>, statement: Statement, index: number, categories: Categories): void => {
  const at = `rows[${index}].rows`
  const code = categoryIn(statement.rows) ?? refuse(placed, at, '应为一个 EXISTS(类别 WHERE …)')
  const category = categories.get(code) ?? refuse(placed, at, `数据类别 ${code} 不存在`)
  const typeOf = (name: string) => category.columns.find((column) => column.name === name)?.type
  const { date, values } = statement
  if (date !== null && !DATED.has(typeOf(date) ?? '')) refuse(placed, `rows[${index}].date`, `${code} 没有日期字段 ${date}`)
  for (const [name, column] of Object.entries(values)) {
    if (typeOf(column) === undefined) refuse(placed, `rows[${index}].values.${name}`, `${code} 没有字段 ${column}`)
  }
}

/** Type and code list of a shared value in every statement of a set. */
const kindsOf = (set: RowSet, name: string, categories: Categories): (string | null)[] =>
  set.rows.map(({ rows, values }) => {
    const category = categories.get(categoryIn(rows) ?? '')
    const column = category?.columns.find((one) => one.name === values[name])
    return column ? `${column.type} ${column.list ?? ''}`.trim() : null
  })

const PLACEHOLDERS = new Set(['claim', 'fact', 'claim_date', 'fact_date', 'claim_value', 'fact_value', 'claims', 'facts'])

const checkOne = (placed: Placed<Crosscheck>, sets: ReadonlyMap<string, RowSet>, categories: Categories): void => {
  const { value } = placed
  const [claims, facts] = (['claims', 'facts'] as const).map(
    (side) => sets.get(value[side]) ?? refuse(placed, side, `行集 ${value[side]} 不存在`),
  ) as [RowSet, RowSet]
  for (const field of ['same', 'differ'] as const) {
    value[field].forEach((name, index) => {
      const kinds = new Set([claims, facts].flatMap((set) => kindsOf(set, name, categories)))
      if (kinds.has(null)) refuse(placed, `${field}[${index}]`, `两边的行集并非都有 ${name}`)
      if (kinds.size > 1) refuse(placed, `${field}[${index}]`, `${name} 的类型不一：${[...kinds].join('、')}`)
    })
  }
  if (value.thing !== null && facts.rows.some(({ values }) => values[value.thing ?? ''] === undefined))
    refuse(placed, 'thing', `行集 ${value.facts} 并非每一行都有 ${value.thing}`)
  if (value.later !== null && [...claims.rows, ...facts.rows].some(({ date }) => date === null))
    refuse(placed, 'later', '比较先后须每一行都有日期字段')
  if (claims === facts && value.differ.length === 0) refuse(placed, 'differ', '与自身比较须写明哪项不同')
  for (const [, name = ''] of value.found.matchAll(/\{([^}]*)\}/g))
    if (!PLACEHOLDERS.has(name)) refuse(placed, 'found', `没有可填入的 {${name}}`)
}

/** Row sets and checks across departments name only what exists, and compare like with like. */
export const checkCrosschecks = ({ rowSets, crosschecks }: Pieces, placedCategories: readonly Placed<Category>[]): void => {
  const categories = new Map(placedCategories.map(({ value }) => [value.code, value]))
  for (const placed of rowSets) {
    for (const [at, statement] of placed.value.rows.entries()) checkStatement(placed, statement, at, categories)
  }
  const sets = new Map(rowSets.map(({ value }) => [value.code, value]))
  const names = new Map<string, string>()
  for (const placed of crosschecks) {
    checkOne(placed, sets, categories)
    const { kind, kind_name } = placed.value
    if (names.has(kind) && names.get(kind) !== kind_name) refuse(placed, 'kind_name', `${kind} 已名为“${names.get(kind)}”`)
    names.set(kind, kind_name)
  }
}
