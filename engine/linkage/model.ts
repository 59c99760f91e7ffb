import { equalLevel } from './agreement.ts'
import { LEVEL, LEVELS } from './compare.ts'
import { pairsInAll, type Records, recordsInAll } from './records.ts'
import type { Patterns } from './sample.ts'

/** Fields that tell of one another without being about one person (a village and its street); -1: none. */
export type Parents = Int32Array

/**
 * How likely each level is for one person (`m`) and by chance (`u`), field by field, and by chance where the field's parent
 * is equal (`given`). Levels of equal values differ by how many hold the value.
 */
export interface Model {
  fields: number
  /** Share of all pairs that are one person. */
  share: number
  m: Float64Array[]
  u: Float64Array[]
  given: Float64Array[]
  parents: Parents
}

/** What each level adds to the evidence, in bits. */
export interface Weights {
  base: number
  alone: Float64Array[]
  given: Float64Array[]
  parents: Parents
}

/** What is believed of one person's two records before any is seen: `LEVEL` by `LEVEL`, the equal ones together. */
export const BELIEVED = [0, 0.05, 0.01, 0.02, 0.04, 0.08, 0.8]
const EQUAL_LEVELS = LEVELS - LEVEL.equal
const RAREST = 1e-9

const filled = (fields: number): Float64Array[] => Array.from({ length: fields }, () => new Float64Array(LEVELS))
export const ofLevel = (level: number): number => Math.min(level, LEVEL.equal)

/** Chance of meeting a value that so many of all records hold. */
export const chanceOf = (equal: number, records: number): number => {
  const holders = equal === 0 ? 1 : 2 ** equal * 1.41
  return Math.min(0.95, holders / Math.max(2, records))
}

/** Chances of the levels of unequal values, as random pairs have them. */
export const unequal = (u: Float64Array, random: Float64Array): void => {
  const all = sum(random, 1, LEVELS)
  for (let level = 1; level < LEVEL.equal; level++) u[level] = ((random[level] as number) + 0.5) / (all + 3)
}

/** The model before it has learnt. */
export const firstModel = (records: Records, chance: Patterns): Model => {
  const { kinds, left, right } = records
  const all = recordsInAll(records)
  const u = filled(kinds.length)
  const random = tallied(kinds.length, chance, () => 1)
  u.forEach((levels, field) => {
    unequal(levels, random[field] as Float64Array)
    for (let equal = 0; equal < EQUAL_LEVELS; equal++) levels[LEVEL.equal + equal] = chanceOf(equal, all)
  })
  const m = filled(kinds.length).map((levels) => levels.map((_, level) => BELIEVED[ofLevel(level)] as number))
  const share = Math.max(0.2 * Math.min(left.size, right.size), 0.5) / Math.max(1, pairsInAll(records))
  return { fields: kinds.length, share, m, u, given: filled(kinds.length), parents: new Int32Array(kinds.length).fill(-1) }
}

const bits = (m: number, u: number): number => Math.log2(Math.max(m, RAREST) / Math.max(u, RAREST))

/** Evidence of every level; unknown says nothing, nor do the fields that are left out. */
export const weightsOf = ({ share, m, u, given, parents }: Model, without: ReadonlySet<number> = new Set()): Weights => {
  const table = (chances: Float64Array[]) =>
    chances.map((levels, field) =>
      levels.map((chance, level) =>
        level === LEVEL.unknown || without.has(field) ? 0 : bits(m[field]?.[level] as number, chance),
      ),
    )
  return { base: Math.log2(share / (1 - share)), alone: table(u), given: table(given), parents }
}

/** What one field of a pair adds, in bits. */
export const weightOf = ({ alone, given, parents }: Weights, levels: Uint8Array, at: number, field: number): number => {
  const parent = parents[field] as number
  const told = parent >= 0 && (levels[at + parent] as number) >= LEVEL.equal
  return ((told ? given : alone)[field] as Float64Array)[levels[at + field] as number] as number
}

/** Evidence that a pair is one person, in bits: log2 of the odds. */
export const evidence = (weights: Weights, levels: Uint8Array, at: number): number => {
  let sum = weights.base
  for (let field = 0; field < weights.parents.length; field++) sum += weightOf(weights, levels, at, field)
  return sum
}

export const probability = (odds: number): number => 1 / (1 + 2 ** -odds)

/** Levels weighted by how likely each pair is not (or is) one person. */
export const tallied = (fields: number, patterns: Patterns, weigh: (at: number) => number): Float64Array[] => {
  const sums = filled(fields)
  for (let pair = 0; pair < patterns.pairs; pair++) {
    const at = pair * fields
    const weight = weigh(at)
    if (weight < 1e-6) continue
    for (let field = 0; field < fields; field++)
      (sums[field] as Float64Array)[patterns.levels[at + field] as number] =
        ((sums[field] as Float64Array)[patterns.levels[at + field] as number] as number) + weight
  }
  return sums
}

export const sum = (levels: ArrayLike<number>, from: number, to: number): number => {
  let total = 0
  for (let level = from; level < to; level++) total += levels[level] as number
  return total
}

/** Records of both sides by how many hold their value: the chances there were to meet it. */
export const heldBy = ({ left, right, holders }: Records, field: number): Float64Array => {
  const records = new Float64Array(LEVELS)
  for (const side of new Set([left, right])) {
    for (const value of side.columns[field] as Int32Array) {
      if (value < 0) continue
      const level = equalLevel((holders[field] as Int32Array)[value] as number)
      records[level] = (records[level] as number) + 1
    }
  }
  return records
}
