import type { Sql } from '../../engine/sql/tag.ts'
import { type Entry, type Phase, statementOf } from './recorded.ts'

/** A database that a recording is replayed on. */
export interface Engine {
  version: string
  run(statement: Sql): unknown
  /** Runs a query and decodes its rows. */
  rows(query: Sql): unknown
  /** Makes a file of the recording readable; says how long that took by itself, without fetching it. */
  stage(name: string): Promise<number>
  unstage(name: string): unknown
  memory(): Promise<Memory>
  /** Bytes taken from the machine. */
  claimed(): number
}

/** Bytes. */
export interface Memory {
  /** Taken from the machine: linear memory of the module, or resident set of the process. Never shrinks in a module. */
  claimed: number
  /** What DuckDB says it holds. */
  held: number
}

export interface Replay {
  version: string
  /** Milliseconds of each entry. */
  times: number[]
  memory: Partial<Record<Phase, Memory>>
  /** Entries after which more had been taken from the machine than ever before, and how much by then. */
  growth: { entry: number; claimed: number }[]
  /** What ended the replay early. */
  failure: string | null
}

const timed = async (entry: Entry, engine: Engine): Promise<number> => {
  if (entry.kind === 'stage') return engine.stage(entry.text)
  const begun = performance.now()
  if (entry.kind === 'unstage') await engine.unstage(entry.text)
  else await engine[entry.kind](statementOf(entry))
  return performance.now() - begun
}

/** Runs every entry in order, timing each; memory is looked at between the phases. */
export const replay = async (entries: readonly Entry[], engine: Engine, onPhase: (phase: Phase) => void): Promise<Replay> => {
  const result: Replay = { version: engine.version, times: [], memory: {}, growth: [], failure: null }
  let most = 0
  for (const [index, entry] of entries.entries()) {
    try {
      result.times.push(Number((await timed(entry, engine)).toFixed(3)))
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      result.failure = `${entry.phase}, ${entry.label || entry.kind}: ${message.split('\n')[0]}`
      return result
    }
    const claimed = engine.claimed()
    if (claimed > most) result.growth.push({ entry: index, claimed })
    most = Math.max(most, claimed)
    if (entries[index + 1]?.phase !== entry.phase) {
      result.memory[entry.phase] = await engine.memory()
      onPhase(entry.phase)
    }
  }
  return result
}
