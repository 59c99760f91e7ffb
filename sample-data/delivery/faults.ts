import { dayOf, pad2, partsOf } from '../calendar.ts'
import type { SampleCatalogue, SampleCategory, SampleColumn } from '../catalogue.ts'
import { creditCode, idCheck } from '../facts/identity.ts'
import type { Random } from '../random.ts'
import type { Cell } from './format.ts'

/** A row on its way into a file: what it holds, and the text of each cell. */
export interface Row {
  catalogue: SampleCatalogue
  category: SampleCategory
  cells: readonly Cell[]
  texts: readonly string[]
  /** Whether the file is delimited text. */
  plainText: boolean
  random: Random
}

/** What is done to a row, and the rule by which it must be found; none where it must be read as if nothing were. */
export interface Fault {
  kind: string
  rule: string | null
  /** Position of the cell, and what stands there now; -1 where the row as a whole is meant. */
  column: number
  value: string
  /** Also writes the row as it was before, a heading, a total, or one cell too many. */
  also?: 'before' | 'heading' | 'total' | 'cell'
}

type Planter = (row: Row) => Fault | null

const columnAt = ({ category }: Row, at: number): SampleColumn => category.columns[at] as SampleColumn

/** Whether a record without this value is refused. */
const isMandatory = ({ category }: Row, at: number): boolean => {
  const { name, required } = category.columns[at] as SampleColumn
  return name === category.person || (required && category.key.includes(name))
}

const isFree = (row: Row, at: number): boolean => {
  const { name, required } = columnAt(row, at)
  return !required && !row.category.key.includes(name) && name !== row.category.time && name !== row.category.person
}

/** A filled cell that fits. */
const pick = (row: Row, fits: (column: SampleColumn, at: number) => boolean): number | null => {
  const found = row.texts.flatMap((text, at) => (text !== '' && fits(columnAt(row, at), at) ? [at] : []))
  return found.length > 0 ? row.random.pick(found) : null
}

type Change = (text: string, row: Row, at: number) => string | null

/** A fault of one cell of some types; in a mandatory cell, what cannot be read has the row refused. */
const cell =
  (kind: string, rule: string | null, types: readonly string[], change: Change, free = false): Planter =>
  (row) => {
    const at = pick(row, (column, index) => types.includes(column.type) && (!free || isFree(row, index)))
    const value = at === null ? null : change(row.texts[at] ?? '', row, at)
    return at === null || value === null ? null : { kind, rule, column: at, value }
  }

const unreadable = (kind: string, rule: string, types: readonly string[], texts: readonly string[]): Planter =>
  cell(kind, rule, types, (_, { random }) => random.pick(texts), true)

/** A fault of the number of the person the row is about. */
const number =
  (kind: string, rule: string | null, change: (id: string) => string | null, refusing = false): Planter =>
  (row) => {
    const at = row.category.columns.findIndex(({ name }) => name === 'id_no')
    const id = at < 0 ? '' : (row.texts[at] ?? '')
    const value = id.length === 18 ? change(id) : null
    if (value === null) return null
    return { kind, rule: refusing && !isMandatory(row, at) ? `${rule}_cell` : rule, column: at, value }
  }

const checked = (digits: string): string => digits + idCheck(digits)

const dated = (write: (year: number, month: number, day: number) => string): Change => {
  return (_, { cells }, at) => {
    const value = cells[at]
    if (typeof value !== 'number' || value === 0) return null
    const { year, month, day } = partsOf(value)
    return write(year, month, day)
  }
}

const numerals = (value: number): string =>
  [...String(value)].map((digit) => '〇一二三四五六七八九'.charAt(Number(digit))).join('')
const counted = (value: number): string =>
  value < 10
    ? numerals(value)
    : `${value < 20 ? '' : numerals(Math.floor(value / 10))}十${value % 10 === 0 ? '' : numerals(value % 10)}`

const WEEKDAYS = '四五六日一二三'

const wideText = (text: string): string =>
  [...text].map((char) => (/[!-~]/.test(char) ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : char)).join('')

/** An amount as so many 万; null where six decimals do not hold it. */
const inTenThousands: Change = (_, row, at) => {
  const cents = row.cells[at]
  if (typeof cents !== 'number' || cents <= 0 || columnAt(row, at).unit?.startsWith('万')) return null
  return `${cents / 1_000_000}${row.random.pick(['万', '万元'])}`
}

