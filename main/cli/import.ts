import type { Command, Surroundings } from './command.ts'
import { dateOption, parseCommand, positional } from './options.ts'

export interface ImportOptions {
  /** Folder of departmental extracts. */
  folder: string
  /** Null: the end of the latest month that a file names. */
  asOf: string | null
  pack: string
  json: boolean
}

export type ImportJob = (options: ImportOptions, surroundings: Surroundings) => Promise<void>

/** Arguments of `jpf import`. */
const importOptions = (argv: readonly string[]): ImportOptions => {
  const { values, positionals } = parseCommand(argv, {
    'as-of': { type: 'string' },
    pack: { type: 'string' },
    json: { type: 'boolean' },
  })
  const [folder = ''] = positional(positionals, ['DIR'])
  const asOf = values['as-of']
  return {
    folder,
    asOf: asOf === undefined ? null : dateOption(asOf, 'as-of'),
    pack: values.pack ?? 'pinghu',
    json: values.json ?? false,
  }
}

/** `jpf import`: what every file was taken for, what of it loads, and what there is to mend. Writes nothing. */
export const importCommand = (job: ImportJob): Command => ({
  usage: 'import DIR [--as-of 日期] [--pack 地区包] [--json]',
  run: async (argv, surroundings) => job(importOptions(argv), surroundings),
})
