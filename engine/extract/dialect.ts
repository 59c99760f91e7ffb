import { cellKind } from './cell-kind.ts'
import { parseSample, type SampleRow } from './sample.ts'

/** How records and cells are told apart in a text file. */
export interface Dialect {
  /** One character; a blank stands for any run of blanks. `NO_DELIMITER` where every line is one cell. */
  delimiter: string
  quote: '"' | "'" | ''
  /** Whether a backslash takes its meaning from the next delimiter, quote, backslash or line break. */
  backslash: boolean
  /** Whether blanks may stand between a delimiter and a quote. */
  padded: boolean
  /** Lines before the first record that only speak of the dialect: Excel's `sep=;`. */
  skip: number
}

/** A character that stands in no text. */
const NO_DELIMITER = '\u001f'

const DELIMITERS = [',', '\t', ';', '|', '，', '^', '~', '\u0001']
const SAMPLE_CHARACTERS = 1 << 16
const SAMPLE_RECORDS = 400
const LEAST_SCORE = 0.1
const CLOSE = 1e-9

const common: Dialect = { delimiter: ',', quote: '"', backslash: false, padded: false, skip: 0 }

/** Dialects that the scanner reads without rewriting. */
export const isCommon = ({ delimiter, quote, backslash, padded }: Dialect): boolean =>
  quote === '"' && !backslash && !padded && delimiter.length === 1 && delimiter.charCodeAt(0) < 0x80 && delimiter !== ' '

/** Rows between the first and the last that have several cells: titles and footnotes are of one cell in any dialect. */
const middle = (rows: readonly SampleRow[]): readonly SampleRow[] => {
  const several = ({ cells }: SampleRow) => cells.length > 1
  return rows.slice(rows.findIndex(several), rows.findLastIndex(several) + 1)
}

/** How alike the rows are in their number of cells, and how many of them have several. */
const patternScore = (rows: readonly SampleRow[], all: number): number => {
  const counts = new Map<number, number>()
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  let score = 0
  for (const [width, count] of counts) score += (count / rows.length) ** 2 * ((width - 1) / width)
  return (score * rows.length) / all
}

/** Share of cells that look like something: a quoted cell may hold anything, one that is not holds no other delimiter. */
const typeScore = (rows: readonly SampleRow[]): number => {
  let known = 0
  let all = 0
  for (const { cells } of rows) {
    all += cells.length
    for (const { text, quoted } of cells) if (quoted || cellKind(text) !== 'other') known++
  }
  return all === 0 ? 0 : known / all
}

/** How well a dialect fits: alike rows, cells that look like something, quotes that are where quotes belong. */
const scoreOf = (sample: string, whole: boolean, dialect: Dialect): number => {
  const { rows, oddities } = parseSample(sample, whole, dialect, SAMPLE_RECORDS)
  const inner = middle(rows)
  if (inner.length === 0) return 0
  return (patternScore(inner, rows.length) * (0.05 + 0.95 * typeScore(inner))) / (1 + (4 * oddities) / rows.length)
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** The dialects that the sample gives any cause to think of, the likelier ones first. */
const candidates = (sample: string, delimiters: readonly string[]): Dialect[] => {
  const found: Dialect[] = []
  for (const delimiter of delimiters) {
    if (!sample.includes(delimiter)) continue
    const edge = `(?:^|[\\r\\n]|${escaped(delimiter)})`
    for (const quote of ['"', "'", ''] as const) {
      if (quote === "'" && !new RegExp(`${edge} *'`).test(sample)) continue
      if (quote === '' && !new RegExp(`${edge}"`).test(sample) && !sample.includes(`\\${delimiter}`)) continue
      const paddings = quote !== '' && new RegExp(`${escaped(delimiter)} +${quote}`).test(sample) ? [false, true] : [false]
      const escapes = sample.includes(`\\${quote || delimiter}`) || sample.includes(`\\${delimiter}`) ? [false, true] : [false]
      for (const padded of paddings)
        for (const backslash of escapes) found.push({ ...common, delimiter, quote, padded, backslash })
    }
  }
  return found
}

const isTyped = (text: string): boolean => ['number', 'date'].includes(cellKind(text))

/** Columns divided by runs of blanks: only where every row has as many, and some column is all numbers or dates below its heading. */
const isSpaced = (sample: string, whole: boolean): boolean => {
  const { rows } = parseSample(sample, whole, { ...common, delimiter: ' ', quote: '' }, SAMPLE_RECORDS)
  const width = rows[0]?.cells.length ?? 0
  if (rows.length < 3 || width < 3 || rows.some(({ cells }) => cells.length !== width)) return false
  const typed = (column: number, from: number) => rows.slice(from).every(({ cells }) => isTyped(cells[column]?.text ?? ''))
  return rows[0]?.cells.some((_, column) => typed(column, 1)) ?? false
}

/** Text up to the last line break within the first `SAMPLE_CHARACTERS`; all of it where it is shorter. */
const sampleOf = (head: string, whole: boolean): { sample: string; whole: boolean } => {
  if (whole && head.length <= SAMPLE_CHARACTERS) return { sample: head, whole }
  const end = Math.max(head.lastIndexOf('\n', SAMPLE_CHARACTERS), head.lastIndexOf('\r', SAMPLE_CHARACTERS)) + 1
  return { sample: head.slice(0, end || SAMPLE_CHARACTERS), whole: false }
}

const SEPARATOR_LINE = /^sep=(.|\\t)[ \t]*(?:\r\n|\r|\n)/i

/**
 * Finds the dialect of a file by parsing its beginning in every dialect that comes into question and weighing how alike
 * the rows are and how many cells look like something.
 * @param head beginning of the file
 * @param entire whether it is all of the file
 */
export const detectDialect = (head: string, entire: boolean): Dialect => {
  const told = SEPARATOR_LINE.exec(head)
  const skip = told ? 1 : 0
  const delimiters = told ? [told[1] === '\\t' ? '\t' : (told[1] as string)] : DELIMITERS
  const { sample, whole } = sampleOf(told ? head.slice(told[0].length) : head, entire)
  let best: Dialect | null = null
  let most = told ? 0 : LEAST_SCORE
  for (const dialect of candidates(sample, delimiters)) {
    const score = scoreOf(sample, whole, dialect)
    if (score > most + CLOSE) [best, most] = [dialect, score]
  }
  if (best) return { ...best, skip }
  if (told) return { ...common, delimiter: delimiters[0] as string, skip }
  if (isSpaced(sample, whole)) return { ...common, delimiter: ' ', quote: '' }
  return { ...common, delimiter: NO_DELIMITER }
}
