import type { Command, Surroundings } from './command.ts'
import { parseCommand, positional, required } from './options.ts'

export interface ExplainOptions {
  /** Output folder of the run. */
  run: string
  household: string
  json: boolean
}

export type ExplainJob = (options: ExplainOptions, surroundings: Surroundings) => Promise<void>

/** Arguments of `jpf explain`. */
const explainOptions = (argv: readonly string[]): ExplainOptions => {
  const { values, positionals } = parseCommand(argv, {
    run: { type: 'string' },
    household: { type: 'string' },
    json: { type: 'boolean' },
  })
  positional(positionals, [])
  return { run: required(values.run, 'run'), household: required(values.household, 'household'), json: values.json ?? false }
}

/** `jpf explain`: one household from its scores down to the rows they rest on. */
export const explainCommand = (job: ExplainJob): Command => ({
  usage: 'explain --run OUT --household 家庭编号 [--json]',
  run: async (argv, surroundings) => job(explainOptions(argv), surroundings),
})
