import { gb18030Length, utf8Length } from './encoding.ts'
import type { TextEncoding } from './sheet.ts'

/**
 * Stands before the two hexadecimal digits of a byte that is not of its file's encoding. No UTF-8 text has it, so that
 * whoever meets it knows.
 */
export const BAD_BYTE = 0xff

/** Turns the blocks of a file into UTF-8; each block of the answer ends with a whole character. */
export interface Transcoder {
  push(block: Uint8Array, final: boolean): Uint8Array
}

const EMPTY = new Uint8Array(0)
const HEX = '0123456789ABCDEF'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Text for a person, with bad bytes as `\xE5`. */
export const shownText = (bytes: Uint8Array): string => {
  let text = ''
  let from = 0
  for (let at = bytes.indexOf(BAD_BYTE); at >= 0; at = bytes.indexOf(BAD_BYTE, from)) {
    text += `${decoder.decode(bytes.subarray(from, at))}\\x`
    from = at + 1
  }
  return text + decoder.decode(bytes.subarray(from))
}

const badByte = (out: Uint8Array, to: number, byte: number): number => {
  out[to] = BAD_BYTE
  out[to + 1] = HEX.charCodeAt(byte >> 4)
  out[to + 2] = HEX.charCodeAt(byte & 15)
  return to + 3
}

const writeCodePoint = (out: Uint8Array, at: number, point: number): number => {
  let to = at
  if (point < 0x80) out[to++] = point
  else {
    if (point < 0x800) out[to++] = 0xc0 | (point >> 6)
    else {
      if (point < 0x10000) out[to++] = 0xe0 | (point >> 12)
      else {
        out[to++] = 0xf0 | (point >> 18)
        out[to++] = 0x80 | ((point >> 12) & 63)
      }
      out[to++] = 0x80 | ((point >> 6) & 63)
    }
    out[to++] = 0x80 | (point & 63)
  }
  return to
}

/** What all transcoders share: bytes of a character cut by the end of a block wait for the next one. */
abstract class BlockTranscoder implements Transcoder {
  private carry: Uint8Array = EMPTY
  protected to = 0

  push(block: Uint8Array, final: boolean): Uint8Array {
    let bytes = block
    if (this.carry.length > 0) {
      bytes = new Uint8Array(this.carry.length + block.length)
      bytes.set(this.carry)
      bytes.set(block, this.carry.length)
    }
    const out = new Uint8Array(3 * bytes.length)
    const at = this.convert(bytes, out, final)
    this.carry = at < bytes.length ? bytes.slice(at) : EMPTY
    return out.subarray(0, this.to)
  }

  /** Converts whole characters, sets `to`, and says where the first one begins that is not whole. */
  protected abstract convert(bytes: Uint8Array, out: Uint8Array, final: boolean): number
}

class Utf8Marker extends BlockTranscoder {
  protected convert(bytes: Uint8Array, out: Uint8Array, final: boolean): number {
    const end = bytes.length
    let at = 0
    let to = 0
    while (at < end) {
      const length = utf8Length(bytes, at, end)
      if (length < 0 && !final) break
      if (length <= 0) to = badByte(out, to, bytes[at++] as number)
      for (let index = 0; index < length; index++) out[to++] = bytes[at++] as number
    }
    this.to = to
    return at
  }
}

class Utf16Transcoder extends BlockTranscoder {
  constructor(private readonly low: 0 | 1) {
    super()
  }

