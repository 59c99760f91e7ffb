import type { Member } from './archive.ts'
import { CanonicalWriter } from './canonical.ts'
import { cellFlags } from './cell-flags.ts'
import { MOST_BLANKS, MOST_COLUMNS } from './limits.ts'
import { numberText } from './serial.ts'
import { ExtractError, type NormalisedChunk, RECORD_BYTES, type Shape, type Sheet } from './sheet.ts'
import { unpack } from './unpack.ts'
import { attribute } from './xml.ts'
import { nameOf, type Tag, type XmlHandler, XmlScanner } from './xml-scan.ts'
import { CellText } from './xml-text.ts'

const TABLE = nameOf('table')
const ROW = nameOf('table-row')
const CELL = nameOf('table-cell')
const COVERED = nameOf('covered-table-cell')
const PARAGRAPH = nameOf('p')
const SPACES = nameOf('s')
const TAB = nameOf('tab')
const BREAK = nameOf('line-break')
const ANNOTATION = nameOf('annotation')
const STYLE = nameOf('style')
const TABLE_STYLE = nameOf('table-properties')

const MOST_LINE = 2 ** 31 - 1

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const tagOf = ({ bytes, from, to }: Tag): string => ` ${decoder.decode(bytes.subarray(from, to))}`

const count = (tag: string, name: string): number => Math.max(1, Number.parseInt(attribute(tag, name) ?? '1', 10) || 1)

