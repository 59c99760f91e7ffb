import { fork } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Task } from './child.ts'
import { replayInChromium } from './chromium.ts'
import { NODE_ENGINES, type NodeEngine, readEntries } from './node.ts'
import { type Recording, SUMMARY } from './recorded.ts'
import type { Replay } from './replay.ts'
import { type BenchResult, growthOf, resultOf, type SizeResult, slowestOf } from './summary.ts'
import { markdown } from './table.ts'

export interface BenchOptions {
  /** Folder with `bench-child.mjs`. */
  programs: string
  /** Folder of the page that replays in a browser. */
  page: string
  /** Folder for the table; counties, recordings and figures go to `out` in it. */
  home: string
}

const ENGINES = ['chromium', ...NODE_ENGINES] as const
type EngineName = (typeof ENGINES)[number]

const AS_OF = '2025-05-18'
const SLOWEST = 15

interface Wanted {
  households: number[]
  repeats: number
  engines: EngineName[]
  /** Replays the recordings that are there already. */
  reuse: boolean
}

const wanted = (argv: readonly string[]): Wanted => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      households: { type: 'string', default: '50000,350000' },
      repeats: { type: 'string', default: '3' },
      reuse: { type: 'boolean', default: false },
      engines: { type: 'string', default: ENGINES.join(',') },
    },
  })
  const households = values.households.split(',').map(Number)
  const repeats = Number(values.repeats)
  const engines = values.engines.split(',').map((name) => {
    const known = ENGINES.find((engine) => engine === name)
    if (known === undefined) throw new Error(`--engines: ${name} is none of ${ENGINES.join(', ')}`)
    return known
  })
  if ([...households, repeats].some((count) => !Number.isInteger(count) || count < 1)) {
    throw new Error('--households and --repeats are whole numbers from 1')
  }
  return { households, repeats, engines, reuse: values.reuse }
}

/** Has a task done by a process of its own. */
const inChild = <T>(programs: string, task: Task): Promise<T> =>
  new Promise((resolve, reject) => {
    const child = fork(join(programs, 'bench-child.mjs'), { execArgv: ['--max-old-space-size=8192'] })
    child.once('message', (answer) => resolve(answer as T))
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${task.kind} ended with ${code}`)))
    child.send(task)
  })

const county = async (programs: string, out: string, households: number): Promise<string> => {
  const folder = join(out, `county-${households}`)
  if (existsSync(folder)) return folder
  const work = `${folder}.part`
  rmSync(work, { recursive: true, force: true })
  await inChild(programs, { kind: 'generate', households, asOf: AS_OF, out: work })
  renameSync(work, folder)
  return folder
}

const say = (text: string) => process.stderr.write(`\r\x1b[K${text}\n`)

interface Bench extends BenchOptions, Omit<Wanted, 'households'> {
  out: string
  machine: Record<string, string>
}

const replayOn = async (bench: Bench, engine: EngineName, recording: string): Promise<Replay> => {
  if (engine !== 'chromium') return inChild(bench.programs, { kind: 'replay', engine: engine satisfies NodeEngine, recording })
  const { replay, browser } = await replayInChromium(bench.page, recording, (phase) => say(`chromium: ${phase} done`))
  bench.machine.Chromium = browser
  return replay
}

const recorded = async (bench: Bench, households: number, kept: string): Promise<Recording> => {
  const summary = join(kept, SUMMARY)
  if (bench.reuse && existsSync(summary)) return JSON.parse(readFileSync(summary, 'utf8')) as Recording
  const folder = await county(bench.programs, bench.out, households)
  return inChild(bench.programs, { kind: 'record', folder, asOf: AS_OF, out: kept })
}

const benchSize = async (bench: Bench, households: number): Promise<SizeResult> => {
  const kept = join(bench.out, `recording-${households}`)
  const recording = await recorded(bench, households, kept)
  const entries = readEntries(kept)
  const replays = new Map<EngineName, Replay[]>(bench.engines.map((engine) => [engine, []]))
  for (let repeat = 1; repeat <= bench.repeats; repeat++) {
    for (const engine of bench.engines) {
      say(`${households} households, repeat ${repeat}: ${engine}`)
      const replay = await replayOn(bench, engine, kept)
      writeFileSync(join(kept, `${engine}-${repeat}.json`), JSON.stringify(replay))
      replays.get(engine)?.push(replay)
    }
  }
  const results = [...replays].map(([engine, all]) => resultOf(engine, entries, all))
  for (const { engine, version } of results) bench.machine[`DuckDB ${engine.replace(/\d$/, '')}`] = version
  const [first] = [...replays.values()].flat()
  const growth = first ? growthOf(entries, first, SLOWEST) : []
  return { asked: households, growth, recording, results, slowest: slowestOf(entries, replays, SLOWEST) }
}

/** Compares the engine's hosts with native DuckDB on one recorded run for each size, and writes and prints the table. */
export const bench = async (options: BenchOptions, argv: readonly string[]): Promise<void> => {
  const { households, ...choice } = wanted(argv)
  const { repeats } = choice
  const out = join(options.home, 'out')
  mkdirSync(out, { recursive: true })
  const [cpu] = cpus()
  const machine: Record<string, string> = {
    processor: `${cpus().length} cores, ${cpu?.model.trim() ?? ''}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${process.platform} ${process.arch}`,
    Node: process.version,
  }
  const sizes: SizeResult[] = []
  for (const count of households) {
    sizes.push(await benchSize({ ...options, ...choice, out, machine }, count))
    const result: BenchResult = { machine, asOf: AS_OF, repeats, sizes }
    writeFileSync(join(out, 'results.json'), `${JSON.stringify(result, null, 1)}\n`)
    writeFileSync(join(options.home, 'RESULTS.md'), `${markdown(result).trimEnd()}\n`)
  }
  process.stdout.write(`${markdown({ machine, asOf: AS_OF, repeats, sizes })}\n`)
}
