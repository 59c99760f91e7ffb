import { isGuarded } from './guard.ts'
import { CHUNK_BYTES, type NormalisedChunk, RECORD_BYTES, recordTooLong, type SetAside, type Shape } from './sheet.ts'
import { BAD_BYTE, shownText } from './transcode.ts'
import { untidyAt } from './untidy.ts'

const QUOTE = 34
const COMMA = 44
const LF = 10
const CR = 13
const SPACE = 32
const APOSTROPHE = 39
const ONE = 49

const PLAIN = 0
const STOP = 1
const ODD = 2
const LEAD = 3
const BAD = 4

const FULL_BYTES = CHUNK_BYTES + 2 * RECORD_BYTES + (1 << 16)

const EMPTY = new Uint8Array(0)
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** What each byte asks of the inner loop: nothing, end of field, quoting, or a look for untidy characters. */
const byteKinds = (delimiter: number): Uint8Array => {
  const kinds = new Uint8Array(256)
  for (const lead of [0, 0xc2, 0xe2, 0xe3, 0xef]) kinds[lead] = LEAD
  kinds[BAD_BYTE] = BAD
  kinds[COMMA] = ODD
  kinds[QUOTE] = ODD
  kinds[delimiter] = STOP
  kinds[LF] = STOP
  kinds[CR] = STOP
  return kinds
}

/**
 * Turns delimited UTF-8 into canonical chunks in one pass over the bytes. Records are found by RFC 4180;
 * a quote that is never closed, or is followed by other text, is read as an ordinary character.
 */
export class RecordScanner {
  /** Whether the wanted number of records is reached. */
  done = false
  private readonly kinds: Uint8Array
  private out: Uint8Array = EMPTY
  private to = 0
  private input: Uint8Array = EMPTY
  private carry: Uint8Array = EMPTY
  private line = 1
  private lines = 0
  private literal = false
  private untidy = false
  private bad = false
  private final = false
  private records = 0
  private consumed = 0
  private setAside: SetAside[] = []
  private messy: Uint8Array

  constructor(
    private readonly delimiter: number,
    private readonly shape: Shape,
  ) {
    this.kinds = byteKinds(delimiter)
    this.messy = this.freshMessy()
  }

  /** Takes the next block of the file; the last call has `final`. */
  *push(block: Uint8Array, final: boolean): Generator<NormalisedChunk> {
    this.input = this.joined(block)
    this.final = final
    this.reserve(this.input.length)
    this.consumed += block.length
    let at = 0
    while (at < this.input.length) {
      const next = this.wholeRecord(at)
      if (next < 0) break
      at = next
      if (this.records === this.shape.limit) {
        this.done = true
        break
      }
      if (this.to >= CHUNK_BYTES) yield this.chunk()
    }
    if (this.done) {
      yield this.chunk()
      return
    }
    this.carry = this.input.subarray(at)
    if (this.carry.length > RECORD_BYTES) throw recordTooLong(this.line)
    if (final && (this.records > 0 || this.setAside.length > 0)) yield this.chunk()
  }

  private joined(block: Uint8Array): Uint8Array {
    if (this.carry.length === 0) return block
    const whole = new Uint8Array(this.carry.length + block.length)
    whole.set(this.carry)
    whole.set(block, this.carry.length)
    return whole
  }

  /** Makes room for what these bytes can become at most, as far as a chunk may grow. */
  private reserve(bytes: number): void {
    const perRecord = 16 + (this.shape.columns ?? 0)
    const needed = Math.min(FULL_BYTES, this.to + 2 * bytes + Math.ceil(bytes / 2 + 1) * perRecord)
    if (needed <= this.out.length) return
    const out = new Uint8Array(Math.min(FULL_BYTES, Math.max(needed, 2 * this.out.length)))
    out.set(this.out.subarray(0, this.to))
    this.out = out
  }

  private freshMessy = () => new Uint8Array(this.shape.columns ?? 4096)

  private chunk(): NormalisedChunk {
    const { records, setAside, messy, consumed } = this
    const bytes = this.out.slice(0, this.to)
    this.to = 0
    this.records = 0
    this.setAside = []
    this.messy = this.freshMessy()
    return { bytes, records, setAside, messy, beyond: 0, consumed }
  }

  /** Reads one record, falling back to quotes as ordinary characters; the next position, or -1 where more bytes are needed. */
  private wholeRecord(start: number): number {
    const begin = this.to
    this.literal = false
    let next = this.record(start)
    if (next === UNCLOSED) {
      this.to = begin
      this.literal = true
      next = this.record(start)
    }
    if (next < 0) {
      this.to = begin
      return -1
    }
    if (next - start > RECORD_BYTES) throw recordTooLong(this.line)
    this.line += this.lines
    return next
  }