/** Time of day from a duration such as `PT09H30M00S`. */
const clock = (duration: string): string => {
  const [, hours = '0', minutes = '0', seconds = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?/.exec(duration) ?? []
  return [hours, minutes, seconds].map((part) => part.padStart(2, '0')).join(':')
}

/** What the value of a cell is by its attributes; null where its text is the value. */
const stated = (tag: string): string | null => {
  switch (attribute(tag, 'office:value-type')) {
    case 'float':
    case 'percentage':
    case 'currency':
      return numberText(attribute(tag, 'office:value') ?? '')
    case 'date':
      return (attribute(tag, 'office:date-value') ?? '').replace('T', ' ').replace(/ 00:00:00(\.0+)?$/, '')
    case 'time':
      return clock(attribute(tag, 'office:time-value') ?? '')
    case 'boolean':
      return attribute(tag, 'office:boolean-value') === 'true' ? 'TRUE' : 'FALSE'
    default:
      return attribute(tag, 'office:string-value') ?? null
  }
}

interface OdsTable {
  name: string
  hidden: boolean
}

interface Filled {
  from: number
  to: number
  bytes: Uint8Array
}

/** Reads the tables of an OpenDocument spreadsheet; rows of one of them are written where there is a writer. */
class OdsReader implements XmlHandler {
  readonly tables: OdsTable[] = []
  private readonly hiddenStyles = new Set<string>()
  private style = ''
  private depth = 0
  private row = 0
  private rowRepeats = 1
  private column = 0
  private cells: Filled[] = []
  private size = 0
  private repeated = 0
  private repeats = 1
  private value: string | null = null
  private inCell = false
  private paragraphs = 0
  private taking = 0
  private annotation = false
  private readonly content = new CellText(RECORD_BYTES)

  constructor(
    private readonly wanted: number,
    private readonly writer: CanonicalWriter | null,
  ) {}

  /** Whether the wanted table has been read to its end. */
  get over(): boolean {
    return this.writer?.done === true || (this.tables.length > this.wanted && this.depth === 0 && this.writer !== null)
  }

  private get reading(): boolean {
    return this.writer !== null && this.depth === 1 && this.tables.length === this.wanted + 1
  }

  open(name: number, tag: Tag): void {
    if (name === TABLE) this.openTable(tagOf(tag), tag.empty)
    else if (name === STYLE) this.style = attribute(tagOf(tag), 'style:name') ?? ''
    else if (name === TABLE_STYLE) {
      if (attribute(tagOf(tag), 'table:display') === 'false') this.hiddenStyles.add(this.style)
    } else if (this.reading) this.openInside(name, tag)
  }

  private openTable(tag: string, empty: boolean): void {
    if (this.depth === 0) {
      this.tables.push({
        name: attribute(tag, 'table:name') ?? '',
        hidden: this.hiddenStyles.has(attribute(tag, 'table:style-name') ?? ''),
      })
      this.row = 0
    }
    if (!empty) this.depth++
  }

  private openInside(name: number, tag: Tag): void {
    const { empty } = tag
    if (name === ROW) {
      this.rowRepeats = count(tagOf(tag), 'table:number-rows-repeated')
      this.column = 0
      this.cells = []
      this.size = 0
      if (empty) this.row += this.rowRepeats
    } else if (name === CELL || name === COVERED) this.openCell(tagOf(tag), empty)
    else if (!this.inCell) return
    else if (name === ANNOTATION) this.annotation = !empty
    else if (name === PARAGRAPH) {
      if (this.annotation) return
      if (this.paragraphs++ > 0) this.add('\n')
      if (!empty) this.taking++
    } else if (this.taking > 0) {
      if (name === SPACES) this.add(' '.repeat(Math.min(RECORD_BYTES, count(tagOf(tag), 'text:c'))))
      else if (name === TAB) this.add('\t')
      else if (name === BREAK) this.add('\n')
    }
  }

  private openCell(tag: string, empty: boolean): void {
    this.repeats = count(tag, 'table:number-columns-repeated')
    this.value = stated(tag)
    this.inCell = true
    this.paragraphs = 0
    this.taking = 0
    this.content.clear()
    if (empty) this.closeCell()
  }

  private add(text: string): void {
    const bytes = encoder.encode(text)
    this.content.add(bytes, 0, bytes.length)
  }

  close(name: number): boolean {
    if (name === TABLE) {
      this.depth = Math.max(0, this.depth - 1)
      return this.over
    }
    if (!this.reading) return false
    if (name === CELL || name === COVERED) this.closeCell()
    else if (name === ROW) return this.closeRow()
    else if (name === PARAGRAPH) this.taking = Math.max(0, this.taking - 1)
    else if (name === ANNOTATION) this.annotation = false
    return false
  }

  text(bytes: Uint8Array, from: number, to: number): void {
    if (this.taking > 0 && !this.annotation) this.content.add(bytes, from, to)
  }

  private closeCell(): void {
    const { content } = this
    this.inCell = false
    this.taking = 0
    if (this.value === null) content.finish()
    const bytes = this.value === null ? content.bytes.slice(0, content.length) : encoder.encode(this.value)
    const from = this.column
    this.column += this.repeats
    if (bytes.length === 0 || from >= MOST_COLUMNS) return
    const to = Math.min(this.column, MOST_COLUMNS)
    this.size += bytes.length * (to - from)
    if (this.size > RECORD_BYTES)
      throw new ExtractError('record_too_long', `第 ${this.row + 1} 行超过 1 MB，无法作为表格读取，请检查这一行`)
    this.addRepeats(bytes.length * (to - from - 1))
    this.cells.push({ from, to, bytes })
  }

  private unlikely = () =>
    new ExtractError('bad_workbook', `工作表第 ${this.row + 1} 行重复的次数不正常，请用表格软件打开后另存为 .xlsx`)

  /** Bytes that stand in no cell of the file but repeat one. */
  private addRepeats(bytes: number): void {
    this.repeated += bytes
    if (this.repeated > MOST_BLANKS) throw this.unlikely()
  }

  private closeRow(): boolean {
    const writer = this.writer as CanonicalWriter
    const { cells, rowRepeats } = this
    if (cells.length > 0) {
      this.addRepeats(this.size * (rowRepeats - 1))
      if (this.row + rowRepeats > MOST_LINE) throw this.unlikely()
      for (let index = 0; index < rowRepeats; index++) this.writeRow(writer, this.row + index + 1)
    }
    this.row += rowRepeats
    return writer.full || writer.done
  }

  private writeRow(writer: CanonicalWriter, line: number): void {
    if (!writer.begin(line)) return
    for (const { from, to, bytes } of this.cells) {
      const flags = cellFlags(bytes, 0, bytes.length)
      for (let column = from; column < to; column++) writer.put(column, bytes, 0, bytes.length, flags)
    }
    writer.end()
  }
}

const CONTENT = 'content.xml'

/** Whether the members of a container make it an OpenDocument spreadsheet. */
export const isOpenDocument = (members: readonly Member[]): boolean =>
  members.some(({ name }) => name === CONTENT) && members.some(({ name }) => name === 'META-INF/manifest.xml')

async function* tableChunks(member: Member, wanted: number, shape: Shape): AsyncGenerator<NormalisedChunk> {
  const writer = new CanonicalWriter(shape)
  const reader = new OdsReader(wanted, writer)
  const scanner = new XmlScanner(reader)
  let unpacked = 0
  const taken = () => writer.take(Math.round((unpacked / member.size) * member.packedSize))
  for await (const piece of unpack(member)) {
    unpacked += piece.length
    scanner.push(piece)
    while (scanner.run() && !reader.over) yield taken()
    if (reader.over) break
  }
  if (writer.waiting) yield taken()
}

/** The tables of an OpenDocument spreadsheet, hidden ones too. */
export const openDocumentSheets = async (members: readonly Member[]): Promise<Sheet[]> => {
  const member = members.find(({ name }) => name === CONTENT) as Member
  const reader = new OdsReader(-1, null)
  const scanner = new XmlScanner(reader)
  for await (const piece of unpack(member)) {
    scanner.push(piece)
    scanner.run()
  }
  if (reader.tables.length === 0)
    throw new ExtractError('unreadable', '这个 OpenDocument 文件里没有表格，可能是文档或加了密码，请索取 CSV 或 .xlsx')
  return reader.tables.map(({ name, hidden }, index) => ({
    name,
    hidden,
    encoding: 'ods',
    chunks: (shape) => tableChunks(member, index, shape),
  }))
}
