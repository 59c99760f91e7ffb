import type { Dialect } from './dialect.ts'

/** One record of a table as text, nothing interpreted. `line` is the physical first line (CSV) or the row number (XLSX). */
export interface TextRow {
  line: number
  cells: string[]
}

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5'

export type Encoding = TextEncoding | ContainerKind

/** What a table comes in that is no delimited text. */
export type ContainerKind = 'xlsx' | 'xls' | 'ods' | 'html' | 'xml' | 'parquet'

/** Which records to write, and how wide. */
export interface Shape {
  /** Cells a record has: shorter ones are filled with blanks, longer ones count as ragged. Null keeps every record as it is. */
  columns: number | null
  /** Records that begin on this line or before it are passed over. */
  after: number
  /** Only records that begin on one of these lines. */
  only?: ReadonlySet<number>
  /** Stops after so many records. */
  limit?: number
  /** Texts keep the apostrophe that guards them from spreadsheets, see `guard.ts`; else it is taken off. */
  asSent?: boolean
}

/** A record that cannot be written: it has more filled cells than there are headings, or bytes of another encoding. */
export interface SetAside {
  line: number
  text: string
  reason: 'ragged' | 'bad_bytes'
}

/**
 * Part of a sheet as canonical CSV: UTF-8, comma, LF, `"` doubled inside quotes, no blank records. Before
 * the cells stands the record's line; behind them 1 where some cell has blanks at its ends, invisible or
 * full-width characters. `messy[i]` is 1 where column i has such a cell.
 */
export interface NormalisedChunk {
  bytes: Uint8Array
  records: number
  setAside: SetAside[]
  messy: Uint8Array
  /** Workbook rows with filled cells that no heading stands above; those cells are left out. */
  beyond: number
  /** Bytes of the source read so far. */
  consumed: number
}

/** One table of a file. */
export interface Sheet {
  /** Sheet name; empty for text files. */
  name: string
  encoding: Encoding
  /** How a text file tells its records and cells apart. */
  dialect?: Dialect
  /** Whether the workbook hides this sheet from who opens it. */
  hidden?: boolean
  chunks(shape: Shape): AsyncIterable<NormalisedChunk>
}

/** Bytes that cannot be read as a table. `rule` names the finding, `message` is one Chinese sentence for a person. */
export class ExtractError extends Error {
  constructor(
    readonly rule: 'unreadable' | 'bad_encoding' | 'bad_archive' | 'bad_workbook' | 'record_too_long' | 'empty_file',
    message: string,
  ) {
    super(message)
    this.name = 'ExtractError'
  }
}

/** What a line of over 1 MB is refused with. */
export const recordTooLong = (line: number): ExtractError =>
  new ExtractError('record_too_long', `第 ${line} 行起的一条记录超过 1 MB，无法作为表格读取，请检查引号和换行后重新导出`)

/** Size at which a chunk is handed on, and the longest record that is accepted. */
export const CHUNK_BYTES = 15 << 20
export const RECORD_BYTES = 1 << 20
