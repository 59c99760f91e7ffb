import { comparer, LEVEL } from './compare.ts'
import type { Records } from './records.ts'

/** Writes the level of every field of a pair into `into`. */
export type Agreement = (left: number, right: number, into: Uint8Array, at: number) => void

/** Level of a value that two records share: the more of them hold it, the less it says. */
export const equalLevel = (holders: number): number => LEVEL.equal + 31 - Math.clz32(Math.max(1, holders))

/** Compares pairs of records field by field. */
export const agreement = (records: Records): Agreement => {
  const { kinds, texts, left, right, holders } = records
  const compare = kinds.map((kind) => comparer(kind, texts))
  const fields = kinds.length
  const ours = left.columns
  const theirs = right.columns

  /** Values that stand in more than one field. */
  const roaming = new Uint8Array(texts.length)
  for (const counts of holders) {
    for (let value = 0; value < counts.length; value++) if (counts[value]) (roaming[value] as number)++
  }
  const roams = (value: number): boolean => value >= 0 && (roaming[value] as number) > 1

  const elsewhere = (field: number, a: number, b: number, one: number, other: number): boolean => {
    if (!roams(one) && !roams(other)) return false
    for (let next = 0; next < fields; next++) {
      if (next === field) continue
      if (one >= 0 && (theirs[next] as Int32Array)[b] === one) return true
      if (other >= 0 && (ours[next] as Int32Array)[a] === other) return true
    }
    return false
  }

  const level = (field: number, a: number, b: number): number => {
    const one = (ours[field] as Int32Array)[a] as number
    const other = (theirs[field] as Int32Array)[b] as number
    if (one >= 0 && one === other) return equalLevel((holders[field] as Int32Array)[one] as number)
    if (one < 0 || other < 0) return one !== other && elsewhere(field, a, b, one, other) ? LEVEL.elsewhere : LEVEL.unknown
    const found = one < other ? compare[field]?.(one, other) : compare[field]?.(other, one)
    return found === LEVEL.different && elsewhere(field, a, b, one, other) ? LEVEL.elsewhere : (found ?? LEVEL.unknown)
  }

  return (a, b, into, at) => {
    for (let field = 0; field < fields; field++) into[at + field] = level(field, a, b)
  }
}
