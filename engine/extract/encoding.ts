import type { TextEncoding } from './sheet.ts'

/** How the bytes of a text file are to be read. */
export interface Reading {
  /** Null where the bytes are of none of the known encodings. */
  encoding: TextEncoding | null
  /** Whether some bytes are not of this encoding: they are then marked, and their records set aside. */
  dirty: boolean
  /** Position of the first byte that is not; -1 where there is none. */
  firstBad: number
}

const EMPTY = new Uint8Array(0)

const joined = (carry: Uint8Array, block: Uint8Array): Uint8Array => {
  if (carry.length === 0) return block
  const whole = new Uint8Array(carry.length + block.length)
  whole.set(carry)
  whole.set(block, carry.length)
  return whole
}

/** Length of the well-formed UTF-8 character that begins here; 0 for none, -1 where it goes on behind `end`. */
export const utf8Length = (bytes: Uint8Array, at: number, end: number): number => {
  const lead = bytes[at] as number
  if (lead < 0x80) return 1
  if (lead < 0xc2 || lead > 0xf4) return 0
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  for (let index = 1; index < length; index++) {
    if (at + index >= end) return -1
    const byte = bytes[at + index] as number
    if (byte < 0x80 || byte > 0xbf) return 0
    if (index > 1) continue
    if ((lead === 0xe0 && byte < 0xa0) || (lead === 0xf0 && byte < 0x90)) return 0
    if ((lead === 0xed && byte > 0x9f) || (lead === 0xf4 && byte > 0x8f)) return 0
  }
  return length
}

/** Counts the characters of UTF-8 from block to block. */
class Utf8Tally {
  bad = 0
  firstBad = -1
  /** Characters of three or four bytes: other encodings make them by chance now and then only. */
  wide = 0
  private carry = EMPTY
  private offset = 0

  /** Returns the bytes it looked at: the block with what was left of the one before. */
  push(block: Uint8Array, final: boolean): Uint8Array {
    const bytes = joined(this.carry, block)
    const end = bytes.length
    let { wide } = this
    let at = 0
    while (at < end) {
      const lead = bytes[at] as number
      if (lead < 0x80) {
        at++
        continue
      }
      if (lead > 0xe0 && lead < 0xed && at + 2 < end) {
        if (((bytes[at + 1] as number) & 0xc0) === 0x80 && ((bytes[at + 2] as number) & 0xc0) === 0x80) {
          wide++
          at += 3
          continue
        }
      }
      const length = utf8Length(bytes, at, end)
      if (length < 0 && !final) break
      if (length > 2) wide++
      if (length <= 0) {
        if (this.bad++ === 0) this.firstBad = this.offset + at
      }
      at += Math.max(1, length)
    }
    this.wide = wide
    this.offset += at
    this.carry = at < end ? bytes.slice(at) : EMPTY
    return bytes
  }
}

/** Length of the GB18030 character of two or four bytes that begins here; 0 for none, -1 where it goes on behind `end`. */
export const gb18030Length = (bytes: Uint8Array, at: number, end: number): number => {
  const lead = bytes[at] as number
  if (lead < 0x80) return 1
  if (lead === 0x80 || lead === 0xff) return 0
  if (at + 1 >= end) return -1
  const second = bytes[at + 1] as number
  if (second >= 0x40) return second === 0x7f || second === 0xff ? 0 : 2
  if (second < 0x30 || second > 0x39) return 0
  if (at + 3 >= end) return -1
  const third = bytes[at + 2] as number
  const fourth = bytes[at + 3] as number
  return third > 0x80 && third < 0xff && fourth >= 0x30 && fourth <= 0x39 ? 4 : 0
}

/** Counts the characters of two-byte encodings from block to block. */
class PairTally {
  bad = 0
  firstBad = -1
  pairs = 0
  /** Pairs of GB2312's rows and cells, of which Chinese text in GB18030 mostly is. */
  common = 0
  /** Pairs that only Big5 text is made of: first byte up to C6. */
  early = 0
  /** Second byte below 7F: nearly half of Big5, hardly ever in GB18030. */
  low = 0
  private carry = EMPTY

  constructor(private offset: number) {}

  push(block: Uint8Array, final: boolean): void {
    const bytes = joined(this.carry, block)
    const end = bytes.length
    let at = 0
    while (at < end) {
      const lead = bytes[at] as number
      if (lead < 0x80) {
        at++
        continue
      }
      const length = gb18030Length(bytes, at, end)
      if (length < 0 && !final) break
      if (length === 2) this.pair(lead, bytes[at + 1] as number)
      if (length <= 0 && this.bad++ === 0) this.firstBad = this.offset + at
      at += Math.max(1, length)
    }
    this.offset += at
    this.carry = at < end ? bytes.slice(at) : EMPTY
  }

  private pair(lead: number, second: number): void {
    this.pairs++
    if (lead >= 0xa1 && lead <= 0xf7 && second >= 0xa1) this.common++
    if (lead >= 0xa1 && lead <= 0xc6) this.early++
    if (second < 0x7f) this.low++
  }
}

