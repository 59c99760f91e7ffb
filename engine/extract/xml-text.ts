import { ExtractError } from './sheet.ts'
import { unescapeXml } from './xml.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const AMPERSAND = 38
const CR = 13
const UNDERSCORE = 95

/** Gathers the text of one cell from the pieces it comes in. */
export class CellText {
  bytes = new Uint8Array(256)
  length = 0

  constructor(private readonly most: number) {}

  clear(): void {
    this.length = 0
  }

  add(source: Uint8Array, from: number, to: number): void {
    const length = this.length + to - from
    if (length > this.bytes.length) this.grow(length)
    const { bytes } = this
    let at = this.length
    for (let index = from; index < to; index++) bytes[at++] = source[index] as number
    this.length = length
  }

  private grow(length: number): void {
    if (length > this.most)
      throw new ExtractError('record_too_long', '工作簿里有一格超过 1 MB，无法作为表格读取，请检查后重新导出')
    const bytes = new Uint8Array(Math.max(length, 2 * this.bytes.length))
    bytes.set(this.bytes.subarray(0, this.length))
    this.bytes = bytes
  }

  /** Resolves entities, the escapes of spreadsheets and line ends, once all is there. */
  finish(): void {
    const { bytes, length } = this
    for (let at = 0; at < length; at++) {
      const byte = bytes[at]
      if (byte !== AMPERSAND && byte !== CR && (byte !== UNDERSCORE || bytes[at + 1] !== 120)) continue
      const text = unescapeXml(this.decode().replace(/\r\n?/g, '\n'))
      this.clear()
      this.set(encoder.encode(text))
      return
    }
  }

  set(text: Uint8Array): void {
    this.clear()
    this.add(text, 0, text.length)
  }

  decode(): string {
    return decoder.decode(this.bytes.subarray(0, this.length))
  }
}
