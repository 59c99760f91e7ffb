import { DataType, type Type, tableFromIPC, type Vector } from 'apache-arrow'
import type { Cell, Row } from './database.ts'

const DAY = 86_400_000
const pad = (value: number, width = 2) => String(value).padStart(width, '0')

/** Days since 1970-01-01 as `YYYY-MM-DD`. */
const isoDate = (days: number): string => new Date(days * DAY).toISOString().slice(0, 10)

const isoTimestamp = (micros: bigint): string => {
  const date = new Date(Number(micros / 1000n))
  return `${isoDate(Math.floor(date.getTime() / DAY))} ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`
}

const integer = (value: bigint): number | bigint =>
  value >= -9_007_199_254_740_991n && value <= 9_007_199_254_740_991n ? Number(value) : value

/** HUGEINT and DECIMAL arrive as little-endian words with a scale. */
const decimal = (words: Uint32Array, scale: number): number | bigint => {
  let value = 0n
  for (let index = words.length - 1; index >= 0; index--) value = (value << 32n) | BigInt(words[index] ?? 0)
  const bits = BigInt(words.length * 32)
  if (value >> (bits - 1n)) value -= 1n << bits
  return scale === 0 ? integer(value) : Number(value) / 10 ** scale
}

const decoder = (vector: Vector<DataType<Type>>): ((index: number) => Cell) => {
  const { type } = vector
  if (DataType.isDate(type)) {
    return (index) => {
      const value = vector.get(index) as number | Date | null
      return value === null ? null : isoDate(Math.round(Number(value) / DAY))
    }
  }
  if (DataType.isTimestamp(type)) {
    const raw = vector.data
    const offsets: number[] = []
    let total = 0
    for (const chunk of raw) {
      offsets.push(total)
      total += chunk.length
    }
    return (index) => {
      if (vector.isValid(index) === false) return null
      let chunk = raw.length - 1
      while ((offsets[chunk] ?? 0) > index) chunk--
      const values = raw[chunk]?.values as BigInt64Array
      return isoTimestamp(values[index - (offsets[chunk] ?? 0)] ?? 0n)
    }
  }
  if (DataType.isDecimal(type)) {
    return (index) => {
      const value = vector.get(index) as Uint32Array | null
      return value === null ? null : decimal(value, type.scale)
    }
  }
  return (index) => {
    const value = vector.get(index) as Cell
    return typeof value === 'bigint' ? integer(value) : value
  }
}

/** The one place where Arrow becomes JavaScript. Throws `TypeError` for a type no view may return. */
export const decode = <T extends Row = Row>(ipc: Uint8Array): T[] => {
  const table = tableFromIPC(ipc)
  const names = table.schema.fields.map((field) => field.name)
  const readers = names.map((_, index) => {
    const vector = table.getChildAt(index)
    if (!vector) throw new TypeError(`column ${names[index]} is missing`)
    return decoder(vector as Vector<DataType<Type>>)
  })
  const rows: T[] = new Array(table.numRows)
  for (let row = 0; row < table.numRows; row++) {
    const record: Row = {}
    for (let column = 0; column < names.length; column++) {
      record[names[column] as string] = readers[column]?.(row) ?? null
    }
    rows[row] = record as T
  }
  return rows
}

/** Columns of plain numbers, for bulk reading; a column of another type is a `TypeError`. */
export const decodeColumns = (ipc: Uint8Array): Record<string, Int32Array> => {
  const table = tableFromIPC(ipc)
  return Object.fromEntries(
    table.schema.fields.map((field, index) => {
      const values: unknown = table.getChildAt(index)?.toArray()
      if (!(values instanceof Int32Array)) throw new TypeError(`column ${field.name} is not INTEGER`)
      return [field.name, values]
    }),
  )
}
