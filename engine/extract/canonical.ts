import { CHUNK_BYTES, type NormalisedChunk, type SetAside, type Shape, type Sheet, type TextRow } from './sheet.ts'
import { SPECIAL_TEXT, untidy } from './untidy.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const NEEDS_QUOTES = /[",\n\r]/
const BLANK = /^\s*$/

const cell = (text: string): string => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Writes rows that are already cells (a workbook's) as canonical chunks. */
export class CanonicalWriter {
  private parts: string[] = []
  private size = 0
  private beyond = 0
  private messy: Uint8Array

  constructor(private readonly shape: Shape) {
    this.messy = this.freshMessy()
  }

  private freshMessy = () => new Uint8Array(this.shape.columns ?? 16_384)

  get full(): boolean {
    return this.size >= CHUNK_BYTES / 3
  }

  get done(): boolean {
    return this.parts.length === this.shape.limit
  }

  get waiting(): boolean {
    return this.parts.length > 0
  }

  write({ line, cells }: TextRow): void {
    const { shape, messy } = this
    if (this.done || line <= shape.after || (shape.only && !shape.only.has(line)) || cells.every((text) => BLANK.test(text)))
      return
    const width = shape.columns ?? cells.length
    if (cells.slice(width).some((text) => !BLANK.test(text))) this.beyond++
    let text = String(line)
    let marked = ''
    for (let index = 0; index < width; index++) {
      const value = cells[index] ?? ''
      text += ','
      if (!SPECIAL_TEXT.test(value)) {
        text += value
        continue
      }
      text += cell(value)
      if (untidy(value)) {
        messy[index] = 1
        marked = '1'
      }
    }
    text += `,${marked}`
    this.parts.push(text)
    this.size += text.length
  }

  take(consumed: number): NormalisedChunk {
    const { parts, messy, beyond } = this
    this.parts = []
    this.beyond = 0
    this.size = 0
    this.messy = this.freshMessy()
    const bytes = encoder.encode(parts.length > 0 ? `${parts.join('\n')}\n` : '')
    return { bytes, records: parts.length, setAside: [], messy, beyond, consumed }
  }
}

/** Reads a canonical chunk, or part of one, back into rows. */
export const rowsOf = ({ bytes }: Pick<NormalisedChunk, 'bytes'>): TextRow[] => {
  const text = decoder.decode(bytes)
  const rows: TextRow[] = []
  let cells: string[] = []
  let at = 0
  while (at < text.length) {
    let value: string
    if (text[at] === '"') {
      let end = text.indexOf('"', at + 1)
      while (text[end + 1] === '"') end = text.indexOf('"', end + 2)
      value = text.slice(at + 1, end).replaceAll('""', '"')
      at = end + 1
    } else {
      let end = at
      while (text[end] !== ',' && text[end] !== '\n') end++
      value = text.slice(at, end)
      at = end
    }
    cells.push(value)
    if (text[at] === '\n') {
      rows.push({ line: Number(cells[0]), cells: cells.slice(1, -1) })
      cells = []
    }
    at++
  }
  return rows
}

/** Rows of a sheet, and what stands between them that cannot be read. */
export interface ReadRows {
  rows: TextRow[]
  setAside: SetAside[]
}

/** Reads the first rows of a sheet as they are: at most so many, and fewer where they are so long that they fill a chunk. */
export const readTop = async (sheet: Sheet, limit: number): Promise<ReadRows> => {
  const read: ReadRows = { rows: [], setAside: [] }
  for await (const chunk of sheet.chunks({ columns: null, after: 0, limit })) {
    read.rows.push(...rowsOf(chunk))
    read.setAside.push(...chunk.setAside)
    if (read.rows.length > 0) break
  }
  return read
}
