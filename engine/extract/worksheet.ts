import type { CanonicalWriter } from './canonical.ts'
import { cellFlags } from './cell-flags.ts'
import { MOST_COLUMNS } from './limits.ts'
import type { HeadingFills } from './merged.ts'
import { numberText, serialText } from './serial.ts'
import { ExtractError, RECORD_BYTES } from './sheet.ts'
import type { StringTable } from './string-table.ts'
import { nameOf, type Tag, type XmlHandler } from './xml-scan.ts'
import { CellText } from './xml-text.ts'

const SHEET_DATA = nameOf('sheetData')
const ROW = nameOf('row')
const CELL = nameOf('c')
const VALUE = nameOf('v')
const TEXT = nameOf('t')
const PHONETIC = nameOf('rPh')
const REFERENCE = nameOf('r')
const STYLE = nameOf('s')

const NUMBER = nameOf('n')
const SHARED = nameOf('s')
const INLINE = nameOf('inlineStr')
const BOOLEAN = nameOf('b')
const DATE = nameOf('d')

const MOST_LINE = 2 ** 31 - 1
const encoder = new TextEncoder()

/** What all sheets of a workbook share. */
export interface BookParts {
  strings: StringTable
  /** By style: 1 where it shows a date or time. */
  dates: Uint8Array
  date1904: boolean
}

const wrong = (detail: string) => new ExtractError('bad_workbook', `工作表${detail}，请用表格软件打开后另存为 .xlsx`)

const hashOf = (bytes: Uint8Array, from: number, to: number): number => {
  let hash = 0
  for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0
  return hash
}

/** A whole number of digits; -1 where it is none. */
const digits = (bytes: Uint8Array, from: number, to: number): number => {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = (bytes[at] as number) - 48
    if (digit < 0 || digit > 9 || value > MOST_LINE) return -1
    value = value * 10 + digit
  }
  return from < to ? value : -1
}

/** Reads one worksheet part and writes its rows. */
export class WorksheetReader implements XmlHandler {
  /** Whether the sheet's data came to its end. */
  complete = false
  private inside = false
  private row = 0
  private wanted = false
  private next = 0
  private column = 0
  private type = 0
  private style = 0
  private inCell = false
  private taking = false
  private phonetic = false
  private readonly value = new CellText(RECORD_BYTES)
  private readonly days = new Array<Uint8Array | undefined>(MOST_DAYS)

  constructor(
    private readonly writer: CanonicalWriter,
    private readonly book: BookParts,
    private readonly fills: HeadingFills,
  ) {}

  open(name: number, tag: Tag): void {
    const { empty } = tag
    if (!this.inside) {
      if (name === SHEET_DATA && !this.complete) {
        this.inside = !empty
        this.complete = empty
      }
      return
    }
    if (name === CELL) {
      if (this.wanted) this.openCell(tag)
    } else if (name === VALUE) this.taking = this.inCell && this.type !== INLINE && !empty
    else if (name === TEXT) this.taking = this.inCell && this.type === INLINE && !this.phonetic && !empty
    else if (name === ROW) this.openRow(tag)
    else if (name === PHONETIC) this.phonetic = !empty
  }

  close(name: number): boolean {
    if (!this.inside) return false
    if (name === VALUE || name === TEXT) this.taking = false
    else if (name === CELL) {
      if (this.inCell) this.closeCell()
    } else if (name === ROW) {
      if (this.wanted) this.writer.end(this.fills.get(this.row))
      this.wanted = false
      return this.writer.full || this.writer.done
    } else if (name === PHONETIC) this.phonetic = false
    else if (name === SHEET_DATA) {
      this.inside = false
      this.complete = true
    }
    return false
  }

  text(bytes: Uint8Array, from: number, to: number): void {
    if (this.taking) this.value.add(bytes, from, to)
  }

  private openRow({ bytes, count, names, starts, ends, empty }: Tag): void {
    let row = this.row + 1
    for (let at = 0; at < count; at++) {
      if (names[at] === REFERENCE) row = digits(bytes, starts[at] as number, ends[at] as number)
    }
    if (row < 1 || row > MOST_LINE) throw wrong(`在第 ${this.row} 行之后的行号有误`)
    this.row = row
    this.next = 0
    this.wanted = !empty && this.writer.begin(row)
  }

