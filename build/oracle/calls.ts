import { type Node, type NodeOf, walk } from '../../engine/rules/ast.ts'
import { fullMonths, fullYears, monthOf, schoolYearOf, yearOf } from './dates.ts'
import { exact } from './decimal.ts'
import { atLeastZero, extreme, hull, noneOf, openAbove } from './interval.ts'
import { compareValues, startsWith } from './logic.ts'
import { calendar, fromTruth, interval, isKnown, NONE, type Truth, truthOf, UNKNOWN, type Value, whole } from './value.ts'

type Call = NodeOf<'call'>
type Ask = (node: Node) => Value

/** What a value function needs of the evaluator. */
export interface Asking {
  value: Ask
  /** False where a row function inside names a category or column that was not delivered. */
  delivered(node: NodeOf<'rows'>): boolean
}

const isNumber = (value: Value): boolean => value.kind === 'number' || value.kind === 'unknown'

/** One value for all outcomes still possible: the same value, the hull of numbers, or unknown. */
const merge = (outcomes: readonly Value[]): Value => {
  const [first, ...others] = outcomes
  if (!first) throw new Error('no outcome')
  if (others.length === 0) return first
  if (outcomes.every((outcome) => outcome.kind === 'none')) return NONE
  if (outcomes.some((outcome) => outcome.kind === 'none')) return UNKNOWN
  if (outcomes.every(isNumber)) return hull(outcomes)
  if (!outcomes.every(isKnown)) return UNKNOWN
  return others.every((other) => compareValues(first, other) === 0) ? first : UNKNOWN
}

/** The outcomes of `c1, v1, …, default` that the conditions leave open. */
export const possible = <T>(branches: readonly { truth: () => Truth; outcome: T }[], otherwise: T): T[] => {
  const open: T[] = []
  for (const { truth, outcome } of branches) {
    const decided = truth()
    if (decided !== false) open.push(outcome)
    if (decided === true) return open
  }
  return [...open, otherwise]
}

const choose = (args: readonly Node[], ask: Ask): Value => {
  const branches: { truth: () => Truth; outcome: Node }[] = []
  for (let index = 0; index + 1 < args.length; index += 2) {
    const condition = args[index] as Node
    branches.push({ truth: () => truthOf(ask(condition)), outcome: args[index + 1] as Node })
  }
  return merge(possible(branches, args[args.length - 1] as Node).map(ask))
}

const rowFunctions = (node: Node): NodeOf<'rows'>[] => {
  const found: NodeOf<'rows'>[] = []
  walk(node, (inner) => {
    if (inner.kind === 'rows') found.push(inner)
  })
  return found
}

/** An argument of COALESCE: a comparison of a row function that is none is none itself, so that the search goes on. */
const candidate = (arg: Node, asking: Asking): Value => {
  const value = asking.value(arg)
  if (value.kind !== 'bool' || arg.kind === 'isnull') return value
  return rowFunctions(arg).some((node) => asking.value(node).kind === 'none') ? NONE : value
}

const coalesce = (args: readonly Node[], asking: Asking): Value => {
  let unknown = false
  for (const arg of args.slice(0, -1)) {
    if (!rowFunctions(arg).every((node) => asking.delivered(node))) return UNKNOWN
    const value = candidate(arg, asking)
    if (isKnown(value)) return value
    if (value.kind !== 'none') unknown = true
  }
  const last = asking.value(args[args.length - 1] as Node)
  return last.kind === 'none' && unknown ? UNKNOWN : last
}

const datesExtreme = (latest: boolean, values: readonly Value[]): Value => {
  if (values.some((value) => value.kind === 'unknown')) return UNKNOWN
  const present = values.filter((value) => value.kind !== 'none')
  const [first, ...others] = present
  if (!first) return NONE
  return others.reduce((best, other) => (compareValues(other, best) > 0 === latest ? other : best), first)
}

const dayNumber = (value: Value): number => {
  if (value.kind !== 'date') throw new Error(`a ${value.kind} is no date`)
  return value.day
}

/** A function of two dates; none and unknown propagate. */
const ofDates = (values: readonly Value[], calculate: (...days: number[]) => Value): Value => {
  const none = noneOf(values)
  if (none) return none
  return values.every(isKnown) ? calculate(...values.map(dayNumber)) : UNKNOWN
}

const gate = (value: Value, truth: Truth): Value => {
  if (truth === true) return value
  return value.kind === 'none' ? UNKNOWN : openAbove(value)
}

const asInteger = (truth: Truth): Value => (truth === null ? interval(exact(0), exact(1)) : whole(truth ? 1 : 0))

const ofValues = (node: Call, [a = NONE, b = NONE, ...rest]: readonly Value[]): Value => {
  switch (node.fn) {
    case 'OR0':
      return a.kind === 'none' ? whole(0) : a
    case 'ORNONE':
      return a.kind === 'none' ? b : a
    case 'ATLEAST0':
      return a.kind === 'none' ? whole(0) : atLeastZero(a)
    case 'GATE':
      return gate(a, truthOf(b))
    case 'GREATEST':
      return noneOf([a, b, ...rest]) ?? extreme('greatest', [a, b, ...rest])
    case 'LEAST':
      return noneOf([a, b, ...rest]) ?? extreme('least', [a, b, ...rest])
    case 'AGE':
      return ofDates([a, b], (born, at = 0) => whole(fullYears(born ?? 0, at)))
    case 'YEAR':
      return ofDates([a], (day = 0) => calendar('year', yearOf(day)))
    case 'MONTH_OF':
      return ofDates([a], (day = 0) => calendar('month', monthOf(day)))
    case 'SCHOOLYEAR_OF':
      return ofDates([a], (day = 0) => calendar('schoolyear', schoolYearOf(day)))
    case 'MONTHS_BETWEEN':
      return ofDates([a, b], (from = 0, to = 0) => whole(fullMonths(from, to)))
    case 'DAYS_BETWEEN':
      return ofDates([a, b], (from = 0, to = 0) => whole(Math.max(0, to - from)))
    case 'INT':
      return asInteger(truthOf(a))
    case 'STARTS':
      return fromTruth(startsWith(a, b))
    default:
      throw new Error(`no function ${node.fn}`)
  }
}

/** The functions over values. */
export const call = (node: Call, asking: Asking): Value => {
  switch (node.fn) {
    case 'CASE':
    case 'IF':
      return choose(node.args, asking.value)
    case 'COALESCE':
      return coalesce(node.args, asking)
    case 'EARLIEST':
    case 'LATEST':
      return datesExtreme(node.fn === 'LATEST', node.args.map(asking.value))
    default:
      return ofValues(node, node.args.map(asking.value))
  }
}
