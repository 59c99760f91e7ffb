import type { FeatureRun } from '../features/features.ts'
import type { Pack } from '../packs/pack.ts'
import type { Database } from '../sql/database.ts'
import { sql } from '../sql/tag.ts'
import { adverse } from './adverse.ts'
import { outputTables } from './outputs.ts'
import { type OutputTable, writeTable } from './table.ts'
import { conflicts, findings } from './troubles.ts'

/** Tokens of households and persons by a salted hash, for the next run. */
const identity: OutputTable = {
  file: 'identity.csv',
  columns: ['kind', 'anchor', 'token'].map((name) => ({ name, format: 'text' })),
  query: sql`SELECT kind, anchor, token FROM identity ORDER BY kind, anchor`,
}

/** Every table a run writes. `full` is the full poverty score; `plain` shows names and numbers. */
export const runTables = (pack: Pack, features: Pick<FeatureRun, 'columns'>, full: number, plain: boolean): OutputTable[] => [
  ...outputTables(pack, features.columns, full, plain),
  adverse(pack, plain),
  conflicts(plain),
  findings(pack, plain),
  identity,
]

/** A table as pieces of text. */
export const tableText = (db: Database, table: OutputTable): Generator<string> => writeTable(db, table)
