import { type Node, type NodeOf, walk } from '../../engine/rules/ast.ts'
import type { Deliveries } from '../../engine/rules/delivery.ts'
import type { Row } from '../../engine/sql/database.ts'
import type { County, PersonRow } from './county.ts'
import { exact } from './decimal.ts'
import { total } from './interval.ts'
import { compareValues } from './logic.ts'
import type { Register } from './register.ts'
import type { Evaluate, Scope } from './scope.ts'
import { and, FALSE, interval, isKnown, NONE, show, TRUE, type Truth, truthOf, UNKNOWN, type Value, whole } from './value.ts'

type RowsNode = NodeOf<'rows'>

/** The rows a row function ranges over. */
interface Reach {
  rows: readonly Row[]
  /** Somebody asked about has no visible row. */
  missing: boolean
}

/** A row with the truth of its WHERE. */
export interface Judged {
  row: Row
  truth: Truth
}

/** The functions over the rows of one category. */
export class RowFunctions {
  private readonly deliveredNodes = new WeakMap<RowsNode, boolean>()

  constructor(
    private readonly county: County,
    private readonly deliveries: Deliveries,
    private readonly register: Register,
    private readonly evaluate: Evaluate,
  ) {}

  value(node: RowsNode, scope: Scope): Value {
    if (!this.delivered(node)) return UNKNOWN
    const reach = this.reach(node.category, scope)
    const judged = this.judged(node, reach.rows, scope)
    const { coverage } = this.county.category(node.category)
    const unseen = coverage === 'checked' && reach.missing
    switch (node.fn) {
      case 'EXISTS':
        return exists(judged, unseen)
      case 'COUNT':
        return unseen ? UNKNOWN : count(judged)
      case 'COUNT_DISTINCT':
        return unseen ? UNKNOWN : this.countDistinct(node, judged, scope)
      case 'SUM':
        return unseen ? UNKNOWN : this.sum(node, judged, scope)
      case 'MIN':
      case 'MAX':
      case 'CUR':
        return this.one(node, judged, scope, coverage !== 'list' && reach.missing)
    }
  }

  /** The rows of a person with what the WHERE of a row function says of each. */
  ofPerson(node: RowsNode, scope: Scope): Judged[] {
    return this.delivered(node) ? this.judged(node, this.reach(node.category, scope).rows, scope) : []
  }

  private judged(node: RowsNode, rows: readonly Row[], scope: Scope): Judged[] {
    return rows.map((row) => ({ row, truth: this.where(node, row, scope) }))
  }

  /** Whether the category and every column of it that the function names were delivered. */
  delivered(node: RowsNode): boolean {
    const found = this.deliveredNodes.get(node) ?? this.arrived(node)
    this.deliveredNodes.set(node, found)
    return found
  }

  private arrived(node: RowsNode): boolean {
    const delivery = this.deliveries.get(node.category)
    if (!delivery) return false
    const named = new Set<string>()
    const collect = (inner: Node): void => {
      if (inner.kind === 'column' && inner.category === node.category) named.add(inner.column)
    }
    if (node.of) walk(node.of, collect)
    if (node.where) walk(node.where, collect)
    if (node.months !== null) named.add(this.timeColumn(node.category))
    return [...named].every((column) => delivery.columns.has(column))
  }

  private timeColumn(category: string): string {
    const { time } = this.county.category(category)
    if (time === null) throw new Error(`${category} has no time column`)
    return time
  }

  private reach(category: string, scope: Scope): Reach {
    if (scope.person) {
      const rows = this.register.rows(category, scope.person.pk)
      return { rows, missing: rows.length === 0 }
    }
    if (scope.hid === null) throw new Error('a row function needs a person or a household')
    const members = this.register.members(scope.hid)
    return this.county.category(category).per === 'household'
      ? this.householdRows(category, members)
      : this.membersRows(category, members)
  }

  private membersRows(category: string, members: readonly PersonRow[]): Reach {
    const each = members.map((member) => this.register.rows(category, member.pk))
    return { rows: each.flat(), missing: each.some((rows) => rows.length === 0) }
  }

