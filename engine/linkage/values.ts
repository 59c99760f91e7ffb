import { simplified } from './han.ts'
import type { FieldKind } from './spec.ts'

const SAYS_NOTHING = new Set([
  '',
  'null',
  'none',
  'nan',
  'na',
  'nil',
  'unknown',
  '无',
  '不详',
  '未知',
  '暂无',
  '空',
  '没有',
  '未填',
])
const BEYOND_WORDS = /[^\p{L}\p{N}]+/gu

const DAY = /^(\d{4})\D(\d{1,2})\D(\d{1,2})(?:日|号)?(?:[ t]\d{1,2}:.*)?$/
const DAY_FIRST = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/
const MONTH = /^(\d{4})[-/.年](\d{1,2})月?$/
const YEAR = /^(\d{4})年?$/

const pad = (text = '', width = 2): string => text.padStart(width, '0')

/** A date as eight digits, with 00 for a month or day that is not told; other writing as its letters and digits. */
const dateText = (text: string): string => {
  const day = DAY.exec(text)
  if (day) return `${day[1]}${pad(day[2])}${pad(day[3])}`
  const first = DAY_FIRST.exec(text)
  if (first) return `${first[3]}${pad(first[2])}${pad(first[1])}`
  const month = MONTH.exec(text)
  if (month) return `${month[1]}${pad(month[2])}00`
  const year = YEAR.exec(text)
  if (year) return `${year[1]}0000`
  return text.replaceAll(BEYOND_WORDS, '')
}

/** A value as it is compared: width, case, blanks, punctuation and traditional writing taken away; empty where it says nothing. */
export const comparable = (kind: FieldKind, cell: string): string => {
  const text = simplified(cell.normalize('NFKC').trim().toLowerCase())
  const plain = kind === 'date' ? dateText(text) : text.replaceAll(BEYOND_WORDS, '')
  return SAYS_NOTHING.has(plain) ? '' : plain
}

/** Texts by number: the same text has one number in every field, so that a value in the wrong field is seen at once. */
export class Lexicon {
  readonly texts: string[] = []
  private readonly numbers = new Map<string, number>()

  /** Number of a text; -1 for none. */
  number(text: string): number {
    if (text === '') return -1
    let found = this.numbers.get(text)
    if (found === undefined) {
      found = this.texts.length
      this.texts.push(text)
      this.numbers.set(text, found)
    }
    return found
  }
}
