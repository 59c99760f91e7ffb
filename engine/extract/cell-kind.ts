/** What a cell looks like, for finding out how a file is laid out; nothing is converted. */
export type CellKind = 'blank' | 'number' | 'date' | 'words' | 'other'

const NUMBER = /^[-+]?[¥￥$€£]?\s?(?:\d{1,3}(?:[,， ]\d{3})+|\d+)?(?:[.,]\d+)?(?:[eE][-+]?\d+)?\s?[%‰]?$/
const ID = /^\d{14}(?:\d{3})?[\dXx]$/
const DAY = String.raw`(?:\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})`
const TIME = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[AaPp][Mm])?(?:Z|[-+]\d{2}:?\d{2})?`
const DATE = new RegExp(`^(?:${DAY}(?:[ T]${TIME})?|${TIME})$`)
const WORDS = /^(?:[\p{L}\p{N}\p{M} _\-–.·•()（）《》【】“”/#*+&@%°:：、。？?！!…\u3000]|(?<=\p{L})['’](?=\p{L}))+$/u
const ADDRESS = /^(?:(?:https?|ftp):\/\/\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)$/

export const cellKind = (text: string): CellKind => {
  const cell = text.trim()
  if (cell === '') return 'blank'
  if (cell.length > 2000) return 'other'
  if (/\d/.test(cell)) {
    if (NUMBER.test(cell) || ID.test(cell)) return 'number'
    if (DATE.test(cell)) return 'date'
  }
  return WORDS.test(cell) || ADDRESS.test(cell) ? 'words' : 'other'
}
