import type { FileMetaData, SchemaElement } from 'hyparquet'
import type { SourceFile } from '../contract.ts'
import type { CanonicalWriter } from './canonical.ts'
import {
  MOST_COLUMNS,
  MOST_RATIO,
  PARQUET_GROUP_BYTES,
  PARQUET_PAGE_BYTES,
  PARQUET_PAGE_VALUES,
  PARQUET_STEP_ROWS,
  RATIO_FROM_BYTES,
} from './limits.ts'
import { parquetParsers, textOfValue } from './parquet-value.ts'
import { type Ranged, rangedFile } from './ranged.ts'
import { rowsSheet } from './rows-sheet.ts'
import { ExtractError, type Sheet } from './sheet.ts'

const damaged = () => new ExtractError('unreadable', 'Parquet 文件读不出来，可能已损坏或加了密，请重新导出，或改用 CSV')
const tooLarge = () =>
  new ExtractError('unreadable', 'Parquet 文件分块太大或膨胀得不正常，没有读取，请改小分块（row group）后重新导出，或改用 CSV')

const load = async () => {
  const [{ parquetMetadataAsync, parquetRead }, { parquetHeader }, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet/src/column.js'),
    import('hyparquet-compressors'),
  ])
  return { parquetMetadataAsync, parquetRead, parquetHeader, compressors }
}

type Library = Awaited<ReturnType<typeof load>>
type ColumnMetaData = NonNullable<FileMetaData['row_groups'][number]['columns'][number]['meta_data']>

interface Field {
  name: string
  element: SchemaElement
}

const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

/** Names and types of the columns at the top; decimals are read as the whole numbers they are kept as. */
const fieldsOf = (metadata: FileMetaData): Field[] => {
  const fields: Field[] = []
  let at = 1
  const skip = (): void => {
    const children = metadata.schema[at++]?.num_children ?? 0
    for (let child = 0; child < children && at < metadata.schema.length; child++) skip()
  }
  for (let child = 0; child < (metadata.schema[0]?.num_children ?? 0) && at < metadata.schema.length; child++) {
    const element = metadata.schema[at] as SchemaElement
    fields.push({ name: element.name, element: { ...element } })
    skip()
  }
  for (const element of metadata.schema) {
    if (element.converted_type === 'DECIMAL' || element.logical_type?.type === 'DECIMAL') {
      delete element.converted_type
      delete element.logical_type
    }
  }
  return fields
}

const checkSize = (metadata: FileMetaData, columns: number, size: number): void => {
  const rows = Number(metadata.num_rows)
  const total = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0)
  if (total !== rows || rows < 0 || metadata.row_groups.some(({ num_rows }) => Number(num_rows) < 0)) throw damaged()
  if (columns > MOST_COLUMNS || rows * columns > RATIO_FROM_BYTES + MOST_RATIO * size) throw tooLarge()
}

/** Holds every page of a column's chunk against what it may be before it is unpacked. */
const checkPages = (library: Library, chunk: ArrayBuffer, values: number): void => {
  const reader = { view: new DataView(chunk), offset: 0 }
  let seen = 0
  while (reader.offset < chunk.byteLength - 1 && seen < values) {
    const header = library.parquetHeader(reader)
    const stated = header.dictionary_page_header ?? header.data_page_header ?? header.data_page_header_v2
    const [count, packed, unpacked] = [stated?.num_values ?? -1, header.compressed_page_size, header.uncompressed_page_size]
    if (!(count >= 0 && packed >= 0 && unpacked >= 0) || reader.offset + packed > chunk.byteLength) throw damaged()
    if (count > PARQUET_PAGE_VALUES || unpacked > PARQUET_PAGE_BYTES) throw tooLarge()
    if (!header.dictionary_page_header) seen += count
    else if (count > 8 * unpacked) throw damaged()
    reader.offset += packed
  }
  if (seen !== values) throw damaged()
}

