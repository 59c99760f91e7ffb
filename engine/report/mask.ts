const ID_NUMBER = /(?<!\d)\d{14,17}[\dXx](?![\dXx])/g

/** Keeps the first character of a name: 张三丰 is 张**. */
export const maskName = (name: string): string => name.slice(0, 1) + '*'.repeat(Math.max(1, [...name].length - 1))

/** Keeps the last four characters of a number. */
export const maskNumber = (text: string): string => (text.length <= 4 ? '****' : '****' + text.slice(-4))

/** Hides every ID number inside a text. */
export const maskNumbers = (text: string): string => text.replace(ID_NUMBER, maskNumber)

/** What may be shown of a cell: direct identifiers (class D) are masked, ID numbers nowhere shown whole. */
export const maskCell = (text: string, column: { type: string; pii: string } | undefined): string => {
  if (text === '' || column === undefined) return maskNumbers(text)
  if (column.pii !== 'D') return maskNumbers(text)
  if (column.type === 'date') return text.replace(/(\d{4}).*/, '$1-**-**')
  if (column.type === 'address') return text.slice(0, 6) + '***'
  return column.type === 'string' && !/\d/.test(text) ? maskName(text) : maskNumber(text)
}
