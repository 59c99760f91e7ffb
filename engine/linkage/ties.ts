import { LEVEL, LEVELS } from './compare.ts'
import { blockPairs, type Key, pairsSharingBoth } from './keys.ts'
import { type Model, type Parents, sum, tallied } from './model.ts'
import { pairsInAll, type Records } from './records.ts'
import type { Patterns } from './sample.ts'

/** Pairs that chance alone counts for beside those seen. */
const CAUTION = 20
/** Divergence (in nats) from which on one field is said to tell of another. */
const TELLING = 0.05
/** Or so many strangers share both values, to each pair that is one person, and so many times as many as chance would have. */
const CROWD = 0.4
const LIFTED = 1.5
/** Share of the pairs with a common value that must be two persons for anything to be learnt from them. */
const STRANGERS = 0.5
/** How many times as many equal values as persons who are one would explain may be put down to them: before and after learning. */
const SLACK = { first: 2, learnt: 1.15 }

/** How the levels of one field are where another is equal though the persons are two: a village and its street. */
interface Tie {
  parent: number
  field: number
  /** Chances of the unequal levels by `LEVEL`, and how much more than at large the field is equal. */
  levels: Float64Array
  lift: number
  strength: number
}

const present = (numbers: Int32Array): number =>
  numbers.reduce((count, number) => (number < 0 ? count : count + 1), 0) / Math.max(1, numbers.length)

/** What the pairs that share a value say about fields that depend on one another without being about one person. */
export class Ties {
  private readonly total: number
  /** Pairs that share a value, by field, and the values of two fields. */
  private readonly shared: number[]
  private readonly both: number[][]
  /** Share of pairs of which both records have a value, by field. */
  private readonly filled: number[]
  /** Levels of the field among pairs that share the parent, equal ones together: `seen[parent][field]`. */
  private readonly seen: Float64Array[][]
  private found: Tie[] = []

  constructor(records: Records, sharing: readonly Patterns[], wholes: readonly Key[]) {
    this.total = Math.max(1, pairsInAll(records))
    this.shared = wholes.map((key) => sum(blockPairs(key), 0, key.values))
    this.filled = wholes.map((key) => present(key.left) * present(key.right))
    this.both = wholes.map((one, at) => wholes.map((other, next) => (next > at ? pairsSharingBoth(one, other) : 0)))
    this.both.forEach((row, at) => {
      for (let next = 0; next < at; next++) row[next] = this.both[next]?.[at] as number
    })
    this.seen = sharing.map((patterns) =>
      tallied(records.kinds.length, patterns, () => 1).map((levels) => {
        const together = levels.slice(0, LEVEL.equal + 1)
        together[LEVEL.unknown] = 0
        together[LEVEL.equal] = sum(levels, LEVEL.equal, LEVELS)
        return together
      }),
    )
  }

  /** No more pairs can be one person than any two fields bear out that seldom agree by chance; infinite where all often do. */
  private persons({ m, fields }: Model): number {
    let least = Number.POSITIVE_INFINITY
    for (let one = 0; one < fields; one++) {
      for (let other = one + 1; other < fields; other++) {
        const chance = ((this.shared[one] as number) * (this.shared[other] as number)) / this.total
        const beyond = (this.both[one]?.[other] as number) - chance
        if (beyond >= chance) least = Math.min(least, beyond / this.alike(m, one) / this.alike(m, other))
      }
    }
    return least
  }

  /** Chance that one person's two records share the value of a field: both have one, and it is the same. */
  private alike(m: Model['m'], field: number): number {
    return (m[field]?.[LEVEL.equal] as number) * Math.max(0.05, this.filled[field] as number)
  }

