import type { FileOutcome } from '../../engine/contract.ts'
import type { Category, Pack } from '../../engine/packs/pack.ts'
import { idCheck } from '../../sample-data/facts/identity.ts'
import { plainRows } from './extract-reader.ts'

/** A record as a plain reader sees it: cells by catalogue column, spaces and full-width forms taken out. */
export type PlainRecord = ReadonlyMap<string, string>

const plain = (text: string): string => text.normalize('NFKC').replace(/\s/g, '')

const named = (category: Category, heading: string): string | undefined =>
  category.columns.find(({ name, title, aliases }) => [name, title, ...aliases].some((one) => plain(one) === plain(heading)))
    ?.name

/** Records of one file below its heading; rows without a number, such as totals, are left out. */
const recordsOf = (category: Category, rows: Iterable<string[]>): PlainRecord[] => {
  let columns: (string | undefined)[] | null = null
  const records: PlainRecord[] = []
  for (const cells of rows) {
    if (columns === null) {
      const found = cells.map((cell) => named(category, cell))
      if (found.filter((one) => one !== undefined).length >= category.columns.length / 2) columns = found
      continue
    }
    const names = columns
    const record = new Map(
      cells.flatMap((cell, index) => (names[index] === undefined ? [] : [[names[index], plain(cell)] as const])),
    )
    if (/^[\dA-Z.+]{7,}$/i.test(record.get(category.person ?? '') ?? '')) records.push(record)
  }
  return records
}

/** Records of every category whose rows are about persons, read again from the extracts without the engine. */
export const readCounty = async (
  pack: Pack,
  folder: string,
  files: readonly FileOutcome[],
): Promise<Map<string, PlainRecord[]>> => {
  const found = new Map<string, PlainRecord[]>()
  for (const { path, sheet, category: code, encoding } of files) {
    const category = pack.category(code)
    if (!category?.person) continue
    const rows = await plainRows(folder, path, sheet, encoding)
    found.set(code, [...(found.get(code) ?? []), ...recordsOf(category, rows.values())])
  }
  return found
}

/** A number as it counts: fifteen digits made eighteen; null where a spreadsheet has lost its end. */
export const numberOf = (text: string): string | null => {
  const number = text.toUpperCase()
  if (/^[\d.]+E\+?\d+$/.test(number)) return null
  if (!/^\d{15}$/.test(number)) return number
  const digits = `${number.slice(0, 6)}19${number.slice(6)}`
  return digits + idCheck(digits)
}

/** GB 11643 by the book: digits, a day that exists, the check character. */
export const isValidNumber = (number: string, asOf: string): boolean => {
  if (!/^\d{17}[\dX]$/.test(number) || idCheck(number.slice(0, 17)) !== number[17]) return false
  const day = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`
  const time = Date.parse(day)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) && day <= asOf
}

/** A date of the forms that extracts hold, as ISO; empty for others. */
export const dayOf = (text: string): string => {
  const [, year, month, day] = /^(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})/.exec(text) ?? []
  return year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : ''
}
