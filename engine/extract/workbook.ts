import type { SourceFile } from '../contract.ts'
import { listMembers, type Member, unpack, unpackAll } from './archive.ts'
import { CanonicalWriter } from './canonical.ts'
import { isDateFormat } from './serial.ts'
import { ExtractError, type NormalisedChunk, type Shape, type Sheet } from './sheet.ts'
import { type CellStyle, WorksheetReader } from './worksheet.ts'
import { attribute, itemText, startTags } from './xml.ts'

const decoder = new TextDecoder()
const broken = () => new ExtractError('bad_workbook', '工作簿缺少必要的部分，可能已损坏，请用表格软件打开后另存为 .xlsx')

const partName = (base: string, target: string): string => {
  const path = target.startsWith('/') ? target.slice(1) : `${base}/${target}`
  const parts: string[] = []
  for (const part of path.split('/')) part === '..' ? parts.pop() : part !== '.' && parts.push(part)
  return parts.join('/')
}

/** Reads shared strings one item at a time, so that no second copy of the part is held. */
const readSharedStrings = async (member: Member): Promise<string[]> => {
  const strings: string[] = []
  const text = new TextDecoder()
  let rest = ''
  for await (const piece of unpack(member)) {
    rest += text.decode(piece, { stream: true })
    const item = /<(?:[\w.-]+:)?si(?:\s[^>]*)?(?:\/>|>([\s\S]*?)<\/(?:[\w.-]+:)?si>)/g
    let end = 0
    for (let match = item.exec(rest); match; match = item.exec(rest)) {
      strings.push(match[1] === undefined ? '' : itemText(match[1]))
      end = item.lastIndex
    }
    rest = rest.slice(end)
  }
  return strings
}

const readStyles = (xml: string): CellStyle[] => {
  const codes = new Map(
    startTags(xml, 'numFmt').map((tag) => [Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '']),
  )
  const formats = /<(?:[\w.-]+:)?cellXfs[\s>]([\s\S]*?)<\/(?:[\w.-]+:)?cellXfs>/.exec(xml)?.[1] ?? ''
  return startTags(formats, 'xf').map((tag) => {
    const id = Number(attribute(tag, 'numFmtId') ?? 0)
    return isDateFormat(id, codes.get(id)) ? 'date' : 'plain'
  })
}

interface Part {
  sheet: string
  member: string
}

const sheetParts = (workbook: string, relations: string, members: ReadonlyMap<string, Member>): Part[] => {
  const targets = new Map(
    startTags(relations, 'Relationship').map((tag) => [attribute(tag, 'Id'), attribute(tag, 'Target') ?? '']),
  )
  const parts: Part[] = []
  for (const tag of startTags(workbook, 'sheet')) {
    const id = /\s[\w.-]+:id="([^"]*)"/.exec(tag)?.[1] ?? attribute(tag, 'id')
    const member = partName('xl', targets.get(id) ?? '')
    if (members.has(member)) parts.push({ sheet: attribute(tag, 'name') ?? '', member })
  }
  return parts
}

const membersByName = (bytes: Uint8Array): Map<string, Member> =>
  new Map(listMembers(bytes).map((member) => [member.name.replace(/^\//, ''), member]))

/** Whether the members of a container make it a workbook. */
export const isWorkbook = (members: readonly Member[]): boolean =>
  members.some(({ name }) => /^\/?xl\/workbook\.xml$/i.test(name))

/** The sheets of an `.xlsx`. Its bytes may be let go between two readings and are then read again. */
export const workbookSheets = async (file: SourceFile, bytes: Uint8Array): Promise<Sheet[]> => {
  let held = new WeakRef(bytes)
  const members = async (): Promise<Map<string, Member>> => {
    let whole = held.deref()
    if (!whole) {
      whole = await file.bytes()
      held = new WeakRef(whole)
    }
    return membersByName(whole)
  }
  const text = async (name: string): Promise<string> => {
    const member = (await members()).get(name)
    return member ? decoder.decode(await unpackAll(member)) : ''
  }
  const workbook = await text('xl/workbook.xml')
  const parts = sheetParts(workbook, await text('xl/_rels/workbook.xml.rels'), await members())
  if (parts.length === 0) throw broken()
  const styles = readStyles(await text('xl/styles.xml'))
  const date1904 = /^(1|true)$/.test(attribute(startTags(workbook, 'workbookPr')[0] ?? '', 'date1904') ?? '')
  let keptStrings: WeakRef<string[]> | undefined
  const sharedStrings = async (all: ReadonlyMap<string, Member>): Promise<string[]> => {
    const kept = keptStrings?.deref()
    if (kept) return kept
    const part = all.get('xl/sharedStrings.xml')
    const strings = part ? await readSharedStrings(part) : []
    keptStrings = new WeakRef(strings)
    return strings
  }
  return parts.map(({ sheet, member }): Sheet => {
    async function* chunks(shape: Shape): AsyncGenerator<NormalisedChunk> {
      const all = await members()
      const reader = new WorksheetReader(await sharedStrings(all), styles, date1904)
      const writer = new CanonicalWriter(shape)
      let consumed = 0
      for await (const piece of unpack(all.get(member) as Member)) {
        consumed += piece.length
        for (const row of reader.push(piece)) writer.write(row)
        if (writer.done) {
          yield writer.take(consumed)
          return
        }
        if (writer.full) yield writer.take(consumed)
      }
      if (!reader.complete) throw broken()
      if (writer.waiting) yield writer.take(consumed)
    }
    return { name: sheet, encoding: 'xlsx', chunks }
  })
}
