import { BLANK, cellFlags, QUOTED, UNTIDY } from './cell-flags.ts'
import { isGuarded } from './guard.ts'
import { MOST_BLANKS, MOST_COLUMNS } from './limits.ts'
import {
  CHUNK_BYTES,
  ExtractError,
  type NormalisedChunk,
  RECORD_BYTES,
  type SetAside,
  type Shape,
  type Sheet,
  type TextRow,
} from './sheet.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const QUOTE = 34
const APOSTROPHE = 39
const COMMA = 44
const LF = 10
const ONE = 49
const SHORT = 24
const EMPTY = new Uint8Array(0)

/** Writes the rows of a table that already is in cells (a workbook's) as canonical chunks. */
export class CanonicalWriter {
  /** Whether the wanted number of records is reached. */
  done = false
  private out = new Uint8Array(1 << 16)
  private to = 0
  private first = 0
  private line = 0
  private column = 0
  private filled = false
  private marked = false
  private over = false
  private records = 0
  private total = 0
  private beyond = 0
  private blanks = 0
  private messy: Uint8Array
  private scratch = EMPTY
  /** Column, begin and end of every cell of the row, as they were put. */
  private places = new Int32Array(3 * 64)
  private placed = 0
  private disordered = false

  constructor(private readonly shape: Shape) {
    this.messy = this.freshMessy()
  }

  private freshMessy = () => new Uint8Array(this.shape.columns ?? MOST_COLUMNS)

  /** Whether a chunk is ready to be taken. */
  get full(): boolean {
    return this.to >= CHUNK_BYTES / 3
  }

  get waiting(): boolean {
    return this.records > 0 || this.beyond > 0
  }

  /** Begins a row; false where it is not wanted and its cells need not be put. */
  begin(line: number): boolean {
    const { after, only } = this.shape
    if (this.done || line <= after || (only && !only.has(line))) return false
    this.line = line
    this.open()
    return true
  }

  private open(): void {
    this.first = this.to
    this.column = 0
    this.placed = 0
    this.filled = false
    this.marked = false
    this.disordered = false
    this.reserve(16)
    const text = String(this.line)
    for (let at = 0; at < text.length; at++) this.out[this.to++] = text.charCodeAt(at)
    this.out[this.to++] = COMMA
  }

  private reserve(bytes: number): void {
    const needed = this.to + bytes
    if (needed - this.first > RECORD_BYTES)
      throw new ExtractError('record_too_long', `第 ${this.line} 行超过 1 MB，无法作为表格读取，请检查这一行后重新导出`)
    if (needed <= this.out.length) return
    const out = new Uint8Array(Math.max(needed, 2 * this.out.length))
    out.set(this.out.subarray(0, this.to))
    this.out = out
  }

  private blank(count: number): void {
    this.blanks += count
    if (this.blanks > MOST_BLANKS)
      throw new ExtractError(
        'bad_workbook',
        `到第 ${this.line} 行为止，空格子多得不正常，没有读取，请删去表格右边的多余内容后另存`,
      )
    this.reserve(count + 2)
    if (count === 1) this.out[this.to] = COMMA
    else this.out.fill(COMMA, this.to, this.to + count)
    this.to += count
  }

  /** Puts a cell's text, given in UTF-8, into the row, without its guard. Cells come from left to right, or else in any order. */
  put(column: number, bytes: Uint8Array, from: number, to: number, flags: number): void {
    if (from === to) return
    if (bytes[from] === APOSTROPHE && !this.shape.asSent && isGuarded(decoder.decode(bytes.subarray(from, to))))
      this.place(column, bytes, from + 1, to, cellFlags(bytes, from + 1, to))
    else this.place(column, bytes, from, to, flags)
  }

  private place(column: number, bytes: Uint8Array, from: number, to: number, flags: number): void {
    if (column >= (this.shape.columns ?? MOST_COLUMNS)) {
      if (!(flags & BLANK)) this.over = true
      return
    }
    const gap = column - this.column
    if (gap > 0) this.blank(gap)
    else if (gap < 0 || (this.placed > 0 && this.places[3 * this.placed - 3] === column)) this.disordered = true
    this.column = Math.max(column, this.column)
    if (flags & UNTIDY) {
      this.messy[column] = 1
      this.marked = true
    }
    if (!(flags & BLANK)) this.filled = true
    const begin = this.to
    this.copy(bytes, from, to, flags)
    this.remember(column, begin)
  }

  private copy(bytes: Uint8Array, from: number, to: number, flags: number): void {
    const length = to - from
    this.reserve(length + 2)
    const { out } = this
    if (flags & QUOTED) this.quote(bytes, from, to)
    else if (length > SHORT) {
      out.set(bytes.subarray(from, to), this.to)
      this.to += length
    } else {
      let at = this.to
      for (let index = from; index < to; index++) out[at++] = bytes[index] as number
      this.to = at
    }
  }

