import type { Pack } from '../packs/pack.ts'
import { people } from './shown.ts'

/** What is shown of a code: its label, or the code where the list has none. */
const codeLabel = (pack: Pack, list: string | undefined, code: string): string =>
  (list === undefined ? undefined : pack.list(list)?.items.find((item) => item.code === code)?.name) ?? code

/** Name of the relation to the head or applicant. */
export const relationLabel = (pack: Pack, code: string): string => {
  for (const { category, relation } of [...pack.people.registers, ...pack.people.assistance]) {
    const column = pack.category(category)?.columns.find(({ name }) => name === relation)
    const label = column ? codeLabel(pack, column.list, code) : code
    if (label !== code) return label
  }
  return code
}

/** A value as a run writes it (`formatCell`), in the words of a reader. Empty stays empty: unknown. */
export const shownWritten = (pack: Pack, text: string, of: { type: string; list?: string; unit?: string }): string => {
  if (text === '') return ''
  if (text === 'none') return '无'
  if (text === 'true' || text === 'false') return people.bool(text === 'true')
  if (of.type === 'code') return codeLabel(pack, of.list, text)
  if (of.type === 'money') return people.yuan(Math.round(Number(text) * 100))
  if (['int', 'num', 'ratio', 'number'].includes(of.type)) return people.number(Number(text)) + (of.unit ? ` ${of.unit}` : '')
  return text
}
