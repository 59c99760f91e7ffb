import { hasHan, interchangeable, syllables } from './han.ts'
import { bigrams, edits, jaroWinkler, sharedBigrams, soundex } from './likeness.ts'
import type { FieldKind } from './spec.ts'

/** How two values agree. Above `CLOSE` come the equal ones, by how many records share the value (`EQUAL + log2`). */
export const LEVEL = { unknown: 0, different: 1, elsewhere: 2, far: 3, near: 4, close: 5, equal: 6 } as const
export const LEVELS = LEVEL.equal + 26

/** Level of two different texts; never `unknown`, `elsewhere` or `equal`. */
export type Compare = (a: string, b: string) => number

const latinNames: Compare = (a, b) => {
  const likeness = jaroWinkler(a, b)
  const [least, most] = a.length < b.length ? [a, b] : [b, a]
  if (likeness >= 0.93 || (least.length >= 4 && edits(a, b, 1) === 1)) return LEVEL.close
  if (likeness >= 0.85 || (likeness >= 0.75 && soundex(a) === soundex(b))) return LEVEL.near
  if (likeness >= 0.75 || (least.length === 1 && most.startsWith(least))) return LEVEL.far
  return LEVEL.different
}

const turned = (a: string, b: string): boolean => a.length === b.length && (a + a).includes(b)

/** Chinese names: every character that differs sounds or looks alike; one differs; turned round; one of two differs. */
const hanNames: Compare = (a, b) => {
  if (a.length === b.length) {
    let differing = 0
    let explained = 0
    for (let at = 0; at < a.length; at++) {
      const [one, other] = [a.charAt(at), b.charAt(at)]
      if (one === other) continue
      differing++
      if (interchangeable(one, other)) explained++
    }
    if (differing === explained && differing < Math.max(2, a.length)) return LEVEL.close
    if (differing === explained || turned(a, b)) return LEVEL.near
    if (differing - explained === 1 && a.length >= 3) return explained === 0 ? LEVEL.near : LEVEL.far
    return differing - explained === 1 && differing === 1 ? LEVEL.far : LEVEL.different
  }
  return edits(a, b, 1) === 1 ? LEVEL.near : LEVEL.different
}

/** A name in pinyin beside one in characters, the surname first or last. */
const spelled: Compare = (a, b) => {
  const [han, latin] = hasHan(a) ? [a, b] : [b, a]
  const parts = syllables(han)
  const turns = [1, 2].map((at) => [...parts.slice(at), ...parts.slice(0, at)].join(''))
  return parts.join('') === latin || turns.includes(latin) ? LEVEL.close : LEVEL.different
}

const names: Compare = (a, b) => {
  const [left, right] = [hasHan(a), hasHan(b)]
  if (left && right) return hanNames(a, b)
  return left || right ? spelled(a, b) : latinNames(a, b)
}

const WHOLE = /^\d{8}$/
const known = (part: string): boolean => Number(part) > 0

const dates: Compare = (a, b) => {
  if (!WHOLE.test(a) || !WHOLE.test(b)) {
    const apart = edits(a, b, 2)
    return apart === 1 ? LEVEL.close : apart === 2 ? LEVEL.near : LEVEL.different
  }
  const part = (from: number, to: number) => [a.slice(from, to), b.slice(from, to)] as const
  const [yearA, yearB] = part(0, 4)
  const [monthA, monthB] = part(4, 6)
  const [dayA, dayB] = part(6, 8)
  const years = yearA === yearB
  if (![monthA, monthB, dayA, dayB].every(known)) {
    if (!years) return LEVEL.different
    const months = known(monthA) && known(monthB)
    return !months ? LEVEL.far : monthA === monthB ? LEVEL.near : LEVEL.different
  }
  if (years && monthA === dayB && dayA === monthB) return LEVEL.close
  const apart = edits(a, b, 2)
  if (apart === 1) return LEVEL.close
  if (apart === 2 || (years && monthA === monthB) || (monthA === monthB && dayA === dayB)) return LEVEL.near
  return years ? LEVEL.far : LEVEL.different
}

const codes: Compare = (a, b) => {
  const apart = edits(a, b, 2)
  if (apart === 1) return LEVEL.close
  const length = Math.max(a.length, b.length)
  if (apart === 2 && length >= 4) return LEVEL.near
  return length >= 5 && jaroWinkler(a, b) >= 0.85 ? LEVEL.far : LEVEL.different
}

const prose = (): Compare => {
  const known = new Map<string, Uint32Array>()
  const grams = (text: string): Uint32Array => {
    const found = known.get(text) ?? bigrams(text)
    known.set(text, found)
    return found
  }
  return (a, b) => {
    const shared = sharedBigrams(grams(a), grams(b))
    if (shared < 0.2 && a.length > 5) return LEVEL.different
    if (shared >= 0.8 || edits(a, b, 1) === 1) return LEVEL.close
    if (shared >= 0.6 || (a.length >= 5 && edits(a, b, 2) === 2)) return LEVEL.near
    return shared >= 0.4 ? LEVEL.far : LEVEL.different
  }
}

const REMEMBERED = 1 << 18

/** Remembers the latest comparisons, which candidates repeat often. */
const remembering = (texts: readonly string[], compare: Compare): ((a: number, b: number) => number) => {
  const left = new Int32Array(REMEMBERED).fill(-1)
  const right = new Int32Array(REMEMBERED)
  const levels = new Uint8Array(REMEMBERED)
  return (a, b) => {
    const slot = ((Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 14) & (REMEMBERED - 1)
    if (left[slot] === a && right[slot] === b) return levels[slot] as number
    const level = compare(texts[a] as string, texts[b] as string)
    left[slot] = a
    right[slot] = b
    levels[slot] = level
    return level
  }
}

/** Compares two different values of a kind, by their numbers in the lexicon. */
export const comparer = (kind: FieldKind, texts: readonly string[]): ((a: number, b: number) => number) => {
  const compare = { name: names, date: dates, code: codes, text: prose() }[kind]
  return remembering(texts, compare)
}