  protected convert(bytes: Uint8Array, out: Uint8Array, final: boolean): number {
    const { low } = this
    const end = bytes.length
    const unit = (at: number): number => (bytes[at + low] as number) | ((bytes[at + 1 - low] as number) << 8)
    let at = 0
    let to = 0
    while (at + 1 < end) {
      const first = unit(at)
      const high = first >= 0xd800 && first < 0xdc00
      if (high && at + 3 >= end && !final) break
      const second = high && at + 3 < end ? unit(at + 2) : 0
      if (second >= 0xdc00 && second < 0xe000) {
        to = writeCodePoint(out, to, 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
        at += 2
      } else if (first >= 0xd800 && first < 0xe000) {
        to = badByte(out, badByte(out, to, bytes[at] as number), bytes[at + 1] as number)
      } else to = writeCodePoint(out, to, first)
      at += 2
    }
    if (final && at < end) to = badByte(out, to, bytes[at++] as number)
    this.to = to
    return at
  }
}

const FIRST_LEAD = 0x81
const LEADS = 126

/** UTF-8 of every pair of bytes, packed into a number from its first byte up; 0 for pairs that are no character. */
const pairTable = (label: string): Uint32Array => {
  const bytes = new Uint8Array(LEADS * 256 * 3)
  for (let lead = 0, at = 0; lead < LEADS; lead++) {
    for (let second = 0; second < 256; second++) {
      bytes[at++] = lead + FIRST_LEAD
      bytes[at++] = second < 0x40 ? 0xff : second
      bytes[at++] = 10
    }
  }
  const table = new Uint32Array(LEADS * 256)
  const packed = new Uint8Array(4)
  new TextDecoder(label)
    .decode(bytes)
    .split('\n')
    .forEach((text, index) => {
      const point = text.codePointAt(0) ?? 0xfffd
      if (index >= table.length || point === 0xfffd || text.length !== (point > 0xffff ? 2 : 1)) return
      const length = writeCodePoint(packed, 0, point)
      for (let byte = length - 1; byte >= 0; byte--) table[index] = (table[index] as number) * 256 + (packed[byte] as number)
    })
  return table
}

const tables = new Map<string, Uint32Array>()

const tableOf = (label: string): Uint32Array => {
  const table = tables.get(label) ?? pairTable(label)
  tables.set(label, table)
  return table
}

class PairTranscoder extends BlockTranscoder {
  private readonly table: Uint32Array
  private readonly rare = new TextDecoder('gb18030')

  constructor(private readonly label: 'gb18030' | 'big5') {
    super()
    this.table = tableOf(label)
  }

  protected convert(bytes: Uint8Array, out: Uint8Array, final: boolean): number {
    const { table } = this
    const end = bytes.length
    let at = 0
    let to = 0
    while (at < end) {
      const lead = bytes[at] as number
      if (lead < 0x80) {
        out[to++] = lead
        at++
        continue
      }
      if (at + 1 >= end && !final) break
      const packed = lead > 0x80 && at + 1 < end ? (table[((lead - FIRST_LEAD) << 8) | (bytes[at + 1] as number)] as number) : 0
      if (packed > 0) {
        out[to++] = packed & 255
        out[to++] = (packed >>> 8) & 255
        if (packed > 0xffff) out[to++] = (packed >>> 16) & 255
        if (packed > 0xffffff) out[to++] = packed >>> 24
        at += 2
        continue
      }
      const length = this.label === 'gb18030' ? gb18030Length(bytes, at, end) : 0
      if (length < 0 && !final) break
      const point = length === 4 ? (this.rare.decode(bytes.subarray(at, at + 4)).codePointAt(0) as number) : 0xfffd
      if (point === 0xfffd) to = badByte(out, to, bytes[at++] as number)
      else {
        to = writeCodePoint(out, to, point)
        at += 4
      }
    }
    this.to = to
    return at
  }
}

const asIs: Transcoder = { push: (block) => block }

/** What makes UTF-8 of an encoding; of UTF-8 itself only where some bytes are not well-formed. */
export const transcoder = (encoding: TextEncoding, dirty: boolean): Transcoder => {
  switch (encoding) {
    case 'utf-8':
      return dirty ? new Utf8Marker() : asIs
    case 'utf-16le':
      return new Utf16Transcoder(0)
    case 'utf-16be':
      return new Utf16Transcoder(1)
    default:
      return new PairTranscoder(encoding)
  }
}
