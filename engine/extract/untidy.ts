const fullWidth = (second: number, third: number): boolean =>
  second === 0xbc
    ? (third >= 0x90 && third <= 0x99) || (third >= 0xa1 && third <= 0xba) || [0x85, 0x8b, 0x8d, 0x8e, 0x8f, 0x9a].includes(third)
    : second === 0xbd
      ? third >= 0x81 && third <= 0x9a
      : second === 0xbb && third === 0xbf

/**
 * Whether the zero byte or UTF-8 character whose lead byte C2, E2, E3 or EF stands here looks like nothing or like its half-width twin:
 * no-break, zero-width and ideographic spaces, byte-order marks, full-width digits, letters and the signs numbers and
 * dates are made of.
 */
export const untidyAt = (bytes: Uint8Array, at: number): boolean => {
  const second = bytes[at + 1] as number
  const third = bytes[at + 2] as number
  switch (bytes[at]) {
    case 0:
      return true
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
