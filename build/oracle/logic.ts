import type { Comparison } from '../../engine/rules/ast.ts'
import { dayOf } from './dates.ts'
import { compareScalars } from './decimal.ts'
import { and, asInterval, commonMoney, type Interval, isPoint, not, or, type Truth, type Value } from './value.ts'

const isNumeric = (value: Value): boolean => value.kind === 'number' || value.kind === 'calendar'

/** An ISO text beside a date is a date. */
const sameKind = (a: Value, b: Value): [Value, Value] => {
  if (a.kind === 'date' && b.kind === 'text') return [a, { kind: 'date', day: dayOf(b.value) }]
  if (a.kind === 'text' && b.kind === 'date') return [{ kind: 'date', day: dayOf(a.value) }, b]
  return [a, b]
}

const plain = (value: Value): string | number => {
  switch (value.kind) {
    case 'bool':
      return value.value ? 1 : 0
    case 'text':
      return value.value
    case 'date':
      return value.day
    case 'calendar':
      return value.index
    default:
      throw new Error(`a ${value.kind} has no order`)
  }
}

/** Order of two known values of the same kind: negative, zero or positive. */
export const compareValues = (left: Value, right: Value): number => {
  if (isNumeric(left) && isNumeric(right)) return compareScalars(asInterval(left).lo, asInterval(right).lo)
  const [a, b] = sameKind(left, right)
  if (a.kind !== b.kind) throw new Error(`a ${a.kind} is compared with a ${b.kind}`)
  const [x, y] = [plain(a), plain(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

const lessThan = (a: Interval, b: Interval): Truth => {
  if (compareScalars(a.hi, b.lo) < 0) return true
  return compareScalars(a.lo, b.hi) >= 0 ? false : null
}

const equalTo = (a: Interval, b: Interval): Truth => {
  if (isPoint(a) && isPoint(b)) return compareScalars(a.lo, b.lo) === 0
  const disjoint = compareScalars(a.hi, b.lo) < 0 || compareScalars(b.hi, a.lo) < 0
  return disjoint ? false : null
}

const compareIntervals = (op: Comparison, a: Interval, b: Interval): Truth => {
  commonMoney([a, b])
  switch (op) {
    case '=':
      return equalTo(a, b)
    case '<>':
      return not(equalTo(a, b))
    case '<':
      return lessThan(a, b)
    case '>':
      return lessThan(b, a)
    case '<=':
      return not(lessThan(b, a))
    case '>=':
      return not(lessThan(a, b))
  }
}

const holds = (op: Comparison, order: number): boolean => {
  switch (op) {
    case '=':
      return order === 0
    case '<>':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

const anyNone = (values: readonly Value[]): boolean => values.some((value) => value.kind === 'none')
const anyUnknown = (values: readonly Value[]): boolean => values.some((value) => value.kind === 'unknown')

/** A comparison: false beside none, unknown beside unknown, by ends for numbers. */
export const compare = (op: Comparison, left: Value, right: Value): Truth => {
  if (anyNone([left, right])) return false
  if (anyUnknown([left, right])) return null
  if (isNumeric(left) && isNumeric(right)) return compareIntervals(op, asInterval(left), asInterval(right))
  return holds(op, compareValues(left, right))
}

/** `IN` and `NOT IN`; none is in no list and not in no list. */
export const isIn = (value: Value, list: readonly Value[], negated: boolean): Truth => {
  if (anyNone([value])) return false
  const found = list.map((item) => compare('=', value, item)).reduce(or, false)
  return negated ? not(found) : found
}

export const isBetween = (value: Value, low: Value, high: Value, negated: boolean): Truth => {
  if (anyNone([value, low, high])) return false
  const found = and(compare('>=', value, low), compare('<=', value, high))
  return negated ? not(found) : found
}

const SPECIAL = /[.*+?^${}()|[\]\\]/g

/** SQL `LIKE`: `%` any text, `_` one character. */
export const isLike = (value: Value, pattern: string, negated: boolean): Truth => {
  if (anyNone([value])) return false
  if (value.kind === 'unknown') return null
  if (value.kind !== 'text') throw new Error(`LIKE on a ${value.kind}`)
  const shape = pattern.replace(SPECIAL, '\\$&').replaceAll('%', '.*').replaceAll('_', '.')
  const found = new RegExp(`^${shape}$`, 'su').test(value.value)
  return negated ? not(found) : found
}

export const startsWith = (value: Value, prefix: Value): Truth => {
  if (anyNone([value, prefix])) return false
  if (anyUnknown([value, prefix])) return null
  if (value.kind !== 'text' || prefix.kind !== 'text') throw new Error('STARTS needs texts')
  return value.value.startsWith(prefix.value)
}
