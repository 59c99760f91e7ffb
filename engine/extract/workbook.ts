import type { Member } from './archive.ts'
import { CanonicalWriter, rowsOf } from './canonical.ts'
import { GROWTH_FROM_BYTES, HEADING_AREA, MOST_GROWTH, WHOLE_PART_BYTES } from './limits.ts'
import { type HeadingFills, hasGaps, headingFills, mergesOf } from './merged.ts'
import { isDateFormat } from './serial.ts'
import { ExtractError, type NormalisedChunk, type Shape, type Sheet, type TextRow } from './sheet.ts'
import { StringReader, StringTable } from './string-table.ts'
import { unpack, unpackAll } from './unpack.ts'
import { type BookParts, WorksheetReader } from './worksheet.ts'
import { attribute, startTags } from './xml.ts'
import { XmlScanner } from './xml-scan.ts'

const broken = () => new ExtractError('bad_workbook', '工作簿缺少必要的部分，可能已损坏，请用表格软件打开后另存为 .xlsx')

const swollen = () =>
  new ExtractError('bad_workbook', '工作表里重复的文字多得不正常，为安全起见没有读取，请用表格软件打开后另存为 CSV')

const NO_FILLS: HeadingFills = new Map()

/** Parts by their name as it is compared: without a leading slash, in lower case. */
type Parts = ReadonlyMap<string, Member>

const partsOf = (members: readonly Member[]): Parts =>
  new Map(members.map((member) => [member.name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase(), member]))

/** Pieces of a part as UTF-8: a byte-order mark tells where it is UTF-16. */
async function* utf8(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | undefined
  let first = true
  for await (const piece of pieces) {
    if (first && piece[0] === 0xff && piece[1] === 0xfe) decoder = new TextDecoder('utf-16le')
    if (first && piece[0] === 0xfe && piece[1] === 0xff) decoder = new TextDecoder('utf-16be')
    first = false
    yield decoder ? new TextEncoder().encode(decoder.decode(piece, { stream: true })) : piece
  }
}

const textOf = async (parts: Parts, name: string): Promise<string> => {
  const member = parts.get(name)
  if (!member) return ''
  const bytes = await unpackAll(member, WHOLE_PART_BYTES)
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const text = new TextDecoder(wide ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(bytes)
  if (/<!DOCTYPE/i.test(text))
    throw new ExtractError(
      'bad_workbook',
      '工作簿里有文档类型定义（DOCTYPE），为安全起见没有读取，请用表格软件打开后另存为 .xlsx',
    )
  return text
}

interface Relation {
  id: string
  /** Last word of its type: `worksheet`, `styles`. */
  type: string
  part: string
}

const relationsOf = async (parts: Parts, part: string): Promise<Relation[]> => {
  const slash = part.lastIndexOf('/') + 1
  const xml = await textOf(parts, `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`)
  return startTags(xml, 'Relationship').map((tag) => {
    const target = (attribute(tag, 'Target') ?? '').toLowerCase()
    const path: string[] = []
    for (const step of (target.startsWith('/') ? target : part.slice(0, slash) + target).split('/')) {
      if (step === '..') path.pop()
      else if (step !== '.' && step !== '') path.push(step)
    }
    const type = (attribute(tag, 'Type') ?? '').split('/').at(-1) ?? ''
    return { id: attribute(tag, 'Id') ?? '', type, part: path.join('/') }
  })
}

const readStyles = (xml: string): Uint8Array => {
  const codes = new Map(
    startTags(xml, 'numFmt').map((tag) => [Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '']),
  )
  const formats = /<(?:[\w.-]+:)?cellXfs[\s>]([\s\S]*?)<\/(?:[\w.-]+:)?cellXfs>/.exec(xml)?.[1] ?? ''
  return Uint8Array.from(startTags(formats, 'xf'), (tag) => {
    const id = Number(attribute(tag, 'numFmtId') ?? 0)
    return isDateFormat(id, codes.get(id)) ? 1 : 0
  })
}

const readStrings = async (member: Member | undefined): Promise<StringTable> => {
  const table = new StringTable()
  if (!member) return table
  const scanner = new XmlScanner(new StringReader(table))
  for await (const piece of utf8(unpack(member))) {
    scanner.push(piece)
    scanner.run()
  }
  return table
}

interface SheetPart {
  name: string
  hidden: boolean
  member: Member
}

const sheetParts = (workbook: string, relations: readonly Relation[], parts: Parts): SheetPart[] =>
  startTags(workbook, 'sheet').flatMap((tag) => {
    const id = /\s[\w.-]+:id="([^"]*)"/.exec(tag)?.[1] ?? attribute(tag, 'id')
    const relation = relations.find((candidate) => candidate.id === id)
    const member = parts.get(relation?.part ?? '')
    if (!member || (relation?.type !== 'worksheet' && relation?.type !== '')) return []
    return [{ name: attribute(tag, 'name') ?? '', hidden: /^(very)?hidden$/i.test(attribute(tag, 'state') ?? ''), member }]
  })

