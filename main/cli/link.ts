import type { Command, Surroundings } from './command.ts'
import { parseCommand, positional, required } from './options.ts'

export interface LinkCommandOptions {
  data: string
  /** The table to link with; null looks for duplicates inside `data`. */
  with: string | null
  spec: string
  out: string
}

export type LinkJob = (options: LinkCommandOptions, surroundings: Surroundings) => Promise<void>

const linkOptions = (argv: readonly string[]): LinkCommandOptions => {
  const { values, positionals } = parseCommand(argv, {
    data: { type: 'string' },
    with: { type: 'string' },
    spec: { type: 'string' },
    out: { type: 'string' },
  })
  positional(positionals, [])
  return {
    data: required(values.data, 'data'),
    with: values.with === undefined ? null : required(values.with, 'with'),
    spec: required(values.spec, 'spec'),
    out: required(values.out, 'out'),
  }
}

/** `jpf link`: which records of one or two tables are about the same person, without an ID number. */
export const linkCommand = (job: LinkJob): Command => ({
  usage: 'link --data F.csv [--with G.csv] --spec S.json --out pairs.csv',
  run: async (argv, surroundings) => job(linkOptions(argv), surroundings),
})