const outOfRange: Planter = (row) => {
  const at = pick(row, ({ range }) => range !== null)
  if (at === null) return null
  const { min, max } = columnAt(row, at).range ?? {}
  const value = max !== undefined && row.random.chance(0.5) ? String(max + 1) : min === undefined ? null : String(min - 1)
  return value === null ? null : { kind: 'range', rule: 'range', column: at, value }
}

const orphan: Planter = (row) => {
  const { syntheticPrefix } = row.catalogue
  const at = pick(row, ({ refers, type }) => refers && type !== 'cert20')
  if (at === null) return null
  const serial = row.random.int(1, 999)
  const made: Record<string, () => string> = {
    id18: () => checked(`${syntheticPrefix}19010203${String(serial).padStart(3, '0')}`),
    uscc18: () => creditCode('92', syntheticPrefix, 9_000_000 + serial),
    string: () => `无此编号${serial}`,
  }
  const value = made[columnAt(row, at).type]?.()
  return value === undefined ? null : { kind: 'orphan', rule: 'orphan', column: at, value }
}

const sameKey: Planter = (row) => {
  const whole = row.category.key.every(
    (name) => row.texts[row.category.columns.findIndex((column) => column.name === name)] !== '',
  )
  const at = pick(row, ({ type, refers }, index) => ['text', 'address', 'string'].includes(type) && isFree(row, index) && !refers)
  if (!whole || at === null) return null
  return { kind: 'key_repeated', rule: 'key_repeated', column: at, value: `${row.texts[at]}（改）`, also: 'before' }
}

const oldRegion: Change = (text, { catalogue }) => {
  const change = catalogue.history.find((one) => text.startsWith(one.new))
  return change ? change.old + text.slice(change.old.length) : null
}

const otherCharacter = (text: string, characters: string): string =>
  characters.charAt((characters.indexOf(text) + 1) % characters.length)

const whole =
  (kind: string, rule: string | null, also: Fault['also']): Planter =>
  () => ({ kind, rule, column: -1, value: '', ...(also ? { also } : {}) })

const NAMES = ['name']
const WORDS = ['string', 'text', 'address']

