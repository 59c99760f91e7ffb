import type { Database } from '../sql/database.ts'
import { decodeColumns } from '../sql/decode.ts'
import { sql } from '../sql/tag.ts'

/** Whole numbers of one row of `evidence.bin`: household, person, row function × 2 + doubt, source, source row. */
const EVIDENCE_FIELDS = 5
const EVIDENCE_ROW_BYTES = EVIDENCE_FIELDS * 4

const HOUSEHOLDS_PER_PIECE = 4_000
const COLUMNS = ['hid', 'person', 'mark', 'src', 'row'] as const

/** `raw.evidence_found` as little-endian 32-bit rows in order of household, so that one household is a binary search away. */
export function* evidenceBytes(db: Database, households: number): Generator<Uint8Array> {
  for (let from = 0; from < households; from += HOUSEHOLDS_PER_PIECE) {
    const columns = decodeColumns(
      db.arrow(sql`SELECT e.hid, CAST(substr(p.token, 2) AS INTEGER) AS person, CAST(atom * 2 + CASE WHEN certain THEN 0 ELSE 1 END AS INTEGER) AS mark, CAST(e.src AS INTEGER) AS src, e.row
        FROM raw.evidence_found e JOIN person p ON p.pk = e.pk WHERE e.hid >= ${from} AND e.hid < ${from + HOUSEHOLDS_PER_PIECE} ORDER BY 1, 3, 4, 5, 2`),
    )
    const size = columns.hid?.length ?? 0
    const bytes = new DataView(new ArrayBuffer(size * EVIDENCE_ROW_BYTES))
    COLUMNS.forEach((name, field) => {
      const values = columns[name]
      for (let index = 0; index < size; index++)
        bytes.setInt32(index * EVIDENCE_ROW_BYTES + field * 4, values?.[index] ?? 0, true)
    })
    yield new Uint8Array(bytes.buffer)
  }
}

export interface KeptEvidence {
  person: number
  atom: number
  certain: boolean
  src: number
  row: number
}

/** Reads a slice of a file; `start` and `end` in bytes. */
export type ReadSlice = (start: number, end: number) => Promise<Uint8Array>

/** The evidence of one household in a file written by `evidenceBytes`. */
export const keptEvidence = async (read: ReadSlice, size: number, hid: number): Promise<KeptEvidence[]> => {
  const total = size / EVIDENCE_ROW_BYTES
  const view = async (from: number, to: number): Promise<DataView> => {
    const bytes = await read(from * EVIDENCE_ROW_BYTES, to * EVIDENCE_ROW_BYTES)
    return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  const firstAtLeast = async (value: number): Promise<number> => {
    let [low, high] = [0, total]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((await view(middle, middle + 1)).getInt32(0, true) < value) low = middle + 1
      else high = middle
    }
    return low
  }
  const [from, to] = [await firstAtLeast(hid), await firstAtLeast(hid + 1)]
  const rows = await view(from, to)
  return Array.from({ length: to - from }, (_, index) => {
    const at = (field: number): number => rows.getInt32(index * EVIDENCE_ROW_BYTES + field * 4, true)
    return { person: at(1), atom: at(2) >> 1, certain: (at(2) & 1) === 0, src: at(3), row: at(4) }
  })
}
