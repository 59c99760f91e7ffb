import type { Command, Surroundings } from './command.ts'
import { dateOption, parseCommand, positional, required } from './options.ts'

export interface RunOptions {
  /** Folder of departmental extracts. */
  folder: string
  asOf: string
  out: string
  pack: string
  /** Output folder of an earlier run whose household tokens are carried on. */
  previous: string | null
  /** Writes names and ID numbers unmasked. */
  plain: boolean
  /** Prints the summary as JSON. */
  json: boolean
}

export type RunJob = (options: RunOptions, surroundings: Surroundings) => Promise<void>

/** Arguments of `jpf run`. */
const runOptions = (argv: readonly string[]): RunOptions => {
  const { values, positionals } = parseCommand(argv, {
    'as-of': { type: 'string' },
    out: { type: 'string' },
    pack: { type: 'string' },
    previous: { type: 'string' },
    plain: { type: 'boolean' },
    json: { type: 'boolean' },
  })
  const [folder = ''] = positional(positionals, ['DIR'])
  return {
    folder,
    asOf: dateOption(required(values['as-of'], 'as-of'), 'as-of'),
    out: required(values.out, 'out'),
    pack: values.pack ?? 'pinghu',
    previous: values.previous ?? null,
    plain: values.plain ?? false,
    json: values.json ?? false,
  }
}

/** `jpf run`: extracts in, every household scored and coloured. */
export const runCommand = (job: RunJob): Command => ({
  usage: 'run DIR --as-of 日期 --out OUT [--pack 地区包] [--previous OUT0] [--plain] [--json]',
  run: async (argv, surroundings) => job(runOptions(argv), surroundings),
})
