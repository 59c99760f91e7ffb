import { categoryIn } from '../packs/check-crosschecks.ts'
import type { Crosscheck, Pack, RowSet } from '../packs/pack.ts'
import { BETWEEN } from '../reconcile/pairs.ts'
import type { Row } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'
import { maskCell } from './mask.ts'
import type { OutputColumn, OutputTable } from './table.ts'

const text = (...names: string[]): OutputColumn[] => names.map((name) => ({ name, format: 'text' }))
const number = (name: string): OutputColumn => ({ name, format: 'number' })

const cell = (row: Row, name: string): string => {
  const value = row[name]
  return value === null || value === undefined ? '' : String(value)
}

type Statement = RowSet['rows'][number]

const statementOf = (pack: Pack, set: string, category: string): Statement | undefined =>
  pack.rowSets.find(({ code }) => code === set)?.rows.find(({ rows }) => categoryIn(rows) === category)

/** The values one side stated, codes by their labels, names and the like masked. */
const valuesOf = (
  pack: Pack,
  { differ }: Crosscheck,
  statement: Statement | undefined,
  written: string,
  plain: boolean,
): string => {
  const category = pack.category((statement && categoryIn(statement.rows)) ?? '')
  const parts = written.split(BETWEEN).map((value, at) => {
    const column = category?.columns.find(({ name }) => name === statement?.values[differ[at] ?? ''])
    const label = column?.list === undefined ? undefined : pack.list(column.list)?.items.find(({ code }) => code === value)?.name
    return label ?? (plain ? value : maskCell(value, column))
  })
  return parts.map((part) => part || '空').join('、')
}

/** What a row of `adverse` says, in the words of its check. */
export const foundText = (pack: Pack, row: Row, plain: boolean): string => {
  const check = pack.crosschecks.find(({ code }) => code === row.check)
  if (!check) return ''
  const claim = statementOf(pack, check.claims, cell(row, 'claim_category'))
  const fact = statementOf(pack, check.facts, cell(row, 'fact_category'))
  const says: Readonly<Record<string, string>> = {
    claim: claim?.label ?? '',
    fact: fact?.label ?? '',
    claim_date: cell(row, 'claim_date') || '日期不详',
    fact_date: cell(row, 'date') || '日期不详',
    claim_value: valuesOf(pack, check, claim, cell(row, 'claim_value'), plain),
    fact_value: valuesOf(pack, check, fact, cell(row, 'fact_value'), plain),
    claims: cell(row, 'claims'),
    facts: cell(row, 'facts'),
  }
  return check.found.replaceAll(/\{([a-z_]+)\}/g, (_, name: string) => says[name] ?? '')
}

/** What checks across departments found, one row each; every one asks for a check and decides nothing. */
export const adverse = (pack: Pack, plain: boolean): OutputTable => ({
  file: 'adverse.csv',
  columns: [
    ...text('household_id', 'token', 'check', 'kind', 'state', 'date', 'strength'),
    number('age'),
    ...text('claim_category', 'claim_file', 'claim_sheet'),
    number('claim_row'),
    ...text('fact_category', 'fact_file', 'fact_sheet'),
    number('fact_row'),
    ...text('text', 'action'),
  ],
  query: sql`SELECT a.*, c.path AS claim_file, c.sheet AS claim_sheet, f.path AS fact_file, f.sheet AS fact_sheet
    FROM adverse a LEFT JOIN source c ON c.src = a.claim_src LEFT JOIN source f ON f.src = a.fact_src`,
  order: sql`household_id, token, "check", id`,
  mask: (row) => {
    const check = pack.crosschecks.find(({ code }) => code === row.check)
    return { ...row, kind: check?.kind ?? '', text: foundText(pack, row, plain), action: check?.action ?? '' }
  },
})
