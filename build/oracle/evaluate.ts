import type { Node, NodeOf } from '../../engine/rules/ast.ts'
import type { Deliveries } from '../../engine/rules/delivery.ts'
import { call, possible } from './calls.ts'
import type { County, FeatureType, HouseholdRow, Key } from './county.ts'
import { isDouble } from './doubles.ts'
import { arithmetic, negate } from './interval.ts'
import { cellOf, columnValue, type Literal, literalValue, shifted } from './leaves.ts'
import { compare, isBetween, isIn, isLike } from './logic.ts'
import { members, parents } from './members.ts'
import { Register } from './register.ts'
import { type Judged, RowFunctions } from './rows.ts'
import type { Scope } from './scope.ts'
import { stored } from './store.ts'
import {
  and,
  date,
  fromTruth,
  isKnown,
  not,
  or,
  type Truth,
  text,
  truthOf,
  UNKNOWN,
  type Value,
  whole,
  withDoubleEnds,
} from './value.ts'
import { within } from './within.ts'

export interface Band {
  when: Node
  points: number
}

export interface Indicator {
  value: Node
  bands: readonly Band[]
  elsePoints: number
}

export const UNKNOWN_LEVEL = 255

/** The band an indicator falls into; points are null and the level is 255 where that is unknown. */
export interface Banded {
  v: Value
  level: number
  points: number | null
  /** Points of every outcome still possible, in order of the bands. */
  possible: readonly number[]
}

/** Evaluates formulas row by row, straight from the meaning of the language. */
export class Oracle {
  private readonly rows: RowFunctions
  private readonly features = new Map<string, Map<Key, Value | null>>()
  private readonly literals = new WeakMap<Node, Value>()
  private readonly doubles = new WeakMap<Node, boolean>()

  constructor(
    private readonly county: County,
    private readonly deliveries: Deliveries = county.deliveries,
    private readonly register: Register = new Register(county),
  ) {
    this.rows = new RowFunctions(county, deliveries, register, this.evaluate)
  }

  /** The same county with other deliveries: people and rows stay, formulas see what was delivered. */
  withDeliveries(deliveries: Deliveries): Oracle {
    return new Oracle(this.county, deliveries, this.register)
  }

  /** A formula in the context of a person. */
  person(pk: Key, node: Node): Value {
    return this.evaluate(node, this.personScope(pk))
  }

  /** The rows of a person that a row function looks at, with the truth of its condition. */
  rowsOf(pk: Key, node: NodeOf<'rows'>): Judged[] {
    return this.rows.ofPerson(node, this.personScope(pk))
  }

  /** A formula in the context of a household. */
  household(hid: number, node: Node): Value {
    return this.evaluate(node, this.householdScope(hid))
  }

  /** A feature as it is stored: `p.x` of a person, `h.x` of a household. */
  feature(code: string, key: Key): Value {
    const known = this.features.get(code) ?? new Map<Key, Value | null>()
    this.features.set(code, known)
    const found = known.get(key)
    if (found) return found
    if (found === null) throw new Error(`${code} depends on itself`)
    known.set(key, null)
    const value = this.computed(code, key)
    known.set(key, value)
    return value
  }

  /** The level and points of an indicator of a household. */
  band(hid: number, { value, bands, elsePoints }: Indicator): Banded {
    const v = this.household(hid, value)
    if (v.kind === 'none') return { v, level: 0, points: elsePoints, possible: [elsePoints] }
    const scope = { ...this.householdScope(hid), v }
    const open = possible(
      bands.map(({ when, points }, index) => ({
        truth: () => truthOf(this.evaluate(when, scope)),
        outcome: { level: index + 1, points },
      })),
      { level: 0, points: elsePoints },
    )
    const points = open.map((outcome) => outcome.points)
    const [first] = open
    const decided = first && points.every((other) => other === first.points)
    return { v, level: decided ? first.level : UNKNOWN_LEVEL, points: decided ? first.points : null, possible: points }
  }

  private personScope(pk: Key): Scope {
    const person = this.register.person(pk)
    if (!person) throw new Error(`no person ${pk}`)
    return { person, hid: this.register.householdOf(person), row: null, v: null }
  }

  private householdScope(hid: number): Scope {
    if (!this.register.household(hid)) throw new Error(`no household ${hid}`)
    return { person: null, hid, row: null, v: null }
  }

