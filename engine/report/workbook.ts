import { Zip, ZipDeflate } from 'fflate'
import { guarded, guardedInSheet } from '../extract/guard.ts'

/** A sheet to write; rows come in batches so that a large one never stands in memory whole. */
export interface SheetText {
  name: string
  headings: readonly string[]
  /** Column widths in characters. */
  widths: readonly number[]
  /** Columns whose blank cells are text already, so that a spreadsheet leaves what is typed in as it is. */
  texts?: readonly boolean[]
  /** What is offered for the cells of a column; empty where anything is. */
  choices?: readonly (readonly string[])[]
  /** Numbers become number cells; everything else text, which no spreadsheet takes for a formula. */
  batches: () => Iterable<readonly (readonly (string | number | null)[])[]>
}

/** Most rows a sheet of a workbook holds, its heading included (ECMA-376). */
const MOST_ROWS = 1_048_576

const DATED = new Date(Date.UTC(1980, 0, 1) + new Date(1980, 0, 1).getTimezoneOffset() * 60_000)

/** What XML 1.0 cannot hold: control characters, halves of pairs, non-characters. */
const isHeld = (code: number): boolean =>
  code === 9 ||
  code === 10 ||
  code === 13 ||
  (code >= 0x20 && code < 0xd800) ||
  (code > 0xdfff && code !== 0xfffe && code !== 0xffff)

const escaped = (text: string): string =>
  [...text]
    .filter((character) => isHeld(character.codePointAt(0) ?? 0))
    .join('')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;')
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')

/** `A`, `Z`, `AA` for 0, 25, 26. */
const columnName = (index: number): string =>
  index < 26 ? String.fromCharCode(65 + index) : columnName(Math.floor(index / 26) - 1) + columnName(index % 26)

/** Styles from here on are the same, but keep a text a text also where somebody edits it. */
const AS_TYPED = 2

/** Style of a column that keeps what is typed into it as text. */
const TEXT = 4

const cell = (value: string | number | null, column: number, row: number, style: number): string => {
  if (value === null || value === '') return ''
  const place = `r="${columnName(column)}${row}"`
  const shown = typeof value === 'string' && guarded(value) !== value ? style + AS_TYPED : style
  const styled = shown === 0 ? place : `${place} s="${shown}"`
  if (typeof value === 'number') return `<c ${styled}><v>${value}</v></c>`
  return `<c ${styled} t="inlineStr"><is><t xml:space="preserve">${escaped(guardedInSheet(value))}</t></is></c>`
}

const line = (cells: readonly (string | number | null)[], row: number, style = 0): string =>
  `<row r="${row}">${cells.map((value, column) => cell(value, column, row, style)).join('')}</row>`

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF3"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="1" fillId="2" applyFont="1" applyFill="1"/><xf numFmtId="0" fontId="0" quotePrefix="1"/><xf numFmtId="0" fontId="1" fillId="2" applyFont="1" applyFill="1" quotePrefix="1"/><xf numFmtId="49" fontId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`

const opening = ({ headings, widths, texts }: SheetText): string => {
  const columns = widths.map(
    (width, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"${texts?.[index] ? ` style="${TEXT}"` : ''}/>`,
  )
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>${line(headings, 1, 1)}`
}

/** Longest list of choices a cell's rule holds (ECMA-376). */
const MOST_CHOICES = 255

/** Offers of values below the heading; another value is asked about, not refused. */
const offers = ({ choices = [] }: SheetText): string => {
  const rules = choices.flatMap((values, index) => {
    const list = values.join(',')
    if (values.length === 0 || list.length > MOST_CHOICES || values.some((value) => /[,"]/.test(value))) return []
    const column = columnName(index)
    return [
      `<dataValidation type="list" errorStyle="warning" allowBlank="1" showErrorMessage="1" sqref="${column}2:${column}${MOST_ROWS}"><formula1>"${escaped(list)}"</formula1></dataValidation>`,
    ]
  })
  return rules.length === 0 ? '' : `<dataValidations count="${rules.length}">${rules.join('')}</dataValidations>`
}

const closing = (sheet: SheetText, rows: number): string =>
  `</sheetData><autoFilter ref="A1:${columnName(sheet.headings.length - 1)}${rows}"/>${offers(sheet)}</worksheet>`

/** Names sheets after the book's index; a sheet that is full goes on in a further one. */
class Parts {
  readonly names: string[] = []
  constructor(private readonly zip: Zip) {}

  open(name: string): (text: string, last?: boolean) => void {
    this.names.push(name)
    const file = this.add(`xl/worksheets/sheet${this.names.length}.xml`)
    return (text, last = false) => file.push(encoder.encode(text), last)
  }

  write(path: string, text: string): void {
    this.add(path).push(encoder.encode(text), true)
  }

  private add(path: string): ZipDeflate {
    const file = new ZipDeflate(path, { level: 6 })
    file.mtime = DATED
    this.zip.add(file)
    return file
  }
}

const encoder = new TextEncoder()

function* writeSheet(parts: Parts, sheet: SheetText, most: number): Generator<void> {
  let number = 1
  let push = parts.open(sheet.name)
  push(opening(sheet))
  let row = 1
  for (const batch of sheet.batches()) {
    let text = ''
    for (const cells of batch) {
      if (row === most) {
        push(text + closing(sheet, row), true)
        text = ''
        number++
        push = parts.open(`${sheet.name}${number}`)
        push(opening(sheet))
        row = 1
        yield
      }
      row++
      text += line(cells, row)
    }
    push(text)
    yield
  }
  push(closing(sheet, row), true)
  yield
}

const finish = (parts: Parts): void => {
  const each = (make: (name: string, number: number) => string): string =>
    parts.names.map((name, index) => make(name, index + 1)).join('')
  parts.write(
    'xl/workbook.xml',
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each((name, number) => `<sheet name="${escaped(name)}" sheetId="${number}" r:id="rId${number}"/>`)}</sheets></workbook>`,
  )
  parts.write(
    'xl/_rels/workbook.xml.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each((_, number) => `<Relationship Id="rId${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`)}<Relationship Id="rId${parts.names.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  )
  parts.write('xl/styles.xml', STYLES)
  parts.write(
    '_rels/.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  )
  parts.write(
    '[Content_Types].xml',
    `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${KIND}.styles+xml"/>${each((_, number) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${KIND}.worksheet+xml"/>`)}</Types>`,
  )
}

/**
 * An XLSX file in pieces (ECMA-376, inline strings); the same sheets give the same bytes. A sheet with more than `most`
 * rows goes on in a further sheet, so that nothing is cut.
 */
export function* workbook(sheets: readonly SheetText[], most = MOST_ROWS): Generator<Uint8Array> {
  let pieces: Uint8Array[] = []
  const zip = new Zip((error, piece) => {
    if (error) throw error
    pieces.push(piece)
  })
  const parts = new Parts(zip)
  const taken = (): Uint8Array[] => {
    const ready = pieces
    pieces = []
    return ready
  }
  for (const sheet of sheets) {
    for (const _ of writeSheet(parts, sheet, most)) yield* taken()
  }
  finish(parts)
  zip.end()
  yield* taken()
}
