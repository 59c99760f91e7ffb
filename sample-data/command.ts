import { type Command, type Surroundings, usage } from '../main/cli/command.ts'
import { countOption, dateOption, parseCommand, positional, required, shareOption } from '../main/cli/options.ts'

export interface SampleOptions {
  households: number
  seed: number
  asOf: string
  /** Share of rows that carry a planted fault. */
  dirt: number
  faults: 'common' | 'all'
  months: number
  /** Share of households of which somebody stands in a list without an ID number. */
  nameless: number
  /** Folder for the list of what was planted. */
  truth: string | null
  out: string
  pack: string
}

export type SampleJob = (options: SampleOptions, surroundings: Surroundings) => Promise<void>

const faultsOption = (value: string): SampleOptions['faults'] => {
  if (value !== 'common' && value !== 'all') throw usage(`选项 --faults 应为 common 或 all，收到“${value}”`)
  return value
}

/** Arguments of `jpf sample`. */
export const sampleOptions = (argv: readonly string[]): SampleOptions => {
  const { values, positionals } = parseCommand(argv, {
    households: { type: 'string' },
    seed: { type: 'string' },
    'as-of': { type: 'string' },
    dirt: { type: 'string' },
    faults: { type: 'string' },
    months: { type: 'string' },
    nameless: { type: 'string' },
    truth: { type: 'string' },
    out: { type: 'string' },
    pack: { type: 'string' },
  })
  positional(positionals, [])
  return {
    households: countOption(required(values.households, 'households'), 'households', 0, 400_000),
    seed: countOption(required(values.seed, 'seed'), 'seed', 0, 4_294_967_295),
    asOf: dateOption(required(values['as-of'], 'as-of'), 'as-of'),
    dirt: shareOption(required(values.dirt, 'dirt'), 'dirt'),
    faults: faultsOption(values.faults ?? 'common'),
    months: countOption(values.months ?? '12', 'months', 1, 24),
    nameless: shareOption(values.nameless ?? '0', 'nameless'),
    truth: values.truth ?? null,
    out: required(values.out, 'out'),
    pack: values.pack ?? 'pinghu',
  }
}

/** `jpf sample`: a synthetic county, as its departments would send it. */
export const sampleCommand = (job: SampleJob): Command => ({
  usage:
    'sample --households N --seed S --as-of 日期 --dirt R [--faults common|all] [--months 12] [--nameless R] [--truth DIR] [--pack 地区包] --out DIR',
  run: async (argv, surroundings) => job(sampleOptions(argv), surroundings),
})
