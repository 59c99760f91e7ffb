/** An exact decimal: digits / 10^scale. */
export interface Exact {
  digits: bigint
  scale: number
}

/** One end of a number: exact, a double, or ±Infinity where the end is open. */
export type Scalar = Exact | number

export const INFINITE = Number.POSITIVE_INFINITY
export const ZERO: Exact = { digits: 0n, scale: 0 }

export const exact = (digits: bigint | number, scale = 0): Exact => ({ digits: BigInt(digits), scale })

/** Reads `-12.50`; throws on anything but a plain decimal. */
export const parseDecimal = (text: string): Exact => {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!found) throw new Error(`not a plain decimal: ${text}`)
  const fraction = found[3] ?? ''
  return exact(BigInt(`${found[1]}${found[2]}${fraction}`), fraction.length)
}

export const isOpen = (value: Scalar): boolean => value === INFINITE || value === -INFINITE
export const isExact = (value: Scalar): value is Exact => typeof value !== 'number'

const POWERS = Array.from({ length: 40 }, (_, exponent) => 10n ** BigInt(exponent))
const power = (exponent: number): bigint => POWERS[exponent] ?? 10n ** BigInt(exponent)

const SAFE = 9_007_199_254_740_992n
const small = (value: bigint): boolean => value > -SAFE && value < SAFE
const bits = (value: bigint): number => value.toString(2).length

/** The double nearest to numerator / denominator. */
export const nearestQuotient = (numerator: bigint, denominator: bigint): number => {
  if (small(numerator) && small(denominator)) return Number(numerator) / Number(denominator)
  const negative = numerator < 0n !== denominator < 0n
  let top = numerator < 0n ? -numerator : numerator
  let bottom = denominator < 0n ? -denominator : denominator
  const shift = 66 - (bits(top) - bits(bottom))
  if (shift > 0) top <<= BigInt(shift)
  else bottom <<= BigInt(-shift)
  // A remainder becomes a sticky last bit: the one rounding is the conversion of more than 64 bits.
  const quotient = (top / bottom) | (top % bottom === 0n ? 0n : 1n)
  const magnitude = Number(quotient) * 2 ** -shift
  return negative ? -magnitude : magnitude
}

export const toDouble = (value: Scalar): number => (isExact(value) ? nearestQuotient(value.digits, power(value.scale)) : value)

const aligned = (a: Exact, b: Exact): [bigint, bigint, number] => {
  if (a.scale === b.scale) return [a.digits, b.digits, a.scale]
  const scale = Math.max(a.scale, b.scale)
  return [a.digits * power(scale - a.scale), b.digits * power(scale - b.scale), scale]
}

export const compareScalars = (a: Scalar, b: Scalar): -1 | 0 | 1 => {
  if (isExact(a) && isExact(b)) {
    const [left, right] = aligned(a, b)
    return left < right ? -1 : left > right ? 1 : 0
  }
  const left = toDouble(a)
  const right = toDouble(b)
  return left < right ? -1 : left > right ? 1 : 0
}

export const signOf = (value: Scalar): -1 | 0 | 1 => compareScalars(value, ZERO)

export const negateScalar = (value: Scalar): Scalar => (isExact(value) ? exact(-value.digits, value.scale) : -value)

export const addScalars = (a: Scalar, b: Scalar): Scalar => {
  if (!isExact(a) || !isExact(b)) return toDouble(a) + toDouble(b)
  const [left, right, scale] = aligned(a, b)
  return exact(left + right, scale)
}

/** Both ends finite. */
export const multiplyScalars = (a: Scalar, b: Scalar): Scalar =>
  isExact(a) && isExact(b) ? exact(a.digits * b.digits, a.scale + b.scale) : toDouble(a) * toDouble(b)

/** Both ends finite, the divisor not zero; always a double. */
export const divideScalars = (a: Scalar, b: Scalar): number =>
  isExact(a) && isExact(b) ? nearestQuotient(a.digits * power(b.scale), b.digits * power(a.scale)) : toDouble(a) / toDouble(b)

const halfAwayDouble = (value: number): number => {
  const size = Math.abs(value)
  const whole = Math.floor(size)
  return Math.sign(value) * (size - whole >= 0.5 ? whole + 1 : whole)
}

/** Rounds to so many decimal places, half away from zero; open ends stay open. */
export const roundHalfAway = (value: Scalar, places: number): Scalar => {
  if (isOpen(value)) return value
  if (!isExact(value)) return exact(BigInt(halfAwayDouble(value * 10 ** places)), places)
  if (value.scale <= places) return exact(value.digits * power(places - value.scale), places)
  const unit = power(value.scale - places)
  const size = value.digits < 0n ? -value.digits : value.digits
  const rounded = (2n * size + unit) / (2n * unit)
  return exact(value.digits < 0n ? -rounded : rounded, places)
}
