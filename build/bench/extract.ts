import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { encodings } from './extract-encodings.ts'
import { xlsx } from './extract-xlsx.ts'
import { median } from './summary.ts'

/** Does one thing once; answers with the rows it came to. */
export interface Contestant {
  name: string
  run(): Promise<number>
}

/** Two ways to the same rows: the first may take `most` times as long as the second. */
export interface Comparison {
  name: string
  most: number
  /** Makes the files in a folder. */
  prepare(folder: string, rows: number): Promise<[Contestant, Contestant]>
}

const COMPARISONS: readonly Comparison[] = [...encodings, ...xlsx]

export interface ExtractBenchOptions {
  /** Folder for the table; files go to `out` in it. */
  home: string
}

interface Timing {
  name: string
  rows: number
  /** Milliseconds of processor time, each run. */
  times: number[]
}

const timed = async ({ run }: Contestant, timing: Timing): Promise<void> => {
  const before = process.cpuUsage()
  timing.rows = await run()
  const { user, system } = process.cpuUsage(before)
  timing.times.push((user + system) / 1000)
}

const compare = async (comparison: Comparison, folder: string, rows: number, repeats: number): Promise<[Timing, Timing]> => {
  const pair = await comparison.prepare(folder, rows)
  const timings = pair.map(({ name }): Timing => ({ name, rows: 0, times: [] })) as [Timing, Timing]
  for (let repeat = 0; repeat <= repeats; repeat++) {
    for (const [index, contestant] of pair.entries()) await timed(contestant, timings[index] as Timing)
    // The first run of each warms up.
    if (repeat === 0) for (const timing of timings) timing.times = []
  }
  return timings
}

/** Runs the comparisons one by one, each pair in turns, and writes and prints the table. Answers whether every limit is kept. */
export const benchExtract = async ({ home }: ExtractBenchOptions, argv: readonly string[]): Promise<boolean> => {
  const { values } = parseArgs({
    args: [...argv],
    options: { rows: { type: 'string', default: '100000' }, repeats: { type: 'string', default: '3' }, only: { type: 'string' } },
  })
  const folder = join(home, 'out')
  mkdirSync(folder, { recursive: true })
  const lines = [
    `# Reading extracts: ${values.rows} rows, median of ${values.repeats}, processor time`,
    '',
    `${cpus()[0]?.model.trim() ?? ''}, Node ${process.version}`,
    '',
    '| comparison | | ms | | ms | ratio | at most |',
    '| --- | --- | ---: | --- | ---: | ---: | ---: |',
  ]
  let kept = true
  for (const comparison of COMPARISONS.filter(({ name }) => values.only === undefined || name.includes(values.only))) {
    const [one, other] = await compare(comparison, folder, Number(values.rows), Number(values.repeats))
    if (one.rows !== other.rows || one.rows === 0) throw new Error(`${comparison.name}: ${one.rows} rows against ${other.rows}`)
    const ratio = median(one.times) / median(other.times)
    kept &&= ratio <= comparison.most
    const figures = [one, other].map(({ name, times }) => `${name} | ${Math.round(median(times))}`).join(' | ')
    lines.push(`| ${comparison.name} | ${figures} | ${ratio.toFixed(2)} | ${comparison.most} |`)
  }
  const table = `${lines.join('\n')}\n`
  writeFileSync(join(home, 'EXTRACT.md'), table)
  process.stdout.write(table)
  return kept
}
