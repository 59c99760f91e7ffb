import type { SampleCategory, SampleColumn } from '../catalogue.ts'
import { hashText, Random } from '../random.ts'

export type DateForm = 'iso' | 'slash' | 'compact' | 'chinese' | 'serial'

/** How one department writes one category. */
export interface Style {
  format: 'csv' | 'xlsx'
  encoding: 'utf8' | 'utf8-bom' | 'gb18030'
  titleRows: 0 | 1 | 2
  headings: readonly string[]
  dates: DateForm
  money: 'plain' | 'thousands' | 'number'
  labels: boolean
  yesNo: readonly [string, string]
  footer: boolean
  /** Rows on one sheet before the next one begins. */
  sheetRows: number
}

const yesNoForms: readonly (readonly [string, string])[] = [
  ['是', '否'],
  ['1', '0'],
  ['Y', 'N'],
  ['√', '×'],
]

/** Names by which a column may be headed without being taken for another one of the category. */
function safeAliases(category: SampleCategory, column: SampleColumn): string[] {
  const others = category.columns
    .filter((other) => other !== column)
    .flatMap((other) => [other.title, other.name, ...other.aliases])
  return column.aliases.filter((alias) => !others.includes(alias))
}

function headings(category: SampleCategory, random: Random): string[] {
  const share = random.pick([0, 0, 0.25, 0.5])
  return category.columns.map((column) => {
    const aliases = safeAliases(category, column)
    return aliases.length > 0 && random.chance(share) ? random.pick(aliases) : column.title
  })
}

const largeCsv = 15_000
const smallSheet = 800

/** The style of a category: chosen by its code, the seed and the rows expected. */
export function styleOf(category: SampleCategory, seed: number, expectedRows: number): Style {
  const random = new Random(hashText(category.code, seed), 3)
  const sheet = expectedRows > largeCsv ? false : expectedRows > smallSheet ? true : random.chance(0.25)
  const encoding = random.pick(['utf8', 'utf8-bom', 'gb18030', 'gb18030'] as const)
  const csvDates = random.pick(['iso', 'iso', 'slash', 'compact', 'chinese'] as const)
  const sheetDates = random.pick(['serial', 'iso', 'slash', 'compact'] as const)
  const csvMoney = random.pick(['plain', 'plain', 'thousands'] as const)
  return {
    format: sheet ? 'xlsx' : 'csv',
    encoding: expectedRows > 400_000 && encoding === 'gb18030' ? 'utf8' : encoding,
    titleRows: random.pick([0, 0, 1, 1, 2] as const),
    headings: headings(category, random),
    dates: sheet ? sheetDates : csvDates,
    money: sheet ? random.pick(['number', 'number', 'thousands'] as const) : csvMoney,
    labels: random.chance(0.3),
    yesNo: random.pick(yesNoForms),
    footer: random.chance(0.3),
    sheetRows: expectedRows > 200 && random.chance(0.15) ? Math.ceil(expectedRows / 2) : 900_000,
  }
}
