import type { MatchedHeading } from '../catalogue/heading.ts'
import { plainName } from '../catalogue/heading.ts'
import { HEADING_ROWS, Recogniser } from '../catalogue/recognise.ts'
import type { SourceFile } from '../contract.ts'
import { readTop, rowsOf } from '../extract/canonical.ts'
import { reopenSheet } from '../extract/reopen.ts'
import { type Encoding, ExtractError, type Sheet } from '../extract/sheet.ts'
import type { Category, Pack } from '../packs/pack.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'

export const CLUES = ['name', 'birth', 'village', 'address', 'phone'] as const
export type Clue = (typeof CLUES)[number]
export type Clues = Readonly<Record<Clue, string>>

/** A row of a list that carries no ID number. */
export interface ListedRow {
  src: number
  row: number
  category: string
  clues: Clues
}

interface Listed {
  src: number
  path: string
  sheet: string
  encoding: Encoding
  category: string
  [name: string]: string | number
}

/** No number, or one whose digits a spreadsheet has lost. */
const NO_NUMBER = /^(无|不详|未知|[-—/]*|[+-]?\d+(\.\d*)?e\+?\d+)$/i
const NAME = /^(\p{Script=Han}[\p{Script=Han}·]{1,14}|[A-Za-z][A-Za-z .'-]{2,40})$/u
const NO_NAME = /^(合计|小计|总计|姓名|制表|填表|审核|负责人|经办|备注|说明)/

const inner = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, '')

/** Where each clue stands: in a column of the category, or under a heading the pack knows for it. */
const placesOf = (pack: Pack, category: Category, heading: MatchedHeading) => {
  const aliases = pack.linkage?.clues
  const column = (fits: (one: Category['columns'][number]) => boolean): number =>
    heading.columns.find((one) => fits(one.column))?.index ?? -1
  const headed = (clue: Exclude<Clue, 'name'>): number => {
    const names = new Set(aliases?.[clue].map(plainName))
    return heading.unknown.find((one) => names.has(plainName(one.heading)))?.index ?? -1
  }
  const either = (clue: Exclude<Clue, 'name'>, fits: (one: Category['columns'][number]) => boolean): number =>
    headed(clue) >= 0 ? headed(clue) : column(fits)
  return {
    number: column(({ name }) => name === category.person),
    name: column(({ name }) => name === pack.people.nameColumn),
    birth: either('birth', ({ name }) => name === pack.linkage?.birthColumn),
    village: either('village', ({ type }) => type === 'region12'),
    address: either('address', ({ type }) => type === 'address'),
    phone: either('phone', ({ type }) => type === 'phone'),
  }
}

const readList = async (pack: Pack, category: Category, src: number, sheet: Sheet, names: ReadonlyMap<string, string>) => {
  const found: ListedRow[] = []
  const top = await readTop(sheet, HEADING_ROWS)
  const heading = new Recogniser(pack).headingOf(category.code, top.rows)?.heading
  if (!heading) return found
  const places = placesOf(pack, category, heading)
  if (places.name < 0) return found
  for await (const chunk of sheet.chunks({ columns: null, after: heading.line })) {
    for (const { line, cells } of rowsOf(chunk)) {
      const cell = (place: number): string => (place < 0 ? '' : (cells[place] ?? '').trim())
      const name = inner(cell(places.name))
      if (!NO_NUMBER.test(inner(cell(places.number))) || !NAME.test(name) || NO_NAME.test(name)) continue
      const village = cell(places.village)
      const clues = {
        name,
        birth: cell(places.birth),
        village: names.get(village) ?? village,
        address: cell(places.address),
        phone: inner(cell(places.phone)),
      }
      found.push({ src, row: line, category: category.code, clues })
    }
  }
  return found
}

/** Every row without an ID number of the lists the pack names, read again from the extracts. */
export const listedRows = async (db: Database, pack: Pack, files: readonly SourceFile[]): Promise<ListedRow[]> => {
  const lists = pack.linkage?.lists ?? []
  if (lists.length === 0) return []
  const sources = db.rows<Listed>(
    sql`SELECT src, path, sheet, encoding, category FROM source
      WHERE encoding IS NOT NULL AND category IN (${lists.map((code) => sql`${code}`)}) AND (refused > 0 OR header_row IS NULL) ORDER BY src`,
  )
  const places = [...pack.regions.towns, ...pack.regions.villages]
  const towns = new Map(pack.regions.towns.map(({ code12, name }) => [code12, name]))
  const names = new Map(places.map((one) => [one.code12, `${'town' in one ? (towns.get(one.town) ?? '') : ''}${one.name}`]))
  const found: ListedRow[] = []
  for (const { src, path, sheet: name, encoding, category: code } of sources) {
    const category = pack.category(code)
    const sheet = await reopenSheet(files, { path, sheet: name, encoding })
    if (!category || !sheet) continue
    try {
      found.push(...(await readList(pack, category, src, sheet, names)))
    } catch (error) {
      // What is wrong with the bytes has been said where they were loaded.
      if (!(error instanceof ExtractError)) throw error
    }
  }
  return found
}
