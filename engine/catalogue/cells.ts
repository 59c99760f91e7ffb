import type { CodeList } from '../packs/pack.ts'
import type { Column } from './heading.ts'

/** What the cells below a heading say to the column it may be. */
export type Witness = 'strong' | 'weak' | 'none' | 'against'

const ID = /^\d{17}[\dX]$|^\d{15}$/
const DATE =
  /^(?:18|19|20)\d{2}[-/.年]?\d{1,2}[-/.月]?(?:\d{1,2}日?)?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$|^\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}$/
const NUMBER = /^[￥¥+-]?[\d,]*\.?\d+[^\d]{0,4}$/

const FORMS: Readonly<Record<string, RegExp>> = {
  id18: ID,
  date: DATE,
  datetime: DATE,
  month: /^(?:19|20)\d{2}[-/.年]?\d{1,2}月?$/,
  phone: /^1\d{10}$|^0\d{2,3}-?\d{7,8}$/,
  uscc18: /^[0-9A-HJ-NP-RTUW-Y]{18}$/,
  cert20: /^\d{17}[\dX]\d{2}$/,
  bankcard: /^\d{12,21}$/,
  region12: /^\d{12}$/,
  region6: /^\d{6}$/,
  bool: /^(?:[是否有无01√×✓YN]|true|false)$/i,
}
const NUMERIC = new Set(['money', 'number', 'int', 'ratio', 'degree', 'year'])
const FEW = 3
const MOST = 0.8

const tidy = (cell: string): string => cell.normalize('NFKC').replace(/[\s\u200b-\u200f\u2060\ufeff'‘’`]/g, '')

const labels = new WeakMap<CodeList, ReadonlySet<string>>()

const labelsOf = (list: CodeList): ReadonlySet<string> => {
  const known =
    labels.get(list) ?? new Set(list.items.flatMap(({ code, name, aliases = [] }) => [code, name, ...aliases].map(tidy)))
  labels.set(list, known)
  return known
}

/** Hears the cells below a heading: whether they look like what the column holds. */
export const hearCells = (column: Column, cells: readonly string[], lists: ReadonlyMap<string, CodeList>): Witness => {
  const filled = cells.map(tidy).filter((text) => text !== '' && text !== '-' && text !== '/')
  if (filled.length < FEW) return 'none'
  const share = (fits: (text: string) => boolean): number => filled.filter(fits).length / filled.length
  const judged = (agreeing: number, witness: Witness): Witness =>
    agreeing >= MOST ? witness : agreeing === 0 ? 'against' : 'none'
  const form = FORMS[column.type]
  if (form)
    return judged(
      share((text) => form.test(text.toUpperCase())),
      'strong',
    )
  if (NUMERIC.has(column.type))
    return share((text) => ID.test(text)) >= MOST
      ? 'against'
      : judged(
          share((text) => NUMBER.test(text)),
          'weak',
        )
  const list = column.list === undefined ? undefined : lists.get(column.list)
  if (list) {
    const known = labelsOf(list)
    return judged(
      share((text) => known.has(text)),
      'strong',
    )
  }
  return share((text) => ID.test(text)) >= MOST ? 'against' : 'none'
}

/** Whether nearly all cells are ID numbers. */
export const areIds = (cells: readonly string[]): boolean => {
  const filled = cells.map(tidy).filter((text) => text !== '')
  return filled.length >= FEW && filled.filter((text) => ID.test(text.toUpperCase())).length >= MOST * filled.length
}
