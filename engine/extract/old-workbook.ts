import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx'
import type { SourceFile } from '../contract.ts'
import type { CanonicalWriter } from './canonical.ts'
import { OLD_BOOK_BYTES } from './limits.ts'
import { rowsSheet } from './rows-sheet.ts'
import { isDateFormat, numberText, serialText } from './serial.ts'
import { ExtractError, type Sheet } from './sheet.ts'

const unreadable = (message: string) => new ExtractError('unreadable', message)

const LOCKED = unreadable('工作簿加了密码，请在表格软件里去掉密码、另存为 .xlsx 后再导入')
const DAMAGED = new ExtractError('bad_workbook', '旧版工作簿读不出来，可能已损坏，请用表格软件打开后另存为 .xlsx')
const TOO_LARGE = unreadable(`旧版工作簿超过 ${OLD_BOOK_BYTES >> 20} MB，请用表格软件另存为 .xlsx 或 CSV 后再导入`)

const ENTRY = 128
const NAME_BYTES = 64
const STREAMS = ['Workbook', 'Book', 'EncryptedPackage', 'WordDocument', 'PowerPoint Document'] as const

/** Names of streams that tell what a compound file is: entries of its directory lie at multiples of their size. */
const streamsOf = (bytes: Uint8Array): Set<string> => {
  const decoder = new TextDecoder('utf-16le')
  const found = new Set<string>()
  for (let at = 512; at + ENTRY <= bytes.length; at += ENTRY) {
    const length = ((bytes[at + NAME_BYTES] as number) | ((bytes[at + NAME_BYTES + 1] as number) << 8)) - 2
    if (length < 8 || length > NAME_BYTES - 2 || bytes[at + NAME_BYTES + 2] !== 2) continue
    const name = decoder.decode(bytes.subarray(at, at + length))
    const known = STREAMS.find((stream) => stream.toLowerCase() === name.toLowerCase())
    if (known) found.add(known)
  }
  return found
}

/** Refuses what lies in the same kind of container as an old workbook and is none. */
const checkKind = (bytes: Uint8Array): void => {
  const streams = streamsOf(bytes)
  if (streams.has('EncryptedPackage')) throw LOCKED
  if (streams.has('Workbook') || streams.has('Book')) return
  if (streams.has('WordDocument') || streams.has('PowerPoint Document'))
    throw unreadable('这是 Word 文档或演示文稿，不是数据表，请索取 CSV 或 .xlsx')
  throw DAMAGED
}

const parse = async (bytes: Uint8Array): Promise<WorkBook> => {
  const [library, codepages] = await Promise.all([import('@e965/xlsx'), import('@e965/xlsx/dist/cpexcel.full.mjs')])
  library.set_cptable(codepages)
  try {
    return library.read(bytes, {
      type: 'array',
      dense: true,
      cellDates: false,
      cellNF: true,
      cellText: false,
      cellHTML: false,
      cellFormula: false,
      codepage: 936,
    })
  } catch (error) {
    throw /password-protected/i.test(String(error)) ? LOCKED : DAMAGED
  }
}

const cellText = (cell: CellObject | undefined, date1904: boolean): string => {
  if (cell?.v === undefined || cell.v === null) return ''
  switch (cell.t) {
    case 'b':
      return cell.v ? 'TRUE' : 'FALSE'
    case 'n': {
      const number = Number(cell.v)
      if (!Number.isFinite(number)) return ''
      const format = typeof cell.z === 'string' ? cell.z : ''
      return isDateFormat(0, format) ? serialText(number, date1904) : numberText(String(number))
    }
    case 'e':
      return ERRORS.get(Number(cell.v)) ?? '#N/A'
    default:
      return String(cell.v)
  }
}

/** Errors of a cell by their code. */
const ERRORS = new Map([
  [0x00, '#NULL!'],
  [0x07, '#DIV/0!'],
  [0x0f, '#VALUE!'],
  [0x17, '#REF!'],
  [0x1d, '#NAME?'],
  [0x24, '#NUM!'],
  [0x2a, '#N/A'],
])

const writeSheet = function* (writer: CanonicalWriter, sheet: WorkSheet | undefined, date1904: boolean): Generator<number> {
  const rows: readonly (readonly CellObject[])[] = sheet?.['!data'] ?? []
  for (let row = 0; row < rows.length; row++) {
    const cells = rows[row]
    if (!cells || !writer.begin(row + 1)) continue
    for (let column = 0; column < cells.length; column++) writer.putText(column, cellText(cells[column], date1904))
    writer.end()
    if (writer.full || writer.done) yield row / rows.length
  }
}

/** The sheets of a workbook of before 2007, or of WPS in the same form; it is read whole and may be let go in between. */
export const oldWorkbookSheets = async (file: SourceFile): Promise<Sheet[]> => {
  if (file.size > OLD_BOOK_BYTES) throw TOO_LARGE
  const bytes = await file.bytes()
  checkKind(bytes)
  const book = await parse(bytes)
  let kept: WeakRef<WorkBook> | undefined = new WeakRef(book)
  const again = async (): Promise<WorkBook> => {
    const held = kept?.deref() ?? (await parse(await file.bytes()))
    kept = new WeakRef(held)
    return held
  }
  const date1904 = book.Workbook?.WBProps?.date1904 === true
  return book.SheetNames.map((name, index) =>
    rowsSheet({
      name,
      encoding: 'xls',
      hidden: (book.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0,
      size: file.size,
      async *rows(writer) {
        yield* writeSheet(writer, (await again()).Sheets[name], date1904)
      },
    }),
  )
}
