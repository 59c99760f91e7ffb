import type { Cell } from '../../engine/sql/database.ts'
import type { FeatureType } from './county.ts'
import { isExact, isOpen, roundHalfAway, type Scalar, toDouble } from './decimal.ts'
import { asInterval, interval, isFree, show, type Value, withDoubleEnds } from './value.ts'

/** A formula's value as its feature keeps it: money in whole cents, areas in hundredths, ratios as doubles. */
export const stored = (value: Value, type: FeatureType): Value => {
  if (value.kind === 'none' || value.kind === 'unknown') return value
  switch (type) {
    case 'money':
      return rounded(value, 0, true)
    case 'num':
      return rounded(value, 2, false)
    case 'int':
      return rounded(value, 0, false)
    case 'ratio':
      return withDoubleEnds(rounded(value, null, false))
    default:
      if (value.kind !== expected[type]) throw new Error(`a ${value.kind} in a ${type} feature`)
      return value
  }
}

const expected = { bool: 'bool', code: 'text', text: 'text', date: 'date' } as const

const rounded = (value: Value, places: number | null, money: boolean): Value => {
  const number = asInterval(value)
  if (number.money !== money && !isFree(number))
    throw new Error(money ? 'a plain number in a money feature' : 'yuan in a plain feature')
  if (places === null) return interval(number.lo, number.hi, money)
  return interval(roundHalfAway(number.lo, places), roundHalfAway(number.hi, places), money)
}

/** A feature's value in the units of its table: cents, hundredths, whole numbers, ISO dates; null is an open end. */
export interface Physical {
  none: boolean
  lo: Cell
  hi: Cell
}

const end = (value: Scalar, places: number): Cell => {
  if (isOpen(value)) return null
  const scaled = roundHalfAway(value, places)
  return isExact(scaled) ? whole(scaled.digits) : scaled
}

const whole = (digits: bigint): Cell => (BigInt.asIntN(54, digits) === digits ? Number(digits) : digits)

/** What the feature tables hold for a stored value; `lo` and `hi` are the same where it is no number. */
export const physical = (value: Value, type: FeatureType): Physical => {
  switch (value.kind) {
    case 'none':
      return { none: true, lo: null, hi: null }
    case 'unknown':
      return { none: false, lo: null, hi: null }
    case 'number': {
      if (type === 'ratio') return { none: false, lo: finite(value.lo), hi: finite(value.hi) }
      const places = type === 'num' ? 2 : 0
      return { none: false, lo: end(value.lo, places), hi: end(value.hi, places) }
    }
    case 'date':
      return { none: false, lo: show(value), hi: show(value) }
    case 'calendar':
      return { none: false, lo: value.index, hi: value.index }
    default:
      return { none: false, lo: value.value, hi: value.value }
  }
}

const finite = (value: Scalar): Cell => (isOpen(value) ? null : toDouble(value))
