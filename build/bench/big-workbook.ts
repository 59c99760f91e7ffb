import { closeSync, openSync, writeSync } from 'node:fs'
import { strToU8, Zip, ZipDeflate } from 'fflate'

/** A text, a number, or a date by its serial number. */
export type BigCell = string | number | { day: number }

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const KIND = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${KIND}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${KIND}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${KIND}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${KIND}.sharedStrings+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
}

const PIECE = 1 << 18

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** Writes a workbook as office programs do, shared strings and all, without ever holding it. The same rows give the same bytes. */
export const writeBigWorkbook = (path: string, rows: Iterable<readonly BigCell[]>): void => {
  const file = openSync(path, 'w')
  const zip = new Zip((error, piece) => {
    if (error) throw error
    writeSync(file, piece)
  })
  const part = (name: string): ((text: string, last?: boolean) => void) => {
    const entry = new ZipDeflate(name, { level: 1 })
    entry.mtime = '1980-01-01'
    zip.add(entry)
    let waiting = ''
    return (text, last = false) => {
      waiting += text
      if (waiting.length < PIECE && !last) return
      entry.push(strToU8(waiting), last)
      waiting = ''
    }
  }
  for (const [name, text] of Object.entries(PARTS)) part(name)(text, true)
  const strings = new Map<string, number>()
  const indexOf = (text: string): number => {
    const known = strings.get(text)
    if (known !== undefined) return known
    strings.set(text, strings.size)
    return strings.size - 1
  }
  const sheet = part('xl/worksheets/sheet1.xml')
  sheet(`<worksheet xmlns="${MAIN}"><sheetData>`)
  let line = 0
  for (const cells of rows) {
    line++
    const place = (column: number): string => `r="${String.fromCharCode(65 + column)}${line}"`
    const written = cells.map((cell, column) => {
      if (typeof cell === 'string') return `<c ${place(column)} t="s"><v>${indexOf(cell)}</v></c>`
      return typeof cell === 'number'
        ? `<c ${place(column)}><v>${cell}</v></c>`
        : `<c ${place(column)} s="1"><v>${cell.day}</v></c>`
    })
    sheet(`<row r="${line}" spans="1:${cells.length}">${written.join('')}</row>`)
  }
  sheet('</sheetData></worksheet>', true)
  const shared = part('xl/sharedStrings.xml')
  shared(`<sst xmlns="${MAIN}" uniqueCount="${strings.size}">`)
  for (const text of strings.keys()) shared(`<si><t xml:space="preserve">${escaped(text)}</t></si>`)
  shared('</sst>', true)
  zip.end()
  closeSync(file)
}
