/**
 * Characters that look like nothing or like their half-width twin: no-break, zero-width and ideographic
 * spaces, marks of direction, byte-order marks, full-width digits, letters and the signs numbers and dates are made of.
 */
const UNTIDY_CLASS =
  '\\u{a0}\\u{ad}\\u{200b}-\\u{200f}\\u{202a}-\\u{202f}\\u{2060}\\u{2066}-\\u{2069}\\u{3000}\\u{feff}０-９Ａ-Ｚａ-ｚ－．／％：＋'

/** Cells that need quotes around them or a second look. */
export const SPECIAL_TEXT = new RegExp(`[",${UNTIDY_CLASS}\\n\\r\\t]|^ | $`, 'u')

const UNTIDY_TEXT = new RegExp(`[${UNTIDY_CLASS}\\n\\r\\t]|^ | $`, 'u')

/** Whether a cell has blanks at its ends, control, invisible or full-width characters. */
export const untidy = (text: string): boolean => UNTIDY_TEXT.test(text)

const fullWidth = (second: number, third: number): boolean =>
  second === 0xbc
    ? (third >= 0x90 && third <= 0x99) || (third >= 0xa1 && third <= 0xba) || [0x85, 0x8b, 0x8d, 0x8e, 0x8f, 0x9a].includes(third)
    : second === 0xbd
      ? third >= 0x81 && third <= 0x9a
      : second === 0xbb && third === 0xbf

/** The same for the UTF-8 character whose lead byte C2, E2, E3 or EF stands here. */
export const untidyAt = (bytes: Uint8Array, at: number): boolean => {
  const second = bytes[at + 1] as number
  const third = bytes[at + 2] as number
  switch (bytes[at]) {
    case 0xc2:
      return second === 0xa0 || second === 0xad
    case 0xe3:
      return second === 0x80 && third === 0x80
    case 0xe2:
      return (
        (second === 0x80 && ((third >= 0x8b && third <= 0x8f) || (third >= 0xaa && third <= 0xaf))) ||
        (second === 0x81 && (third === 0xa0 || (third >= 0xa6 && third <= 0xa9)))
      )
    default:
      return fullWidth(second, third)
  }
}
