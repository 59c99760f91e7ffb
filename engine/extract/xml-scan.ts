import { TAG_BYTES } from './limits.ts'
import { ExtractError } from './sheet.ts'

const LT = 60
const GT = 62
const SLASH = 47
const BANG = 33
const QUESTION = 63
const COLON = 58
const EQUALS = 61
const SPACE = 32
const QUOTE = 34
const APOSTROPHE = 39

const EMPTY = new Uint8Array(0)

const refused = (detail: string) => new ExtractError('bad_workbook', `工作簿${detail}，请用表格软件打开后另存为 .xlsx`)

/** The name of an element or attribute as one number. */
export const nameOf = (name: string): number => {
  let hash = 0
  for (let at = 0; at < name.length; at++) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) | 0
  return hash
}

/** What a part of a workbook is told to while it is read. Names are local: without the prefix of a namespace. */
export interface XmlHandler {
  /** The attributes stand in `bytes` between `from` and `to`. An empty element gets no `close`. */
  open(name: number, bytes: Uint8Array, from: number, to: number, empty: boolean): void
  /** Whether to stop here for a while. */
  close(name: number): boolean
  /** Part of the text between two tags, entities as they stand. */
  text(bytes: Uint8Array, from: number, to: number): void
}

/**
 * Reads XML in UTF-8 piece by piece in one pass over the bytes. Whatever is not well-formed is read as well as it goes; a
 * document type, with which entities come, is refused.
 */
export class XmlScanner {
  private input: Uint8Array = EMPTY
  private at = 0

  constructor(private readonly handler: XmlHandler) {}

  /** Takes the next piece; `run` reads it. */
  push(piece: Uint8Array): void {
    const rest = this.input.subarray(this.at)
    if (rest.length > TAG_BYTES) throw refused('里有长得不正常的标记')
    if (rest.length === 0) this.input = new Uint8Array(piece.buffer, piece.byteOffset, piece.length)
    else {
      this.input = new Uint8Array(rest.length + piece.length)
      this.input.set(rest)
      this.input.set(piece, rest.length)
    }
    this.at = 0
  }

  /** Reads on; true where the handler wants to stop and there may be more to read. */
  run(): boolean {
    const { input, handler } = this
    const end = input.length
    let at = this.at
    while (at < end) {
      if (input[at] !== LT) {
        const from = at
        do at++
        while (at < end && input[at] !== LT)
        handler.text(input, from, at)
        continue
      }
      const second = input[at + 1]
      const next =
        second === SLASH ? this.closing(at + 2) : second === BANG || second === QUESTION ? this.aside(at) : this.opening(at + 1)
      if (next < 0) {
        this.at = at
        return false
      }
      at = next
      if (second === SLASH && handler.close(this.name)) {
        this.at = at
        return true
      }
    }
    this.at = at
    return false
  }

  private name = 0

  private closing(from: number): number {
    const { input } = this
    const end = input.length
    let name = 0
    for (let at = from; at < end; at++) {
      const byte = input[at] as number
      if (byte === GT) {
        this.name = name
        return at + 1
      }
      if (byte === COLON) name = 0
      else if (byte > SPACE) name = (Math.imul(name, 31) + byte) | 0
    }
    return -1
  }

  private opening(from: number): number {
    const { input } = this
    const end = input.length
    let name = 0
    let at = from
    let byte = 0
    for (; at < end; at++) {
      byte = input[at] as number
      if (byte <= SPACE || byte === GT || byte === SLASH) break
      name = byte === COLON ? 0 : (Math.imul(name, 31) + byte) | 0
    }
    const attributes = at
    for (; at < end; at++) {
      byte = input[at] as number
      if (byte === GT) {
        const empty = input[at - 1] === SLASH
        this.handler.open(name, input, attributes, empty ? at - 1 : at, empty)
        return at + 1
      }
      if (byte === QUOTE || byte === APOSTROPHE) {
        do at++
        while (at < end && input[at] !== byte)
      }
    }
    return -1
  }

  /** Passes over a comment or instruction, and hands on a character section as text. */
  private aside(at: number): number {
    const { input } = this
    const third = input[at + 2]
    if (input[at + 1] === QUESTION) return this.after(at + 2, QUESTION)
    if (third === 45) return this.after(at + 4, 45, 45)
    if (third === 91) {
      const next = this.after(at + 9, 93, 93)
      if (next > 0) this.section(at + 9, next - 3)
      return next
    }
    if (third === undefined) return -1
    throw refused('里有文档类型定义（DOCTYPE），为安全起见没有读取')
  }

  /** A character section has no entities: what looks like one is made to say itself. */
  private section(from: number, to: number): void {
    let begin = from
    for (let at = from; at < to; at++) {
      if (this.input[at] !== 38) continue
      this.handler.text(this.input, begin, at)
      this.handler.text(AMPERSAND, 0, AMPERSAND.length)
      begin = at + 1
    }
    this.handler.text(this.input, begin, to)
  }

  private after(from: number, ...signs: number[]): number {
    const { input } = this
    for (let at = input.indexOf(GT, from); at >= 0; at = input.indexOf(GT, at + 1)) {
      if (at - signs.length >= from && signs.every((sign, index) => input[at - 1 - index] === sign)) return at + 1
    }
    return -1
  }
}

const AMPERSAND = new TextEncoder().encode('&amp;')

/** Walks over the attributes of a tag; names keep their prefix. */
export class Attributes {
  name = 0
  from = 0
  to = 0
  private bytes: Uint8Array = EMPTY
  private at = 0
  private end = 0

  start(bytes: Uint8Array, from: number, to: number): void {
    this.bytes = bytes
    this.at = from
    this.end = to
  }

  /** Goes to the next attribute; its value stands between `from` and `to`. */
  next(): boolean {
    const { bytes, end } = this
    let at = this.at
    while (at < end && (bytes[at] as number) <= SPACE) at++
    let name = 0
    for (; at < end; at++) {
      const byte = bytes[at] as number
      if (byte === EQUALS || byte <= SPACE) break
      name = (Math.imul(name, 31) + byte) | 0
    }
    while (at < end && bytes[at] !== QUOTE && bytes[at] !== APOSTROPHE) at++
    if (at >= end) return false
    const quote = bytes[at]
    const from = ++at
    while (at < end && bytes[at] !== quote) at++
    this.name = name
    this.from = from
    this.to = at
    this.at = at + 1
    return true
  }
}
