import { numberText, serialText } from './serial.ts'
import { ExtractError, type TextRow } from './sheet.ts'
import { attribute, itemText, unescapeXml } from './xml.ts'

export type CellStyle = 'date' | 'plain'

const MAX_COLUMNS = 16_384

/** Column index of a reference such as `AB12`. */
const columnOf = (reference: string): number => {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at)
    if (code < 65) break
    column = column * 26 + (code & 31)
  }
  return column - 1
}

const UNUSUAL_TAG = /['\t\r\n]|= | =/

/** One attribute of a cell or row as spreadsheets write it; the general reader where the tag looks otherwise. */
const cellAttribute = (tag: string, name: ' r="' | ' s="' | ' t="'): string | undefined => {
  const at = tag.indexOf(name)
  if (at < 0) return UNUSUAL_TAG.test(tag) ? attribute(tag, name[1] as string) : undefined
  return tag.slice(at + 4, tag.indexOf('"', at + 4))
}

/** Reads the rows of one worksheet part from pieces of its XML. */
export class WorksheetReader {
  /** Whether the sheet's data came to its end. */
  complete = false
  private readonly decoder = new TextDecoder()
  private text = ''
  private prefix: string | null = null
  private row = 0
  private readonly columns = new Map<string, number>()

  constructor(
    private readonly strings: readonly string[],
    private readonly styles: readonly CellStyle[],
    private readonly date1904: boolean,
  ) {}

  /** Takes the next piece and returns the rows it completes. */
  push(piece: Uint8Array): TextRow[] {
    this.text += this.decoder.decode(piece, { stream: true })
    if (this.prefix === null) {
      const root = /<([\w.-]+:)?sheetData[\s/>]/.exec(this.text)
      if (!root) return []
      this.prefix = root[1] ?? ''
      this.text = this.text.slice(root.index)
    }
    const rows: TextRow[] = []
    const at = this.readRows(rows)
    this.text = this.text.slice(at)
    if (/^[^<]*<\/(?:[\w.-]+:)?sheetData>|<(?:[\w.-]+:)?sheetData\s*\/>/.test(this.text.slice(0, 200))) this.complete = true
    if (this.text.length > 64 << 20) throw new ExtractError('bad_workbook', '工作表中有一行超过 64 MB，无法作为表格读取')
    return rows
  }

  private readRows(rows: TextRow[]): number {
    const { text, prefix } = this
    const open = `<${prefix}row`
    const close = `</${prefix}row>`
    let at = 0
    while (!this.complete) {
      const start = text.indexOf(open, at)
      if (start < 0) {
        const end = text.indexOf(`</${prefix}sheetData>`, at)
        return end < 0 ? at : end
      }
      const tagEnd = text.indexOf('>', start)
      if (tagEnd < 0) return start
      const tag = text.slice(start, tagEnd + 1)
      const empty = tag.endsWith('/>')
      const end = empty ? tagEnd + 1 : text.indexOf(close, tagEnd)
      if (end < 0) return start
      this.row = Number(cellAttribute(tag, ' r="') ?? this.row + 1)
      if (!empty) rows.push({ line: this.row, cells: this.readCells(text, tagEnd + 1, end) })
      at = empty ? end : end + close.length
    }
    return text.length
  }

  private readCells(text: string, from: number, to: number): string[] {
    const open = `<${this.prefix}c`
    const close = `</${this.prefix}c>`
    const cells: string[] = []
    let at = from
    let next = 0
    for (;;) {
      const start = text.indexOf(open, at)
      if (start < 0 || start >= to) break
      const tagEnd = text.indexOf('>', start)
      const tag = text.slice(start, tagEnd + 1)
      const reference = cellAttribute(tag, ' r="')
      const column = reference === undefined ? next : this.column(reference)
      if (column < 0 || column >= MAX_COLUMNS)
        throw new ExtractError('bad_workbook', `工作表第 ${this.row} 行的单元格位置 ${reference} 有误`)
      next = column + 1
      at = tagEnd + 1
      if (tag.endsWith('/>')) continue
      const end = text.indexOf(close, at)
      while (cells.length < column) cells.push('')
      cells[column] = this.value(tag, text.slice(at, end))
      at = end + close.length
    }
    return cells
  }

  private column(reference: string): number {
    let end = reference.length
    while (end > 0 && reference.charCodeAt(end - 1) < 65) end--
    const letters = reference.slice(0, end)
    let column = this.columns.get(letters)
    if (column === undefined) {
      column = columnOf(letters)
      this.columns.set(letters, column)
    }
    return column
  }

  private value(tag: string, body: string): string {
    const type = cellAttribute(tag, ' t="')
    if (type === 'inlineStr') return itemText(body)
    const start = body.indexOf(`<${this.prefix}v`)
    if (start < 0) return ''
    const open = body.indexOf('>', start)
    const stored = body[open - 1] === '/' ? '' : body.slice(open + 1, body.indexOf(`</${this.prefix}v>`, open))
    if (type === 's') return this.strings[Number(stored)] ?? ''
    if (type === 'b') return stored === '1' ? 'TRUE' : 'FALSE'
    if (type === 'str' || type === 'e') return unescapeXml(stored)
    if (type === 'd') return stored.replace('T', ' ').replace(/ 00:00:00$/, '')
    if (stored === '') return ''
    return this.styles[Number(cellAttribute(tag, ' s="') ?? 0)] === 'date'
      ? serialText(Number(stored), this.date1904)
      : numberText(stored)
  }
}