  private record(start: number): number {
    const { input, out, kinds, shape, delimiter } = this
    const first = this.to
    const columns = shape.columns ?? Number.POSITIVE_INFINITY
    const guards = !shape.asSent
    let at = start
    let column = 0
    let cut = -1
    let filled = false
    let extra = false
    this.lines = 0
    this.untidy = false
    this.bad = false
    this.prefix()
    for (;;) {
      const begin = this.to
      at = input[at] === QUOTE && !this.literal ? this.quotedField(at, column) : this.plainField(at, column)
      if (at < 0) return at
      if (at >= input.length && !this.final) return INCOMPLETE
      if (guards && (out[begin] === APOSTROPHE || out[begin + 1] === APOSTROPHE)) this.unguard(begin, column)
      if (this.to > begin && ((out[begin] as number) > SPACE || this.inked(begin))) {
        filled = true
        if (column >= columns) extra = true
      }
      column++
      if (column === columns) cut = this.to
      if (at >= input.length || kinds[input[at] as number] !== STOP || input[at] !== delimiter) break
      out[this.to++] = COMMA
      at++
    }
    if (at < input.length) {
      this.lines++
      if (input[at] === CR) {
        if (at + 1 >= input.length && !this.final) return INCOMPLETE
        if (input[at + 1] === LF) at++
      }
      at++
    }
    this.close(first, filled, extra, column, cut, start, at)
    return at
  }

  /** Ends the record: keeps it, drops it as blank or unwanted, or sets it aside as ragged. */
  private close(first: number, filled: boolean, extra: boolean, column: number, cut: number, start: number, at: number): void {
    const { shape, out, line } = this
    if (!filled || line <= shape.after || (shape.only && !shape.only.has(line))) {
      this.to = first
      return
    }
    if (extra || this.bad) {
      this.to = first
      const text = shownText(this.input.subarray(start, Math.min(at, start + 600)))
      this.setAside.push({ line, text: text.trim().slice(0, 200), reason: this.bad ? 'bad_bytes' : 'ragged' })
      return
    }
    if (cut >= 0) this.to = cut
    for (let missing = (shape.columns ?? 0) - column; missing > 0; missing--) out[this.to++] = COMMA
    out[this.to++] = COMMA
    if (this.untidy) out[this.to++] = ONE
    out[this.to++] = LF
    this.records++
  }

  private prefix(): void {
    const text = String(this.line)
    for (let index = 0; index < text.length; index++) this.out[this.to++] = text.charCodeAt(index)
    this.out[this.to++] = COMMA
  }

  private mark(column: number): void {
    this.messy[column] = 1
    this.untidy = true
  }

  private inked(begin: number): boolean {
    for (let at = begin; at < this.to; at++) if ((this.out[at] as number) > SPACE) return true
    return false
  }

  private plainField(start: number, column: number): number {
    const { input, out, kinds } = this
    const end = input.length
    const begin = this.to
    let to = begin
    let at = start
    let odd = false
    while (at < end) {
      const byte = input[at] as number
      const kind = kinds[byte] as number
      if (kind !== PLAIN) {
        if (kind === STOP) break
        if (kind === ODD) odd = true
        else if (kind === BAD) this.bad = true
        else if (untidyAt(input, at)) this.mark(column)
      }
      out[to++] = byte
      at++
    }
    this.to = to
    const whole = at < end || this.final
    if (whole && to > begin && ((out[begin] as number) <= SPACE || (out[to - 1] as number) <= SPACE)) this.mark(column)
    if (odd) this.quote(begin)
    return at
  }

  /** Takes the guard off the field that begins here, if it carries one. */
  private unguard(begin: number, column: number): void {
    const { out, to } = this
    const from = out[begin] === QUOTE ? begin + 1 : begin
    if (to <= from || out[from] !== APOSTROPHE || !isGuarded(decoder.decode(out.subarray(from, to)))) return
    out.copyWithin(from, from + 1, to)
    this.to--
    if ((out[from] as number) <= SPACE) this.mark(column)
  }

  /** Rewrites the field that begins here inside quotes. */
  private quote(begin: number): void {
    const field = this.out.slice(begin, this.to)
    let to = begin
    this.out[to++] = QUOTE
    for (const byte of field) {
      if (byte === QUOTE) this.out[to++] = QUOTE
      this.out[to++] = byte
    }
    this.out[to++] = QUOTE
    this.to = to
  }

  private quotedField(start: number, column: number): number {
    const { input, out, kinds } = this
    const end = input.length
    const limit = Math.min(end, start + RECORD_BYTES)
    const begin = this.to
    let to = begin
    let at = start + 1
    let lines = 0
    out[to++] = QUOTE
    for (;;) {
      if (at >= limit) return at < end || this.final ? UNCLOSED : INCOMPLETE
      const byte = input[at++] as number
      if (byte === QUOTE) {
        if (at >= end && !this.final) return INCOMPLETE
        if (input[at] !== QUOTE) break
        out[to++] = QUOTE
        at++
      } else if (byte === LF || (byte === CR && input[at] !== LF)) lines++
      else if (kinds[byte] === LEAD) {
        if (untidyAt(input, at - 1)) this.mark(column)
      } else if (kinds[byte] === BAD) this.bad = true
      out[to++] = byte
    }
    const untidy = to > begin + 1 && ((out[begin + 1] as number) <= SPACE || (out[to - 1] as number) <= SPACE)
    if (untidy || lines > 0) this.mark(column)
    const empty = to === begin + 1
    out[to++] = QUOTE
    while (at < end && input[at] === SPACE) at++
    if (at < end && kinds[input[at] as number] !== STOP) return UNCLOSED
    this.to = empty ? begin : to
    this.lines += lines
    return at
  }
}

const INCOMPLETE = -1
const UNCLOSED = -2
