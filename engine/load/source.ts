import type { MatchedHeading } from '../catalogue/heading.ts'
import type { mendingOf } from '../catalogue/mending.ts'
import type { MonthIndex } from '../catalogue/period.ts'
import type { Evidence } from '../catalogue/recognise.ts'
import type { Encoding, Sheet } from '../extract/sheet.ts'
import type { Category } from '../packs/pack.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'

/** One sheet of one file and what became of its records. */
export interface Source {
  src: number
  path: string
  sheet: string
  category: string | null
  period: MonthIndex | null
  sha256: string
  encoding: Encoding | null
  /** How its text is laid out, where the reader says so. */
  dialect: unknown
  rowsIn: number
  loaded: number
  refused: number
  repeated: number
  footer: number
  headerRow: number | null
  columns: string[]
  /** What it was recognised by, how surely (0 to 1), and the template that did. */
  by: Evidence | null
  confidence: number | null
  template: string | null
  /** See `mappingText`. */
  mapping: string | null
}

/** A sheet that was recognised and may be loaded. */
export interface RecognisedSheet {
  source: Source
  period: MonthIndex | null
  category: Category
  heading: MatchedHeading
  sheet: Sheet
  size: number
  /** Set where the sheet mends rows of others. */
  mends: ReturnType<typeof mendingOf>
}

export const newSource = (src: number, path: string, sheet: string, sha256: string): Source => ({
  src,
  path,
  sheet,
  category: null,
  period: null,
  sha256,
  encoding: null,
  dialect: null,
  rowsIn: 0,
  loaded: 0,
  refused: 0,
  repeated: 0,
  footer: 0,
  headerRow: null,
  columns: [],
  by: null,
  confidence: null,
  template: null,
  mapping: null,
})

/** Writes the table `source`. */
export const createSources = (db: Database, sources: readonly Source[]): void => {
  db.run(sql`CREATE OR REPLACE TABLE source (src USMALLINT, category VARCHAR, path VARCHAR, sheet VARCHAR, period INTEGER, sha256 VARCHAR,
    encoding VARCHAR, rows_in INTEGER, loaded INTEGER, refused INTEGER, repeated INTEGER, footer INTEGER, header_row INTEGER, columns VARCHAR,
    recognised_by VARCHAR, confidence DOUBLE, template VARCHAR, mapping VARCHAR)`)
  for (let from = 0; from < sources.length; from += 500) {
    const rows = sources.slice(from, from + 500).map(
      (
        s,
      ) => sql`(${s.src}, ${s.category}, ${s.path}, ${s.sheet}, ${s.period}, ${s.sha256}, ${s.encoding}, ${s.rowsIn}, ${s.loaded}, ${s.refused},
          ${s.repeated}, ${s.footer}, ${s.headerRow}, ${s.columns.join('|')}, ${s.by}, ${s.confidence}, ${s.template}, ${s.mapping})`,
    )
    db.run(sql`INSERT INTO source VALUES ${rows}`)
  }
}

/** Every record of a sheet is loaded, refused, a repeat or a footer. A sum that does not hold is a defect of the loader. */
export const assertAccounted = (source: Source): void => {
  const { rowsIn, loaded, refused, repeated, footer, path, sheet } = source
  if (rowsIn !== loaded + refused + repeated + footer) {
    throw new Error(
      `records of ${path} ${sheet} do not add up: ${rowsIn} in, ${loaded} loaded, ${refused} refused, ${repeated} repeated, ${footer} footer`,
    )
  }
}