const MIN_BIG5 = 40

const looksBig5 = ({ pairs, early, low, bad }: PairTally): boolean =>
  bad === 0 && pairs >= MIN_BIG5 && early >= 0.97 * pairs && low >= 0.2 * pairs

const plausibleUnit = (unit: number): boolean =>
  (unit >= 0x20 && unit < 0x7f) ||
  unit === 9 ||
  unit === 10 ||
  unit === 13 ||
  (unit >= 0x3400 && unit <= 0x9fff) ||
  (unit >= 0xd800 && unit <= 0xdfff) ||
  (unit >= 0x3000 && unit <= 0x303f) ||
  (unit >= 0xff00 && unit <= 0xffef) ||
  (unit >= 0xa0 && unit <= 0x24f) ||
  (unit >= 0x2010 && unit <= 0x206f)

const plausibleShare = (head: Uint8Array, low: number): number => {
  let good = 0
  const units = head.length >> 1
  for (let at = 0; at < units; at++) {
    if (plausibleUnit((head[2 * at + low] as number) | ((head[2 * at + 1 - low] as number) << 8))) good++
  }
  return good / Math.max(1, units)
}

/** UTF-16 by its byte-order mark or, without one, by how the zeros of its ASCII characters lie. */
const utf16Of = (head: Uint8Array): TextEncoding | null => {
  if (head[0] === 0xff && head[1] === 0xfe) return head[2] === 0 && head[3] === 0 ? null : 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const sample = head.subarray(0, 1 << 14)
  let zeros = 0
  for (const byte of sample) if (byte === 0) zeros++
  if (zeros * 100 < sample.length) return null
  const little = plausibleShare(sample, 0)
  const big = plausibleShare(sample, 1)
  if (Math.max(little, big) < 0.95) return null
  return little > big ? 'utf-16le' : 'utf-16be'
}

/** Control characters that some text has: separators of fields, the end mark of DOS, escape, line breaks and tabs. */
const TEXT_CONTROLS: ReadonlySet<number> = new Set([1, 9, 10, 11, 12, 13, 26, 27, 28, 29, 30, 31])

const controlShare = (bytes: Uint8Array, zeros: boolean): number => {
  let controls = 0
  for (const byte of bytes) if (byte === 0 ? zeros : byte < 32 && !TEXT_CONTROLS.has(byte)) controls++
  return controls / Math.max(1, bytes.length)
}

/** Whether a file's first bytes are of no text: some zeros may fill up its cells, but not its beginning. */
export const isBinary = (head: Uint8Array): boolean =>
  utf16Of(head) === null &&
  (controlShare(head.subarray(0, 512), true) > 0.1 || controlShare(head.subarray(0, 8192), false) > 0.01)

/** Finds out in one pass over a file which encoding its text is in. */
export class EncodingTally {
  private readonly utf8 = new Utf8Tally()
  private pairs: PairTally | null = null
  private size = 0

  push(block: Uint8Array): void {
    if (this.settled()) return
    const bytes = this.utf8.push(block, false)
    this.size += block.length
    if (this.pairs) this.pairs.push(block, false)
    else if (this.utf8.bad > 0) this.lookForPairs(bytes)
  }

  /** Up to here all was UTF-8, so a line's beginning is the beginning of a character of any encoding. */
  private lookForPairs(bytes: Uint8Array): void {
    const base = this.size - bytes.length
    const start = bytes.lastIndexOf(10, this.utf8.firstBad - base) + 1
    this.pairs = new PairTally(base + start)
    this.pairs.push(bytes.subarray(start), false)
  }

  /** Whether it is clear that this is not UTF-8; what is wrong in another encoding is seen when it is read. */
  private settled(): boolean {
    const { utf8, pairs } = this
    return pairs !== null && pairs.pairs + pairs.bad > 100_000 && utf8.wide * 4 < utf8.bad
  }

  /** @param head the file's first bytes */
  result(head: Uint8Array): Reading {
    const utf16 = utf16Of(head)
    if (utf16) return { encoding: utf16, dirty: false, firstBad: -1 }
    const { utf8 } = this
    utf8.push(EMPTY, true)
    const { pairs } = this
    if (utf8.bad === 0) return { encoding: 'utf-8', dirty: false, firstBad: -1 }
    pairs?.push(EMPTY, true)
    const asUtf8: Reading = { encoding: 'utf-8', dirty: true, firstBad: utf8.firstBad }
    if (utf8.wide > utf8.bad) return asUtf8
    if (pairs && pairs.pairs > 4 * pairs.bad) {
      if (looksBig5(pairs)) return { encoding: 'big5', dirty: false, firstBad: -1 }
      if (2 * pairs.common >= pairs.pairs) return { encoding: 'gb18030', dirty: pairs.bad > 0, firstBad: pairs.firstBad }
    }
    return utf8.bad * 200 < this.size ? asUtf8 : { ...asUtf8, encoding: null }
  }
}
