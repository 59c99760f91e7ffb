import type { SourceFile } from '../contract.ts'
import type { CanonicalWriter } from './canonical.ts'
import { MARKUP_BYTES, MOST_COLUMNS } from './limits.ts'
import { rowsSheet } from './rows-sheet.ts'
import { numberText } from './serial.ts'
import { ExtractError, type Sheet } from './sheet.ts'
import { unescapeXml } from './xml.ts'

export type MarkupKind = 'html' | 'xml'

/** What a text is that does not begin as a table of delimited text; null where it may be one. */
export const markupKind = (head: string): MarkupKind | null => {
  const start = head.slice(0, 2048).replace(/^[\ufeff\s]+/, '')
  if (!start.startsWith('<')) return null
  if (/<(?:\w+:)?Workbook[\s>]/.test(head) && /urn:schemas-microsoft-com:office:spreadsheet/.test(head)) return 'xml'
  return /^<(!doctype html|html|head|body|meta|style|table|\?xml[^>]*>\s*<html|!--)/i.test(start) && /<table[\s>]/i.test(head)
    ? 'html'
    : null
}

/** Longest tag that is taken for one. */
const TAG_CHARACTERS = 4096

interface Tag {
  at: number
  end: number
  closing: boolean
  /** Local name in lower case; empty for a comment. */
  name: string
  attributes: string
}

/** Where a tag ends: at the first `>` outside quotes, or else at the first. */
const tagEnd = (text: string, from: number): number => {
  const part = text.slice(from, from + TAG_CHARACTERS)
  let quote = ''
  for (let at = 0; at < part.length; at++) {
    const sign = part[at] as string
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (sign === '"' || sign === "'") quote = sign
    else if (sign === '>') return from + at
  }
  const plain = part.indexOf('>')
  return plain < 0 ? -1 : from + plain
}

const NAME = /^(\/?)([A-Za-z][\w:.-]*)/

function* tagsOf(text: string): Generator<Tag> {
  let at = text.indexOf('<')
  while (at >= 0) {
    let end = at + 1
    if (text.startsWith('<!--', at)) {
      const close = text.indexOf('-->', at + 4)
      end = close < 0 ? text.length : close + 3
      yield { at, end, closing: false, name: '', attributes: '' }
    } else {
      const [whole, slash, name] = NAME.exec(text.slice(at + 1, at + 65)) ?? []
      const close = whole === undefined ? -1 : tagEnd(text, at + 1 + whole.length)
      if (whole !== undefined && name !== undefined && close >= 0) {
        end = close + 1
        const attributes = text.slice(at + 1 + whole.length, close)
        yield { at, end, closing: slash === '/', name: name.slice(name.indexOf(':') + 1).toLowerCase(), attributes }
      } else if (whole !== undefined) end = at + TAG_CHARACTERS
    }
    at = text.indexOf('<', end)
  }
}

/** Value of an attribute, whatever its case, quotes and prefix. */
const attributeOf = (attributes: string, name: string): string | undefined => {
  const match = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(attributes)
  return match ? unescapeXml(match[1] ?? match[2] ?? match[3] ?? '') : undefined
}

const span = (attributes: string, name: string): number =>
  Math.min(MOST_COLUMNS, Math.max(1, Number.parseInt(attributeOf(attributes, name) ?? '1', 10) || 1))

const pageText = (html: string): string =>
  unescapeXml(html.replaceAll('&nbsp;', '\u00a0').replace(/[ \t\r\n]+/g, ' '))
    .replace(/ *\n */g, '\n')
    .trim()

/** Reads one table; a cell that spans rows or columns stands at its first place and leaves the others blank. */
class TableReader {
  private line = 0
  private column = 0
  private text: string | null = null
  private type = ''
  private wanted = false
  /** By column: the line up to which a cell from above takes its place. */
  private taken: Int32Array<ArrayBuffer> = new Int32Array(256)
  private deep = 0
  private hidden = 0
  private open = false
  private inCell = false
  private across = 1

  constructor(
    private readonly kind: MarkupKind,
    private readonly writer: CanonicalWriter,
  ) {}

  add(text: string): void {
    if (this.text !== null && this.hidden === 0) this.text += this.kind === 'html' ? text : unescapeXml(text)
  }

  tag({ closing, name, attributes }: Tag): void {
    if (name === 'style' || name === 'script') this.hidden = closing ? 0 : 1
    else if (name === 'table') this.deep += closing ? -1 : 1
    else if (this.deep > 1) return
    else if (name === 'tr' || name === 'row') {
      this.endRow()
      if (!closing) this.beginRow(attributes)
    } else if (name === 'td' || name === 'th' || name === 'cell') {
      this.endCell()
      if (!closing) this.beginCell(attributes)
    } else if (this.text === null && name === 'data') this.beginData(closing, attributes)
    else if (name === 'data' && closing) this.endData()
    else if (this.kind === 'html' && this.text !== null && (name === 'br' || (name === 'p' && closing))) this.text += '&#10;'
  }

