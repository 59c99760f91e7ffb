import type { Command, Surroundings } from './command.ts'
import { parseCommand, positional, required } from './options.ts'

export interface ConvertOptions {
  /** File or folder. */
  source: string
  /** Sheet of a workbook; null for the first visible one that holds a table. */
  sheet: string | null
  /** CSV file, or folder for the tables of a folder or of an archive. */
  out: string
}

export type ConvertJob = (options: ConvertOptions, surroundings: Surroundings) => Promise<void>

const convertOptions = (argv: readonly string[]): ConvertOptions => {
  const { values, positionals } = parseCommand(argv, { sheet: { type: 'string' }, out: { type: 'string' } })
  const [source = ''] = positional(positionals, ['FILE|DIR'])
  return { source, sheet: values.sheet ?? null, out: required(values.out, 'out') }
}

/**
 * `jpf convert`: any readable table as plain CSV (UTF-8, LF, quotes only where they must be), by detection alone. The first
 * line is the heading: several rows of it are joined by a blank, and a table without one gets 列1, 列2, …; then come all
 * records, cell by cell as they stand in the source. No records are: blank rows, titles and notes above the heading, a
 * heading that is repeated word for word, comments, and at the very end totals and notes that certainly are none (see
 * `tableCsv`). Records with bytes of another encoding are not written but reported with their lines, and the command fails.
 *
 * A folder gives a file for each file, of the same name with `.csv` for its ending; files that would share a name keep their
 * own ending as well (`a.xls.csv`, `a.xlsx.csv`), but a CSV file always keeps its name. An archive with one table gives one
 * file, one with several a folder of the archive's name. `sheet` is for workbooks only.
 */
export const convertCommand = (job: ConvertJob): Command => ({
  usage: 'convert FILE|DIR [--sheet 工作表] --out F.csv|DIR',
  run: async (argv, surroundings) => job(convertOptions(argv), surroundings),
})
