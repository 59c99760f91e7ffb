import { ExtractError } from './sheet.ts'
import { untidyAt } from './untidy.ts'

/** The cell needs quotes around it. */
export const QUOTED = 1
/** Blanks at its ends, control, invisible or full-width characters. */
export const UNTIDY = 2
/** Nothing but blanks. */
export const BLANK = 4

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** What the bytes below 0x80 tell. */
const ASCII = new Uint8Array(128)
for (const quoted of [34, 44, 10, 13]) ASCII[quoted] = QUOTED
for (const control of [9, 10, 13]) ASCII[control] = (ASCII[control] as number) | UNTIDY

/** Length of the UTF-8 character that begins here; 0 where it is none. */
const characterLength = (bytes: Uint8Array, at: number, to: number): number => {
  const lead = bytes[at] as number
  const second = bytes[at + 1] as number
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0
  if (length === 0 || at + length > to) return 0
  if ((lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f)) return 0
  if ((lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f)) return 0
  for (let next = at + 1; next < at + length; next++) if (((bytes[next] as number) & 0xc0) !== 0x80) return 0
  return length
}

const maybeBlank = (lead: number): boolean => lead === 0xc2 || lead === 0xe1 || lead === 0xe2 || lead === 0xe3 || lead === 0xef

/** What there is to know of a cell's text in UTF-8 before it is written. Throws where it is no UTF-8. */
export const cellFlags = (bytes: Uint8Array, from: number, to: number): number => {
  let flags = 0
  let inked = false
  let at = from
  while (at < to) {
    const byte = bytes[at] as number
    if (byte < 0x80) {
      flags |= ASCII[byte] as number
      inked ||= byte > 32
      at++
      continue
    }
    const length = characterLength(bytes, at, to)
    if (length === 0) throw new ExtractError('bad_encoding', '工作簿里有不是 UTF-8 的文字，请用表格软件打开后另存为 .xlsx')
    if (maybeBlank(byte)) {
      if (byte !== 0xe1 && untidyAt(bytes, at)) flags |= UNTIDY
    } else inked = true
    at += length
  }
  if (to > from && (bytes[from] === 32 || bytes[to - 1] === 32)) flags |= UNTIDY
  if (!inked && decoder.decode(bytes.subarray(from, to)).trim() === '') flags |= BLANK
  return flags
}