  private openCell({ bytes, count, names, starts, ends, empty }: Tag): void {
    this.column = this.next
    this.type = NUMBER
    this.style = 0
    for (let at = 0; at < count; at++) {
      const from = starts[at] as number
      const to = ends[at] as number
      if (names[at] === REFERENCE) this.column = this.columnOf(bytes, from, to)
      else if (names[at] === STYLE) this.style = Math.max(0, digits(bytes, from, to))
      else if (names[at] === TYPE) this.type = hashOf(bytes, from, to)
    }
    if (this.column < 0 || this.column >= MOST_COLUMNS) throw wrong(`第 ${this.row} 行有单元格的位置有误`)
    this.next = this.column + 1
    this.inCell = !empty
    this.taking = false
    this.value.clear()
  }

  /** Column index of a reference such as `AB12`. */
  private columnOf(bytes: Uint8Array, from: number, to: number): number {
    let column = 0
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number
      if (byte < 65) break
      column = column * 26 + (byte & 31)
      if (column > MOST_COLUMNS) break
    }
    return column - 1
  }

  private closeCell(): void {
    this.inCell = false
    const { value, type } = this
    if (value.length === 0) return
    if (type === SHARED) this.putShared()
    else if (type === NUMBER) this.putNumber()
    else this.putOther(type)
  }

  private putOther(type: number): void {
    const { value } = this
    value.finish()
    if (type === BOOLEAN) value.set(encoder.encode(value.bytes[0] === 49 || /^true$/i.test(value.decode()) ? 'TRUE' : 'FALSE'))
    else if (type === DATE)
      value.set(
        encoder.encode(
          value
            .decode()
            .replace('T', ' ')
            .replace(/Z$/, '')
            .replace(/ 00:00:00(\.0+)?$/, ''),
        ),
      )
    this.putValue()
  }

  private putValue(): void {
    const { bytes, length } = this.value
    this.writer.put(this.column, bytes, 0, length, cellFlags(bytes, 0, length))
  }

  /** Without the blanks that a pretty printer puts around a number. */
  private trim(): void {
    const { value } = this
    if ((value.bytes[0] as number) > 32 && (value.bytes[value.length - 1] as number) > 32) return
    value.set(encoder.encode(value.decode().trim()))
  }

  private putShared(): void {
    const { value, column } = this
    const { strings } = this.book
    this.trim()
    const index = digits(value.bytes, 0, value.length)
    if (index < 0 || index >= strings.count) throw wrong(`第 ${this.row} 行引用了不存在的文字`)
    this.writer.put(column, strings.bytes(index), strings.from(index), strings.to(index), strings.flags(index))
  }

  private putNumber(): void {
    const { value, column } = this
    this.trim()
    const { bytes, length } = value
    let plain = length <= 15
    let number = length > 0
    for (let at = 0; at < length; at++) {
      const byte = bytes[at] as number
      if (byte >= 48 && byte <= 57) continue
      if (byte === 69 || byte === 101) plain = false
      else if (byte !== 46 && byte !== 45 && byte !== 43) number = false
    }
    if (!number) {
      value.finish()
      this.putValue()
    } else if (this.book.dates[this.style] === 1) this.putDate()
    else if (plain) this.writer.put(column, bytes, 0, length, 0)
    else this.writer.putText(column, numberText(value.decode()))
  }

  private putDate(): void {
    const { bytes, length } = this.value
    const day = length <= 6 ? digits(bytes, 0, length) : -1
    let text = this.days[day]
    if (text === undefined) {
      const shown = serialText(day < 0 ? Number(this.value.decode()) : day, this.book.date1904)
      text = Uint8Array.from(shown, (sign) => sign.charCodeAt(0))
      if (day >= 0 && day < MOST_DAYS) this.days[day] = text
    }
    this.writer.put(this.column, text, 0, text.length, 0)
  }
}

const TYPE = nameOf('t')
/** Days whose text is remembered: until 2064. */
const MOST_DAYS = 60_000
