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

/** Most attributes of a tag that are told. */
const MOST_ATTRIBUTES = 64

/** A start tag: its attributes by their names, prefix and all, and where their values stand. */
export class Tag {
  bytes: Uint8Array = EMPTY
  /** Where all attributes together stand. */
  from = 0
  to = 0
  empty = false
  count = 0
  readonly names = new Int32Array(MOST_ATTRIBUTES)
  readonly starts = new Int32Array(MOST_ATTRIBUTES)
  readonly ends = new Int32Array(MOST_ATTRIBUTES)
}

/** What a part of a workbook is told to while it is read. Names are local: without the prefix of a namespace. */
export interface XmlHandler {
  /** An empty element gets no `close`. The tag is good until the next one. */
  open(name: number, tag: Tag): void
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
  private buffer = new Uint8Array(1 << 16)
  private at = 0
  private readonly tag = new Tag()

  constructor(private readonly handler: XmlHandler) {}

  /** Takes the next piece; `run` reads it. */
  push(piece: Uint8Array): void {
    const rest = this.input.subarray(this.at)
    if (rest.length > TAG_BYTES) throw refused('里有长得不正常的标记')
    const length = rest.length + piece.length
    const buffer = length > this.buffer.length ? new Uint8Array(2 * length) : this.buffer
    buffer.set(rest)
    buffer.set(piece, rest.length)
    this.buffer = buffer
    this.input = buffer.subarray(0, length)
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
    for (; at < end; at++) {
      const byte = input[at] as number
      if (byte <= SPACE || byte === GT || byte === SLASH) break
      name = byte === COLON ? 0 : (Math.imul(name, 31) + byte) | 0
    }
    const next = this.attributes(at)
    if (next >= 0) this.handler.open(name, this.tag)
    return next
  }

  /** Reads the attributes of a tag and its end. */
  private attributes(from: number): number {
    const { input, tag } = this
    const end = input.length
    let at = from
    let count = 0
    tag.empty = false
    while (at < end) {
      let byte = input[at] as number
      if (byte <= SPACE) at++
      else if (byte === GT) {
        tag.bytes = input
        tag.from = from
        tag.to = tag.empty ? at - 1 : at
        tag.count = count
        return at + 1
      } else if (byte === SLASH) {
        at++
        tag.empty = input[at] === GT
      } else {
        let name = 0
        for (; at < end; at++) {
          byte = input[at] as number
          if (byte === EQUALS || byte <= SPACE || byte === GT || byte === SLASH) break
          name = (Math.imul(name, 31) + byte) | 0
        }
        for (; at < end; at++) {
          byte = input[at] as number
          if (byte !== EQUALS && byte > SPACE) break
        }
        if (byte !== QUOTE && byte !== APOSTROPHE) continue
        const start = ++at
        while (at < end && input[at] !== byte) at++
        if (count < MOST_ATTRIBUTES) {
          tag.names[count] = name
          tag.starts[count] = start
          tag.ends[count++] = at
        }
        at++
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
