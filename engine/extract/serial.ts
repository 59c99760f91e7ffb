const DAY = 86_400_000
const BUILTIN_DATES = new Set([
  14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58,
])

/** Whether a number format shows a date or a time. */
export const isDateFormat = (id: number, code: string | undefined): boolean => {
  if (code === undefined) return BUILTIN_DATES.has(id)
  const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '')
  return /[ymdhs年月日]/i.test(bare) && !/general/i.test(bare)
}

/** A spreadsheet's date number as ISO text: date, date and time, or time alone. */
export const serialText = (serial: number, date1904: boolean): string => {
  if (serial < 0 || serial >= 2_958_466) return String(serial)
  const seconds = Math.round(serial * 86_400)
  const days = Math.floor(seconds / 86_400)
  const clock = seconds % 86_400 === 0 ? '00:00:00' : new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19)
  if (days === 0 && !date1904) return clock
  const shift = date1904 ? 24_107 : days < 61 ? 25_568 : 25_569
  const date = new Date((days - shift) * DAY).toISOString().slice(0, 10)
  return clock === '00:00:00' ? date : `${date} ${clock}`
}

/**
 * A stored number as its 15 significant digits. Whole numbers too long for that (an ID typed as a
 * number has lost its end) keep the scientific notation that the spreadsheet shows.
 */
export const numberText = (stored: string): string => {
  if (stored.length <= 15 && !/e/i.test(stored)) return stored
  const value = Number(stored)
  if (!Number.isFinite(value)) return stored
  if (Math.abs(value) >= 1e15) return Number(value.toPrecision(15)).toExponential().replace('e', 'E')
  const text = String(Number(value.toPrecision(15)))
  return text.includes('e') ? smallText(text) : text
}

/** A small number without an exponent, as long as that can be read: `1.5e-7` is `0.00000015`. */
const smallText = (text: string): string => {
  const [, sign = '', first = '', rest = '', exponent = '0'] = /^(-?)(\d)(?:\.(\d+))?e-(\d+)$/.exec(text) ?? []
  return Number(exponent) > 20 ? text : `${sign}0.${'0'.repeat(Number(exponent) - 1)}${first}${rest}`
}
