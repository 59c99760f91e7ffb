import type { Dialect } from './dialect.ts'
import { RECORD_BYTES, recordTooLong } from './sheet.ts'

const COMMA = 44
const QUOTE = 34
const BACKSLASH = 92
const SPACE = 32
const LF = 10
const CR = 13

const EMPTY = new Uint8Array(0)
const encoder = new TextEncoder()

const MORE = -1
const NOT_QUOTED = -2

/** Rewrites UTF-8 in any dialect as the common one: comma, `"` doubled inside quotes. Line breaks stay where they are. */
export class Rewriter {
  private readonly delimiter: Uint8Array
  private readonly quote: number
  private readonly spaced: boolean
  private input: Uint8Array = EMPTY
  private out: Uint8Array = EMPTY
  private to = 0
  private special = false
  private final = false
  private line = 1

  constructor(private readonly dialect: Dialect) {
    this.delimiter = encoder.encode(dialect.delimiter)
    this.quote = dialect.quote === '' ? -1 : dialect.quote.charCodeAt(0)
    this.spaced = dialect.delimiter === ' '
  }

  push(block: Uint8Array, final: boolean): Uint8Array {
    const carry = this.input
    this.input = new Uint8Array(carry.length + block.length)
    this.input.set(carry)
    this.input.set(block, carry.length)
    this.final = final
    // At worst every byte is a cell of its own that needs quotes, or a quote to be doubled.
    this.out = new Uint8Array(4 * this.input.length + 16)
    this.to = 0
    let at = 0
    while (at < this.input.length) {
      const begin = this.to
      const next = this.record(at)
      if (next < 0) {
        this.to = begin
        break
      }
      this.countLines(at, next)
      at = next
    }
    this.input = this.input.subarray(at)
    if (this.input.length > RECORD_BYTES) throw recordTooLong(this.line)
    return this.out.subarray(0, this.to)
  }

  private countLines(from: number, to: number): void {
    const { input } = this
    for (let at = from; at < to; at++) if (input[at] === LF || (input[at] === CR && input[at + 1] !== LF)) this.line++
  }

  /** Rewrites one record with its line break; the next position, or `MORE` where more bytes are needed. */
  private record(start: number): number {
    const { input } = this
    let at = this.spaced ? this.behindSpaces(start) : start
    for (;;) {
      at = this.field(at)
      if (at < 0 || (at >= input.length && !this.final)) return MORE
      const next = this.delimited(at)
      if (next === at) break
      if (next < 0) return MORE
      this.out[this.to++] = COMMA
      at = next
    }
    if (this.spaced) at = this.behindSpaces(at)
    if (at >= input.length) return this.final ? at : MORE
    if (input[at] === CR && at + 1 >= input.length && !this.final) return MORE
    this.out[this.to++] = input[at++] as number
    if (input[at - 1] === CR && input[at] === LF) this.out[this.to++] = input[at++] as number
    return at
  }

  private behindSpaces(from: number): number {
    let at = from
    while (this.input[at] === SPACE) at++
    return at
  }

  private isDelimiter(at: number): boolean {
    const { delimiter, input } = this
    for (let index = 0; index < delimiter.length; index++) if (input[at + index] !== delimiter[index]) return false
    return true
  }

  private isBreak(at: number): boolean {
    return this.input[at] === LF || this.input[at] === CR
  }

  /** Position behind the delimiter that stands here, `at` itself where none does. */
  private delimited(at: number): number {
    if (!this.isDelimiter(at)) return at
    if (!this.spaced) return at + this.delimiter.length
    const end = this.behindSpaces(at)
    if (end >= this.input.length) return this.final ? at : MORE
    return this.isBreak(end) ? at : end
  }

  private field(start: number): number {
    const { input, dialect } = this
    const at = dialect.padded ? this.behindSpaces(start) : start
    const begin = this.to
    this.special = false
    let end = NOT_QUOTED
    if (at < input.length && input[at] === this.quote) end = this.quoted(at)
    if (end === NOT_QUOTED) {
      this.to = begin
      this.special = false
      end = this.plain(start)
    }
    if (end >= 0 && this.special) this.enclose(begin)
    return end
  }

  private put(byte: number): void {
    if (byte === QUOTE || byte === COMMA || byte === LF || byte === CR) this.special = true
    this.out[this.to++] = byte
  }

  private quoted(start: number): number {
    const { input, quote, dialect } = this
    const limit = Math.min(input.length, start + RECORD_BYTES)
    let at = start + 1
    for (;;) {
      if (at >= limit) return at < input.length || this.final ? NOT_QUOTED : MORE
      const byte = input[at] as number
      const next = input[at + 1]
      if (next === undefined && !this.final) return MORE
      const escapes = dialect.backslash && byte === BACKSLASH && (next === quote || next === BACKSLASH)
      if (byte === quote && next !== quote) break
      if (escapes || byte === quote) at++
      this.put(input[at++] as number)
    }
    at++
    if (!this.spaced) at = this.behindSpaces(at)
    if (at + this.delimiter.length > input.length && !this.final) return MORE
    return at >= input.length || this.isBreak(at) || this.isDelimiter(at) ? at : NOT_QUOTED
  }

  private plain(start: number): number {
    const { input, dialect, delimiter } = this
    const first = delimiter[0] as number
    let at = start
    for (; at < input.length; at++) {
      let byte = input[at] as number
      if (byte === LF || byte === CR) break
      if (byte === first) {
        if (at + delimiter.length > input.length && !this.final) return MORE
        if (this.isDelimiter(at)) break
      }
      if (dialect.backslash && byte === BACKSLASH) {
        if (at + delimiter.length >= input.length && !this.final) return MORE
        if (this.escapes(at + 1)) byte = input[++at] as number
      }
      this.put(byte)
    }
    return at
  }

  private escapes(at: number): boolean {
    const byte = this.input[at]
    return byte === BACKSLASH || byte === LF || byte === CR || byte === this.quote || this.isDelimiter(at)
  }

  /** Puts the cell that begins here into quotes. */
  private enclose(begin: number): void {
    const cell = this.out.slice(begin, this.to)
    let to = begin
    this.out[to++] = QUOTE
    for (const byte of cell) {
      if (byte === QUOTE) this.out[to++] = QUOTE
      this.out[to++] = byte
    }
    this.out[to++] = QUOTE
    this.to = to
  }
}
