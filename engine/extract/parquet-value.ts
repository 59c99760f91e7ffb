import type { SchemaElement } from 'hyparquet'
import { numberText } from './serial.ts'

const DAY = 86_400_000

const isoText = (milliseconds: number, fraction: string): string => {
  const moment = new Date(milliseconds)
  if (Number.isNaN(moment.getTime())) return String(milliseconds)
  const [day, clock = ''] = moment.toISOString().split('T')
  const seconds = clock.slice(0, 8)
  const rest = fraction.replace(/0+$/, '')
  if (seconds === '00:00:00' && rest === '') return day as string
  return `${day} ${seconds}${rest === '' ? '' : `.${rest}`}`
}

/** A point in time given in units of which `perSecond` make a second. */
const timestamp = (value: bigint, perSecond: bigint): string => {
  const whole = value / perSecond - (value % perSecond < 0n ? 1n : 0n)
  const rest = value - whole * perSecond
  return isoText(Number(whole) * 1000, String(rest).padStart(String(perSecond).length - 1, '0'))
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes as the text they are, or else in hexadecimal. */
const bytesText = (bytes: Uint8Array): string => {
  try {
    return decoder.decode(bytes)
  } catch {
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  }
}

/** How values that are no plain numbers or texts are read. */
export const parquetParsers = {
  timestampFromMilliseconds: (value: bigint) => timestamp(BigInt(value), 1_000n),
  timestampFromMicroseconds: (value: bigint) => timestamp(BigInt(value), 1_000_000n),
  timestampFromNanoseconds: (value: bigint) => timestamp(BigInt(value), 1_000_000_000n),
  dateFromDays: (days: number) => isoText(days * DAY, ''),
  stringFromBytes: (bytes: Uint8Array) => bytes && bytesText(bytes),
  jsonFromBytes: (bytes: Uint8Array) => bytes && bytesText(bytes),
}

const integerOf = (value: unknown): bigint | null => {
  if (typeof value === 'bigint') return value
  if (typeof value === 'number') return BigInt(value)
  if (!(value instanceof Uint8Array)) return null
  let whole = 0n
  for (const byte of value) whole = (whole << 8n) | BigInt(byte)
  return BigInt.asIntN(8 * value.length, whole)
}

/** A decimal by its digits, nothing rounded. */
const decimalText = (value: unknown, scale: number): string => {
  const whole = integerOf(value)
  if (whole === null) return ''
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, '0')
  const sign = whole < 0n ? '-' : ''
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

const clockText = (value: unknown, perSecond: number): string => {
  const units = Number(value)
  const text = isoText(
    Math.floor(units / perSecond) * 1000,
    String(units % perSecond).padStart(String(perSecond).length - 1, '0'),
  )
  return text.slice(11) || '00:00:00'
}

/** The shortest text that gives the same 32-bit number again. */
const singleText = (value: number): string => {
  for (let digits = 6; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits))
    if (Math.fround(text) === value) return String(text)
  }
  return String(value)
}

const doubleText = (value: number, single: boolean): string => {
  if (Number.isNaN(value)) return ''
  if (Math.abs(value) >= 1e15) return Number.isFinite(value) ? numberText(String(value)) : String(value)
  return single ? singleText(value) : String(value)
}

const nested = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value instanceof Uint8Array ? bytesText(value) : value

const PER_SECOND = { MILLIS: 1_000, MICROS: 1_000_000, NANOS: 1_000_000_000 } as const

/** A value as a CSV would have it; blank where there is none. */
export const textOfValue = (value: unknown, element: SchemaElement): string => {
  if (value === null || value === undefined) return ''
  const { converted_type: old, logical_type: logical, type } = element
  if (old === 'DECIMAL' || logical?.type === 'DECIMAL')
    return decimalText(value, element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0))
  if (logical?.type === 'TIME') return clockText(value, PER_SECOND[logical.unit])
  if (old === 'TIME_MILLIS') return clockText(value, 1_000)
  if (old === 'TIME_MICROS') return clockText(value, 1_000_000)
  if (logical?.type === 'TIMESTAMP' && logical.isAdjustedToUTC) {
    const text = String(value)
    return `${text.length === 10 ? `${text} 00:00:00` : text}+00:00`
  }
  if (typeof value === 'number')
    return type === 'FLOAT' || type === 'DOUBLE' ? doubleText(value, type === 'FLOAT') : String(value)
  if (value instanceof Uint8Array) return bytesText(value)
  return typeof value === 'object' ? JSON.stringify(value, nested) : String(value)
}