const chunkRange = ({ dictionary_page_offset, data_page_offset, total_compressed_size }: ColumnMetaData): [number, number] => {
  const from = Number(
    dictionary_page_offset && dictionary_page_offset < data_page_offset ? dictionary_page_offset : data_page_offset,
  )
  return [from, from + Number(total_compressed_size)]
}

/** The bytes of one row group, read once and checked; the rest of the file as it is asked for. */
const groupFile = async (library: Library, file: Ranged, group: FileMetaData['row_groups'][number]) => {
  const held: { from: number; bytes: ArrayBuffer }[] = []
  let size = 0
  for (const { meta_data } of group.columns) {
    if (!meta_data) throw damaged()
    const [from, to] = chunkRange(meta_data)
    size += to - from
    if (size > PARQUET_GROUP_BYTES) throw tooLarge()
    if (!(from >= 0 && to > from && to <= file.size)) throw damaged()
    const bytes = bufferOf(await file.read(from, to))
    checkPages(library, bytes, Number(meta_data.num_values))
    held.push({ from, bytes })
  }
  return {
    byteLength: file.size,
    async slice(from: number, to: number = file.size): Promise<ArrayBuffer> {
      const found = held.find((one) => one.from <= from && to <= one.from + one.bytes.byteLength)
      return found ? found.bytes.slice(from - found.from, to - found.from) : bufferOf(await file.read(from, to))
    },
  }
}

/** Puts an error of the library into our words; our own go through. */
const guarded = async <Value>(work: () => Promise<Value>): Promise<Value> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && ['RangeError', 'TypeError', 'Error', 'SyntaxError'].includes(error.name)) throw damaged()
    throw error
  }
}

const readStep = async (
  library: Library,
  file: { byteLength: number; slice(from: number, to?: number): Promise<ArrayBuffer> },
  metadata: FileMetaData,
  [rowStart, rowEnd]: readonly [number, number],
): Promise<unknown[][]> => {
  let rows: unknown[][] = []
  await library.parquetRead({
    file,
    metadata,
    rowStart,
    rowEnd,
    rowFormat: 'array',
    compressors: library.compressors,
    parsers: parquetParsers,
    utf8: false,
    onComplete: (found) => {
      rows = found
    },
  })
  if (rows.length !== rowEnd - rowStart) throw damaged()
  return rows
}

async function* writeRows(
  writer: CanonicalWriter,
  library: Library,
  file: Ranged,
  metadata: FileMetaData,
  fields: readonly Field[],
) {
  if (writer.begin(1)) {
    for (const [column, { name }] of fields.entries()) writer.putText(column, name)
    writer.end()
    yield 0
  }
  const total = Number(metadata.num_rows)
  let start = 0
  for (const group of metadata.row_groups) {
    const end = start + Number(group.num_rows)
    const part = start < end ? await guarded(() => groupFile(library, file, group)) : null
    for (; part && start < end; start = Math.min(end, start + PARQUET_STEP_ROWS)) {
      const range = [start, Math.min(end, start + PARQUET_STEP_ROWS)] as const
      const rows = await guarded(() => readStep(library, part, metadata, range))
      for (let row = range[0]; row < range[1]; row++) {
        if (!writer.begin(row + 2)) continue
        for (const [column, { element }] of fields.entries())
          writer.putText(column, textOfValue(rows[row - range[0]]?.[column], element))
        writer.end()
        if (writer.full || writer.done) yield row / total
      }
    }
  }
}

/** A Parquet file as its one table: the names of its columns as the heading, values as a CSV would have them. */
export const parquetSheets = async (file: SourceFile): Promise<Sheet[]> => {
  const library = await load()
  const ranged = rangedFile(file)
  const whole = { byteLength: file.size, slice: async (from: number, to = file.size) => bufferOf(await ranged.read(from, to)) }
  const metadata = await guarded(async () => library.parquetMetadataAsync(whole, { geoparquet: false }))
  const fields = fieldsOf(metadata)
  checkSize(metadata, fields.length, file.size)
  return [
    rowsSheet({
      name: '',
      encoding: 'parquet',
      size: file.size,
      rows: (writer) => writeRows(writer, library, ranged, metadata, fields),
    }),
  ]
}
