import type { SampleCategory } from '../catalogue.ts'
import type { Random } from '../random.ts'

/** What was done to one row: which column, and the text that stands there now. */
export interface Spoilt {
  kind: string
  column: number
  value: string
}

export type DirtKind =
  | 'repeat'
  | 'blank_cell'
  | 'id_check'
  | 'id_scientific'
  | 'id_15'
  | 'id_full_width'
  | 'code_unknown'
  | 'date_form'
  | 'date_bad'
  | 'amount_odd'
  | 'amount_bad'
  | 'line_break'
  | 'name_spaces'

const weights: Readonly<Record<DirtKind, number>> = {
  repeat: 26,
  blank_cell: 10,
  id_check: 1.2,
  id_scientific: 3,
  id_15: 6,
  id_full_width: 8,
  code_unknown: 5,
  date_form: 14,
  date_bad: 3,
  amount_odd: 14,
  amount_bad: 1.8,
  line_break: 4,
  name_spaces: 4,
}

function columnsOf(category: SampleCategory, texts: readonly string[], types: readonly string[]): number[] {
  return category.columns.flatMap((column, i) => (types.includes(column.type) && texts[i] !== '' ? [i] : []))
}

function optionalColumns(category: SampleCategory, texts: readonly string[]): number[] {
  return category.columns.flatMap((column, i) => {
    const fixed = column.required || category.key.includes(column.name) || column.name === category.time
    return fixed || column.type === 'id18' || texts[i] === '' ? [] : [i]
  })
}

function otherDate(text: string): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return match ? `${match[1]}.${Number(match[2])}.${Number(match[3])}` : null
}

function fullWidth(text: string): string {
  return [...text].map((char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)).join('')
}

function personColumn(category: SampleCategory, texts: readonly string[]): number | null {
  const at = category.columns.findIndex((column) => column.name === 'id_no')
  return at >= 0 && (texts[at] ?? '').length === 18 ? at : null
}

function spoilId(kind: DirtKind, id: string): string | null {
  if (kind === 'id_check')
    return id.slice(0, 17) + (id.endsWith('X') ? '0' : id.endsWith('9') ? 'X' : String(Number(id.slice(17)) + 1))
  if (kind === 'id_scientific') return `${id.slice(0, 1)}.${id.slice(1, 6)}E+17`
  if (kind === 'id_full_width') return id.endsWith('X') ? id.toLowerCase() : fullWidth(id)
  return id.slice(6, 8) === '19' ? id.slice(0, 6) + id.slice(8, 17) : null
}

function pickColumn(random: Random, columns: readonly number[]): number | null {
  return columns.length > 0 ? random.pick(columns) : null
}

function change(
  kind: DirtKind,
  category: SampleCategory,
  texts: readonly string[],
  random: Random,
): { column: number; value: string } | null {
  const at = (column: number | null, make: (text: string) => string | null): { column: number; value: string } | null => {
    const value = column === null ? null : make(texts[column] ?? '')
    return column === null || value === null ? null : { column, value }
  }
  switch (kind) {
    case 'repeat':
      return null
    case 'blank_cell':
      return at(pickColumn(random, optionalColumns(category, texts)), () => '')
    case 'code_unknown':
      return at(pickColumn(random, columnsOf(category, texts, ['code'])), () => random.pick(['其他类别', '88', '待定']))
    case 'date_form':
      return at(pickColumn(random, columnsOf(category, texts, ['date'])), otherDate)
    case 'date_bad':
      return at(
        pickColumn(
          random,
          optionalColumns(category, texts).filter((i) => category.columns[i]?.type === 'date'),
        ),
        () => random.pick(['2025-02-30', '不详', '0000-00-00']),
      )
    case 'amount_odd':
      return at(pickColumn(random, columnsOf(category, texts, ['money'])), (text) =>
        random.pick([`${text}元`, `￥${text}`, ` ${text} `]),
      )
    case 'amount_bad':
      return at(
        pickColumn(
          random,
          optionalColumns(category, texts).filter((i) => category.columns[i]?.type === 'money'),
        ),
        () => random.pick(['面议', '一千二', '见附件']),
      )
    case 'line_break':
      return at(pickColumn(random, columnsOf(category, texts, ['text', 'address'])), (text) => `${text}\n（续）`)
    case 'name_spaces':
      return at(
        category.columns.findIndex((column) => column.name === 'name'),
        (text) => (text.length === 2 ? `${text.charAt(0)}　${text.charAt(1)}` : ` ${text}`),
      )
    default:
      return at(personColumn(category, texts), (text) => spoilId(kind, text))
  }
}

/** Spoils a row in place, or says that it is to be written twice; null when nothing fits. */
export function spoil(category: SampleCategory, texts: string[], random: Random): Spoilt | null {
  const kind = random.choose(weights)
  if (kind === 'repeat') return { kind, column: -1, value: '' }
  const changed = change(kind, category, texts, random)
  if (!changed || changed.column < 0) return null
  texts[changed.column] = changed.value
  return { kind, ...changed }
}
