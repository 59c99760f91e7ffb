import { type Entry, PHASES, type Phase, type Recording } from './recorded.ts'
import type { Memory, Replay } from './replay.ts'

/** An engine's replays of one recording, put together. */
export interface Result {
  engine: string
  version: string
  /** Medians, milliseconds. */
  phases: Partial<Record<Phase, number>>
  /** Greatest over the repeats. */
  memory: Partial<Record<Phase, Memory>>
  /** Of the households asked for, the one that took longest; median of the repeats. */
  evidence: number
  failure: string | null
}

export interface Slow {
  phase: Phase
  label: string
  /** How many statements of this kind there are. */
  count: number
  /** Median milliseconds by engine. */
  times: Record<string, number>
}

export interface SizeResult {
  /** Households asked of the generator; the engine finds some more. */
  asked: number
  recording: Recording
  results: Result[]
  slowest: Slow[]
  /** Statements that made the first engine's memory grow most. */
  growth: Growth[]
}

export interface Growth {
  phase: Phase
  label: string
  /** Bytes claimed before and after. */
  before: number
  after: number
}

export interface BenchResult {
  machine: Record<string, string>
  asOf: string
  repeats: number
  sizes: SizeResult[]
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Sums of times by a key of the entries. */
const summed = (
  entries: readonly Entry[],
  times: readonly number[],
  key: (entry: Entry) => string | null,
): Map<string, number> => {
  const sums = new Map<string, number>()
  times.forEach((time, index) => {
    const name = key(entries[index] as Entry)
    if (name !== null) sums.set(name, (sums.get(name) ?? 0) + time)
  })
  return sums
}

const mediansBy = (
  entries: readonly Entry[],
  replays: readonly Replay[],
  key: (entry: Entry) => string | null,
): Map<string, number> => {
  const sums = replays.map(({ times }) => summed(entries, times, key))
  const names = new Set(sums.flatMap((one) => [...one.keys()]))
  return new Map([...names].map((name) => [name, median(sums.flatMap((one) => one.get(name) ?? []))]))
}

const greatest = (replays: readonly Replay[], phase: Phase): Memory | null => {
  const all = replays.flatMap(({ memory }) => memory[phase] ?? [])
  if (all.length === 0) return null
  return { claimed: Math.max(...all.map(({ claimed }) => claimed)), held: Math.max(...all.map(({ held }) => held)) }
}

export const resultOf = (engine: string, entries: readonly Entry[], replays: readonly Replay[]): Result => {
  const phases = mediansBy(entries, replays, ({ phase }) => phase)
  const evidence = mediansBy(entries, replays, ({ phase, label }) => (phase === 'evidence' ? householdOf(label) : null))
  const memory: Result['memory'] = {}
  for (const phase of PHASES) {
    const most = greatest(replays, phase)
    if (most) memory[phase] = most
  }
  return {
    engine,
    version: replays[0]?.version ?? '',
    phases: Object.fromEntries(phases),
    memory,
    evidence: Math.max(0, ...evidence.values()),
    failure: replays.find(({ failure }) => failure !== null)?.failure ?? null,
  }
}

const householdOf = (label: string): string => label.split(' ').at(-1) ?? ''

/** Kinds of statements by phase, slowest on the first engine first. */
export const slowestOf = (entries: readonly Entry[], replays: ReadonlyMap<string, readonly Replay[]>, most: number): Slow[] => {
  const key = ({ phase, label, kind }: Entry): string => `${phase}\n${label || kind}`
  const counts = new Map<string, number>()
  for (const entry of entries) counts.set(key(entry), (counts.get(key(entry)) ?? 0) + 1)
  const times = new Map([...replays].map(([engine, all]) => [engine, mediansBy(entries, all, key)]))
  const rows = [...counts].map(([name, count]): Slow => {
    const [phase = '', label = ''] = name.split('\n')
    return {
      phase: phase as Phase,
      label,
      count,
      times: Object.fromEntries([...times].map(([engine, medians]) => [engine, Math.round(medians.get(name) ?? 0)])),
    }
  })
  const first = [...times.keys()][0] ?? ''
  const slower = (a: Slow, b: Slow) => (b.times[first] ?? 0) - (a.times[first] ?? 0)
  return PHASES.filter((phase) => phase !== 'evidence').flatMap((phase) =>
    rows
      .filter((row) => row.phase === phase)
      .sort(slower)
      .slice(0, most),
  )
}

/** Where memory was taken from the machine, most first. */
export const growthOf = (entries: readonly Entry[], { growth }: Replay, most: number): Growth[] =>
  growth
    .map(({ entry, claimed }, index): Growth => {
      const { phase, label, kind, text } = entries[entry] as Entry
      return { phase, label: label || `${kind} ${text}`, before: growth[index - 1]?.claimed ?? 0, after: claimed }
    })
    .sort((a, b) => b.after - b.before - (a.after - a.before))
    .slice(0, most)
