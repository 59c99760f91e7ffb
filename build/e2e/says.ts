import type { Column, Pack } from '../../engine/packs/pack.ts'

const half = (text: string): string =>
  text
    .replaceAll(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\u3000\u00A0\u200B\uFEFF\t]/g, ' ')
    .trim()

const day = (text: string): string => {
  const [year = '', month = '1', date = '1'] = text.match(/\d+/g) ?? []
  if (/^\d{8}/.test(text)) return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`
  if (/^\d{5}(\.\d+)?$/.test(text))
    return new Date(Date.UTC(1899, 11, 30) + Math.floor(Number(text)) * 86_400_000).toISOString().slice(0, 10)
  return `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
}

const month = (text: string): number => {
  const iso = /^\d{6}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4)}` : day(text)
  return Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1
}

const number = (text: string): number => Number(text.replaceAll(/[^\d.eE-]/g, ''))

const scaled = (text: string, column: Column): number => {
  const unit = column.unit === '万元' || /万元/.test(text) ? 1_000_000 : 100
  return Math.round(Number((number(text) * unit).toPrecision(15)))
}

/** The person key of an ID number, computed from its digits. */
const key = (text: string): string => {
  const shape = text.toUpperCase()
  if (/^\d{15}$/.test(shape)) {
    const full = `${shape.slice(0, 6)}19${shape.slice(6)}`
    const sum = [...full].reduce(
      (total, digit, index) => total + Number(digit) * ([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2][index] ?? 0),
      0,
    )
    return String(BigInt(full) * 11n + BigInt('10X98765432'[sum % 11] === 'X' ? 10 : Number('10X98765432'[sum % 11])))
  }
  if (!/^\d{17}[\dX]$/.test(shape)) return 'another document'
  return String(BigInt(shape.slice(0, 17)) * 11n + (shape[17] === 'X' ? 10n : BigInt(shape[17] ?? 0)))
}

/** Whether a cell of an extract says what the engine has stored (as text of its physical type); written from the catalogue's meaning alone. */
export const says = (cell: string, column: Column, pack: Pack, stored: string | null): boolean => {
  const text = half(cell)
  const blank = text === '' || /^(-+|—+|\/|null)$/i.test(text)
  if (stored === null || stored === '') return blank || !['string', 'text'].includes(column.type)
  switch (column.type) {
    case 'id18':
      return stored.startsWith('-') ? key(text) === 'another document' : key(text) === stored
    case 'money':
    case 'number':
      return scaled(text, column) === Number(stored)
    case 'ratio':
      return Math.round((text.endsWith('%') ? number(text) / 100 : number(text)) * 10_000) === Number(stored)
    case 'int':
      return number(text) === Number(stored)
    case 'date':
      return day(text) === stored
    case 'datetime':
      return day(text) === stored.slice(0, 10)
    case 'month':
      return month(text) === Number(stored)
    case 'year':
    case 'schoolyear':
      return Number(text.slice(0, 4)) === Number(stored)
    case 'bool':
      return (stored === 'true') === /^(是|√|Y|1|true|有)/i.test(text)
    case 'code': {
      const item = pack.list(column.list ?? '')?.items.find((one) => one.code === stored)
      return text === stored || [item?.name, ...(item?.aliases ?? [])].map((label) => half(label ?? '')).includes(text)
    }
    default:
      return text.replaceAll(/\s/g, '') === half(stored).replaceAll(/\s/g, '') || cell.includes(stored)
  }
}