const WORKBOOK = 'xl/workbook.xml'

/** Whether the members of a container make it a workbook. */
export const isWorkbook = (members: readonly Member[]): boolean => {
  const parts = partsOf(members)
  return (
    parts.has(WORKBOOK) ||
    (parts.has('[content_types].xml') && [...parts.keys()].some((name) => /^xl\/worksheets\/.*\.xml$/.test(name)))
  )
}

/** One worksheet part of a workbook, read as often as it is asked for. */
class WorkbookSheet implements Sheet {
  readonly encoding = 'xlsx'
  private fills: Promise<HeadingFills> | undefined

  constructor(
    readonly name: string,
    readonly hidden: boolean,
    private readonly member: Member,
    private readonly book: () => Promise<BookParts>,
  ) {}

  async *chunks(shape: Shape): AsyncGenerator<NormalisedChunk> {
    const atTop = shape.after < HEADING_AREA && (!shape.only || [...shape.only].some((line) => line <= HEADING_AREA))
    yield* this.read(shape, atTop ? await this.headingFills() : NO_FILLS)
  }

  private async *read(shape: Shape, fills: HeadingFills): AsyncGenerator<NormalisedChunk> {
    const { member } = this
    const writer = new CanonicalWriter(shape)
    const reader = new WorksheetReader(writer, await this.book(), fills)
    const scanner = new XmlScanner(reader)
    let unpacked = 0
    let written = 0
    const taken = (): NormalisedChunk => {
      const chunk = writer.take(Math.round((unpacked / member.size) * member.packedSize))
      written += chunk.bytes.length
      if (written > GROWTH_FROM_BYTES && written > MOST_GROWTH * unpacked) throw swollen()
      return chunk
    }
    for await (const piece of utf8(unpack(member))) {
      unpacked += piece.length
      scanner.push(piece)
      while (scanner.run()) {
        if (writer.done) {
          yield taken()
          return
        }
        yield taken()
      }
    }
    if (!reader.complete) throw broken()
    if (writer.waiting) yield taken()
  }

  private headingFills(): Promise<HeadingFills> {
    this.fills ??= this.findFills()
    return this.fills
  }

  private async findFills(): Promise<HeadingFills> {
    const rows: TextRow[] = []
    for await (const chunk of this.read({ columns: null, after: 0, limit: HEADING_AREA }, NO_FILLS)) rows.push(...rowsOf(chunk))
    return hasGaps(rows) ? headingFills(rows, await mergesOf(utf8(unpack(this.member)))) : NO_FILLS
  }
}

/** The sheets of an `.xlsx`, hidden ones too. Nothing of them is read before it is asked for. */
export const workbookSheets = async (members: readonly Member[]): Promise<Sheet[]> => {
  const parts = partsOf(members)
  const [top] = (await relationsOf(parts, '')).filter(({ type }) => type === 'officeDocument')
  const path = top && parts.has(top.part) ? top.part : WORKBOOK
  const workbook = await textOf(parts, path)
  const relations = await relationsOf(parts, path)
  const found = sheetParts(workbook, relations, parts)
  if (found.length === 0) throw broken()
  const partOf = (type: string): string =>
    relations.find((relation) => relation.type === type)?.part ?? `xl/${type.toLowerCase()}.xml`
  const dates = readStyles(await textOf(parts, partOf('styles')))
  const date1904 = /^(1|true)$/.test(attribute(startTags(workbook, 'workbookPr')[0] ?? '', 'date1904') ?? '')
  let kept: WeakRef<StringTable> | undefined
  const book = async (): Promise<BookParts> => {
    const strings = kept?.deref() ?? (await readStrings(parts.get(partOf('sharedStrings'))))
    kept = new WeakRef(strings)
    return { strings, dates, date1904 }
  }
  return found.map(({ name, hidden, member }) => new WorkbookSheet(name, hidden, member, book))
}