  private beginRow(attributes: string): void {
    const index = this.kind === 'xml' ? Number.parseInt(attributeOf(attributes, 'Index') ?? '0', 10) : 0
    this.line = Math.max(this.line + 1, Math.min(index || 0, 2 ** 24))
    this.column = 0
    this.wanted = this.writer.begin(this.line)
    this.open = true
  }

  private beginCell(attributes: string): void {
    if (!this.open) this.beginRow('')
    this.inCell = true
    if (this.kind === 'xml') {
      const index = Number.parseInt(attributeOf(attributes, 'Index') ?? '0', 10) || 0
      this.column = Math.max(this.column, index - 1)
      this.across = 1 + (Number.parseInt(attributeOf(attributes, 'MergeAcross') ?? '0', 10) || 0)
      return
    }
    while (this.column < this.taken.length && (this.taken[this.column] as number) >= this.line) this.column++
    this.across = span(attributes, 'colspan')
    const down = span(attributes, 'rowspan')
    if (down > 1) this.reserve(this.line + down - 1)
    this.text = ''
  }

  private reserve(until: number): void {
    const end = Math.min(MOST_COLUMNS, this.column + this.across)
    if (end > this.taken.length) {
      const taken = new Int32Array(MOST_COLUMNS)
      taken.set(this.taken)
      this.taken = taken
    }
    this.taken.fill(until, this.column, end)
  }

  private beginData(closing: boolean, attributes: string): void {
    if (closing || !this.inCell) return
    this.type = attributeOf(attributes, 'Type') ?? 'String'
    this.text = ''
  }

  private endData(): void {
    this.put(this.value())
    this.text = null
  }

  private value(): string {
    const text = this.text ?? ''
    if (this.kind === 'html') return pageText(text)
    if (this.type === 'Number') return numberText(text.trim())
    if (this.type === 'DateTime')
      return text
        .trim()
        .replace('T', ' ')
        .replace(/ 00:00:00(\.0+)?$/, '')
    if (this.type === 'Boolean') return text.trim() === '1' ? 'TRUE' : 'FALSE'
    return text
  }

  private put(text: string): void {
    if (this.wanted && this.column < MOST_COLUMNS) this.writer.putText(this.column, text)
  }

  private endCell(): void {
    if (!this.inCell) return
    if (this.kind === 'html') this.put(this.value())
    this.text = null
    this.inCell = false
    this.column += this.across
  }

  endRow(): void {
    this.endCell()
    if (this.open && this.wanted) this.writer.end()
    this.open = false
    this.wanted = false
  }
}

/** Where the tables of a page or the sheets of an XML workbook begin and end. */
interface Part {
  name: string
  hidden: boolean
  from: number
  to: number
}

const partsOf = (text: string, kind: MarkupKind): Part[] => {
  const wanted = kind === 'html' ? 'table' : 'worksheet'
  const parts: Part[] = []
  let depth = 0
  for (const { at, closing, name, attributes } of tagsOf(text)) {
    if (name !== wanted) continue
    if (closing) {
      depth = Math.max(0, depth - 1)
      const last = parts.at(-1)
      if (depth === 0 && last) last.to = at
    } else if (depth++ === 0) {
      const title = kind === 'xml' ? (attributeOf(attributes, 'Name') ?? '') : ''
      parts.push({ name: title, hidden: false, from: at, to: text.length })
    }
  }
  for (const part of parts)
    part.hidden = kind === 'xml' && /<(?:\w+:)?Visible>\s*Sheet(Very)?Hidden/.test(text.slice(part.from, part.to))
  return parts
}

const writePart = function* (writer: CanonicalWriter, text: string, kind: MarkupKind): Generator<number> {
  const reader = new TableReader(kind, writer)
  let at = 0
  for (const tag of tagsOf(text)) {
    reader.add(text.slice(at, tag.at))
    at = tag.end
    reader.tag(tag)
    if (writer.full || writer.done) yield at / text.length
  }
  reader.endRow()
}

const decoded = (bytes: Uint8Array): string => {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {}
  }
  throw new ExtractError('bad_encoding', '文件里有既不是 UTF-8 也不是 GB18030 的字节，请用 UTF-8 编码重新导出')
}

/** The tables of a page, or the sheets of a workbook in XML, that a system saved under the name of a workbook. */
export const markupSheets = async (file: SourceFile, kind: MarkupKind): Promise<Sheet[]> => {
  if (file.size > MARKUP_BYTES)
    throw new ExtractError('unreadable', `网页格式的表格超过 ${MARKUP_BYTES >> 20} MB，请用表格软件另存为 .xlsx 或 CSV 后再导入`)
  const read = async () => decoded(await file.bytes())
  const parts = partsOf(await read(), kind)
  return parts.map(({ name, hidden, from, to }, index) =>
    rowsSheet({
      name: name || (parts.length > 1 ? `表${index + 1}` : ''),
      encoding: kind,
      hidden,
      size: Math.round(file.size / parts.length),
      async *rows(writer) {
        yield* writePart(writer, (await read()).slice(from, to), kind)
      },
    }),
  )
}
