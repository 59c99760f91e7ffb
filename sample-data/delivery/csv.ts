import { closeSync, openSync, writeSync } from 'node:fs'
import iconv from 'iconv-lite'
import type { Style } from './style.ts'

/** A delivered file that takes rows one after the other; `row` gives the physical line or sheet row written. */
export interface RowFile {
  /** Name of the sheet that takes the next row; empty for text. */
  readonly sheet: string
  row(texts: readonly string[]): number
  /** A line that is no record: title, heading, note. */
  note(texts: readonly string[]): void
  close(): void
}

const flushAt = 200_000
const needsQuote = /[",\r\n]/

function quoted(text: string): string {
  return needsQuote.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export class CsvFile implements RowFile {
  readonly sheet = ''
  private readonly file: number
  private buffer = ''
  private line = 1

  constructor(
    path: string,
    private readonly style: Style,
  ) {
    this.file = openSync(path, 'w')
    if (style.encoding === 'utf8-bom') this.buffer = '\uFEFF'
  }

  row(texts: readonly string[]): number {
    const at = this.line
    let text = ''
    for (let i = 0; i < texts.length; i++) {
      const cell = texts[i] ?? ''
      text += i === 0 ? quoted(cell) : `,${quoted(cell)}`
      if (cell.includes('\n')) this.line += cell.split('\n').length - 1
    }
    this.line += 1
    this.buffer += `${text}\r\n`
    if (this.buffer.length > flushAt) this.flush()
    return at
  }

  note(texts: readonly string[]): void {
    this.row(texts)
  }

  close(): void {
    this.flush()
    closeSync(this.file)
  }

  private flush(): void {
    const bytes = this.style.encoding === 'gb18030' ? iconv.encode(this.buffer, 'gb18030') : Buffer.from(this.buffer, 'utf8')
    writeSync(this.file, bytes)
    this.buffer = ''
  }
}