  private computed(code: string, key: Key): Value {
    const facts = this.county.feature(code)
    if ('builder' in facts) return this.built(facts.builder, this.register.household(Number(key)))
    return stored(
      code.startsWith('p.') ? this.person(key, facts.formula) : this.household(Number(key), facts.formula),
      facts.type,
    )
  }

  private built(builder: 'household_id' | 'members' | 'region12', household: HouseholdRow | undefined): Value {
    if (!household) return UNKNOWN
    if (builder === 'members') return whole(household.size)
    const value = household[builder]
    return value === null ? UNKNOWN : text(value)
  }

  private readonly evaluate = (node: Node, scope: Scope): Value => {
    const value = this.raw(node, scope)
    return value.kind === 'number' && this.double(node) ? withDoubleEnds(value) : value
  }

  private double(node: Node): boolean {
    const known = this.doubles.get(node)
    if (known !== undefined) return known
    const found = isDouble(node, (code): FeatureType => this.county.feature(code).type)
    this.doubles.set(node, found)
    return found
  }

  private raw(node: Node, scope: Scope): Value {
    const ask = (inner: Node): Value => this.evaluate(inner, scope)
    switch (node.kind) {
      case 'number':
      case 'string':
      case 'boolean':
      case 'param':
        return this.literal(node)
      case 'asof':
        return date(this.register.asOf)
      case 'v':
        if (!scope.v) throw new Error('v outside a band')
        return scope.v
      case 'feature':
        return this.featureOf(node.name, scope)
      case 'column':
        return columnValue(node, scope, this.county)
      case 'arithmetic':
        return arithmetic(node.op, ask(node.left), ask(node.right))
      case 'negate':
        return negate(ask(node.of))
      case 'shift':
        return shifted(ask(node.of), node.months)
      case 'rows':
        return this.rows.value(node, scope)
      case 'members':
        return members(node, scope, this.register, this.evaluate)
      case 'parents':
        return parents(node, scope, this.register, this.evaluate)
      case 'call':
        return call(node, { value: ask, delivered: (rows) => this.rows.delivered(rows) })
      default:
        return fromTruth(this.truth(node, scope))
    }
  }

  private truth(node: Node, scope: Scope): Truth {
    const ask = (inner: Node): Value => this.evaluate(inner, scope)
    switch (node.kind) {
      case 'not':
        return not(truthOf(ask(node.of)))
      case 'and':
        return and(truthOf(ask(node.left)), truthOf(ask(node.right)))
      case 'or':
        return or(truthOf(ask(node.left)), truthOf(ask(node.right)))
      case 'compare':
        return compare(node.op, ask(node.left), ask(node.right))
      case 'in':
        return isIn(ask(node.of), node.list.map(ask), node.negated)
      case 'between':
        return isBetween(ask(node.of), ask(node.low), ask(node.high), node.negated)
      case 'like':
        return isLike(ask(node.of), node.pattern, node.negated)
      case 'isnull': {
        const missing = this.isNull(node.of, scope)
        return node.negated ? not(missing) : missing
      }
      case 'within':
        return within(ask(node.of), node.months, this.register.asOf, this.newest(node.of))
      default:
        throw new Error(`a ${node.kind} is no condition`)
    }
  }

  private literal(node: Literal): Value {
    const known = this.literals.get(node)
    if (known) return known
    const value = literalValue(node, this.county)
    this.literals.set(node, value)
    return value
  }

  private featureOf(code: string, { person, hid }: Scope): Value {
    if (code.startsWith('p.')) {
      if (!person) throw new Error(`${code} outside a person`)
      return this.feature(code, person.pk)
    }
    return hid === null ? UNKNOWN : this.feature(code, hid)
  }

  /** IS NULL: of a column, whether it is blank; of anything else, whether it is none. */
  private isNull(node: Node, scope: Scope): Truth {
    if (node.kind === 'column') return cellOf(node, scope) === null
    const value = this.evaluate(node, scope)
    return value.kind === 'none' ? true : isKnown(value) ? false : null
  }

  private newest(node: Node): number | null {
    return node.kind === 'column' ? (this.deliveries.get(node.category)?.newest ?? null) : null
  }
}
