import { hasHan, syllables } from './han.ts'
import { soundex } from './likeness.ts'
import { pairsInAll, type Records, type Side } from './records.ts'
import type { FieldKind } from './spec.ts'

/** A number for every record; records with the same one are worth comparing. -1: none. */
export interface Key {
  field: number
  /** Whether it is the whole value. */
  whole: boolean
  left: Int32Array
  right: Int32Array
  values: number
}

type Cut = (text: string) => string

const latinOr =
  (latin: Cut, han: Cut): Cut =>
  (text) =>
    hasHan(text) ? han(text) : latin(text)

const half: Cut = (text) => (text.length < 4 ? '' : text.slice(0, Math.ceil(text.length / 2)))

/** What of a value makes a key, by kind, apart from the whole of it. */
const CUTS: Readonly<Record<FieldKind, readonly Cut[]>> = {
  name: [
    latinOr(soundex, (text) => syllables(text).join('')),
    latinOr(
      (text) => text.slice(0, 3),
      (text) =>
        syllables(text)
          .map((one) => one.charAt(0))
          .join(''),
    ),
  ],
  date: [(text) => text.slice(0, 6), (text) => text.slice(4), (text) => text.slice(0, 4) + text.slice(6)],
  code: [half, (text) => (text.length < 4 ? '' : text.slice(Math.floor(text.length / 2)))],
  text: [(text) => (text.length < 6 ? '' : text.slice(0, 5)), (text) => (text.length < 6 ? '' : text.slice(-5))],
}

const keyOf = ({ texts, left, right }: Records, field: number, cut: Cut | null): Key => {
  const numbers = new Map<string, number>()
  const byValue = new Map<number, number>()
  const keyed = (side: Side): Int32Array =>
    (side.columns[field] as Int32Array).map((value) => {
      if (value < 0) return -1
      const known = byValue.get(value)
      if (known !== undefined) return known
      const text = cut ? cut(texts[value] as string) : (texts[value] as string)
      const number = text === '' ? -1 : (numbers.get(text) ?? numbers.size)
      if (number >= 0) numbers.set(text, number)
      byValue.set(value, number)
      return number
    })
  const one = keyed(left)
  return { field, whole: cut === null, left: one, right: left === right ? one : keyed(right), values: numbers.size }
}

/** Every key of every field, the whole value first. */
export const keysOf = (records: Records): Key[][] =>
  records.kinds.map((kind, field) => [null, ...CUTS[kind]].map((cut) => keyOf(records, field, cut)))

const counted = (numbers: Int32Array, values: number): Int32Array => {
  const counts = new Int32Array(values)
  for (const number of numbers) if (number >= 0) (counts[number] as number)++
  return counts
}

/** Pairs in every block of a key. */
export const blockPairs = ({ left, right, values }: Key): Float64Array => {
  const one = counted(left, values)
  if (left === right) return Float64Array.from(one, (count) => (count * (count - 1)) / 2)
  const other = counted(right, values)
  return Float64Array.from(one, (count, block) => count * (other[block] as number))
}

/** Two keys as one, for the records for which both are among those wanted. */
export const bothKeys = (a: Key, b: Key, inA: Uint8Array, inB: Uint8Array): Key => {
  const numbers = new Map<number, number>()
  const joined = (one: Int32Array, other: Int32Array): Int32Array =>
    one.map((first, row) => {
      const second = other[row] as number
      if (first < 0 || second < 0 || !inA[first] || !inB[second]) return -1
      const key = first * b.values + second
      let number = numbers.get(key)
      if (number === undefined) {
        number = numbers.size
        numbers.set(key, number)
      }
      return number
    })
  const left = joined(a.left, b.left)
  return { field: a.field, whole: false, left, right: a.left === a.right ? left : joined(a.right, b.right), values: numbers.size }
}

/** Pairs that share both keys. */
export const pairsSharingBoth = (a: Key, b: Key): number => {
  const count = (one: Int32Array, other: Int32Array): Map<number, number> => {
    const counts = new Map<number, number>()
    one.forEach((first, row) => {
      const second = other[row] as number
      if (first < 0 || second < 0) return
      const key = first * b.values + second
      counts.set(key, (counts.get(key) ?? 0) + 1)
    })
    return counts
  }
  const left = count(a.left, b.left)
  let pairs = 0
  if (a.left === a.right) for (const size of left.values()) pairs += (size * (size - 1)) / 2
  else for (const [key, size] of count(a.right, b.right)) pairs += size * (left.get(key) ?? 0)
  return pairs
}

/** Pairs that may be compared: enough for every record to meet its likes, few enough to end in time. */
export const candidateBudget = (records: Records): number =>
  Math.min(pairsInAll(records), 12_000_000, Math.max(300_000, 30 * (records.left.size + records.right.size)))
