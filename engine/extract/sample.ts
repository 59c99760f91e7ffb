import type { Dialect } from './dialect.ts'

interface SampleCell {
  text: string
  quoted: boolean
}

export interface SampleRow {
  cells: SampleCell[]
}

interface Sample {
  rows: SampleRow[]
  /** Quotes that do not enclose a cell. */
  oddities: number
}

interface Field extends SampleCell {
  /** Position behind the field. */
  end: number
  odd: boolean
}

const isBreak = (character: string | undefined): boolean => character === '\n' || character === '\r'

class SampleParser {
  constructor(
    private readonly text: string,
    private readonly whole: boolean,
    private readonly dialect: Dialect,
  ) {}

  private quoted(start: number): Field | null {
    const { text, dialect } = this
    const { quote, backslash, delimiter } = dialect
    let cell = ''
    let at = start + 1
    for (;;) {
      const character = text[at]
      if (character === undefined) return this.whole ? null : { text: cell, quoted: true, end: at, odd: true }
      const next = text[at + 1]
      if (backslash && character === '\\' && (next === quote || next === '\\')) {
        cell += next
        at += 2
      } else if (character !== quote) {
        cell += character
        at++
      } else if (next === quote) {
        cell += quote
        at += 2
      } else break
    }
    at++
    while (text[at] === ' ' && delimiter !== ' ') at++
    const ends = at >= text.length || isBreak(text[at]) || text.startsWith(delimiter, at)
    return ends ? { text: cell, quoted: true, end: at, odd: false } : null
  }

  private plain(start: number, odd: boolean): Field {
    const { text } = this
    const { delimiter, backslash } = this.dialect
    let cell = ''
    let at = start
    while (at < text.length && !isBreak(text[at]) && !text.startsWith(delimiter, at)) {
      if (backslash && text[at] === '\\' && at + 1 < text.length) at++
      cell += text[at++]
    }
    return { text: cell, quoted: false, end: at, odd }
  }

  field(start: number): Field {
    const { text, dialect } = this
    let at = start
    if (dialect.padded) while (text[at] === ' ') at++
    if (dialect.quote === '' || text[at] !== dialect.quote) return this.plain(start, false)
    return this.quoted(at) ?? this.plain(start, true)
  }

  /** Position behind the delimiter that stands here; -1 for none. */
  delimited(at: number): number {
    const { text, dialect } = this
    if (!text.startsWith(dialect.delimiter, at)) return -1
    let end = at + dialect.delimiter.length
    if (dialect.delimiter !== ' ') return end
    while (text[end] === ' ') end++
    return end >= text.length || isBreak(text[end]) ? -1 : end
  }
}

/** Parses the beginning of a file in one dialect, blank rows left out; where it is not the whole file, the last row may be cut. */
export const parseSample = (text: string, whole: boolean, dialect: Dialect, limit: number): Sample => {
  const parser = new SampleParser(text, whole, dialect)
  const rows: SampleRow[] = []
  let oddities = 0
  let at = 0
  while (at < text.length && rows.length < limit) {
    const cells: SampleCell[] = []
    if (dialect.delimiter === ' ') while (text[at] === ' ') at++
    for (;;) {
      const field = parser.field(at)
      cells.push(field)
      if (field.odd) oddities++
      at = field.end
      const next = parser.delimited(at)
      if (next < 0) break
      at = next
    }
    if (dialect.delimiter === ' ') while (text[at] === ' ') at++
    if (text[at] === '\r' && text[at + 1] === '\n') at++
    at++
    if (cells.some((cell) => cell.text.trim() !== '')) rows.push({ cells })
  }
  return { rows, oddities }
}
