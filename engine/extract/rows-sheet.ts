import { CanonicalWriter } from './canonical.ts'
import type { Encoding, NormalisedChunk, Shape, Sheet } from './sheet.ts'

/** Puts the cells of one row after another; where the writer is full or done, tells the share of the source that is read. */
export type RowSource = (writer: CanonicalWriter) => AsyncIterable<number> | Iterable<number>

export interface RowsSheet {
  name: string
  encoding: Encoding
  hidden?: boolean
  /** Bytes of the source, for progress. */
  size: number
  rows: RowSource
}

/** A sheet whose rows are written one by one. */
export const rowsSheet = ({ name, encoding, hidden = false, size, rows }: RowsSheet): Sheet => {
  async function* chunks(shape: Shape): AsyncGenerator<NormalisedChunk> {
    const writer = new CanonicalWriter(shape)
    let share = 0
    for await (share of rows(writer)) {
      if (writer.done) break
      if (writer.full) yield writer.take(Math.round(share * size))
    }
    if (writer.waiting) yield writer.take(Math.round(share * size))
  }
  return { name, encoding, hidden, chunks }
}
