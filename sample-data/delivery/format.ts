import { pad2, partsOf } from '../calendar.ts'
import type { SampleCatalogue, SampleColumn } from '../catalogue.ts'
import type { DateForm, Style } from './style.ts'

/**
 * A value as the generator knows it: dates are day numbers, months are month indexes, moments are seconds from 1970,
 * amounts and quantities are hundredths, shares are ten-thousandths, degrees are millionths.
 */
export type Cell = string | number | boolean | null | undefined

export type Formatter = (cell: Cell) => string

/** How a cell is stored in a sheet. */
export type CellKind = 'text' | 'number' | 'date'

const spreadsheetEpoch = 25_569

function dayText(form: DateForm, value: number): string {
  if (form === 'serial') return String(value + spreadsheetEpoch)
  const { year, month, day } = partsOf(value)
  if (form === 'slash') return `${year}/${month}/${day}`
  if (form === 'compact') return `${year}${pad2(month)}${pad2(day)}`
  if (form === 'chinese') return `${year}年${month}月${day}日`
  return `${year}-${pad2(month)}-${pad2(day)}`
}

const dayTexts = new Map<DateForm, Map<number, string>>()

function dayFormatter(form: DateForm): Formatter {
  const cache = dayTexts.get(form) ?? new Map<number, string>()
  dayTexts.set(form, cache)
  return (cell) => {
    if (typeof cell !== 'number' || cell === 0) return ''
    let text = cache.get(cell)
    if (text === undefined) {
      text = dayText(form, cell)
      cache.set(cell, text)
    }
    return text
  }
}

function monthText(form: DateForm, value: number): string {
  const year = Math.floor(value / 12)
  const month = (value % 12) + 1
  if (form === 'slash') return `${year}/${month}`
  if (form === 'compact') return `${year}${pad2(month)}`
  if (form === 'chinese') return `${year}年${month}月`
  return `${year}-${pad2(month)}`
}

function momentText(form: DateForm, value: number): string {
  const day = Math.floor(value / 86_400)
  const rest = value - day * 86_400
  const clock = `${pad2(Math.floor(rest / 3600))}:${pad2(Math.floor(rest / 60) % 60)}:${pad2(rest % 60)}`
  const shown = form === 'serial' ? 'iso' : form
  return shown === 'compact' ? `${dayText('compact', day)}${clock.replaceAll(':', '')}` : `${dayText(shown, day)} ${clock}`
}

function hundredths(value: number): string {
  const size = Math.abs(value)
  const cents = size % 100
  return `${value < 0 ? '-' : ''}${(size - cents) / 100}.${pad2(cents)}`
}

function withThousands(text: string): string {
  return text.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

function moneyFormatter(style: Style): Formatter {
  return (cell) => {
    if (typeof cell !== 'number') return ''
    const text = hundredths(cell)
    return style.money === 'thousands' ? `${withThousands(text.slice(0, -3))}${text.slice(-3)}` : text
  }
}

function decimal(cell: Cell, scale: number, digits: number): string {
  return typeof cell === 'number' ? String(Number((cell / scale).toFixed(digits))) : ''
}

function codeFormatter(labels: ReadonlyMap<string, string> | undefined, style: Style): Formatter {
  return (cell) => {
    const code = cell === null || cell === undefined ? '' : String(cell)
    return style.labels && code !== '' ? (labels?.get(code) ?? code) : code
  }
}

/** The writer of one column in a style. */
export function formatterFor(catalogue: SampleCatalogue, column: SampleColumn, style: Style): Formatter {
  switch (column.type) {
    case 'date':
      return dayFormatter(style.dates)
    case 'datetime':
      return (cell) => (typeof cell === 'number' ? momentText(style.dates, cell) : '')
    case 'month':
      return (cell) => (typeof cell === 'number' ? monthText(style.dates, cell) : '')
    case 'money':
      return moneyFormatter(style)
    case 'number':
      return (cell) => (typeof cell === 'number' ? hundredths(cell) : '')
    case 'ratio':
      return (cell) =>
        typeof cell !== 'number' ? '' : style.money === 'thousands' ? `${decimal(cell, 100, 2)}%` : decimal(cell, 10_000, 4)
    case 'degree':
      return (cell) => decimal(cell, 1_000_000, 6)
    case 'schoolyear':
      return (cell) => (typeof cell === 'number' ? `${cell}-${cell + 1}${style.labels ? '学年' : ''}` : '')
    case 'bool':
      return (cell) => (typeof cell === 'boolean' ? (cell ? style.yesNo[0] : style.yesNo[1]) : '')
    case 'code':
      return codeFormatter(column.list === null ? undefined : catalogue.lists.get(column.list), style)
    default:
      return (cell) => (cell === null || cell === undefined ? '' : String(cell))
  }
}

/** How a sheet stores a column of this type. */
export function cellKindFor(column: SampleColumn, style: Style): CellKind {
  if (column.type === 'date') return style.dates === 'serial' ? 'date' : 'text'
  if (column.type === 'money' || column.type === 'number') return style.money === 'number' ? 'number' : 'text'
  return column.type === 'int' || column.type === 'year' ? 'number' : 'text'
}