  private quote(bytes: Uint8Array, from: number, to: number): void {
    this.reserve(2 * (to - from) + 2)
    const { out } = this
    let at = this.to
    out[at++] = QUOTE
    for (let index = from; index < to; index++) {
      const byte = bytes[index] as number
      if (byte === QUOTE) out[at++] = QUOTE
      out[at++] = byte
    }
    out[at++] = QUOTE
    this.to = at
  }

  private remember(column: number, begin: number): void {
    const at = 3 * this.placed++
    if (at === this.places.length) {
      if (this.placed > MOST_COLUMNS)
        throw new ExtractError('bad_workbook', `工作表第 ${this.line} 行的格子比一张表能有的还多，请用表格软件打开后另存为 .xlsx`)
      const places = new Int32Array(2 * at)
      places.set(this.places)
      this.places = places
    }
    this.places[at] = column
    this.places[at + 1] = begin
    this.places[at + 2] = this.to
  }

  /** Puts a text into the row, without its guard. */
  putText(column: number, text: string): void {
    this.placeText(column, !this.shape.asSent && isGuarded(text) ? text.slice(1) : text)
  }

  private placeText(column: number, text: string): void {
    if (text === '') return
    if (this.scratch.length < 3 * text.length) this.scratch = new Uint8Array(Math.max(1024, 3 * text.length))
    const { written } = encoder.encodeInto(text, this.scratch)
    this.place(column, this.scratch, 0, written, cellFlags(this.scratch, 0, written))
  }

  /** Ends the row; `fills` are texts for cells that are blank so far. */
  end(fills?: ReadonlyMap<number, string>): void {
    if (this.disordered || fills) this.rebuild(fills)
    const { shape } = this
    if (this.over) this.beyond++
    this.over = false
    if (!this.filled) {
      this.to = this.first
      return
    }
    if (shape.columns !== null) this.blank(Math.max(0, shape.columns - 1 - this.column))
    this.reserve(3)
    this.out[this.to++] = COMMA
    if (this.marked) this.out[this.to++] = ONE
    this.out[this.to++] = LF
    this.records++
    this.done = ++this.total === shape.limit
  }

  /** Writes the row anew, cells in their order. Of two texts for one cell the later stands. */
  private rebuild(fills: ReadonlyMap<number, string> | undefined): void {
    const texts = new Map<number, string>()
    for (let at = 0; at < 3 * this.placed; at += 3) {
      const text = decoder.decode(this.out.subarray(this.places[at + 1], this.places[at + 2]))
      texts.set(this.places[at] as number, text[0] === '"' ? text.slice(1, -1).replaceAll('""', '"') : text)
    }
    for (const [column, text] of fills ?? []) if ((texts.get(column) ?? '').trim() === '') texts.set(column, text)
    this.to = this.first
    this.open()
    for (const [column, text] of [...texts].sort(([left], [right]) => left - right)) this.placeText(column, text)
  }

  /** Writes a whole row. */
  write({ line, cells }: TextRow): void {
    if (!this.begin(line)) return
    for (let column = 0; column < cells.length; column++) this.putText(column, cells[column] as string)
    this.end()
  }

  take(consumed: number): NormalisedChunk {
    const { records, messy, beyond } = this
    const bytes = this.out.slice(0, this.to)
    this.to = 0
    this.records = 0
    this.beyond = 0
    this.messy = this.freshMessy()
    return { bytes, records, setAside: [], messy, beyond, consumed }
  }
}

/** Reads a canonical chunk, or part of one, back into rows. */
export const rowsOf = ({ bytes }: Pick<NormalisedChunk, 'bytes'>): TextRow[] => {
  const text = decoder.decode(bytes)
  const rows: TextRow[] = []
  let cells: string[] = []
  let at = 0
  while (at < text.length) {
    let value: string
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1)
      while (text[end + 1] === '"') end = text.indexOf('"', end + 2)
      value = text.slice(at + 1, end).replaceAll('""', '"')
      at = end + 1
    } else {
      let end = at
      while (text[end] !== ',' && text[end] !== '\n') end++
      value = text.slice(at, end)
      at = end
    }
    cells.push(value)
    if (text[at] === '\n') {
      rows.push({ line: Number(cells[0]), cells: cells.slice(1, -1) })
      cells = []
    }
    at++
  }
  return rows
}

/** Rows of a sheet, and what stands between them that cannot be read. */
export interface ReadRows {
  rows: TextRow[]
  setAside: SetAside[]
}

/** Reads the first rows of a sheet as they are: at most so many, and fewer where they are so long that they fill a chunk. */
export const readTop = async (sheet: Sheet, limit: number): Promise<ReadRows> => {
  const read: ReadRows = { rows: [], setAside: [] }
  for await (const chunk of sheet.chunks({ columns: null, after: 0, limit })) {
    read.rows.push(...rowsOf(chunk))
    read.setAside.push(...chunk.setAside)
    if (read.rows.length > 0) break
  }
  return read
}
