import { closeSync, openSync, writeSync } from 'node:fs'
import { strToU8, Zip, ZipDeflate } from 'fflate'
import type { RowFile } from './csv.ts'
import type { CellKind } from './format.ts'

const header = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const types = 'http://schemas.openxmlformats.org/package/2006/content-types'
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
/** A fixed date inside the archive keeps the bytes the same from run to run. */
const stamp = new Date(2025, 4, 18, 0, 0, 0)
const flushAt = 200_000
const sharedLimit = 4000

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function columnName(index: number): string {
  return index < 26
    ? String.fromCharCode(65 + index)
    : columnName(Math.floor(index / 26) - 1) + String.fromCharCode(65 + (index % 26))
}

/** A workbook written while rows arrive; a new sheet begins after `sheetRows` rows. */
export class XlsxFile implements RowFile {
  private readonly file: number
  private readonly zip: Zip
  private part: ZipDeflate | null = null
  private sheets = 0
  private buffer = ''
  private line = 0
  private readonly shared = new Map<string, number>()
  private readonly names: string[] = []
  private references: string[] = []

  constructor(
    path: string,
    private readonly kinds: readonly CellKind[],
    private readonly sheetRows: number,
    private readonly heading: readonly string[],
  ) {
    this.file = openSync(path, 'w')
    this.zip = new Zip((error, data) => {
      if (error) throw error
      if (data.length > 0) writeSync(this.file, data)
    })
    this.references = kinds.map((_, i) => columnName(i))
    this.startSheet()
  }

  get sheet(): string {
    return this.names[this.names.length - 1] ?? ''
  }

  row(texts: readonly string[]): number {
    if (this.line >= this.sheetRows) {
      this.endSheet()
      this.startSheet()
      this.note(this.heading)
    }
    return this.put(texts, true)
  }

  note(texts: readonly string[]): void {
    this.put(texts, false)
  }

  close(): void {
    this.endSheet()
    this.add('xl/sharedStrings.xml', this.sharedXml())
    this.add(
      'xl/styles.xml',
      `${header}<styleSheet xmlns="${main}"><fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0" xfId="0"/><xf numFmtId="14" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    )
    const sheetTags = this.names.map((name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join('')
    this.add(
      'xl/workbook.xml',
      `${header}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${sheetTags}</sheets></workbook>`,
    )
    const links = this.names.map(
      (_, i) => `<Relationship Id="rId${i + 1}" Type="${relations}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
    )
    links.push(`<Relationship Id="rId${this.names.length + 1}" Type="${relations}/styles" Target="styles.xml"/>`)
    links.push(`<Relationship Id="rId${this.names.length + 2}" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/>`)
    this.add(
      'xl/_rels/workbook.xml.rels',
      `${header}<Relationships xmlns="${packageRelations}">${links.join('')}</Relationships>`,
    )
    this.add(
      '_rels/.rels',
      `${header}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    )
    const overrides = this.names
      .map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${sheetType}.worksheet+xml"/>`)
      .join('')
    this.add(
      '[Content_Types].xml',
      `${header}<Types xmlns="${types}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/>${overrides}<Override PartName="/xl/styles.xml" ContentType="${sheetType}.styles+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${sheetType}.sharedStrings+xml"/></Types>`,
    )
    this.zip.end()
    closeSync(this.file)
  }

  private put(texts: readonly string[], record: boolean): number {
    this.line += 1
    let xml = `<row r="${this.line}">`
    for (let i = 0; i < texts.length; i++) {
      const text = texts[i] ?? ''
      if (text !== '') xml += this.cell(i, text, record ? (this.kinds[i] ?? 'text') : 'text')
    }
    this.buffer += `${xml}</row>`
    if (this.buffer.length > flushAt) this.flush()
    return this.line
  }

  private cell(column: number, text: string, kind: CellKind): string {
    const at = `${this.references[column] ?? columnName(column)}${this.line}`
    if (kind !== 'text' && /^-?\d+(\.\d+)?$/.test(text)) {
      return kind === 'date' ? `<c r="${at}" s="1"><v>${text}</v></c>` : `<c r="${at}"><v>${Number(text)}</v></c>`
    }
    let index = this.shared.get(text)
    if (index === undefined && this.shared.size < sharedLimit) {
      index = this.shared.size
      this.shared.set(text, index)
    }
    if (index !== undefined) return `<c r="${at}" t="s"><v>${index}</v></c>`
    return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`
  }

  private startSheet(): void {
    this.sheets += 1
    this.names.push(`Sheet${this.sheets}`)
    this.line = 0
    this.part = new ZipDeflate(`xl/worksheets/sheet${this.sheets}.xml`, { level: 6 })
    this.part.mtime = stamp
    this.zip.add(this.part)
    this.buffer = `${header}<worksheet xmlns="${main}"><sheetData>`
  }

  private endSheet(): void {
    this.buffer += '</sheetData></worksheet>'
    this.flush(true)
    this.part = null
  }

  private flush(last = false): void {
    this.part?.push(strToU8(this.buffer), last)
    this.buffer = ''
  }

  private sharedXml(): string {
    const items = [...this.shared.keys()].map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`).join('')
    return `${header}<sst xmlns="${main}" count="${this.shared.size}" uniqueCount="${this.shared.size}">${items}</sst>`
  }

  private add(name: string, text: string): void {
    const part = new ZipDeflate(name, { level: 6 })
    part.mtime = stamp
    this.zip.add(part)
    part.push(strToU8(text), true)
  }
}
