const DIGIT = '[\\d０-９]'
const GAP = '[\\s\\u200b-\\u200f\\u2060\\ufeff]*'

/** Fifteen digits or more, the last perhaps an X, full-width or with gaps too: ID numbers, certificates, bank cards. */
const LONG_NUMBER = new RegExp(`${DIGIT}(?:${GAP}${DIGIT}){13,}${GAP}[\\dXx０-９Ｘｘ]`, 'g')

const MASK = '****'

/** Keeps the first character of a name: 张三丰 is 张**. */
export const maskName = (name: string): string => {
  const [first = '', ...rest] = name
  return first + '*'.repeat(Math.max(1, rest.length))
}

/** Keeps the last four characters of a number that is long enough to hide the rest. */
export const maskNumber = (text: string): string => (text.length < 8 ? MASK : MASK + text.slice(-4))

/** Hides every ID number inside a text. */
export const maskNumbers = (text: string): string => text.replace(LONG_NUMBER, maskNumber)

/** What may be shown of a whole record whose cells cannot be told apart: the beginning of each. */
export const maskRecord = (text: string): string =>
  text
    .split(/([,\t;|，；])/)
    .map((cell, index) => (index % 2 === 1 || [...cell].length < 2 ? cell : maskName(cell)))
    .join('')

/** A cell of a column nobody knows yet: names cannot be told from words, so of all but figures only the beginning is shown. */
export const maskSample = (text: string, column: { type: string; pii: string } | undefined): string => {
  if (column) return maskCell(text, column)
  const plain = text.normalize('NFKC').trim()
  if (/^[￥¥+-]?[\d,]{1,9}(?:\.\d+)?[^\d]{0,3}$/.test(plain)) return plain
  if (/^\d{1,4}[-/.年]\d{1,2}/.test(plain)) return plain.replace(/\d{1,2}(?=日?$)/, '**')
  return /\d{3}[\dXx]$/.test(plain) ? maskNumber(plain) : maskName(plain)
}

const maskDate = (text: string): string => {
  const year = /(?:18|19|20)\d{2}/.exec(text)
  return year ? `${year[0]}-**-**` : MASK
}

/** What may be shown of a cell: direct identifiers (class D) are masked, ID numbers nowhere shown whole. */
export const maskCell = (text: string, column: { type: string; pii: string } | undefined): string => {
  if (text === '' || column?.pii !== 'D') return maskNumbers(text)
  const plain = text.normalize('NFKC')
  if (column.type === 'date') return maskDate(plain)
  if (column.type === 'address') return `${[...maskNumbers(plain)].slice(0, 6).join('')}***`
  return /\d{3}[\dXx]$/.test(plain) ? maskNumber(plain) : maskName(text)
}
