import { rowsOf } from './canonical.ts'
import { filledCount, filledWidth, isNoRecord } from './layout.ts'
import { ExtractError, type NormalisedChunk, RECORD_BYTES, type SetAside, type Sheet } from './sheet.ts'
import type { Table } from './table.ts'

const QUOTE = 34
const COMMA = 44
const LF = 10
const CR = 13
const HASH = 35
const SLASH = 47
const SPACE = 32

const encoder = new TextEncoder()
const decoder = new TextDecoder()
const NEEDS_QUOTES = /[",\n\r]/
const EMPTY = new Uint8Array(0)

/** Size from which on a piece is handed over. */
const PIECE_BYTES = 4 << 20

/** A table that is wider is none: spreadsheets have no more columns either. */
const MOST_COLUMNS = 16_384

/** Records at the end among which totals and notes are looked for. */
const TAIL_RECORDS = 12

/** What became of a sheet's rows. */
export interface CsvOutcome {
  records: number
  /** Repeated headings and comments between the records, totals and notes behind them. */
  dropped: number
  /** Columns up to the last one that has a name or is filled in some record. */
  width: number
  setAside: SetAside[]
}

const tooWide = (line: number): ExtractError =>
  new ExtractError('unreadable', `第 ${line} 行有超过 ${MOST_COLUMNS} 格，不像表格，请检查分隔符后重新导出`)

const csvCell = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const csvLine = (cells: readonly string[], width: number): Uint8Array =>
  encoder.encode(`${Array.from({ length: width }, (_, column) => csvCell(cells[column] ?? '')).join(',')}\n`)

const sameBytes = (left: Uint8Array, from: number, to: number, right: Uint8Array | undefined): boolean => {
  if (right === undefined || to - from !== right.length) return false
  for (let at = 0; at < right.length; at++) if (left[from + at] !== right[at]) return false
  return true
}

/** A record in what is being written, and where it came from. */
interface Place {
  out: number
  from: number
  behind: number
}

interface Held {
  line: Uint8Array
  cells: readonly string[]
}

/** Writes the records of a table as plain CSV with `width` cells each; wider ones come out as wide as they are. */
class CsvWriter {
  readonly outcome: CsvOutcome
  private out: Uint8Array = EMPTY
  private to = 0
  private filled = 0
  /** The latest records, which only the end of the file can tell from totals and notes. */
  private latest: Place[] = []
  private held: Held[] = []
  /** Rows that may come again at the head of every page: titles, then the heading. */
  private readonly repeats: readonly Uint8Array[]
  private matched: Place[] = []
  private expected = 0
  /** Records since the heading stood last: one that follows on itself is no repeat. */
  private since = 0

  constructor(
    private readonly table: Table,
    private readonly width: number,
  ) {
    this.outcome = { records: 0, dropped: 0, width, setAside: [] }
    const { preamble, headingRows } = table
    this.repeats =
      table.certain && filledCount(table.heading) > 1
        ? [...preamble, ...headingRows].map(({ cells }) => csvLine(cells, width))
        : []
  }

  heading(): Uint8Array {
    return csvLine(this.table.heading, this.width)
  }

  /** Takes a chunk; hands over what is sure to be written by now. */
  *push(chunk: NormalisedChunk): Generator<Uint8Array> {
    const { bytes } = chunk
    this.outcome.setAside.push(...chunk.setAside)
    // A record is at most so long that the scanner accepts it; its line before it and blanks behind it come in addition.
    const room = Math.min(bytes.length + chunk.records * (this.width + 2), PIECE_BYTES + 3 * RECORD_BYTES + this.width)
    if (room > this.out.length) this.out = new Uint8Array(room)
    for (let at = 0; at < bytes.length; ) {
      if (this.to >= PIECE_BYTES) yield this.hold(bytes)
      const { to } = this
      const from = at
      at = this.record(bytes, from)
      this.keep({ out: to, from, behind: at })
    }
    yield this.hold(bytes)
  }

  /** What is left to write when all chunks are through. */
  end(): Uint8Array {
    const rows = [...this.held]
    while (rows.length > 0 && this.outcome.records > 1 && isNoRecord(rows.at(-1)?.cells ?? [], this.table.columns)) {
      rows.pop()
      this.outcome.records--
      this.outcome.dropped++
    }
    return joined(rows.map(({ line }) => line))
  }

  /** Writes one record; the position behind it. */
  private record(bytes: Uint8Array, start: number): number {
    const { out, width } = this
    let at = bytes.indexOf(COMMA, start) + 1
    let cells = 0
    let widthTo = -1
    let filledTo = this.to
    this.filled = 0
    for (;;) {
      const from = this.to
      at = bytes[at] === QUOTE ? this.quoted(bytes, at) : this.plain(bytes, at)
      if (bytes[at] === LF) {
        this.to = from - 1
        break
      }
      cells++
      if (this.inked(from)) {
        this.filled = cells
        filledTo = this.to
      }
      if (cells === width) widthTo = this.to
      out[this.to++] = COMMA
      at++
    }
    if (this.filled > MOST_COLUMNS) throw tooWide(Number(decoder.decode(bytes.subarray(start, bytes.indexOf(COMMA, start)))))
    if (this.filled > width) this.to = filledTo
    else if (widthTo >= 0) this.to = widthTo
    for (; cells < width; cells++) out[this.to++] = COMMA
    out[this.to++] = LF
    return at + 1
  }

  private inked(from: number): boolean {
    for (let at = from; at < this.to; at++) if ((this.out[at] as number) > SPACE) return true
    return false
  }

  private plain(bytes: Uint8Array, start: number): number {
    const { out } = this
    let { to } = this
    let at = start
    for (let byte = bytes[at] as number; byte !== COMMA && byte !== LF; byte = bytes[++at] as number) out[to++] = byte
    this.to = to
    return at
  }

  private quoted(bytes: Uint8Array, start: number): number {
    const { out, to: begin } = this
    let to = begin + 1
    let at = start + 1
    let special = false
    for (;;) {
      const byte = bytes[at++] as number
      if (byte === QUOTE) {
        if (bytes[at] !== QUOTE) break
        out[to++] = QUOTE
        at++
      }
      if (byte === QUOTE || byte === COMMA || byte === LF || byte === CR) special = true
      out[to++] = byte
    }
    if (special) {
      out[begin] = QUOTE
      out[to++] = QUOTE
    } else out.copyWithin(begin, begin + 1, to--)
    this.to = to
    return at
  }

  /** Keeps the record just written unless it is a comment or ends a repeated heading. */
  private keep(place: Place): void {
    const { outcome } = this
    if (this.table.comments && this.isComment(place.out)) {
      this.to = place.out
      outcome.dropped++
      return
    }
    outcome.records++
    this.since++
    outcome.width = Math.max(outcome.width, this.filled)
    this.latest.push(place)
    if (this.latest.length > TAIL_RECORDS) this.latest.shift()
    if (this.endsRepeat(place)) this.takeBack()
  }

  private isComment(from: number): boolean {
    const { out } = this
    return this.filled === 1 && (out[from] === HASH || (out[from] === SLASH && out[from + 1] === SLASH))
  }

  private endsRepeat(place: Place): boolean {
    const { repeats, out, to } = this
    const is = (index: number) => sameBytes(out, place.out, to, repeats[index])
    if (this.expected > 0 && is(this.expected)) {
      this.matched.push(place)
      this.expected++
    } else {
      const start = [0, this.table.preamble.length].find(is) ?? -1
      this.matched = [place]
      this.expected = start + 1
    }
    return this.expected > 0 && this.expected === repeats.length && this.since > this.matched.length
  }

  private takeBack(): void {
    const { matched, outcome } = this
    this.to = (matched[0] as Place).out
    outcome.records -= matched.length
    outcome.dropped += matched.length
    this.latest = this.latest.filter(({ out }) => out < this.to)
    this.expected = 0
    this.since = 0
  }

  /** Holds the latest records back, and returns those before them. */
  private hold(bytes: Uint8Array): Uint8Array {
    const { latest, out, to } = this
    const fresh = latest.map((place, index): Held => {
      const [row] = rowsOf({ bytes: bytes.subarray(place.from, place.behind) })
      return { line: out.slice(place.out, latest[index + 1]?.out ?? to), cells: row?.cells ?? [] }
    })
    const before = latest[0]?.out ?? to
    const all = before > 0 ? fresh : [...this.held, ...fresh]
    const sure = before > 0 ? this.held : all.slice(0, -TAIL_RECORDS)
    this.held = all.slice(-TAIL_RECORDS)
    this.to = 0
    this.latest = []
    this.matched = []
    this.expected = 0
    return joined([...sure.map(({ line }) => line), out.subarray(0, before)])
  }
}

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** A sheet's table as CSV: piece by piece, and, once all pieces are taken, what became of its rows. */
export interface TableCsv {
  outcome: CsvOutcome
  pieces: AsyncIterable<Uint8Array>
}

/**
 * Writes a table as RFC 4180 CSV: UTF-8, LF, quotes only where they must be, the heading first, every record as wide as
 * `width`. Cells are written as they stand in the sheet. Left out are blank rows, what stands above the heading, a heading
 * that is repeated word for word, comments where comments also stand above the heading, and at the very end totals that
 * leave a column blank which all records fill, and notes (`注：…`, `制表人：…`) in fewer cells than any record has.
 */
export const tableCsv = (sheet: Sheet, table: Table, width: number): TableCsv => {
  const writer = new CsvWriter(table, width)
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield writer.heading()
    for await (const chunk of sheet.chunks({ columns: null, after: table.after, asSent: true })) yield* writer.push(chunk)
    yield writer.end()
  }
  return { outcome: writer.outcome, pieces: pieces() }
}

/** Columns a table has at least, as far as its heading and the records of the sample tell. */
export const leastWidth = ({ heading, columns }: Table): number =>
  Math.min(MOST_COLUMNS, Math.max(1, filledWidth(heading), columns.width))