/** Every kind of fault with its share. What is read as if nothing were has no rule. */
const KINDS: readonly (readonly [share: number, plant: Planter])[] = [
  [8, whole('repeat', null, 'before')],
  [2, whole('heading_again', null, 'heading')],
  [2, whole('total_line', null, 'total')],
  [3, (row) => (row.plainText ? { kind: 'ragged', rule: 'ragged', column: -1, value: '多出的格', also: 'cell' } : null)],
  [4, sameKey],
  [6, orphan],
  [4, outOfRange],
  [3, cell('blank_cell', null, ['string', 'code', 'date', 'money', 'text'], () => '', true)],
  [3, (row) => blankNeeded(row)],
  [3, number('id_check', 'id_check', (id) => id.slice(0, 17) + otherCharacter(id.slice(17), '0123456789X'))],
  [2, number('id_birth', 'id_birth', (id) => checked(`${id.slice(0, 10)}13${id.slice(12, 17)}`))],
  [2, number('id_region', 'id_region', (id) => checked(`00${id.slice(2, 17)}`))],
  [2, number('id_scientific', 'id_scientific', (id) => `${id.slice(0, 1)}.${id.slice(1, 6)}E+17`, true)],
  [2, number('id_masked', 'id_masked', (id) => `${id.slice(0, 6)}********${id.slice(14)}`, true)],
  [3, number('id_15', 'id_15', (id) => (id.slice(6, 8) === '19' ? id.slice(0, 6) + id.slice(8, 17) : null))],
  [3, number('id_full_width', null, wideText)],
  [3, number('id_lower', null, (id) => (id.endsWith('X') ? id.toLowerCase() : `'${id}`))],
  [3, number('id_invisible', null, (id) => `\u202d${id.slice(0, 6)}\u200b${id.slice(6)}\u202c`)],
  [
    4,
    cell(
      'uscc_check',
      'uscc_check',
      ['uscc18'],
      (text) => text.slice(0, 17) + otherCharacter(text.slice(17), '0123456789ABCDEFGHJKLMNPQRTUWXY'),
    ),
  ],
  [9, cell('cert_form', 'cert_form', ['cert20'], (text) => text.slice(0, 19))],
  [
    9,
    cell(
      'cert_person',
      'cert_person',
      ['cert20'],
      (text) =>
        `${checked(`${text.slice(0, 14)}${String((Number(text.slice(14, 17)) + 500) % 1000).padStart(3, '0')}`)}${text.slice(18)}`,
    ),
  ],
  [9, cell('cert_content', 'cert_content', ['cert20'], (text) => text.slice(0, 19) + otherCharacter(text.slice(19), '1234'))],
  [6, cell('card_check', 'card_check', ['bankcard'], () => '6222020000000000001')],
  [6, cell('region_old', 'region_old', ['region12'], oldRegion)],
  [2, cell('region_unknown', 'region_unknown', ['region12'], (_, { catalogue }) => `${catalogue.county}999999`)],
  [4, cell('code_unknown', 'code_unknown', ['code'], () => '表外内容', true)],
  [3, unreadable('date_bad', 'date_unreadable', ['date'], ['2025-02-30', '不详', '0000-00-00', '5月1日'])],
  [3, unreadable('moment_bad', 'date_unreadable', ['datetime'], ['昨天', '2025-02-30 10:00:00'])],
  [2, unreadable('month_bad', 'month_unreadable', ['month'], ['五月', '2025-13'])],
  [3, unreadable('amount_bad', 'money_unreadable', ['money'], ['面议', '一千二', '1000-2000'])],
  [2, unreadable('number_bad', 'number_unreadable', ['int', 'number', 'degree'], ['若干', '二三'])],
  [2, unreadable('bool_bad', 'bool_unreadable', ['bool'], ['男', '看情况'])],
  [2, unreadable('ratio_bad', 'ratio_unreadable', ['ratio'], ['一半', '250%'])],
  [
    4,
    cell(
      'date_precision',
      'date_precision',
      ['date'],
      dated((year, month) => `${year}年${month}月`),
      true,
    ),
  ],
  [
    2,
    cell(
      'date_year',
      'date_precision',
      ['date'],
      dated((year) => `${year}年`),
      true,
    ),
  ],
  [
    2,
    cell(
      'date_ambiguous',
      'date_ambiguous',
      ['date'],
      dated((year) => `${year}.1`),
      true,
    ),
  ],
  [
    3,
    cell(
      'date_form',
      null,
      ['date'],
      dated((year, month, day) => `${year}.${month}.${day}`),
    ),
  ],
  [
    3,
    cell(
      'date_weekday',
      null,
      ['date'],
      dated((year, month, day) => `${year}年${month}月${day}日 星期${WEEKDAYS.charAt(((dayOf(year, month, day) % 7) + 7) % 7)}`),
    ),
  ],
  [
    3,
    cell(
      'date_numerals',
      null,
      ['date'],
      dated((year, month, day) => `${numerals(year)}年${counted(month)}月${counted(day)}日`),
    ),
  ],
  [
    2,
    cell(
      'date_time',
      null,
      ['date'],
      dated((year, month, day) => `${year}-${pad2(month)}-${pad2(day)} 00:00:00`),
    ),
  ],
  [3, cell('money_scaled', 'money_scaled', ['money'], inTenThousands)],
  [
    3,
    cell('amount_odd', null, ['money'], (text, row, at) =>
      columnAt(row, at).unit?.startsWith('万') ? null : row.random.pick([`${text}元`, `￥${text}`, ` ${text} `, wideText(text)]),
    ),
  ],
  [3, cell('line_break', null, ['text', 'address'], (text) => `${text}\n（续）`)],
  [2, cell('invisible', null, WORDS, (text) => `\u200b${text}\u2060`)],
  [3, (row) => spacedName(row)],
]

/** A cell that must be there and is not: the row is refused, or loaded without it. */
function blankNeeded(row: Row): Fault | null {
  const at = pick(row, ({ required, name }, index) => isMandatory(row, index) || (required && name !== 'id_no'))
  return at === null
    ? null
    : { kind: 'required', rule: isMandatory(row, at) ? 'required' : 'required_cell', column: at, value: '' }
}

function spacedName(row: Row): Fault | null {
  const at = pick(row, ({ name }) => NAMES.includes(name))
  const text = at === null ? '' : (row.texts[at] ?? '')
  if (at === null || text.length < 2 || text.length > 4) return null
  return { kind: 'name_spaces', rule: null, column: at, value: [...text].join(row.random.pick([' ', '　', '  '])) }
}

const DRAWS = 6

/** Chooses a fault that fits the row; null where none of a few that are drawn does. */
export const plant = (row: Row): Fault | null => {
  for (let draw = 0; draw < DRAWS; draw++) {
    const drawn = KINDS[row.random.weighted(KINDS.map(([share]) => share))]
    const fault = drawn?.[1](row) ?? null
    if (fault) return fault
  }
  return null
}