  private tie(model: Model, parent: number, field: number, persons: number, slack: number): Tie | null {
    const sharing = this.shared[parent] as number
    const one = persons * this.alike(model.m, parent)
    if (sharing < CAUTION || sharing - one < STRANGERS * sharing) return null
    const chance = Math.max(1e-9, ((this.shared[field] as number) - persons * this.alike(model.m, field)) / this.total)
    const strangers = sharing - one
    const alike = (this.both[parent]?.[field] as number) - slack * one * this.alike(model.m, field)
    const crowd = alike > CAUTION && alike > CROWD * persons && alike > LIFTED * chance * strangers
    const often = crowd ? alike / strangers : chance
    const levels = this.unequalLevels(model, parent, field, one / sharing, often)
    const u = model.u[field] as Float64Array
    let told = often * Math.log(often / chance)
    for (let level = 1; level < LEVEL.equal; level++)
      told += (levels[level] as number) * Math.log((levels[level] as number) / (u[level] as number))
    const strength = (sharing / this.total) * Math.max(0, told)
    return told > TELLING || crowd ? { parent, field, levels, lift: often / chance, strength } : null
  }

  /** Chances of the unequal levels among strangers who share the parent: what is seen without the share that is one person. */
  private unequalLevels({ m, u }: Model, parent: number, field: number, persons: number, often: number): Float64Array {
    const seen = this.seen[parent]?.[field] as Float64Array
    const all = sum(seen, 1, seen.length)
    const at = u[field] as Float64Array
    const strange = seen.map((weight, level) =>
      level < 1 || level === LEVEL.equal ? 0 : Math.max(0, weight - persons * all * (m[field]?.[level] as number)),
    )
    const left = sum(strange, 1, LEVEL.equal)
    const usual = sum(at, 1, LEVEL.equal)
    return strange.map((weight, level) =>
      level < 1 ? 0 : ((1 - often) * (weight + (CAUTION * (at[level] as number)) / usual)) / (left + CAUTION),
    )
  }

  /** Finds the strongest ties that make no ring (Chow and Liu) and gives the model its parents. */
  find(model: Model, phase: keyof typeof SLACK): void {
    this.found = []
    const persons = this.persons(model)
    for (let parent = 0; parent < model.fields; parent++) {
      for (let field = 0; field < model.fields; field++) {
        const tie = field === parent ? null : this.tie(model, parent, field, persons, SLACK[phase])
        if (tie) this.found.push(tie)
      }
    }
    this.found.sort((a, b) => b.strength - a.strength || a.parent - b.parent || a.field - b.field)
    model.parents = this.tree(model.fields)
    this.give(model)
  }

  /** Chances given the parent, by the chances at large as the model has them now. */
  give({ u, given, parents }: Model): void {
    parents.forEach((parent, field) => {
      const tie = this.found.find((one) => one.parent === parent && one.field === field)
      const at = u[field] as Float64Array
      for (let level = 1; level < LEVELS; level++) {
        const chance = at[level] as number
        const tied = level < LEVEL.equal ? tie?.levels[level] : tie && Math.min(0.95, chance * tie.lift)
        ;(given[field] as Float64Array)[level] = tied ?? chance
      }
    })
  }

  /** Parents of the fields, the field that most records share a value of at the root. */
  private tree(fields: number): Parents {
    const parents = new Int32Array(fields).fill(-1)
    const group = Int32Array.from(parents, (_, field) => field)
    const edges: [number, number][] = []
    for (const { parent, field } of this.found) {
      const [from, to] = [group[parent] as number, group[field] as number]
      if (from === to) continue
      group.forEach((value, one) => {
        if (value === to) group[one] = from
      })
      edges.push([parent, field])
    }
    const place = (field: number): void => {
      group[field] = -1
      for (const [one, other] of edges) {
        const next = one === field ? other : other === field ? one : -1
        if (next < 0 || group[next] === -1) continue
        parents[next] = field
        place(next)
      }
    }
    const roots = [...parents.keys()].sort((a, b) => (this.shared[b] as number) - (this.shared[a] as number) || a - b)
    for (const root of roots) if (group[root] !== -1) place(root)
    return parents
  }
}
