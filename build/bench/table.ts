import type { Phase } from './recorded.ts'
import type { BenchResult, Result, SizeResult } from './summary.ts'

const NAMES: Readonly<Record<string, string>> = {
  chromium: 'DuckDB-WASM, Chromium worker',
  node: 'DuckDB-WASM, Node',
  native1: 'native DuckDB, 1 thread',
  native2: 'native DuckDB, 2 threads',
}

const PEER = 'native1'

const COMPUTING: readonly Phase[] = ['load', 'people', 'features', 'score', 'colour', 'poverty']

/** Columns of the table of times. */
const COLUMNS: readonly (readonly [string, readonly Phase[]])[] = [
  ['load', ['load']],
  ['people', ['people']],
  ['features', ['features']],
  ['people + features', ['people', 'features']],
  ['score, colour, poverty', ['score', 'colour', 'poverty']],
  ['all', COMPUTING],
]

const total = ({ phases }: Result, of: readonly Phase[]): number => of.reduce((sum, phase) => sum + (phases[phase] ?? 0), 0)

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)

const megabytes = (bytes: number): string => String(Math.round(bytes / 1_000_000))

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const table = (heading: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  row(heading),
  row(heading.map((_, index) => (index === 0 ? '---' : '---:'))),
  ...rows.map(row),
]

const cell = (result: Result, peer: Result | undefined, phases: readonly Phase[]): string => {
  if (phases.some((phase) => result.phases[phase] === undefined)) return '–'
  const time = total(result, phases)
  const ratio = peer && peer !== result && total(peer, phases) > 0 ? ` (${(time / total(peer, phases)).toFixed(2)} ×)` : ''
  return `${seconds(time)}${ratio}`
}

const times = (results: readonly Result[]): string[] => {
  const peer = results.find(({ engine }) => engine === PEER)
  return table(
    ['seconds', ...COLUMNS.map(([name]) => name), 'evidence of a household, worst, ms'],
    results.map((result) => [
      NAMES[result.engine] ?? result.engine,
      ...COLUMNS.map(([, phases]) => cell(result, peer, phases)),
      result.evidence > 0 ? String(Math.round(result.evidence)) : '–',
    ]),
  )
}

const MEMORY: readonly Phase[] = ['load', 'people', 'features', 'poverty']

const memory = (results: readonly Result[]): string[] =>
  table(
    ['MB claimed (held by DuckDB) after', ...MEMORY],
    results.map(({ engine, memory: after }) => [
      NAMES[engine] ?? engine,
      ...MEMORY.map((phase) => (after[phase] ? `${megabytes(after[phase].claimed)} (${megabytes(after[phase].held)})` : '–')),
    ]),
  )

const MOST = 5

const slowest = ({ slowest: all, results }: SizeResult): string[] => {
  const engines = results.map(({ engine }) => engine)
  const shown = all.filter(({ phase }, index) => all.slice(0, index).filter((other) => other.phase === phase).length < MOST)
  return table(
    ['slowest statements, ms', 'of', ...engines],
    shown.map(({ phase, label, count, times: by }) => [
      `${phase}: ${label}`,
      String(count),
      ...engines.map((engine) => String(by[engine] ?? '–')),
    ]),
  )
}

const growth = ({ growth: all, results }: SizeResult): string[] =>
  table(
    [`memory taken by a statement, MB, ${results[0]?.engine ?? ''}`, 'before', 'after'],
    all.slice(0, MOST).map(({ phase, label, before, after }) => [`${phase}: ${label}`, megabytes(before), megabytes(after)]),
  )

const size = (result: SizeResult): string[] => {
  const { asked, recording, results } = result
  const failures = results.filter(({ failure }) => failure !== null)
  return [
    `## County of ${asked.toLocaleString('en')} households`,
    '',
    `${recording.households.toLocaleString('en')} households found, ${recording.persons.toLocaleString('en')} persons, ${recording.rows.toLocaleString('en')} typed rows, ${megabytes(recording.bytes)} MB of normalised CSV. Extraction (reading, decoding, recognising and normalising, JavaScript in Node): ${seconds(recording.extract)} s, in none of the figures below.`,
    '',
    ...times(results),
    '',
    ...memory(results),
    '',
    ...failures.flatMap(({ engine, failure }) => [`${NAMES[engine] ?? engine} did not finish: ${failure}`, '']),
    ...slowest(result),
    '',
    ...growth(result),
    '',
  ]
}

/** The whole result as Markdown. */
export const markdown = ({ machine, repeats, sizes }: BenchResult): string =>
  [
    '# Bench',
    '',
    'Written by `npm run bench`. One run of the engine is recorded: every statement and all normalised CSV. Each engine then replays',
    'that recording, so all run the same SQL on the same bytes; a repeat starts from an empty process or worker.',
    `Times are medians of ${repeats} ${repeats === 1 ? 'repeat' : 'repeats'}, ratios are to native DuckDB with one thread. Memory is the greatest of the repeats: the linear memory`,
    'of the module, or the resident set of the process; the native library is made to checkpoint after each phase, outside the times.',
    '',
    ...Object.entries(machine).map(([name, value]) => `- ${name}: ${value}`),
    '',
    ...sizes.flatMap(size),
  ].join('\n')
