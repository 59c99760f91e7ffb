import type { Node } from '../../engine/rules/ast.ts'
import type { Row } from '../../engine/sql/database.ts'
import type { PersonRow } from './county.ts'
import type { Value } from './value.ts'

/** Whom and what a formula is asked of. */
export interface Scope {
  /** The person; null in a household context. */
  person: PersonRow | null
  /** The household, or the person's own; null where there is none. */
  hid: number | null
  /** The row a WHERE or a row expression looks at. */
  row: { category: string; cells: Row } | null
  /** What an indicator's bands test. */
  v: Value | null
}

export type Evaluate = (node: Node, scope: Scope) => Value
