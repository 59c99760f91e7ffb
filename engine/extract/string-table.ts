import { cellFlags } from './cell-flags.ts'
import { MOST_STRINGS, STRING_BYTES } from './limits.ts'
import { ExtractError, RECORD_BYTES } from './sheet.ts'
import { nameOf, type Tag, type XmlHandler } from './xml-scan.ts'
import { CellText } from './xml-text.ts'

const SEGMENT_BITS = 22
const SEGMENT = 1 << SEGMENT_BITS
const FIRST_SEGMENT = 1 << 16
const FLAGS = 28
const LENGTH = (1 << FLAGS) - 1

const tooMuch = () => new ExtractError('bad_workbook', '工作簿里的文字太多，超出可读取的范围，请分成几个工作簿后再导入')

/** The texts a workbook's cells refer to, in UTF-8, outside the heap of objects: a million take a few tens of megabytes. */
export class StringTable {
  count = 0
  private readonly segments: Uint8Array[] = []
  private used = SEGMENT
  private places = new Uint32Array(1024)
  /** Length, and the flags of the text above it. */
  private sizes = new Uint32Array(1024)

  add(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from
    if (this.count === this.places.length) this.widen()
    if (this.used === SEGMENT || this.used + length > SEGMENT) this.addSegment()
    const last = this.segments.length - 1
    const segment = this.room(last, this.used + length)
    segment.set(bytes.subarray(from, to), this.used)
    this.places[this.count] = last * SEGMENT + this.used
    this.sizes[this.count] = length | (cellFlags(bytes, from, to) << FLAGS)
    this.used += length
    this.count++
  }

  private widen(): void {
    if (this.count >= MOST_STRINGS) throw tooMuch()
    const [places, sizes] = [new Uint32Array(2 * this.count), new Uint32Array(2 * this.count)]
    places.set(this.places)
    sizes.set(this.sizes)
    this.places = places
    this.sizes = sizes
  }

  private addSegment(): void {
    if (this.segments.length * SEGMENT >= STRING_BYTES) throw tooMuch()
    this.segments.push(new Uint8Array(this.segments.length === 0 ? FIRST_SEGMENT : SEGMENT))
    this.used = 0
  }

  private room(index: number, bytes: number): Uint8Array {
    const segment = this.segments[index] as Uint8Array
    if (segment.length >= bytes) return segment
    const larger = new Uint8Array(Math.min(SEGMENT, Math.max(bytes, 4 * segment.length)))
    larger.set(segment)
    this.segments[index] = larger
    return larger
  }

  bytes(index: number): Uint8Array {
    return this.segments[(this.places[index] as number) >>> SEGMENT_BITS] as Uint8Array
  }

  from(index: number): number {
    return (this.places[index] as number) & (SEGMENT - 1)
  }

  to(index: number): number {
    return this.from(index) + ((this.sizes[index] as number) & LENGTH)
  }

  flags(index: number): number {
    return (this.sizes[index] as number) >>> FLAGS
  }
}

const ITEM = nameOf('si')
const TEXT = nameOf('t')
const PHONETIC = nameOf('rPh')

/** Fills a table from the part of shared strings: rich runs joined, phonetic guides left out. */
export class StringReader implements XmlHandler {
  private readonly text_ = new CellText(RECORD_BYTES)
  private wanted = false
  private phonetic = false
  private inside = false

  constructor(private readonly table: StringTable) {}

  open(name: number, { empty }: Tag): void {
    if (name === ITEM) {
      this.text_.clear()
      this.inside = !empty
      if (empty) this.keep()
    } else if (name === PHONETIC) this.phonetic = !empty
    else if (name === TEXT) this.wanted = this.inside && !empty && !this.phonetic
  }

  close(name: number): boolean {
    if (name === TEXT) this.wanted = false
    else if (name === PHONETIC) this.phonetic = false
    else if (name === ITEM && this.inside) {
      this.inside = false
      this.keep()
    }
    return false
  }

  text(bytes: Uint8Array, from: number, to: number): void {
    if (this.wanted) this.text_.add(bytes, from, to)
  }

  private keep(): void {
    this.text_.finish()
    this.table.add(this.text_.bytes, 0, this.text_.length)
  }
}
