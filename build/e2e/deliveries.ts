import type { SourceFile } from '../../engine/contract.ts'
import { openNodeDatabase } from '../../engine/host/node.ts'
import { extract } from '../../engine/load/extracts.fixture.ts'
import { builtinPack } from '../../engine/packs/index.ts'
import { run } from '../../engine/run.ts'
import type { Database } from '../../engine/sql/database.ts'

export const AS_OF = '2025-05-18'
export const PACK = builtinPack('pinghu')

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

const checkOf = (first: string): string => {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(first[index]), 0)
  return '10X98765432'[sum % 11] ?? ''
}

/** A valid made-up number of somebody born on a day `YYYYMMDD`. */
export const idOf = (birth: string, sequence: number): string => {
  const first = `${PACK.syntheticPrefix.slice(0, 6)}${birth}${String(sequence).padStart(3, '0')}`
  return first + checkOf(first)
}

/** The same person's number of before 1999. */
export const oldIdOf = (id: string): string => id.slice(0, 6) + id.slice(8, 17)

/** A number whose last character is wrong. */
export const wrongIdOf = (id: string): string => `${id.slice(0, 17)}${id.endsWith('0') ? '1' : '0'}`

/** What a department delivers of a category for a month, by names of columns. */
export const delivery = (code: string, month: string, rows: readonly Readonly<Record<string, string | number>>[]): SourceFile => {
  const category = PACK.category(code)
  if (!category) throw new Error(`no category ${code}`)
  const { columns, name } = category
  const lines = rows.map((row) => columns.map((column) => row[column.name] ?? '').join(','))
  const text = [columns.map(({ title }) => title).join(','), ...lines, ''].join('\n')
  return extract(`${code}_${name.replaceAll('/', '')}_${month}.csv`, text)
}

/** A register in which everybody given lives in the household given. */
export const register = (
  homes: Readonly<Record<string, readonly string[]>>,
  names: Readonly<Record<string, string>> = {},
): SourceFile =>
  delivery(
    'P0102',
    '202505',
    Object.entries(homes).flatMap(([home, members]) =>
      members.map((id, at) => ({
        hh_no: home,
        head_id_no: members[0] ?? '',
        id_no: id,
        name: names[id] ?? `甲${home}`,
        rel_head: at === 0 ? '02' : '10',
      })),
    ),
  )

/** Runs every stage on some deliveries. */
export const runOn = async (files: readonly SourceFile[]): Promise<Database> => {
  const db = await openNodeDatabase()
  const signal = new AbortController().signal
  await run({ db, pack: PACK, files, asOf: AS_OF, previous: null, onProgress: () => undefined, signal })
  return db
}
