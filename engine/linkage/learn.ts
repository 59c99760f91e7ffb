import { LEVEL, LEVELS } from './compare.ts'
import type { Key } from './keys.ts'
import {
  BELIEVED,
  chanceOf,
  evidence,
  heldBy,
  type Model,
  ofLevel,
  probability,
  sum,
  tallied,
  unequal,
  type Weights,
  weightOf,
  weightsOf,
} from './model.ts'
import { pairsInAll, type Records, recordsInAll } from './records.ts'
import type { Patterns } from './sample.ts'
import type { FieldKind } from './spec.ts'
import { Ties } from './ties.ts'

/** What a model learns from. */
export interface Lessons {
  records: Records
  /** Candidates that may be one person. */
  likely: Patterns
  /** Levels of the candidates that are not, field by field. */
  unlikely: Float64Array[]
  /** Pairs brought together by chance. */
  chance: Patterns
  /** Pairs that share the value of a field, by field. */
  sharing: Patterns[]
  /** The whole value of every field as a key. */
  wholes: Key[]
  /** Fields of which every pair that shares a rare value is a candidate. */
  complete: boolean[]
}

const ROUNDS = 20
const FEWEST_ROUNDS = 4
const SLIGHT = 1e-5
/** Pairs that what is believed counts for. */
const BELIEF = 10
/** Values held by fewer records than 2 to this power are met as often as is seen, not as often as they stand in the file. */
const RARE = 5

/** How likely every likely pair is one person, by all fields and by all but one. */
class Beliefs {
  readonly odds: Float64Array
  matches = 0

  constructor(
    private readonly likely: Patterns,
    private readonly weights: Weights,
    private readonly fields: number,
  ) {
    this.odds = new Float64Array(likely.pairs)
    for (let pair = 0; pair < likely.pairs; pair++) {
      this.odds[pair] = evidence(weights, likely.levels, pair * fields)
      this.matches += probability(this.odds[pair] as number)
    }
  }

  same(): Float64Array[] {
    return tallied(this.fields, this.likely, (at) => probability(this.odds[at / this.fields] as number))
  }

  /** Pairs by level of one field that are two persons though it says no more than the commonness of its values. */
  strangers(field: number, m: number, records: number): Float64Array {
    const levels = new Float64Array(LEVELS)
    const most = levels.map((_, level) => Math.log2(m / chanceOf(Math.max(0, level - LEVEL.equal), records)))
    for (let pair = 0; pair < this.likely.pairs; pair++) {
      const at = pair * this.fields
      const level = this.likely.levels[at + field] as number
      const own = weightOf(this.weights, this.likely.levels, at, field)
      const odds = (this.odds[pair] as number) - Math.max(0, own - (most[level] as number))
      levels[level] = (levels[level] as number) + 1 - probability(odds)
    }
    return levels
  }
}

/** How often at most one person's values have nothing in common; else it is families or neighbours that are learnt. */
const STRANGEST: Readonly<Record<FieldKind, number>> = { name: 0.12, date: 0.12, code: 0.25, text: 0.4 }

/** The same for a name that is told in one field. */
const WHOLE_NAME = 0.05

const strangest = ({ kinds }: Records, field: number): number => {
  const kind = kinds[field] as FieldKind
  return kind === 'name' && kinds.filter((one) => one === 'name').length === 1 ? WHOLE_NAME : STRANGEST[kind]
}

const learnSame = (m: Float64Array, tally: Float64Array, most: number): void => {
  const seen = new Float64Array(LEVEL.equal + 1)
  tally.forEach((weight, level) => {
    if (level !== LEVEL.unknown) seen[ofLevel(level)] = (seen[ofLevel(level)] as number) + weight
  })
  const all = sum(seen, 1, seen.length) + BELIEF
  const shares = seen.map((weight, level) => (weight + BELIEF * (BELIEVED[level] as number)) / all)
  const strange = shares[LEVEL.different] as number
  for (let level = 1; level < LEVELS; level++) {
    const share = shares[ofLevel(level)] as number
    if (strange <= most) m[level] = share
    else m[level] = level === LEVEL.different ? most : (share * (1 - most)) / (1 - strange)
  }
}

/** Chance of sharing a rare value: how often strangers do, of all the times they might. */
const learnRare = ({ records, unlikely }: Lessons, field: number, u: Float64Array, strangers: Float64Array): void => {
  const { left, right } = records
  const held = heldBy(records, field)
  const all = recordsInAll(records)
  const across = left === right ? left.size - 1 : all / 2
  for (let equal = 1; equal < RARE; equal++) {
    const level = LEVEL.equal + equal
    const holders = (held[level] as number) + (equal === 1 ? (held[LEVEL.equal] as number) : 0)
    const met = 2 * ((unlikely[field]?.[level] as number) + (strangers[level] as number)) + 0.5
    u[level] = Math.min(chanceOf(equal, all), met / Math.max(1, holders * across))
  }
  u[LEVEL.equal] = u[LEVEL.equal + 1] as number
}

/** One round of expectation and maximisation; returns how far the share of matches has moved. */
const round = (lessons: Lessons, model: Model, ties: Ties | null): number => {
  const { likely, chance } = lessons
  const weights = weightsOf(model)
  const beliefs = new Beliefs(likely, weights, model.fields)
  const same = beliefs.same()
  const random = tallied(model.fields, chance, (at) => 1 - probability(evidence(weights, chance.levels, at)))
  for (let field = 0; field < model.fields; field++) {
    const u = model.u[field] as Float64Array
    learnSame(model.m[field] as Float64Array, same[field] as Float64Array, strangest(lessons.records, field))
    unequal(u, random[field] as Float64Array)
    if (!lessons.complete[field]) continue
    const equal = (model.m[field] as Float64Array)[LEVEL.equal] as number
    learnRare(lessons, field, u, beliefs.strangers(field, equal, recordsInAll(lessons.records)))
  }
  ties?.give(model)
  const share = Math.min(0.5, Math.max(beliefs.matches, 0.5) / Math.max(1, pairsInAll(lessons.records)))
  const moved = Math.abs(Math.log(share / model.share))
  model.share = share
  return moved
}

/** Learns, without any labels, how one person's records agree and how chance makes others agree. */
export const learn = async (lessons: Lessons, model: Model, pause?: () => Promise<void>): Promise<Model> => {
  const ties = model.fields > 1 ? new Ties(lessons.records, lessons.sharing, lessons.wholes) : null
  for (const phase of ['first', 'learnt'] as const) {
    ties?.find(model, phase)
    for (let done = 0; done < ROUNDS; done++) {
      await pause?.()
      const moved = round(lessons, model, ties)
      if (done >= FEWEST_ROUNDS && moved < SLIGHT) break
    }
  }
  return model
}
