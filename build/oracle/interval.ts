import type { Arithmetic } from '../../engine/rules/ast.ts'
import {
  addScalars,
  compareScalars,
  divideScalars,
  INFINITE,
  isOpen,
  multiplyScalars,
  negateScalar,
  type Scalar,
  signOf,
  ZERO,
} from './decimal.ts'
import { asInterval, commonMoney, type Interval, interval, isFree, isKnown, isPoint, NONE, UNKNOWN, type Value } from './value.ts'

const lesser = (a: Scalar, b: Scalar): Scalar => (compareScalars(a, b) <= 0 ? a : b)
const greater = (a: Scalar, b: Scalar): Scalar => (compareScalars(a, b) >= 0 ? a : b)

const negated = (value: Interval): Value => interval(negateScalar(value.hi), negateScalar(value.lo), value.money)

const added = (a: Interval, b: Interval): Value => interval(addScalars(a.lo, b.lo), addScalars(a.hi, b.hi), commonMoney([a, b]))

const subtracted = (a: Interval, b: Interval): Value =>
  interval(addScalars(a.lo, negateScalar(b.hi)), addScalars(a.hi, negateScalar(b.lo)), commonMoney([a, b]))

/** Applies a monotone function to the finite ends, keeping their order or swapping them. */
const mapEnds = (value: Interval, rising: boolean, money: boolean, each: (end: Scalar) => Scalar): Value => {
  const lo = isOpen(value.lo) ? INFINITE : each(value.lo)
  const hi = isOpen(value.hi) ? INFINITE : each(value.hi)
  const low = rising ? lo : hi
  const high = rising ? hi : lo
  return interval(low === INFINITE ? -INFINITE : low, high, money)
}

const multiplied = (a: Interval, b: Interval): Value => {
  const money = a.money || b.money
  if (a.money && b.money && !isFree(a) && !isFree(b)) throw new Error('yuan times yuan')
  if (isPoint(b)) return mapEnds(a, signOf(b.lo) >= 0, money, (end) => multiplyScalars(end, b.lo))
  if (isPoint(a)) return mapEnds(b, signOf(a.lo) >= 0, money, (end) => multiplyScalars(a.lo, end))
  return UNKNOWN
}

const divided = (a: Interval, b: Interval): Value => {
  if (b.money && !a.money && !isFree(a)) throw new Error('a plain number divided by yuan')
  const money = a.money && !b.money
  if (isPoint(b)) {
    const sign = signOf(b.lo)
    return sign === 0 ? UNKNOWN : mapEnds(a, sign > 0, money, (end) => divideScalars(end, b.lo))
  }
  if (signOf(a.lo) < 0 || signOf(b.lo) <= 0) return UNKNOWN
  const lo = isOpen(b.hi) ? 0 : divideScalars(a.lo, b.hi)
  const hi = isOpen(a.hi) ? INFINITE : divideScalars(a.hi, b.lo)
  return interval(lo, hi, money)
}

/** The outcome where an operand is none: unknown beside anything not known, else none. */
export const noneOf = (operands: readonly Value[]): Value | null => {
  if (!operands.some((operand) => operand.kind === 'none')) return null
  return operands.every((operand) => operand.kind === 'none' || isKnown(operand)) ? NONE : UNKNOWN
}

export const arithmetic = (op: Arithmetic, left: Value, right: Value): Value => {
  const none = noneOf([left, right])
  if (none) return none
  const a = asInterval(left)
  const b = asInterval(right)
  switch (op) {
    case '+':
      return added(a, b)
    case '-':
      return subtracted(a, b)
    case '*':
      return multiplied(a, b)
    case '/':
      return divided(a, b)
  }
}

export const negate = (value: Value): Value => noneOf([value]) ?? negated(asInterval(value))

/** Greatest or least end by end; one open end opens that end of the result. */
export const extreme = (which: 'greatest' | 'least', values: readonly Value[]): Value => {
  const numbers = values.map(asInterval)
  const pick = which === 'greatest' ? greater : lesser
  const los = numbers.map((number) => number.lo)
  const his = numbers.map((number) => number.hi)
  const lo = los.some(isOpen) ? -INFINITE : los.reduce(pick)
  const hi = his.some(isOpen) ? INFINITE : his.reduce(pick)
  return interval(lo, hi, commonMoney(numbers))
}

/** The smallest interval that holds all of them. */
export const hull = (values: readonly Value[]): Value => {
  const numbers = values.map(asInterval)
  return interval(
    numbers.map((number) => number.lo).reduce(lesser),
    numbers.map((number) => number.hi).reduce(greater),
    commonMoney(numbers),
  )
}

/** At least zero: both ends are raised to zero, unknown becomes [0, inf). */
export const atLeastZero = (value: Value): Value => {
  const number = asInterval(value)
  return interval(greater(number.lo, ZERO), greater(number.hi, ZERO), number.money)
}

/** The lower end stays, the upper end opens. */
export const openAbove = (value: Value): Value => {
  const number = asInterval(value)
  return interval(number.lo, INFINITE, number.money)
}

/** All added, none counting as zero. */
export const total = (values: readonly Value[]): Value =>
  values.filter((value) => value.kind !== 'none').reduce((sum, value) => arithmetic('+', sum, value), interval(ZERO, ZERO))
