import type { EvidenceCell, EvidenceGroup, EvidenceRow as ShownEvidence } from '../contract.ts'
import type { Encoding } from '../extract/sheet.ts'
import type { Session } from '../host/session.ts'
import { type OriginalRows, readCells } from '../load/evidence.ts'
import type { Category } from '../packs/pack.ts'
import { maskCell } from '../report/mask.ts'
import { id, sql } from '../sql/tag.ts'
import { householdEvidence, rowFunctions } from './evidence.ts'
import { shownCell } from './shown.ts'

interface Sheet {
  src: number
  path: string
  sheet: string
  category: string
  encoding: string
  header_row: number
  mapping: string | null
  [name: string]: string | number | null
}

/** One sheet's rows behind a household: as sent, where the extract is at hand, and as typed. */
interface ReadRows {
  sheet: Sheet
  original: OriginalRows | null
  typed: ReadonlyMap<number, ReadonlyMap<string, string>>
}

const readSheet = async (session: Session, sheet: Sheet, category: Category, rows: ReadonlySet<number>): Promise<ReadRows> => {
  const { db, files } = session
  const place = {
    path: sheet.path,
    sheet: sheet.sheet,
    encoding: sheet.encoding as Encoding,
    headerRow: sheet.header_row,
    mapping: sheet.mapping,
  }
  const wanted = [...rows].map((row) => sql`${row}`)
  const typed = db.rows(
    sql`SELECT _row, COLUMNS(* EXCLUDE (_src, _row))::VARCHAR FROM ${id(`raw.${category.code}`)} WHERE _src = ${sheet.src} AND _row IN (${wanted})`,
  )
  return {
    sheet,
    original: files.length === 0 ? null : await readCells(files, place, category, rows),
    typed: new Map(
      typed.map(({ _row, ...cells }) => [
        Number(_row),
        new Map(Object.entries(cells).map(([name, value]) => [name, value === null ? '' : String(value)])),
      ]),
    ),
  }
}

/** Reads rows of sheets, as sent where that is at hand and as typed, by number of the sheet. */
export const readAll = async (
  session: Session,
  found: readonly { src: number; row: number }[],
): Promise<Map<number, ReadRows>> => {
  const { db, pack } = session
  const rows = new Map<number, Set<number>>()
  for (const { src, row } of found) rows.set(src, (rows.get(src) ?? new Set()).add(row))
  if (rows.size === 0) return new Map()
  const sheets = db.rows<Sheet>(
    sql`SELECT src, path, sheet, category, encoding, header_row, mapping FROM source WHERE src IN (${[...rows.keys()].map((src) => sql`${src}`)})`,
  )
  const read = new Map<number, ReadRows>()
  for (const sheet of sheets) {
    const category = pack.category(sheet.category)
    if (category) read.set(sheet.src, await readSheet(session, sheet, category, rows.get(sheet.src) ?? new Set()))
  }
  return read
}

const cellsOf = (
  { original, typed }: ReadRows,
  row: number,
  category: Category,
  columns: readonly string[],
  plain: boolean,
): EvidenceCell[] =>
  [...new Set([...(category.person ? [category.person] : []), ...columns])].map((name) => {
    const column = category.columns.find((one) => one.name === name)
    const cell = original?.get(row)?.get(name)
    const value = typed.get(row)?.get(name) ?? ''
    return {
      column: name,
      heading: cell?.heading ?? column?.title ?? name,
      text: original === null ? null : plain ? (cell?.text ?? '') : maskCell(cell?.text ?? '', column),
      value: shownCell(value, column),
    }
  })

/** A row as a screen shows it: where it stands, when it became true, and some of its cells. */
export const shownRow = (
  source: ReadRows,
  row: number,
  category: Category,
  columns: readonly string[],
  plain: boolean,
): Omit<ShownEvidence, 'person' | 'certain'> => {
  const dated = category.columns.find(({ name }) => name === category.time)
  const date = dated ? shownCell(source.typed.get(row)?.get(dated.name) ?? '', dated) : ''
  const { path, sheet } = source.sheet
  return { file: path, sheet, row, date, cells: cellsOf(source, row, category, columns, plain) }
}

/** The rows behind a household by row function, from the open tables and, where they are at hand, the extracts. */
export const profileEvidence = async (session: Session, hid: number, plain: boolean): Promise<EvidenceGroup[]> => {
  const { db, pack, model, columns } = session
  const all = [...columns.values()]
  const atoms = rowFunctions(all)
  const found = householdEvidence(db, model, all, hid)
  const read = await readAll(session, found)
  const tokens = new Map(
    db
      .rows<{ pk: number | bigint; token: string }>(sql`SELECT pk, token FROM person WHERE hid = ${hid}`)
      .map(({ pk, token }) => [String(pk), token]),
  )
  return atoms.flatMap((atom, index) => {
    const mine = found.filter((one) => one.atom === index)
    const category = pack.category(atom.category)
    if (mine.length === 0 || !category) return []
    const rows = mine.flatMap(({ pk, src, row, certain }) => {
      const source = read.get(src)
      return source
        ? [{ person: tokens.get(String(pk)) ?? '', certain, ...shownRow(source, row, category, atom.columns, plain) }]
        : []
    })
    return [
      { index, category: category.code, name: category.name, department: pack.departmentOf(category.code)?.name ?? '', rows },
    ]
  })
}
