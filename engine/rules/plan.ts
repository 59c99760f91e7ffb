import type { Sql } from '../sql/tag.ts'
import type { Atom } from './rows.ts'
import type { Compiled } from './shape.ts'

export type Scope = 'person' | 'household'

/** A row function used by some column, kept once however often it is written. */
export interface PlannedAtom {
  name: string
  scope: Scope
  category: string
  /** Columns it reads, for evidence. */
  columns: readonly string[]
  /** Condition on a row `r`; null where every visible row counts. */
  where: Sql | null
  atom: Atom
  /** Columns its WHERE reads, which must be there first. */
  needs: readonly Column[]
}

/** An aggregate over the members of a household. */
export interface MemberAggregate {
  name: string
  aggregates: [name: string, sql: Sql][]
  value: Compiled
  inner: Column
}

/** A condition looked up on both parents of a person. */
export interface ParentLookup {
  name: string
  inner: Column
}

/**
 * A value to compute for every person or household. Stages alternate (even: persons, odd: households; -1: computed
 * before); inside a stage a column of depth n reads only columns of lower depth.
 */
export interface Column {
  name: string
  scope: Scope
  stage: number
  depth: number
  compiled: Compiled
  /** How later columns read it. */
  reference: Compiled
  atoms: readonly PlannedAtom[]
  members: readonly MemberAggregate[]
  parents: readonly ParentLookup[]
  reads: readonly Column[]
  /** Categories whose rows decide it, directly or through others. */
  categories: ReadonlySet<string>
}
