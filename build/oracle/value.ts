import { compareScalars, type Exact, exact, INFINITE, isExact, isOpen, type Scalar, toDouble, ZERO } from './decimal.ts'

/** A number between two ends; equal ends are a known value. Money is held in cents. */
export interface Interval {
  kind: 'number'
  lo: Scalar
  hi: Scalar
  money: boolean
}

export type CalendarUnit = 'month' | 'year' | 'schoolyear'

/** Value, none (delivered, no row) or unknown (not delivered, blank, not assessed). */
export type Value =
  | { kind: 'none' }
  | { kind: 'unknown' }
  | { kind: 'bool'; value: boolean }
  | { kind: 'text'; value: string }
  /** Days since 1970-01-01. */
  | { kind: 'date'; day: number }
  /** Month index (year*12 + month-1), year, or first year of a school year. */
  | { kind: 'calendar'; unit: CalendarUnit; index: number }
  | Interval

/** Kleene truth; null is unknown. */
export type Truth = boolean | null

export const NONE: Value = { kind: 'none' }
export const UNKNOWN: Value = { kind: 'unknown' }
export const TRUE: Value = { kind: 'bool', value: true }
export const FALSE: Value = { kind: 'bool', value: false }

export const text = (value: string): Value => ({ kind: 'text', value })
export const date = (day: number): Value => ({ kind: 'date', day })
export const calendar = (unit: CalendarUnit, index: number): Value => ({ kind: 'calendar', unit, index })

/** An interval; with both ends open it is simply unknown. */
export const interval = (lo: Scalar, hi: Scalar, money = false): Value =>
  lo === -INFINITE && hi === INFINITE ? UNKNOWN : { kind: 'number', lo, hi, money }

export const point = (value: Scalar, money = false): Value => ({ kind: 'number', lo: value, hi: value, money })
export const whole = (value: number | bigint): Value => point(exact(value))
export const cents = (value: number | bigint): Value => point(exact(value), true)

export const isPoint = (value: Interval): boolean => !isOpen(value.lo) && compareScalars(value.lo, value.hi) === 0

/** Known for certain: neither none, nor unknown, nor a number with room between its ends. */
export const isKnown = (value: Value): boolean =>
  value.kind === 'number' ? isPoint(value) : value.kind !== 'none' && value.kind !== 'unknown'

export const fromTruth = (truth: Truth): Value => (truth === null ? UNKNOWN : truth ? TRUE : FALSE)

/** A value used as a condition; none is false, as a comparison with none would be. */
export const truthOf = (value: Value): Truth => {
  if (value.kind === 'bool') return value.value
  if (value.kind === 'none') return false
  if (value.kind === 'unknown') return null
  throw new Error(`a ${value.kind} is no condition`)
}

export const not = (truth: Truth): Truth => (truth === null ? null : !truth)
export const and = (a: Truth, b: Truth): Truth => (a === false || b === false ? false : a === null || b === null ? null : true)
export const or = (a: Truth, b: Truth): Truth => (a === true || b === true ? true : a === null || b === null ? null : false)

/** The interval of a value in arithmetic; unknown is open at both ends. */
export const asInterval = (value: Value): Interval => {
  if (value.kind === 'number') return value
  if (value.kind === 'unknown') return { kind: 'number', lo: -INFINITE, hi: INFINITE, money: false }
  if (value.kind === 'calendar') return { kind: 'number', lo: exact(value.index), hi: exact(value.index), money: false }
  throw new Error(`a ${value.kind} is no number`)
}

/** Zero carries no unit. */
export const isFree = ({ lo, hi }: Interval): boolean =>
  (isOpen(lo) || compareScalars(lo, ZERO) === 0) && (isOpen(hi) || compareScalars(hi, ZERO) === 0)

/** Whether numbers that are added or compared are money; throws where units differ. */
export const commonMoney = (values: readonly Interval[]): boolean => {
  if (!values.some((value) => value.money)) return false
  const units = new Set(values.filter((value) => !isFree(value)).map((value) => value.money))
  if (units.size > 1) throw new Error('yuan and plain numbers meet')
  const [unit] = units
  return unit ?? true
}

const double = (end: Scalar): Scalar => (isExact(end) ? toDouble(end) : end)

/** The same number with double ends. */
export const withDoubleEnds = (value: Value): Value =>
  value.kind === 'number' ? { ...value, lo: double(value.lo), hi: double(value.hi) } : value

const showScalar = (value: Scalar): string => {
  if (!isExact(value)) return value === INFINITE ? 'inf' : value === -INFINITE ? '-inf' : `~${value}`
  return showExact(value)
}

const showExact = ({ digits, scale }: Exact): string => {
  const size = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0')
  const fraction = scale === 0 ? '' : size.slice(-scale).replace(/0+$/, '')
  const head = scale === 0 ? size : size.slice(0, -scale)
  return `${digits < 0n ? '-' : ''}${head}${fraction ? `.${fraction}` : ''}`
}

/**
 * A short text of a value, for comparing and for messages: `none`, `unknown`, `true`, `'1'`, `2025-05-18`,
 * `month 24304`, `3`, `[1, inf]`; `~` marks a double and `c` cents.
 */
export const show = (value: Value): string => {
  switch (value.kind) {
    case 'none':
    case 'unknown':
      return value.kind
    case 'bool':
      return String(value.value)
    case 'text':
      return `'${value.value}'`
    case 'date':
      return new Date(value.day * 86_400_000).toISOString().slice(0, 10)
    case 'calendar':
      return `${value.unit} ${value.index}`
    case 'number': {
      const unit = value.money ? 'c' : ''
      return isPoint(value) ? `${showScalar(value.lo)}${unit}` : `[${showScalar(value.lo)}, ${showScalar(value.hi)}]${unit}`
    }
  }
}
