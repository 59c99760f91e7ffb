import type { Column } from '../packs/pack.ts'
import { maskCell, maskNumber } from '../report/mask.ts'

const month = (index: number): string => `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`

const decimal = (text: string, places: number): string => {
  const negative = text.startsWith('-')
  const digits = text.replace('-', '').padStart(places + 1, '0')
  return `${negative ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`
}

/** A typed cell for people: yuan and not cents, months as dates, person keys hidden. Empty stays empty. */
export const shownCell = (value: string, column: Column | undefined): string => {
  if (value === '' || !column) return value
  switch (column.type) {
    case 'money':
    case 'number':
      return decimal(value, 2)
    case 'ratio':
      return decimal(value, 4)
    case 'degree':
      return decimal(value, 6)
    case 'month':
      return month(Number(value))
    case 'id18':
      return maskNumber(idText(value))
    default:
      return maskCell(value, column)
  }
}

/** The ID number behind a person key, or nothing for another document. */
export const idText = (key: string): string => {
  const number = BigInt(key)
  if (number < 0n) return ''
  return `${String(number / 11n).padStart(17, '0')}${number % 11n === 10n ? 'X' : String(number % 11n)}`
}

const grouped = (value: string): string => value.replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** Values as a reader of screens and papers sees them. */
export const people = {
  /** Cents. */
  yuan: (cents: number): string => `${grouped((cents / 100).toFixed(2))} 元`,
  bool: (value: boolean): string => (value ? '是' : '否'),
  share: (value: number): string => `${(value * 100).toFixed(1)}%`,
  number: (value: number): string => (Number.isInteger(value) ? grouped(String(value)) : String(Number(value.toFixed(4)))),
}