  /** One row, the newest, for each key without the person; one such row speaks for the whole household. */
  private householdRows(category: string, members: readonly PersonRow[]): Reach {
    const { key, person } = this.county.category(category)
    const columns = key.filter((column) => column !== person)
    const newest = new Map<string, Row>()
    for (const row of this.membersRows(category, members).rows) {
      const id = JSON.stringify(columns.map((column) => String(row[column] ?? null)))
      const before = newest.get(id)
      if (!before || this.register.newness(category, row, before) > 0) newest.set(id, row)
    }
    return { rows: [...newest.values()], missing: members.length > 0 && newest.size === 0 }
  }

  private where(node: RowsNode, row: Row, scope: Scope): Truth {
    const inner = this.inside(node, row, scope)
    const stated = node.where === null ? true : truthOf(this.evaluate(node.where, inner))
    if (node.months === null) return stated
    const of: Node = { kind: 'column', category: node.category, column: this.timeColumn(node.category), at: node.at }
    return and(stated, truthOf(this.evaluate({ kind: 'within', of, months: node.months, at: node.at }, inner)))
  }

  private inside(node: RowsNode, row: Row, scope: Scope): Scope {
    return { ...scope, row: { category: node.category, cells: row } }
  }

  private of(node: RowsNode, row: Row, scope: Scope): Value {
    if (!node.of) throw new Error(`${node.fn} needs a column`)
    return this.evaluate(node.of, this.inside(node, row, scope))
  }

  /** The values over the rows whose WHERE is true, or null where one WHERE or one of the values is unknown. */
  private allKnown(node: RowsNode, judged: readonly Judged[], scope: Scope): Value[] | null {
    if (judged.some(({ truth }) => truth === null)) return null
    const values = judged.filter(({ truth }) => truth === true).map(({ row }) => this.of(node, row, scope))
    const present = values.filter((value) => value.kind !== 'none')
    return present.every(isKnown) ? present : null
  }

  private countDistinct(node: RowsNode, judged: readonly Judged[], scope: Scope): Value {
    const values = this.allKnown(node, judged, scope)
    return values === null ? UNKNOWN : whole(new Set(values.map(show)).size)
  }

  private sum(node: RowsNode, judged: readonly Judged[], scope: Scope): Value {
    const values = this.allKnown(node, judged, scope)
    return values === null ? UNKNOWN : total(values)
  }

  /** MIN, MAX and CUR: rows that are not known are passed over unless there is no other. */
  private one(node: RowsNode, judged: readonly Judged[], scope: Scope, unseen: boolean): Value {
    const values = judged
      .filter(({ truth }) => truth === true)
      .map(({ row }) => ({ row, value: this.of(node, row, scope) }))
      .filter(({ value }) => value.kind !== 'none')
    const known = values.filter(({ value }) => isKnown(value))
    const [first, ...others] = known
    if (!first) {
      const unsure = judged.some(({ truth }) => truth === null) || values.length > 0 || unseen
      return unsure ? UNKNOWN : NONE
    }
    const better = (a: (typeof known)[number], b: (typeof known)[number]): boolean => {
      if (node.fn === 'CUR') return this.register.newness(node.category, a.row, b.row) > 0
      const order = compareValues(a.value, b.value)
      return node.fn === 'MAX' ? order > 0 : order < 0
    }
    return others.reduce((best, other) => (better(other, best) ? other : best), first).value
  }
}

const exists = (judged: readonly Judged[], unseen: boolean): Value => {
  if (judged.some(({ truth }) => truth === true)) return TRUE
  return unseen || judged.some(({ truth }) => truth === null) ? UNKNOWN : FALSE
}

const count = (judged: readonly Judged[]): Value => {
  const sure = judged.filter(({ truth }) => truth === true).length
  const unsure = judged.filter(({ truth }) => truth === null).length
  return interval(exact(sure), exact(sure + unsure))
}
